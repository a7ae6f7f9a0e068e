"""Coding for the hostile tests: texts with marked findings, a round that is over, and what a blind round must hide.

The secrets are rounds of Ana and Ben on two documents. Their worlds hold acts of the same kinds in the same number and
differ in everything a coder can choose: the place, the document, the codes and what they are called, the voice, memos,
what is dismissed and what is taken back.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from synthema.audit.model import By
from synthema.coding.actions import (
    apply_codes,
    begin_round,
    change_code,
    code_passage,
    create_code,
    hand_in,
    mark_section,
    move_code,
    reconcile,
    set_voice,
    settle_difference,
    withdraw_coding,
    withdraw_quote,
    write_memo,
)
from synthema.coding.differences import differences
from synthema.coding.round_readings import readings
from synthema.coding.rules import NewCode
from synthema.coding.tables import CodeRow, CodingRow, RoundRow
from synthema.documents.actions import Upload, add_document
from synthema.documents.model import Span
from synthema.documents.tables import Document, text_of
from tests.cast import Cast

if TYPE_CHECKING:
    from tests.hostile.twin_worlds import World

Step = Callable[["World"], None]
LINES = {
    "grebe": (
        "Keepers waited for grebes together.",
        "“We said nothing for an hour,” one of them told us.",
        "Some came because the ferry did not.",
        "All felt the cold.",
    ),
    "heron": (
        "Herons were greeted like neighbours.",
        "“He knows my coat,” said a keeper.",
        "Early hours were hard on families.",
        "Nobody counted the birds.",
    ),
}


def words_of(bird: str) -> str:
    """The full text on a bird; its findings are the lines between the headings."""
    return f"On {bird}s\n\nFindings\n" + " ".join(LINES[bird]) + "\n\nDiscussion\nBirds matter.\n"


def lay_out(cast: Cast, reports: Mapping[str, UUID]) -> None:
    """A full text for each of two reports, with its findings marked."""
    for bird in LINES:
        upload = Upload(f"{bird}.txt", words_of(bird).encode())
        document = add_document(By(cast.dev), cast.review, reports[bird], upload).body.document_id
        begin, end = words_of(bird).index("Findings"), words_of(bird).index("\n\nDiscussion")
        mark_section(By(cast.chloe), cast.review, document, "findings", (Span(begin, end),))


def text_on(w: "World", bird: str) -> Document:
    """The full text on a bird."""
    return Document.objects.get(review=w.cast.review, file_name=f"{bird}.txt")


def code(by: By, w: "World", bird: str, line: int, *codes: UUID, dismissed: bool = False) -> UUID:
    """A line of a text, coded or dismissed; the quote."""
    row = text_on(w, bird)
    text = text_of(row)
    assert text is not None
    start = text.text.index(LINES[bird][line])
    span = Span(start, start + len(LINES[bird][line]))
    done = code_passage(by, w.cast.review, row.id, row.text_sha256, (span,), codes=codes, dismissed=dismissed)
    quote: UUID = done.body.quote_id
    return quote


def furnish_coding(w: "World") -> None:
    """A team's code and quote, and a round that was opened: codes brought together and not, a difference settled."""
    review, ana, ben, chloe = w.cast.review, w.cast.ana, w.cast.ben, w.cast.chloe
    company: UUID = create_code(By(ben), review, "company", definition="Being there").body.code_id
    quote = code(By(ben), w, "heron", 0, company)
    write_memo(By(ben), review, "quote", quote, "A greeting is company.")
    row = begin_round(By(chloe), review, "inductive", (ana, ben), (text_on(w, "grebe").id,)).body.round_id
    own = {
        (who, name): create_code(By(who), review, name, round=row).body.code_id
        for who, name in ((ana, "waiting"), (ben, "silence"), (ben, "cold"), (ana, "chill"), (ben, "odd"))
    }
    code(By(ana), w, "grebe", 0, own[ana, "waiting"])
    code(By(ben), w, "grebe", 0, own[ben, "silence"])
    code(By(ana), w, "grebe", 1, own[ana, "waiting"])
    code(By(ben), w, "grebe", 3, own[ben, "cold"])
    code(By(ana), w, "grebe", 3, own[ana, "chill"])
    code(By(ben), w, "grebe", 2, own[ben, "odd"])
    for who in (ana, ben):
        hand_in(By(who), review, row)
    pair = (own[ana, "waiting"], own[ben, "silence"])
    reconcile(By(ana), review, row, pair, new=NewCode("quiet"))
    first = differences(readings(review, RoundRow.objects.get(pk=row), ana))[0]
    settle_difference(
        By(chloe), review, row, first.document, first.start, first.end, aside=(), decision="arbiter", note="It counts."
    )


# what somebody does in a blind round


def _begun(w: "World", kind: str = "inductive") -> UUID:
    """A round of Ana and Ben on both texts, begun by Chloe; in a deductive one with a code of the team's."""
    if kind == "deductive":
        for number, name in ((880, "company"), (881, "weather")):
            if not CodeRow.objects.filter(review=w.cast.review, round=None, name=name).exists():
                create_code(w.act("chloe", number), w.cast.review, name)
    texts = tuple(text_on(w, bird).id for bird in LINES)
    people = (w.cast.ana, w.cast.ben)
    made: UUID = begin_round(w.act("chloe", 890), w.cast.review, kind, people, texts).body.round_id
    return made


def _inductive(
    names: Sequence[str],
    first: tuple[str, int],
    second: tuple[str, int],
    *,
    turned: bool = False,
    voice: str = "participant",
    memo: str = "?",
) -> Step:
    """Ana makes two codes, changes and moves one, codes a line, dismisses another or codes it too, and writes."""

    def step(w: "World") -> None:
        review, row = w.cast.review, _begun(w)
        codes = [
            create_code(w.act("ana", 901 + n), review, name, definition=memo, round=row).body.code_id
            for n, name in enumerate(names)
        ]
        whole, part = codes[::-1] if turned else codes
        basis = CodeRow.objects.get(pk=part).edited_seq
        change_code(w.act("ana", 903), review, part, basis=basis, name=names[0] + "s", definition=memo, color="")
        basis = CodeRow.objects.get(pk=part).edited_seq
        move_code(w.act("ana", 904), review, part, whole, 1, basis=basis)
        quote = code(w.act("ana", 905), w, *first, whole)
        set_voice(w.act("ana", 906), review, quote, voice)
        apply_codes(w.act("ana", 907), review, quote, (part,))
        write_memo(w.act("ana", 908), review, "quote", quote, memo)
        code(w.act("ana", 909), w, *second, *(codes[:1] if turned else ()), dismissed=not turned)

    return step


def _taken_back(kept: int, *, coding: bool) -> Step:
    """Ana codes two lines and takes one of them back, and takes one code off."""

    def step(w: "World") -> None:
        review, row = w.cast.review, _begun(w)
        codes = tuple(
            create_code(w.act("ana", 901 + n), review, name, round=row).body.code_id for n, name in enumerate("ab")
        )
        quotes = [code(w.act("ana", 903 + n), w, "heron", n, *codes) for n in range(2)]
        withdraw_quote(w.act("ana", 905), review, quotes[1 - kept], "no" * (1 + 99 * kept))
        own = CodingRow.objects.filter(review=review, quote=quotes[kept], code=codes[int(coding)]).get()
        withdraw_coding(w.act("ana", 906), review, own.id)
        hand_in(w.act("ana", 907), review, row)

    return step


def _deductive(names: Sequence[str], line: tuple[str, int], new: str) -> Step:
    """Ana codes with the team's codes and one of her own."""

    def step(w: "World") -> None:
        review, row = w.cast.review, _begun(w, "deductive")
        team = dict(CodeRow.objects.filter(review=review, round=None).values_list("name", "id"))
        own = create_code(w.act("ana", 901), review, new, parent=team[names[0]], round=row).body.code_id
        quote = code(w.act("ana", 902), w, *line, *(team[name] for name in names))
        apply_codes(w.act("ana", 903), review, quote, (own,))
        code(w.act("ana", 904), w, line[0], 0, own)

    return step


def _both_hand_in(w: "World") -> None:
    """The round opens."""
    row = RoundRow.objects.filter(review=w.cast.review, opened_seq=None).latest("number")
    for number, name in ((990, "ana"), (991, "ben")):
        hand_in(w.act(name, number), w.cast.review, row.id)


LONG = "What the keeper means here is not easy to say. " * 20
CODING: tuple[tuple[str, tuple[Step, ...], Step | None], ...] = (
    (
        "what somebody codes in a blind round",
        (
            _inductive(("calm", "strain"), ("heron", 1), ("heron", 3)),
            _inductive(
                ("A code with a long name", "b"), ("grebe", 2), ("heron", 0), turned=True, voice="author", memo=LONG
            ),
        ),
        _both_hand_in,
    ),
    (
        "what somebody had withdrawn in a blind round before handing in",
        (_taken_back(0, coding=False), _taken_back(1, coding=True)),
        None,
    ),
    (
        "which of the team's codes somebody used in a blind round",
        (_deductive(("company",), ("heron", 1), "coat"), _deductive(("weather", "company"), ("grebe", 3), "the cold")),
        None,
    ),
)
