"""Work a whole review from a folder of plain files, through the same acts as the commands."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from synthema.appraisal import instrument
from synthema.appraisal.actions import choose_instrument, import_appraisals, reconcile_appraisals, set_appraisers
from synthema.audit import trail
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.dedup.by_hand import decide_from_file
from synthema.dedup.running import find_duplicates
from synthema.documents.from_files import add_folder
from synthema.extraction.actions import import_extractions, reconcile_extractions, set_extractors, set_tool
from synthema.forms import read_form
from synthema.protocol.actions import set_protocol
from synthema.protocol.formats import read_protocol
from synthema.protocol.model import STAGE_NAMES
from synthema.records.actions import import_file
from synthema.records.events import RecordsImported
from synthema.refused import Refused
from synthema.screening.actions import seek
from synthema.screening.from_files import resolutions_from_file, verdicts_from_file
from synthema.search.actions import log_search
from synthema.search.formats import read_searches
from synthema.studies.from_files import links_from_file, retrieval_from_file
from synthema.synthesis.loading_findings import load_findings
from synthema.synthesis.loading_themes import load_themes
from synthema.team.actions import add_person, register_person, start_review
from synthema.toml import read_toml

ALONE = "One reading of the abstracts is all there was; a second person did not take part."
Say = Callable[[str, str], None]
Find = Callable[[str, str], UUID]


def known_by_name(_key: str, name: str) -> UUID:
    """The person of this name, made when new."""
    return register_person(name).id


@dataclass(frozen=True)
class Worked:
    """One review worked from a folder: where the files lie, the review, and the act each person's acts derive from."""

    folder: Path
    review: UUID
    acts: dict[str, By]
    say: Say

    def by(self, person: str, step: str) -> By:
        """A person's act for one step."""
        return self.acts[person].then(step)

    def file(self, name: str) -> Path:
        """A file of the folder."""
        return self.folder / name


def work(folder: Path, seed: UUID, say: Say, find: Find = known_by_name) -> UUID:
    """Work every stage that the folder has files for; `say` gets each stage and what came of it.

    The same seed gives the same acts, so that work cut short goes on; `find` gives the persons by key and name.
    """
    people = {entry["key"]: entry for entry in read_toml(folder / "people.toml").get("person", [])}
    if "first" not in people or "second" not in people:
        raise Refused("{folder} needs the persons first and second.", folder=folder / "people.toml")
    acts = {key: By(find(key, entry["name"]), uuid5(seed, key)) for key, entry in people.items()}
    protocol = read_protocol(folder / "protocol.toml")
    review = start_review(acts["first"].then("start"), protocol.short_title or protocol.title)
    for key, entry in people.items():
        for role in entry["roles"]:
            if not (key == "first" and role == "lead"):
                add_person(acts["first"].then(f"{key} {role}"), review, acts[key].person, role)
    set_protocol(acts["first"].then("protocol"), review, protocol)
    say("protocol", f"{protocol.question.framework} question, {len(protocol.criteria)} criteria, {len(people)} people")
    here = Worked(folder, review, acts, say)
    for stage in (
        _searches,
        _duplicates,
        _screening,
        _retrieval,
        _full_texts,
        _studies,
        _appraisal,
        _extraction,
        _synthesis,
    ):
        stage(here)
    return review


def _searches(w: Worked) -> None:
    searcher = "librarian" if "librarian" in w.acts else "first"
    found = read_searches(w.file("searches.toml"))
    stored = 0
    for search, file in found:
        log_search(w.by(searcher, f"search {search.key}"), w.review, search)
        if file is not None:
            done = _imported(w, w.by(searcher, f"import {file.name}"), file, search.key)
            stored += done.stored
            account = f"{done.markers} found = {done.stored} stored + {len(done.refused)} refused"
            w.say("import", f"{file.name}: {done.format}, {account}")
    w.say("searches", f"{stored} records from {len(found)} sources")


def _imported(w: Worked, by: By, file: Path, key: str) -> RecordsImported:
    before = Event.objects.filter(review=w.review, act_id=by.act_id, kind="RecordsImported").first()
    body: RecordsImported = (trail.recorded(before) if before else import_file(by, w.review, file, key)).body
    return body


def _duplicates(w: Worked) -> None:
    done = find_duplicates(w.by("first", "duplicates"), w.review).body
    by_hand = 0
    if w.file("duplicates-by-hand.csv").exists():
        by_hand, _ = decide_from_file(w.by("first", "by hand"), w.review, w.file("duplicates-by-hand.csv"))
    w.say(
        "duplicates", f"{done.records} records are {done.groups - by_hand} works; {by_hand} pairs decided by a person"
    )


def _screening(w: Worked) -> None:
    _stage(w, "title_abstract", "title-abstract")
    w.say("retrieval", f"{seek(w.by('first', 'seek'), w.review)} reports are sought")


def _stage(w: Worked, stage: str, name: str) -> None:
    for person in ("first", "second"):
        new, _ = verdicts_from_file(w.by(person, stage), w.review, stage, w.file(f"screening/{name}-{person}.csv"))
        w.say("screening", f"{new} verdicts on {STAGE_NAMES[stage]} by the {person} reader")
    conflicts = w.file(f"screening/{name}-conflicts.csv")
    if conflicts.exists():
        arbiter = w.acts.get("arbiter")
        settled, _ = resolutions_from_file(
            w.by("first", f"{stage} conflicts"), w.review, stage, conflicts, arbiter.person if arbiter else None
        )
        w.say("screening", f"{settled} conflict{'' if settled == 1 else 's'} settled")


def _retrieval(w: Worked) -> None:
    new, _ = retrieval_from_file(w.by("first", "retrieval"), w.review, w.file("retrieval.csv"))
    w.say("retrieval", f"{new} reports looked for")


def _full_texts(w: Worked) -> None:
    _stage(w, "full_text", "full-text")


def _studies(w: Worked) -> None:
    new, _ = links_from_file(w.by("first", "studies"), w.review, w.file("studies.csv"))
    w.say("studies", f"{new} reports linked to their studies")
    if w.file("documents/documents.csv").exists():
        texts, _ = add_folder(w.by("first", "documents"), w.review, w.file("documents/documents.csv"))
        w.say("documents", f"{texts} full texts")


def _appraisal(w: Worked) -> None:
    choose_instrument(w.by("first", "instrument"), w.review, instrument("casp_2018"))
    single = w.file("appraisal/casp_2018.csv")
    if single.exists():
        set_appraisers(w.by("first", "appraisers"), w.review, 1, ALONE)
        done = import_appraisals(w.by("first", "appraisal"), w.review, single).recorded
    else:
        for person in ("first", "second"):
            done = import_appraisals(
                w.by(person, "appraisal"), w.review, w.file(f"appraisal/casp-{person}.csv")
            ).recorded
        reconcile_appraisals(w.by("first", "consensus"), w.review, w.file("appraisal/casp-consensus.csv"))
    w.say("appraisal", f"{done} studies with CASP (our labels)")


def _extraction(w: Worked) -> None:
    set_tool(w.by("first", "tool"), w.review, read_form(w.file("extraction/tool.toml")))
    single = w.file("extraction/extraction.csv")
    if single.exists():
        set_extractors(w.by("first", "extractors"), w.review, 1, ALONE)
        done = import_extractions(w.by("first", "extraction"), w.review, single).recorded
    else:
        for person in ("first", "second"):
            done = import_extractions(w.by(person, "extraction"), w.review, w.file(f"extraction/{person}.csv")).recorded
        reconcile_extractions(w.by("first", "extraction consensus"), w.review, w.file("extraction/consensus.csv"))
    w.say("extraction", f"{done} studies with the team's own tool")


def _synthesis(w: Worked) -> None:
    themes = load_themes(w.by("first", "themes"), w.review, w.file("synthesis/themes.toml"))
    w.say("synthesis", themes.words)
    findings = load_findings(w.by("first", "findings"), w.review, w.file("synthesis/findings.csv"))
    w.say("synthesis", findings.words)
