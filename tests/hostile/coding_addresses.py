"""The addresses of coding: who may, and how each is asked in a world; merged into `every_address.ADDRESSES`.

The world has the text on herons with the code “company” and a quote of Ben's with a memo, and the text on grebes with a
round that is over (`coding_worlds.furnish_coding`). The same fields are sent in every world, blind round or not.
"""

from collections.abc import Mapping
from typing import Any

from synthema.coding.actions import begin_round, hand_in, retire_code, split_code
from synthema.coding.tables import (
    CodeRow,
    CodingRow,
    DifferenceRow,
    MarkRow,
    MemoRow,
    MergeRow,
    QuoteRow,
    RoundRow,
    RoundSeat,
    SplitRow,
    rounds,
)  # fmt: skip
from synthema.studies.tables import Study
from tests.hostile import world_of_pages as p
from tests.hostile.coding_worlds import LINES, text_on, words_of
from tests.hostile.every_address import DECIDERS, LEADS, MEMBERS, Address, chosen, together, words
from tests.hostile.twin_worlds import World


def heron(world: World) -> Mapping[str, Any]:
    """The full text on herons, as a part of an address."""
    return {"document_id": text_on(world, "heron").id}


def herons_report(world: World) -> Mapping[str, Any]:
    """Its report."""
    return {"report": world.reports["heron"]}


def line(number: int, bird: str = "heron") -> Any:
    """A line of a text as the reader sends it: document, digest, range and words."""

    def fields(world: World) -> Mapping[str, Any]:
        row, said = text_on(world, bird), LINES[bird][number]
        start = words_of(bird).index(said)
        ranges = f"{start}-{start + len(said)}"
        return {"document": row.id, "sha": row.text_sha256, "ranges": ranges, "shown": said}

    return fields


def company(world: World) -> Mapping[str, Any]:
    """The team's code."""
    return {"codes": CodeRow.objects.filter(review=world.cast.review, round=None).order_by("made_seq")[0].id}


def bens_quote(world: World) -> QuoteRow:
    """The quote that Ben made in the team's work."""
    return QuoteRow.objects.filter(review=world.cast.review, round=None).order_by("seq")[0]


def quoted(world: World) -> Mapping[str, Any]:
    """That quote."""
    return {"quote": bens_quote(world).id}


def coded(world: World) -> Mapping[str, Any]:
    """That quote, and the code on it."""
    return {"quote": bens_quote(world).id, "code": company(world)["codes"]}


def bens_memo(world: World) -> Mapping[str, Any]:
    """The memo on that quote."""
    return {"memo": MemoRow.objects.get(review=world.cast.review, about=bens_quote(world).id).id}


def marked(world: World) -> Mapping[str, Any]:
    """The marked findings of the text on herons."""
    row = MarkRow.objects.filter(review=world.cast.review, document=text_on(world, "heron").id).order_by("seq")[0]
    return {"mark": row.id}


def on_the_quote(world: World) -> Mapping[str, Any]:
    """What a memo on that quote is about."""
    return {"about": bens_quote(world).id}


def over(world: World) -> Mapping[str, Any]:
    """The round that is open to everybody."""
    return {"round_id": rounds_of(world)[0].id}


def latest(world: World) -> Mapping[str, Any]:
    """The round that was begun last: in a world with a secret it is under way."""
    return {"round_id": rounds_of(world)[-1].id}


def odd_code(world: World) -> Mapping[str, Any]:
    """A code of the round that is over, on which nobody decided."""
    row = CodeRow.objects.get(review=world.cast.review, name="odd")
    return {"codes": row.id, "how": "new"}


def a_merge(world: World) -> Mapping[str, Any]:
    """What was decided on two codes of that round."""
    return {"merge": MergeRow.objects.filter(review=world.cast.review, withdrawn_seq=None).order_by("seq")[0].id}


def a_difference(world: World) -> Mapping[str, Any]:
    """What was settled in that round."""
    return {"difference": DifferenceRow.objects.get(review=world.cast.review, withdrawn_seq=None).id}


def a_place(world: World) -> Mapping[str, Any]:
    """A place in that round on which nothing was settled."""
    row, said = text_on(world, "grebe"), LINES["grebe"][3]
    start = words_of("grebe").index(said)
    return {"document": row.id, "start": start, "end": start + len(said)}


def coders(world: World) -> Mapping[str, Any]:
    """Ana and Ben, and the text on herons."""
    return {"coders": [world.cast.ana, world.cast.ben], "documents": [text_on(world, "heron").id]}


def under_way(world: World) -> None:
    """A round of Ana and Ben is under way."""
    if not any(row.running for row in rounds_of(world)):
        begin_round(
            world.act("chloe", 1890), world.cast.review, "inductive", (world.cast.ana, world.cast.ben),
            (text_on(world, "heron").id,),
        )  # fmt: skip


def ben_handed_in(world: World) -> None:
    """The same, and Ben handed in while Ana did not."""
    under_way(world)
    if RoundSeat.objects.filter(round=latest(world)["round_id"], person=world.cast.ana, handed_in_seq=None).exists():
        hand_in(world.act("ben", 1891), world.cast.review, latest(world)["round_id"])


def rounds_of(world: World) -> list[RoundRow]:
    """The rounds, the first begun first."""
    return rounds(world.cast.review)


def a_code(world: World) -> Mapping[str, Any]:
    """The team's code, as a part of an address."""
    return {"code": company(world)["codes"]}


def as_seen(world: World) -> Mapping[str, Any]:
    """The state of that code as a page shows it."""
    return {"basis": CodeRow.objects.get(pk=company(world)["codes"]).edited_seq}


def a_study(world: World) -> Mapping[str, Any]:
    """A study."""
    return {"study": Study.objects.filter(review=world.cast.review).order_by("number")[0].id}


def the_quiet(world: World) -> Mapping[str, Any]:
    """Another code of the team's, as a part of an address."""
    return {"code": CodeRow.objects.get(review=world.cast.review, round=None, name="quiet").id}


def into_company(world: World) -> Mapping[str, Any]:
    """The first code, by its identifier."""
    return {"into": company(world)["codes"]}


def was_retired(world: World) -> None:
    """The team's code was retired."""
    if CodeRow.objects.filter(pk=company(world)["codes"], retired_seq=None).exists():
        retire_code(world.act("chloe", 1892), world.cast.review, company(world)["codes"])


def was_split(world: World) -> None:
    """What is coded with the team's code was given to another."""
    review, held = world.cast.review, SplitRow.objects.filter(review=world.cast.review, withdrawn_seq=None)
    if not held.exists():
        chosen_ones = CodingRow.objects.filter(quote=bens_quote(world).id, withdrawn_seq=None)
        moved = list(chosen_ones.values_list("id", flat=True))
        split_code(world.act("chloe", 1893), review, company(world)["codes"], {the_quiet(world)["code"]: moved})


def the_split(world: World) -> Mapping[str, Any]:
    """That split."""
    return {"move": SplitRow.objects.filter(review=world.cast.review, withdrawn_seq=None).latest("seq").id}


NO_CODERS: Mapping[str, int] = {"lead": 422, "arbiter": 422}  # of the round
CODING: dict[str, Address] = {
    "coding:agreement": Address(MEMBERS, parts=over, several=(latest,)),
    "coding:alignment": Address(MEMBERS, parts=over, several=(latest,), queries=lambda w: ("", "?show=all")),
    "coding:begin_round": Address(
        LEADS, fields=together(coders, chosen(kind="inductive", unit="sentence", blind="1"), words(note="the first"))
    ),
    "coding:call_off": Address(LEADS, first=under_way, parts=latest, fields=words(reason="too early")),
    "coding:consensus_log": Address(MEMBERS, parts=over, several=(latest,)),
    "coding:differences": Address(MEMBERS, parts=over, several=(latest,), queries=lambda w: ("", "?show=open")),
    "coding:excuse": Address(
        LEADS, first=under_way, parts=latest, fields=together(lambda w: {"person": w.cast.ben}, words(reason="ill"))
    ),
    "coding:hand_in": Address(DECIDERS, first=under_way, parts=latest, told=NO_CODERS),
    "coding:one_round": Address(MEMBERS, parts=over, several=(latest,)),
    "coding:reconcile": Address(
        DECIDERS, parts=over, fields=together(odd_code, words(name="Oddity", definition="What is odd", reason="why"))
    ),
    "coding:reopen_difference": Address(DECIDERS, parts=over, fields=a_difference),
    "coding:rounds": Address(MEMBERS),
    "coding:settle": Address(
        DECIDERS, parts=over, fields=together(a_place, chosen(decision="consensus"), words(note="We talked."))
    ),
    "coding:take_back": Address(DECIDERS, first=ben_handed_in, parts=latest, told=NO_CODERS),
    "coding:unreconcile": Address(DECIDERS, parts=over, fields=a_merge),
    "coding:apply": Address(DECIDERS, fields=together(quoted, words(new_name="coats"))),
    "coding:code": Address(DECIDERS, fields=together(line(2), company, words(new_name="early"))),
    "coding:documents": Address(MEMBERS),
    "coding:mark": Address(DECIDERS, fields=together(line(1), chosen(kind="qualitative"))),
    "coding:memo": Address(DECIDERS, fields=together(on_the_quote, chosen(about_kind="quote"), words(text="A coat."))),
    "coding:memos_of": Address(
        MEMBERS,
        parts=together(chosen(kind="quote"), on_the_quote),
        several=(lambda w: {"kind": "document", "about": text_on(w, "heron").id},),
    ),
    "coding:move_quote": Address(DECIDERS, fields=together(line(1), quoted)),
    "coding:paper_of": Address(MEMBERS, parts=heron, several=(lambda w: {"document_id": text_on(w, "grebe").id},)),
    "coding:reader": Address(
        MEMBERS,
        parts=herons_report,
        several=(p.report, lambda w: {"report": w.reports["grebe"]}),
        queries=lambda w: ("", "?at=3-9", f"?quote={bens_quote(w).id}", "?quote=x"),
    ),
    "coding:uncode": Address(DECIDERS, fields=coded),
    "coding:unmark": Address(DECIDERS, fields=marked),
    "coding:unmemo": Address(DECIDERS, fields=bens_memo),
    "coding:unquote": Address(DECIDERS, fields=together(quoted, words(reason="by mistake"))),
    "coding:by_study": Address(MEMBERS, queries=lambda w: ("", "?by=year", "?by=rating")),
    "coding:by_study_table": Address(MEMBERS, queries=lambda w: ("?by=study", "?by=year")),
    "coding:change": Address(
        DECIDERS, parts=a_code, fields=together(as_seen, words(name="society", definition="Not alone"))
    ),
    "coding:code_memo": Address(DECIDERS, parts=a_code, fields=words(text="Think of birds.")),
    "coding:codebook": Address(
        MEMBERS, queries=lambda w: ("", "?show=away", "?show=unused", "?show=single", f"?of={latest(w)['round_id']}")
    ),
    "coding:codebook_file": Address(
        MEMBERS, parts=chosen(kind="csv"), several=(chosen(kind="qdc"), chosen(kind="docx"))
    ),
    "coding:merge": Address(DECIDERS, parts=the_quiet, fields=together(into_company, words(reason="one thing"))),
    "coding:merging": Address(MEMBERS, parts=a_code, queries=lambda w: ("?into=quiet",)),
    "coding:move": Address(DECIDERS, parts=a_code, fields=together(as_seen, chosen(parent="", after="first"))),
    "coding:move_back": Address(DECIDERS, first=was_split, fields=the_split),
    "coding:new_code": Address(
        DECIDERS, fields=together(chosen(parent=""), words(name="feathers", definition="What keeps warm"))
    ),
    "coding:one_code": Address(
        MEMBERS,
        parts=a_code,
        several=(lambda w: {"code": odd_code(w)["codes"]},),
        queries=lambda w: ("", f"?by={w.cast.ben}", "?voice=open", "?below=1"),
    ),
    "coding:part": Address(DECIDERS, fields=a_merge),
    "coding:passages_coded": Address(MEMBERS, queries=lambda w: ("", f"?by={w.cast.ana}", "?voice=participant")),
    "coding:queries": Address(MEMBERS, queries=lambda w: ("", "?q=company", "?q=not+company&unit=sentence")),
    "coding:query_table": Address(MEMBERS, queries=lambda w: ("?q=company", "?q=company&unit=document")),
    "coding:quotes_table": Address(MEMBERS, queries=lambda w: ("", f"?code={company(w)['codes']}")),
    "coding:restore": Address(DECIDERS, first=was_retired, parts=a_code),
    "coding:retire": Address(DECIDERS, parts=a_code, fields=words(reason="too thin")),
    "coding:searched": Address(MEMBERS, queries=lambda w: ("", "?q=herons", "?q=company", "?q=coat")),
    "coding:split": Address(
        DECIDERS,
        parts=a_code,
        fields=together(
            lambda w: {"quotes": bens_quote(w).id}, chosen(to=""), words(name="greeting", reason="no company")
        ),
    ),
    "coding:splitting": Address(MEMBERS, parts=a_code),
    "coding:study_memo": Address(DECIDERS, fields=together(a_study, words(text="A quiet study."))),
    "coding:together": Address(
        MEMBERS, queries=lambda w: ("", "?within=sentence", "?within=study", f"?code={company(w)['codes']}")
    ),
    "coding:together_table": Address(MEMBERS, queries=lambda w: ("", "?within=document")),
    "coding:voice": Address(DECIDERS, fields=together(quoted, chosen(voice="participant"))),
}


from tests.hostile.exchange_addresses import EXCHANGE  # noqa: E402

CODING |= EXCHANGE
