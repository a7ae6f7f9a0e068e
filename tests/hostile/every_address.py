"""Every address of the pages: who may ask, and how it is asked in a world; an address without an entry fails the build.

Who may is spelled here a second time, by hand, so that a door that was opened too far does not open the test as well.
Whoever may gets what they asked for: `told` names those who pass the door and are told no, such as for a verdict that
is another person's. Words that people may write freely are `Free`, so that hostile ones can be put in their place.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from synthema.team.tables import Invitation
from tests.hostile import world_of_pages as p
from tests.hostile.twin_worlds import World
from tests.pages import account_of
from tests.screening.stage import FT, TA

Parts = Callable[[World], Mapping[str, Any]]
MEMBERS: frozenset[str] = frozenset({"reader", "librarian", "reviewer", "arbiter", "lead"})
SEARCHERS: frozenset[str] = frozenset({"lead", "reviewer", "librarian"})
DECIDERS: frozenset[str] = frozenset({"lead", "reviewer", "arbiter"})
LEADS: frozenset[str] = frozenset({"lead"})
DEVS: Mapping[str, int] = {"lead": 404, "reviewer": 404}  # the librarian's own
OPERATORS = frozenset({"operator"})  # who runs this Synthema and is in no review
PEOPLE = MEMBERS | OPERATORS | {"stranger"}  # whoever is logged in
EVERYBODY = PEOPLE | {"anonymous"}


def nothing(world: World) -> Mapping[str, Any]:
    """No parts, no fields."""
    return {}


def once(world: World) -> Iterable[str]:
    """No query."""
    return ("",)


def at_rest(world: World) -> None:
    """Nothing has to happen first."""


class Free(str):
    """Words that a person may write as they like."""

    __slots__ = ()


@dataclass(frozen=True)
class Address:
    """One address: who may, which parts it needs beside the review, what a form there sends."""

    may: frozenset[str]
    parts: Parts = nothing
    several: tuple[Parts, ...] = ()  # more ways to ask the same address, such as the pages of both stages
    fields: Parts = nothing
    queries: Callable[[World], Iterable[str]] = once
    first: Callable[[World], None] = at_rest  # what happens just before
    otherwise: int = 403  # what people get who may not, when the review is theirs
    told: Mapping[str, int] = field(default_factory=dict)  # who passes the door and is told no


def stage(name: str, **more: Callable[[World], object]) -> Parts:
    """The part of an address that names a stage."""
    return lambda world: {"stage": name, **{key: find(world) for key, find in more.items()}}


def together(*several: Parts) -> Parts:
    """The parts of all of these."""
    return lambda world: {key: value for parts in several for key, value in parts(world).items()}


def words(**texts: str) -> Parts:
    """Free words."""
    return lambda world: {name: Free(text) for name, text in texts.items()}


def chosen(**values: object) -> Parts:
    """Fields with one value everywhere."""
    return lambda world: values


def each(name: str, *values: object) -> tuple[Parts, ...]:
    """One way for each value of a part."""
    return tuple(chosen(**{name: value}) for value in values)


TITLES, BOTH = stage(TA), (stage(FT),)
TAKE = chosen(**{"take-0": "outside", "take-1": "", "said-0": "too old", "reason-0": "date"})
SECTIONS = ("title", "question", "screening", "sources", "method", "statements", "previous")
SECTION = {
    "title": words(title="Birds", short_title="B", notice="Not yet."),
    "question": together(
        chosen(framework="PICo"),
        words(text="What?", slot_population="keepers", slot_phenomenon="calls", slot_context="fields"),
    ),
    "screening": together(
        chosen(reviewers="2", blind="on"), words(unsure="forward", conflicts="talk", full_text="all", note="none")
    ),
    "sources": together(
        chosen(source_0_kind="database", year_from="1990", year_to=""),
        words(source_0="PubMed", languages="English", year_of="print", applied="by hand"),
    ),
    "method": words(profile="thematic", variant="Thomas", source="A book", rationale="It fits."),
    "statements": together(chosen(registered_on="2026-01-01"), words(
        registration="OSF", registration_number="x1",  contacts="none", funding="none",
        interests="none", reflexivity="We keep birds.", amendments="dated",
    )),
    "previous": together(
        words(citation="Birds 2010"), chosen(studies="2", reports="3", dropped_studies="0", dropped_reports="0")
    ),
}  # fmt: skip
SEARCH = together(
    chosen(key="", kind="database", date_run="2026-01-02", hits="4", removed_by_automation="0", removed_otherwise="0"),
    words(
        source="Ovid",  platform="Ovid", strategy="1. birds", limits="none", filters="none",
        peer_review="PRESS", notes="none", removal_note="none",
    ),
)  # fmt: skip
WHY = words(reason="by mistake")


def sesame(world: World) -> Mapping[str, Any]:
    """The part of an address that lets into the review whoever holds it."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    Invitation.objects.get_or_create(
        token_hash=hashlib.sha256(b"sesame").hexdigest(),
        defaults={
            "id": UUID(int=77), "review": world.cast.review, "roles": "reader", "made_by": world.cast.chloe,
            "made_at": at, "expires_at": at + timedelta(days=36500),
        },
    )  # fmt: skip
    return {"token": "sesame"}


def invited(world: World) -> Mapping[str, Any]:
    """An invitation into the review, by its identifier."""
    sesame(world)
    return {"invitation": UUID(int=77)}


def bens_account(world: World) -> Mapping[str, Any]:
    """The account of a reviewer."""
    return {"account": account_of(world.cast.ben).pk}


def a_file(name: str, data: bytes = b"TY  - JOUR\nTI  - A wren\nER  - \n") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, data)


def remark(bird: str) -> Parts:
    """A record, its unit and the page to go back to."""
    return lambda w: {"subject": w.records[bird], "unit": p.in_ta(w, bird), "place": "history"}


ADDRESSES: dict[str, Address] = {
    "dedup:apart": Address(SEARCHERS, fields=together(p.doubtful, words(note="other birds"))),
    "dedup:decided": Address(MEMBERS),
    "dedup:duplicates": Address(MEMBERS, queries=p.doubts),
    "dedup:figures": Address(MEMBERS),
    "dedup:group": Address(
        MEMBERS, parts=lambda w: {"group": p.in_ta(w, "lark")}, queries=lambda w: ("", "?text=Magpies")
    ),
    "dedup:groups": Address(MEMBERS, queries=lambda w: ("", "?text=lark", "?order=doubtful")),
    "dedup:judge": Address(SEARCHERS, fields=together(p.family, words(note="all other birds"))),
    "dedup:merge": Address(SEARCHERS, fields=together(p.doubtful, words(note="one bird"))),
    "dedup:pair": Address(MEMBERS, queries=p.doubts),
    "dedup:part": Address(SEARCHERS, fields=together(p.second_lark, words(note="another lark"))),
    "dedup:relate": Address(SEARCHERS, fields=together(p.two_birds, chosen(relation="notice:back"))),
    "dedup:related": Address(MEMBERS, queries=lambda w: ("", "?kind=notice", "?kind=bird")),
    "dedup:run": Address(SEARCHERS),
    "dedup:sources": Address(MEMBERS),
    "dedup:versions": Address(SEARCHERS, fields=chosen(as_duplicates="yes")),
    "dedup:withdraw": Address(SEARCHERS, fields=together(p.a_decision, WHY)),
    "documents:add_files": Address(SEARCHERS, fields=lambda w: {"files": p.a_pdf()}),
    "documents:add_to_report": Address(SEARCHERS, parts=p.report, fields=lambda w: {"file": p.a_pdf()}),
    "documents:attach_files": Address(
        SEARCHERS, first=p.dev_uploaded_and_read, fields=p.paired, told={"lead": 422, "reviewer": 422}
    ),
    "documents:boxes": Address(
        MEMBERS, parts=together(p.document, chosen(number=1)), queries=lambda w: ("", "?v=1-0", "?v=nonsense")
    ),
    "documents:file": Address(MEMBERS, parts=p.document),
    "documents:find": Address(MEMBERS, parts=p.document, queries=lambda w: ("?q=the", "?q=-", "?q=%F0%9F%98%80", "")),
    "documents:forget_files": Address(SEARCHERS, first=p.dev_uploaded_and_read, fields=p.staged_by_dev),
    "documents:picture": Address(MEMBERS, parts=together(p.document, chosen(number=1, width=400))),
    "documents:read_files": Address(
        SEARCHERS, first=p.dev_uploaded, fields=p.staged_by_dev, told={"lead": 422, "reviewer": 422}
    ),
    "documents:reader": Address(
        MEMBERS,
        parts=p.report,
        queries=lambda w: (
            "",
            "?from=2",
            "?plain=1",
            "?at=3-5",
            "?page=1&find=the",
            "?view=text&at=x",
            f"?document={p.document(w)['document_id']}",
        ),
    ),
    "documents:take_out": Address(
        SEARCHERS, fields=together(lambda w: {"documents": p.document(w)["document_id"], "retrieval": ""}, WHY)
    ),
    "documents:uploads": Address(SEARCHERS, first=p.dev_uploaded_and_read),
    "documents:webp": Address(MEMBERS, parts=together(p.document, chosen(number=1, width=400))),
    "documents:words": Address(MEMBERS, parts=together(p.document, chosen(part=1)), queries=lambda w: ("", "?v=x")),
    "frame:cancel": Address(frozenset({"librarian", "lead"}), parts=p.job, otherwise=404),
    "frame:job": Address(frozenset({"librarian", "lead"}), parts=p.job, otherwise=404),
    "frame:job_state": Address(
        frozenset({"librarian", "lead"}), parts=p.job, otherwise=404, queries=lambda w: ("", "?then=reload")
    ),
    "frame:jobs": Address(MEMBERS),
    "frame:my_jobs": Address(PEOPLE),
    "protocol:arrange": Address(LEADS, fields=chosen(key="design", do="up")),
    "protocol:compare": Address(MEMBERS, queries=lambda w: ("", "?before=1&after=2")),
    "protocol:criteria": Address(LEADS),
    "protocol:criterion": Address(LEADS, queries=lambda w: ("", "?key=date")),
    "protocol:discard": Address(LEADS),
    "protocol:earlier": Address(MEMBERS, parts=chosen(number=1)),
    "protocol:edit": Address(LEADS),
    "protocol:keep_criterion": Address(
        LEADS,
        fields=together(
            chosen(key="", stage="both", slot="population", words_for="<b>hear", words_against="'see'"),
            words(label="Voice", include="all", exclude="none"),
        ),
    ),
    "protocol:protocol": Address(MEMBERS),
    "protocol:put_in_force": Address(LEADS, fields=words(explanation="It was too long.")),
    "protocol:restore": Address(LEADS, fields=together(chosen(number=1), words(explanation="The first was better."))),
    "protocol:save": Address(
        LEADS, parts=chosen(section="title"), several=each("section", *SECTIONS[1:]), fields=together(*SECTION.values())
    ),
    "protocol:section": Address(LEADS, parts=chosen(section="title"), several=each("section", *SECTIONS[1:])),
    "records:bring": Address(SEARCHERS, parts=p.search("empty"), fields=lambda w: {"files": a_file("wren.ris")}),
    "records:file": Address(MEMBERS, parts=p.import_into("second")),
    "records:give_up": Address(SEARCHERS, first=p.import_begun, parts=chosen(import_id=UUID(int=972))),
    "records:export": Address(MEMBERS, queries=lambda w: ("?to=ris&which=listed", "?to=csv&which=listed&words=magpie")),
    "records:forget": Address(SEARCHERS, first=p.dev_dropped, parts=p.dropped_by_dev, told=DEVS),
    "records:look_again": Address(SEARCHERS, first=p.dev_dropped, parts=p.dropped_by_dev, told=DEVS),
    "records:looked": Address(SEARCHERS, first=p.dev_dropped, parts=p.dropped_by_dev, told=DEVS),
    "records:read_again": Address(SEARCHERS, parts=p.import_into("second")),
    "records:record": Address(MEMBERS, parts=lambda w: {"record": w.records["magpie"]}, several=(p.second_lark,)),
    "records:records": Address(MEMBERS, queries=lambda w: ("", "?words=magpie", "?notes=caution")),
    "records:search": Address(MEMBERS, parts=p.search("db"), several=(p.search("empty"),)),
    "records:take": Address(
        SEARCHERS,
        first=p.dev_dropped,
        parts=p.dropped_by_dev,
        fields=together(chosen(**{f"do-{UUID(int=974)}": "import"}), words(**{f"encoding-{UUID(int=974)}": "utf-8"})),
        told=DEVS,
    ),
    "records:take_strategy": Address(
        SEARCHERS, first=p.late_began_with_words, parts=p.search("late"), fields=p.import_named("late")
    ),
    "records:withdraw": Address(SEARCHERS, parts=p.import_into("late"), fields=WHY),
    "reporting:again": Address(MEMBERS, queries=lambda w: ("", "?whose=all")),
    "reporting:again_note": Address(MEMBERS),
    "reporting:box": Address(
        MEMBERS,
        parts=chosen(key="records_screened"),
        several=each("key", "awaiting_full_text", "records_excluded", "dbr_assessed"),
    ),
    "reporting:flow": Address(MEMBERS),
    "reporting:flow_download": Address(MEMBERS, parts=chosen(kind="svg"), several=each("kind", "png", "pdf", "docx")),
    "reporting:impact": Address(LEADS),
    "reporting:prisma_s": Address(MEMBERS),
    "reporting:protocol_file": Address(MEMBERS, parts=chosen(number=1)),
    "reporting:state_item": Address(SEARCHERS, fields=together(chosen(item=2), words(text="None was."))),
    "reporting:uphold_verdicts": Address(
        DECIDERS,
        fields=together(chosen(stage=TA), p.bens_verdict, words(note="It holds.")),
        told={"lead": 422, "arbiter": 422},
    ),
    "screening:agreement": Address(MEMBERS, parts=TITLES, several=BOTH, queries=p.of_pilot),
    "screening:cards_ahead": Address(DECIDERS, parts=TITLES, several=BOTH, queries=lambda w: ("", "?n=3")),
    "screening:carry": Address(LEADS, parts=p.latest_import, first=p.said_outside, several=(p.import_carried,)),
    "screening:carry_look": Address(
        LEADS, parts=p.latest_import, first=p.said_outside, fields=together(TAKE, words(why="They were there."))
    ),
    "screening:carry_over": Address(
        LEADS, parts=p.latest_import, first=p.said_outside, fields=together(TAKE, words(why="They were there."))
    ),
    "screening:conflicts": Address(
        MEMBERS, parts=TITLES, several=BOTH, queries=lambda w: ("", *p.unit_query("jay")(w))
    ),
    "screening:differing": Address(MEMBERS, parts=TITLES, several=BOTH, queries=p.two_who_differ),
    "screening:give": Address(
        DECIDERS,
        parts=TITLES,
        fields=together(
            remark("plover"),
            chosen(verdict="exclude", reason="date", order="random", position=1),
            words(note="Too wet."),
        ),
    ),
    "screening:history": Address(
        MEMBERS,
        parts=p.unit("magpie"),
        several=(p.unit("jay"), p.unit("kite"), lambda w: {"stage": FT, "unit": w.reports["ibis"]}),
    ),
    "screening:later": Address(DECIDERS, parts=TITLES, first=p.queues_filled, fields=remark("plover")),
    "screening:offered": Address(LEADS, parts=p.latest_import, first=p.said_outside, several=(p.import_carried,)),
    "screening:order": Address(DECIDERS, parts=TITLES, fields=chosen(order="newest")),
    "screening:pilot_begins": Address(
        LEADS, parts=TITLES, fields=together(chosen(size=2, hold_back="on"), words(note="a try"))
    ),
    "screening:pilot_ends": Address(LEADS, parts=TITLES, first=p.round_begun, fields=words(note="agreed")),
    "screening:progress": Address(MEMBERS, parts=TITLES, several=BOTH),
    "screening:put_tag": Address(DECIDERS, parts=TITLES, fields=together(remark("plover"), words(text="tidal"))),
    "screening:records": Address(
        MEMBERS,
        parts=TITLES,
        several=BOTH,
        queries=lambda w: (
            "",
            "?text=Magpies",
            "?tag=ferry",
            "?tag=mine+alone",
            "?text=include",
            *(
                f"?standing={one}"
                for one in ("open", "untouched", "waiting", "todo", "mine", "conflict", "forward", "excluded")
            ),
        ),
    ),
    "screening:resume": Address(LEADS, parts=TITLES, first=p.stopped, fields=words(why="more came")),
    "screening:say": Address(DECIDERS, parts=TITLES, fields=together(remark("kite"), words(text="A bus it is."))),
    "screening:screen": Address(
        MEMBERS, parts=TITLES, several=BOTH, queries=lambda w: ("", *p.unit_query("magpie")(w))
    ),
    "screening:seek_reports": Address(SEARCHERS, first=p.settled_for_inclusion),
    "screening:settle": Address(
        DECIDERS,
        parts=TITLES,
        fields=together(remark("jay"), chosen(how="arbiter", decision="exclude", reason="date"), words(note="No jay.")),
        told={"reviewer": 422},
    ),
    "screening:stop": Address(LEADS, parts=TITLES, fields=words(rule="none in a hundred", note="as planned")),
    "screening:take_out": Address(
        LEADS, first=p.carried_outside, fields=together(p.latest_carried, words(reason="by mistake"))
    ),
    "screening:take_tag": Address(DECIDERS, parts=TITLES, fields=p.bens_tag, told={"lead": 422, "arbiter": 422}),
    "screening:to_be_sought": Address(MEMBERS),
    "screening:unsay": Address(DECIDERS, parts=TITLES, fields=p.bens_comment, told={"lead": 422, "arbiter": 422}),
    "screening:unsettle": Address(
        DECIDERS,
        parts=TITLES,
        fields=together(p.settlement, words(why="too soon")),
        told={"reviewer": 422, "arbiter": 422},
    ),
    "screening:withdraw": Address(
        DECIDERS,
        parts=TITLES,
        first=p.ben_voted,
        fields=together(p.verdict_of_plover, words(why="a slip")),
        told={"lead": 422, "arbiter": 422},
    ),
    "search:correct": Address(SEARCHERS, parts=p.search("empty"), fields=SEARCH),
    "search:edit": Address(SEARCHERS, parts=p.search("db")),
    "search:log": Address(SEARCHERS, fields=SEARCH),
    "search:new": Address(SEARCHERS, queries=lambda w: ("", "?source=PubMed&kind=database")),
    "search:searches": Address(MEMBERS),
    "search:withdraw": Address(SEARCHERS, parts=p.search("empty"), fields=WHY),
    "studies:link": Address(SEARCHERS, parts=p.report, fields=together(chosen(study=""), words(label="Ibis 2020"))),
    "studies:link_together": Address(
        SEARCHERS, fields=lambda w: {"one": w.reports["grebe"], "other": w.reports["ibis"]}
    ),
    "studies:log_attempt": Address(
        SEARCHERS,
        parts=p.report,
        fields=together(chosen(route="loan", result="pending", on="2026-01-02"), words(where="the city", note="slow")),
    ),
    "studies:name": Address(SEARCHERS, fields=words(label="Jay 2020")),
    "studies:remove": Address(SEARCHERS, parts=p.bare_study, fields=WHY),
    "studies:rename": Address(SEARCHERS, parts=p.bare_study, fields=words(label="Wren 2022")),
    "studies:report": Address(MEMBERS, parts=p.report),
    "studies:reports": Address(
        MEMBERS,
        queries=lambda w: (
            "",
            "?words=ibis",
            *(f"?show={one}" for one in ("with_file", "to_retrieve", "without_study")),
        ),
    ),
    "studies:say_outcome": Address(
        SEARCHERS,
        first=p.one_more_sought,
        parts=p.jay,
        fields=together(chosen(outcome="not_retrieved"), words(note="nobody has it")),
    ),
    "studies:seek_no_longer": Address(SEARCHERS, first=p.one_more_sought, parts=p.jay, fields=WHY),
    "studies:studies": Address(MEMBERS),
    "studies:take_back_attempt": Address(SEARCHERS, parts=p.attempt, fields=WHY),
    "studies:take_back_outcome": Address(SEARCHERS, first=p.jay_retrieved, parts=p.jay, fields=WHY),
    "studies:unlink": Address(SEARCHERS, first=p.ibis_linked, parts=p.report, fields=WHY),
    "team:account": Address(PEOPLE),
    "team:accounts": Address(OPERATORS),
    "team:add": Address(LEADS, fields=together(chosen(role="reader"), words(name="Zed")), told={"lead": 422}),
    "team:disable_account": Address(OPERATORS, parts=bens_account),
    "team:enable_account": Address(OPERATORS, parts=bens_account),
    "team:end_elsewhere": Address(PEOPLE),
    "team:give": Address(LEADS, fields=lambda w: {"person": w.cast.dev, "role": "reader"}),
    "team:hand_over": Address(LEADS, fields=lambda w: {"person": w.cast.ana, "stay_as": "reader"}),
    "team:invitation": Address(EVERYBODY, parts=sesame),
    "team:join": Address(PEOPLE, parts=sesame, told={"reader": 422}),
    "team:join_anew": Address(
        EVERYBODY,
        parts=sesame,
        fields=together(words(name="Zoe"), chosen(email="zoe@example.org", password="correct horse battery staple")),
    ),
    "team:leave": Address(MEMBERS, told={"lead": 422}),
    "team:leaving": Address(frozenset({"lead", "reviewer"}), parts=lambda w: {"person": w.cast.ben}),
    "team:new_account_link": Address(OPERATORS, fields=words(note="for Ida")),
    "team:new_invitation": Address(LEADS, fields=together(chosen(role="reader"), words(note="for Ida"))),
    "team:new_password_link": Address(OPERATORS, parts=bens_account),
    "team:open_again": Address(EVERYBODY),
    "team:open_with": Address(EVERYBODY, parts=lambda w: {"key": "guess"}),
    "team:people": Address(MEMBERS),
    "team:remove": Address(LEADS, fields=lambda w: {"person": w.cast.ana}),
    "team:reset_second_factor": Address(OPERATORS, parts=bens_account),
    "team:revoke_invitation": Address(LEADS, parts=invited),
    "team:take": Address(LEADS, fields=lambda w: {"person": w.cast.dev, "role": "librarian"}),
    "web:as_of": Address(frozenset({"reviewer"}), first=p.ben_looked_back, parts=p.looked_back, otherwise=404),
    "web:backups": Address(OPERATORS),
    "web:download": Address(OPERATORS, first=p.backed_up, parts=chosen(name="synthema.zip")),
    "web:forget_restore": Address(OPERATORS),
    "web:home": Address(PEOPLE),
    "web:import_package": Address(PEOPLE, fields=lambda w: {"package": a_file("review.zip", b"PK")}),
    "web:load_example": Address(PEOPLE),
    "web:look_back": Address(MEMBERS, fields=chosen(date="2100-01-01")),
    "web:make": Address(OPERATORS),
    "web:new_review": Address(PEOPLE, fields=words(title="Birds on roofs")),
    "web:restore": Address(OPERATORS, first=p.backed_up, fields=chosen(name="synthema.zip"), told={"operator": 422}),
    "web:restoring": Address(EVERYBODY),
    "web:review": Address(MEMBERS),
    "web:trail": Address(
        MEMBERS,
        queries=lambda w: (
            "",
            "?text=Magpies",
            "?text=exclude",
            "?kind=VerdictGiven",
            "?stage=screening",
            "?before=20",
            f"?person={w.cast.ana}",
        ),
    ),
    "web:trail_csv": Address(MEMBERS, queries=lambda w: ("", "?text=Magpies")),
    "web:verify": Address(MEMBERS),
}

from tests.hostile.coding_addresses import CODING  # noqa: E402 (it is written with the nouns above)

ADDRESSES.update(CODING)
