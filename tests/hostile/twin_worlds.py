"""A review in which every stage has begun, and secrets: acts whose content only their giver may know yet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest import mock
from uuid import UUID

from django.db import transaction

from synthema.appraisal import instrument
from synthema.appraisal.actions import choose_instrument, give_appraisal, withdraw_appraisal
from synthema.audit.model import By
from synthema.audit.tables import Review
from synthema.dedup.actions import find_duplicates, merge_records
from synthema.extraction.actions import extract, set_tool, withdraw_extraction
from synthema.forms import Form, parse_form
from synthema.jobs import attempts
from synthema.records.actions import import_file
from synthema.records.tables import Import
from synthema.screening.actions import give_verdict, resolve_conflict, seek, withdraw_verdict
from synthema.screening.carrying import carry_over
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.studies.actions import link_report, name_study, record_retrieval
from synthema.studies.tables import reports, studies
from synthema.synthesis.actions import choose_method, create_theme, place_finding, record_finding
from synthema.team.actions import add_person, register_person
from tests.cast import Cast
from tests.hostile.coding_worlds import CODING, furnish_coding, lay_out
from tests.screening.carrying_stage import of, ris
from tests.screening.handing import hand_over
from tests.screening.stage import FT, TA, judge, prepare, vote

TITLES = {
    "grebe": "Grebes that nest beside the old ferry",
    "heron": "What herons teach an early riser",
    "ibis": "Ibises counted by their neighbours",
    "jay": "A jay in every orchard",
    "kite": "Red kites seen from the school bus",
    "lark": "Larks over the lower fields",
    "magpie": "Magpies as keepers of small things",
    "nuthatch": "Nuthatches upside down and unafraid",
    "owl": "Owls heard from night shifts",
    "plover": "Plovers along the tidal road",
}
TOOL = """
id = "field_book"
version = 1
title = "Field book"
[[question]]
key = "design"
label = "Design"
kind = "choice"
choices = ["qualitative", "mixed_methods", "survey"]
required = true
[[question]]
key = "site"
label = "Site"
kind = "text"
"""
YES = {str(number): "yes" for number in range(1, 11)}


@dataclass(frozen=True)
class World:
    """The review's people, records, reports and studies by short names, and a folder of files to hand in."""

    cast: Cast
    reader: UUID
    records: dict[str, UUID]
    reports: dict[str, UUID]
    studies: dict[str, UUID]
    imported: UUID
    files: Path
    last: int  # the last act that everybody knows

    def act(self, person: str, number: int) -> By:
        """An act of a person under an identifier that is the same in every world."""
        return By(getattr(self.cast, person), UUID(int=number))


@contextmanager
def a_world_that_ends() -> Iterator[None]:
    """What happens inside never happened; no pulse of work done inside waits for what only this connection sees."""
    with mock.patch.object(attempts, "PULSE", 3600), transaction.atomic():
        yield
        transaction.set_rollback(True)


def found(cast: Cast, folder: Path) -> World:
    """Included, excluded, in conflict, settled and untouched works; two studies, one of them answered for by both."""
    titles = prepare(cast, folder, tuple(TITLES.values()))
    records = {name: titles[title] for name, title in TITLES.items()}
    _screen(cast, records)
    seek(By(cast.dev), cast.review)
    sought = {row.title: row.id for row in reports(cast.review)}
    known = {name: sought[title] for name, title in TITLES.items() if title in sought}
    for report in known.values():
        record_retrieval(By(cast.dev), cast.review, report, "retrieved")
    for name in ("grebe", "heron"):
        judge(cast, known[name], ana="include", ben="include")
        study = name_study(By(cast.dev), cast.review, f"{name.title()} 2020").body.study_id
        link_report(By(cast.dev), cast.review, known[name], study)
    lay_out(cast, known)
    labels = {row.label.split()[0].lower(): row.id for row in studies(cast.review)}
    _answer(cast, labels["grebe"])
    _synthesise(cast, labels["grebe"], known["grebe"])
    hand_over(cast, [records["magpie"], records["plover"]], folder)
    reader = register_person("Fay").id
    add_person(By(cast.chloe), cast.review, reader, "reader")
    imported = Import.objects.get(review=cast.review).id
    world = World(cast, reader, records, known, labels, imported, folder, 0)
    furnish_coding(world)
    return replace(world, last=Review.objects.get(pk=cast.review).head_seq)


def _screen(cast: Cast, records: dict[str, UUID]) -> None:
    for name in ("grebe", "heron", "ibis"):
        vote(cast, records[name], ana="include", ben="include")
    for name in ("jay", "kite"):
        vote(cast, records[name], ana="include", ben="exclude")
    vote(cast, records["lark"], ana="exclude", ben="exclude")
    resolve_conflict(By(cast.chloe), cast.review, TA, records["kite"], how="arbiter", decision="exclude")


def _answer(cast: Cast, study: UUID) -> None:
    """Both people answer for one study; in the appraisal they differ."""
    choose_instrument(By(cast.chloe), cast.review, instrument("casp_2018"))
    set_tool(By(cast.chloe), cast.review, tool())
    give_appraisal(By(cast.ana), cast.review, study, {**YES}, {})
    give_appraisal(By(cast.ben), cast.review, study, {**YES, "3": "no"}, {"3": "It does not say."})
    for person in (cast.ana, cast.ben):
        extract(By(person), cast.review, study, {"design": "qualitative", "site": "a ferry"})


def _synthesise(cast: Cast, study: UUID, report: UUID) -> None:
    choose_method(By(cast.chloe), cast.review, "thematic")
    theme = create_theme(By(cast.ana), cast.review, "company", "Company", "analytical").body.theme_id
    finding = record_finding(By(cast.ana), cast.review, study, report, 1, "Grebes are good company.").body.finding_id
    place_finding(By(cast.ana), cast.review, finding, theme)


def tool() -> Form:
    """The extraction tool of the review."""
    return parse_form(TOOL.encode(), "tool.toml")


def narrower_tool() -> Form:
    """The next version of the tool: one design less to choose from."""
    return parse_form(TOOL.replace("version = 1", "version = 2").replace(', "survey"', "").encode(), "tool.toml")


Step = Callable[[World], None]


@dataclass(frozen=True)
class Secret:
    """Acts that differ between worlds in what one person said and nothing else, and who alone may know it."""

    name: str
    worlds: tuple[Step, ...]
    owner: str = "Ana"  # empty where nobody in the review may
    bens_turn: Step | None = None  # after which everybody may see


def _verdict(verdict: str, reason: str = "", note: str = "", *, withdrawn: bool = False) -> Step:
    def step(w: World) -> None:
        given = give_verdict(
            w.act("ana", 901), w.cast.review, TA, w.records["magpie"], verdict, reason=reason, note=note
        )
        if withdrawn:
            withdraw_verdict(w.act("ana", 902), w.cast.review, given.body.verdict_id, note)

    return step


def _full_text(verdict: str, reason: str = "", note: str = "") -> Step:
    def step(w: World) -> None:
        give_verdict(w.act("ana", 901), w.cast.review, FT, w.reports["ibis"], verdict, reason=reason, note=note)

    return step


def _appraisal(answers: dict[str, str], reasons: dict[str, str], rating: str = "", *, withdrawn: bool = False) -> Step:
    def step(w: World) -> None:
        study, why = w.studies["heron"], "It was hard to say. " * 9 if rating else ""
        give_appraisal(
            w.act("ana", 901), w.cast.review, study, {**YES, **answers}, reasons, rating=rating, rating_reason=why
        )
        if withdrawn:
            withdraw_appraisal(w.act("ana", 902), w.cast.review, study, reasons.get("3", ""))

    return step


def _extraction(design: str, place: str, *, withdrawn: bool = False, outgrown: bool = False) -> Step:
    def step(w: World) -> None:
        extract(w.act("ana", 901), w.cast.review, w.studies["heron"], {"design": design, "site": place})
        if withdrawn:
            withdraw_extraction(w.act("ana", 902), w.cast.review, w.studies["heron"], place)
        if outgrown:  # the next version of the tool does not know every answer any more
            set_tool(w.act("chloe", 903), w.cast.review, narrower_tool())

    return step


def _merged(nuthatch: str, owl: str, ben: str = "") -> Step:
    """Ana judged two records, which are then found to be one work; perhaps Ben judged that one."""

    def step(w: World) -> None:
        one, two = w.records["nuthatch"], w.records["owl"]
        for number, record, verdict in ((901, one, nuthatch), (902, two, owl)):
            give_verdict(w.act("ana", number), w.cast.review, TA, record, verdict, note=f"note: {verdict}")
        merge_records(w.act("dev", 903), w.cast.review, one, two)
        if ben:
            give_verdict(w.act("ben", 904), w.cast.review, TA, one, ben, note=f"note: {ben}")

    return step


def carried(verdict: str) -> Step:
    """An export of another tool says something of a record, and the lead carries one reviewer's verdicts over."""

    def step(w: World) -> None:
        file = w.files / "outside.ris"
        file.write_text(ris({TITLES["magpie"]: {"Nala": verdict, "Omar": "Included"}}), encoding="utf-8")
        log_search(w.act("dev", 902), w.cast.review, Search(key="outside", source="outside", kind="database"))
        found = import_file(w.act("dev", 903), w.cast.review, file, "outside").body.import_id
        find_duplicates(w.act("dev", 904), w.cast.review)
        carry_over(w.act("chloe", 905), w.cast.review, of(found, "Nala"), "They read it before.")

    return step


def _ben_votes(w: World) -> None:
    give_verdict(w.act("ben", 990), w.cast.review, TA, w.records["magpie"], "exclude", reason="date")


def _ben_judges(w: World) -> None:
    give_verdict(w.act("ben", 990), w.cast.review, FT, w.reports["ibis"], "exclude", reason="design")


def _ben_appraises(w: World) -> None:
    give_appraisal(w.act("ben", 990), w.cast.review, w.studies["heron"], {**YES}, {})


def _ben_extracts(w: World) -> None:
    extract(w.act("ben", 990), w.cast.review, w.studies["heron"], {"design": "qualitative", "site": "a pond"})


LONG = "The keepers are not asked. " * 40
WHY = {"3": "It does not say.", "7": LONG}
VERDICT = Secret(
    "a verdict on title and abstract",
    (_verdict("include"), _verdict("exclude", "date", LONG), _verdict("unsure", note="?")),
    bens_turn=_ben_votes,
)
SECRETS = (
    VERDICT,
    Secret(
        "a verdict on full text",
        (_full_text("include"), _full_text("exclude", "depth", LONG), _full_text("exclude", "design")),
        bens_turn=_ben_judges,
    ),
    Secret(
        "an appraisal",
        (_appraisal({}, {}), _appraisal({"3": "no", "7": "cant_tell"}, WHY, "low")),
        bens_turn=_ben_appraises,
    ),
    Secret(
        "what was extracted",
        (_extraction("qualitative", ""), _extraction("survey", LONG)),
        bens_turn=_ben_extracts,
    ),
    Secret(
        "a verdict that was withdrawn",
        (_verdict("include", withdrawn=True), _verdict("exclude", "date", LONG, withdrawn=True)),
    ),
    Secret(
        "an appraisal that was withdrawn",
        (_appraisal({}, {}, withdrawn=True), _appraisal({"3": "no"}, WHY, withdrawn=True)),
    ),
    Secret(
        "an extraction that was withdrawn",
        (_extraction("survey", "", withdrawn=True), _extraction("qualitative", LONG, withdrawn=True)),
    ),
    Secret(
        "answers that a new version of the tool has outgrown",
        (_extraction("qualitative", "a pond", outgrown=True), _extraction("survey", "a pond", outgrown=True)),
    ),
    Secret(
        "whether somebody contradicts themselves after a merge",
        (_merged("include", "include"), _merged("include", "exclude"), _merged("exclude", "unsure")),
    ),
    Secret(
        "which of two contradictory verdicts came first",
        (_merged("include", "exclude", "include"), _merged("exclude", "include", "include")),
    ),
    Secret(
        "the other's verdict, from who is asked again after a merge",
        (_merged("include", "exclude", "include"), _merged("include", "exclude", "exclude")),
        owner="Ben",
    ),
    Secret(
        "the verdict of an outside reviewer",
        (carried("Included"), carried("Excluded")),
        owner="",
        bens_turn=_ben_votes,
    ),
    *(Secret(name, worlds, bens_turn=turn) for name, worlds, turn in CODING),
)
