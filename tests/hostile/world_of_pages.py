"""The world of the commands furnished for pages: a draft, an amendment, remarks, rounds, doubtful pairs, files, jobs.

What is made here is the same in every world. `Step`s at the end happen just before one address is asked, where an act
needs something to act upon; like all else they are undone.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models

from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates, keep_apart
from synthema.dedup.asked import asked
from synthema.dedup.family_view import mark
from synthema.dedup.tables import DuplicateDecision, Question, group_of, questions
from synthema.documents.actions import add_file
from synthema.documents.intake import intake
from synthema.documents.tables import Document
from synthema.jobs.actions import enqueue, run_now
from synthema.jobs.staging import stage
from synthema.jobs.tables import Job
from synthema.keeping.making import backups_folder
from synthema.protocol.actions import set_protocol
from synthema.protocol.drafting import save_draft
from synthema.protocol.tables import latest
from synthema.records.actions import import_file
from synthema.records.tables import Import, ImportDraft
from synthema.records.work import LOOK
from synthema.screening.actions import give_verdict, resolve_conflict, seek, stop_screening
from synthema.screening.carried_tables import CarriedRow
from synthema.screening.carrying import carry_over
from synthema.screening.pilots import begin_pilot, end_pilot, pilots
from synthema.screening.queues import upcoming
from synthema.screening.remarks import comment, tag
from synthema.screening.tables import CommentRow, ResolutionRow, TagRow, VerdictRow
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.search.tables import searches
from synthema.studies.actions import link_report, name_study, note_attempt, record_retrieval
from synthema.studies.tables import Attempt, reports, studies
from synthema.team.invitations import invite
from synthema.team.tables import Seat
from synthema.web.work import AS_OF, VERIFY
from tests.documents import pdfs
from tests.hostile.twin_worlds import World
from tests.pages import account_of
from tests.screening.carrying_stage import of, ris
from tests.screening.stage import FT, TA

Step = Callable[[World], None]
Fields = Mapping[str, Any]
HERON = "TY  - JOUR\nTI  - Herons that wait for the night bus\nAU  - Invented, Ida\nPY  - 2018\n"
FURTHER = (
    HERON + "T2  - Journal of Birds\nVL  - 2\nSP  - 7\nER  - \n\n" + HERON + "T2  - Waders\nVL  - 9\nER  - \n\n"
    "TY  - JOUR\nTI  - Larks over the lower fields\nAU  - Invented, Ida\nPY  - 2020\nT2  - Journal of Invented Birds\n"
    "UR  - https://birds.example.org/lark\nER  - \n"
)
LATE = "TY  - JOUR\nTI  - A wren that nobody has seen yet\nAU  - Invented, Ida\nPY  - 2021\nER  - \n"


def furnish(w: World) -> World:
    """What pages show beyond what commands ask for."""
    review, ana, ben, chloe, dev = w.cast.review, w.cast.ana, w.cast.ben, w.cast.chloe, w.cast.dev
    _more_records(w)
    comment(By(ben), review, TA, w.records["kite"], "The bus is no field.")
    tag(By(ben), review, TA, w.records["magpie"], "ferry")
    tag(By(ana), review, TA, w.records["kite"], "bus")
    tag(By(ana), review, TA, w.records["magpie"], "mine alone")
    begin_pilot(By(chloe), review, TA, 3)
    end_pilot(By(chloe), review, TA)
    begin_pilot(By(chloe), review, FT, 1, hold_back=False)
    (w.files / "ibises.pdf").write_bytes(pdfs.article("Ibises counted by their neighbours", "Ida Invented"))
    add_file(By(dev), review, w.reports["ibis"], w.files / "ibises.pdf")
    note_attempt(By(dev), review, w.reports["ibis"], route="author", result="obtained", note="Sent the same day.")
    in_force = latest(review)
    assert in_force is not None
    date, *others = in_force.protocol.criteria
    amended = replace(in_force.protocol, criteria=(replace(date, exclude="before 1990"), *others))
    set_protocol(By(chloe), review, amended, "Older ones are not about this.")
    save_draft(By(chloe), review, {}, title="Birds and those who listen to them")
    name_study(By(dev), review, "Wren 2021")
    enqueue(By(dev), review, VERIFY)
    account_of(ben)
    invite(By(chloe), review, ["reader"], "for Ida")
    return w


def _more_records(w: World) -> None:
    """Two doubtful pairs' worth of records, an exact duplicate, a search without records, one import too late."""
    review = w.cast.review
    log_search(
        By(w.cast.dev), review, Search(key="second", source="Second", kind="database", strategy="birds AND listening")
    )
    (w.files / "second.ris").write_text(FURTHER, encoding="utf-8")
    import_file(By(w.cast.dev), review, w.files / "second.ris", "second")
    find_duplicates(By(w.cast.dev), review)
    keep_apart(By(w.cast.dev), review, w.records["owl"], w.records["plover"], "night and day")
    log_search(By(w.cast.dev), review, Search(key="empty", source="Empty", kind="website"))
    log_search(By(w.cast.dev), review, Search(key="late", source="Late", kind="other", hits=1))
    (w.files / "late.ris").write_text(LATE, encoding="utf-8")
    import_file(By(w.cast.dev), review, w.files / "late.ris", "late")


# what addresses name


def the(model: type[models.Model], **wanted: object) -> Any:
    """The one row there is, or one of several."""
    rows = model._default_manager.filter(**wanted)
    if "withdrawn_seq" in {field.name for field in model._meta.fields}:
        rows = rows.filter(withdrawn_seq=None)
    found = rows.order_by("pk").first()
    if found is None:
        raise ObjectDoesNotExist(f"no {model.__name__} with {wanted}")
    return found


def in_ta(w: World, bird: str) -> UUID:
    """The unit of a record on title and abstract."""
    return group_of(w.cast.review, w.records[bird])


def unit_query(*birds: str) -> Callable[[World], tuple[str, ...]]:
    """Queries that open a unit by itself."""
    return lambda w: tuple(f"?unit={in_ta(w, bird)}" for bird in birds)


def unit(bird: str) -> Callable[[World], Fields]:
    """The parts of an address that names a unit of title and abstract."""
    return lambda w: {"stage": TA, "unit": in_ta(w, bird)}


def report(w: World) -> Fields:
    """The report on ibises, on whose full text people differ or agree in secret."""
    return {"report": w.reports["ibis"]}


def search(key: str) -> Callable[[World], Fields]:
    """A search by its key."""
    return lambda w: {"search": next(row.id for row in searches(w.cast.review) if row.key == key)}


def import_into(key: str) -> Callable[[World], Fields]:
    """The import of a search."""
    return lambda w: {"import_id": the(Import, review=w.cast.review, search=search(key)(w)["search"]).id}


def import_named(key: str) -> Callable[[World], Fields]:
    """The import of a search, as a field of a form."""
    return lambda w: {"import": import_into(key)(w)["import_id"]}


def dropped_by_dev(w: World) -> Fields:
    """The look at the file that the librarian dropped."""
    return {**search("empty")(w), "job": w.act("dev", 975).act_id}


def document(w: World) -> Fields:
    """The full text on ibises, the one with pages."""
    return {"document_id": the(Document, review=w.cast.review, report=w.reports["ibis"]).id}


def bare_study(w: World) -> Fields:
    """The study without a report."""
    held = [row.study_id for row in reports(w.cast.review) if row.study_id]
    return {"study": next(row.id for row in studies(w.cast.review) if row.id not in held)}


def attempt(w: World) -> Fields:
    """The one attempt at retrieval there is."""
    return {"attempt": the(Attempt, review=w.cast.review).id}


def job(w: World) -> Fields:
    """Work that the librarian asked for."""
    return {"job": the(Job, review=w.cast.review, kind=VERIFY).id}


def looked_back(w: World) -> Fields:
    """A look back that Ben took."""
    return {"job": UUID(int=970)}


def doubtful(w: World) -> Fields:
    """An open question about duplicates, as its form sends it; two records where no question is open."""
    for question in questions(w.cast.review):
        return {"question": question.id, "a": question.a, "b": question.b}
    return {"question": "", "a": w.records["owl"], "b": w.records["magpie"]}


def family(w: World) -> Fields:
    """All that is open about duplicates in one question, as its form sends it: every record a work of its own."""
    for one in asked(w.cast.review):
        return {"question": one.id, "mark": mark(one), "how": "all_apart"}
    return {"question": w.records["owl"], "mark": "", "how": "all_apart"}  # what was open is decided by now


def two_birds(w: World) -> Fields:
    """Two records of different works."""
    return {"a": w.records["owl"], "b": w.records["magpie"]}


def a_decision(w: World) -> Fields:
    """The one decision about duplicates."""
    return {"decision": the(DuplicateDecision, review=w.cast.review).id}


def second_lark(w: World) -> Fields:
    """The record that lies in the group of another one."""
    rows = the(Import, review=w.cast.review, search=search("second")(w)["search"])
    from synthema.records.tables import RecordRow

    return {"record": the(RecordRow, import_id=rows.id, title__startswith="Larks").id}


def bens_tag(w: World) -> Fields:
    """A tag of Ben's."""
    return {"tag": the(TagRow, review=w.cast.review, person=w.cast.ben).id, "unit": in_ta(w, "magpie")}


def bens_comment(w: World) -> Fields:
    """What Ben said."""
    return {"comment": the(CommentRow, review=w.cast.review).id, "unit": in_ta(w, "kite"), "place": "history"}


def settlement(w: World) -> Fields:
    """The conflict that Chloe settled."""
    row = the(ResolutionRow, review=w.cast.review, withdrawn_seq=None)
    return {"resolution": row.id, "unit": row.unit}


def bens_verdict(w: World) -> Fields:
    """A settled verdict of Ben's."""
    row = the(VerdictRow, review=w.cast.review, stage=TA, person=w.cast.ben, subject=w.records["lark"])
    return {"verdicts": row.id}


def two_who_differ(w: World) -> tuple[str, ...]:
    """Queries behind the cells of the table of agreement, and the pilot round by itself."""
    first = pilots(w.cast.review, TA)[0]
    pair = f"?first={w.cast.ana}&second={w.cast.ben}"
    return (f"{pair}&said=include&but=exclude", f"{pair}&said=include&but=include", f"{pair}&pilot={first.id}", "")


def of_pilot(w: World) -> tuple[str, ...]:
    """Agreement as a whole, and in the pilot round."""
    return ("", f"?pilot={pilots(w.cast.review, TA)[0].id}")


def doubts(w: World) -> tuple[str, ...]:
    """Every open question by itself, and what comes after it."""
    ids = [one.id for one in Question.objects.filter(review=w.cast.review)]
    return (
        "",
        *(f"?pair={one}" for one in ids),
        *(f"?pair={one}&alone=1" for one in ids),
        "?place=1",
        "?place=99&first=1&page=2",
    )


def sought(w: World, bird: str) -> UUID:
    """The report of a record."""
    group = in_ta(w, bird)
    return next(row.id for row in reports(w.cast.review) if row.group == group)


def jay(w: World) -> Fields:
    """The report that is sought and not retrieved."""
    return {"report": sought(w, "jay")}


def staged_by_dev(w: World) -> Fields:
    """The upload of the librarian."""
    return {"file": UUID(int=971)}


def paired(w: World) -> Fields:
    """The upload of the librarian given to a report."""
    number = [row.id for row in reports(w.cast.review)].index(w.reports["grebe"]) + 1
    return {f"report-{UUID(int=971)}": f"#{number}", f"other-{UUID(int=971)}": ""}


def a_pdf(name: str = "grebes.pdf") -> SimpleUploadedFile:
    """A full text as a browser sends it."""
    return SimpleUploadedFile(name, pdfs.article("Grebes that nest beside the old ferry", "Ida Invented"))


# what has to happen first


def settled_for_inclusion(w: World) -> None:
    """The conflict is settled, so that one more record goes forward."""
    resolve_conflict(w.act("chloe", 960), w.cast.review, TA, w.records["jay"], how="arbiter", decision="include")


def one_more_sought(w: World) -> None:
    """A report is sought that nobody has retrieved."""
    settled_for_inclusion(w)
    seek(w.act("dev", 961), w.cast.review)


def ben_voted(w: World) -> None:
    """Ben judged a record that nobody else has looked at."""
    give_verdict(w.act("ben", 963), w.cast.review, TA, w.records["plover"], "include")


def verdict_of_plover(w: World) -> Fields:
    """The verdict that Ben gave in the step before."""
    return {"verdict": the(VerdictRow, review=w.cast.review, person=w.cast.ben, subject=w.records["plover"]).id}


def stopped(w: World) -> None:
    """Screening is stopped."""
    stop_screening(w.act("chloe", 964), w.cast.review, "nothing new in a hundred")


def round_begun(w: World) -> None:
    """A pilot round is under way."""
    begin_pilot(w.act("chloe", 965), w.cast.review, TA, 1)


def ben_looked_back(w: World) -> None:
    """Ben counted the review as of a day."""
    run_now(enqueue(w.act("ben", 970), w.cast.review, AS_OF, {"until": 9, "date": "2026-03-01"}))


def dev_uploaded(w: World) -> None:
    """The librarian has a file waiting."""
    stage(w.cast.dev, w.cast.review, a_pdf(), UUID(int=971))


def dev_uploaded_and_read(w: World) -> None:
    """The librarian has a file that was read."""
    dev_uploaded(w)
    intake(w.cast.dev, w.cast.review, [UUID(int=971)])


def dev_dropped(w: World) -> None:
    """The librarian has dropped a file on a search, and it was looked at."""
    ris = b"1 birds 3\n\nTY  - JOUR\nTI  - Wrens at noon\nN1  - Retraction in: Birds 2022\nER  - \nTY  - JOUR\nER  - \n"
    stage(w.cast.dev, w.cast.review, SimpleUploadedFile("wrens.ris", ris), UUID(int=974))
    asked = {"search": str(search("empty")(w)["search"]), "files": [str(UUID(int=974))]}
    run_now(enqueue(w.act("dev", 975), w.cast.review, LOOK, asked))


def late_began_with_words(w: World) -> None:
    """The file of the late search began with other words than records."""
    Import.objects.filter(pk=import_into("late")(w)["import_id"]).update(preamble="1 birds 3")


def import_begun(w: World) -> None:
    """An import was begun and never closed."""
    Job.objects.filter(review=w.cast.review, kind="import").delete()
    ImportDraft.objects.create(
        import_id=UUID(int=972), review=w.cast.review, search=search("empty")(w)["search"], act_id=UUID(int=973),
        file_digest="0" * 64,
    )  # fmt: skip


def jay_retrieved(w: World) -> None:
    """The report that was sought last is retrieved."""
    one_more_sought(w)
    record_retrieval(w.act("dev", 966), w.cast.review, sought(w, "jay"), "retrieved")


def ibis_linked(w: World) -> None:
    """The report on ibises tells of a study."""
    link_report(w.act("dev", 967), w.cast.review, w.reports["ibis"], bare_study(w)["study"])


def queues_filled(w: World) -> None:
    """Everybody who may judge has looked at their queue."""
    for person in set(Seat.objects.filter(review=w.cast.review).values_list("person", flat=True)):
        upcoming(w.cast.review, TA, person)


def backed_up(w: World) -> None:
    """A backup lies in the home."""
    backups_folder().mkdir(parents=True, exist_ok=True)
    (backups_folder() / "synthema.zip").write_bytes(b"PK")


def said_outside(w: World) -> None:
    """An export of another tool with verdicts of two reviewers was imported."""
    file = w.files / "said-outside.ris"
    if Import.objects.filter(review=w.cast.review, file_name=file.name).exists():
        return
    file.write_text(ris({"A wren that was read before": {"Nala": "Excluded", "Omar": "Maybe"}}, {}), encoding="utf-8")
    import_file(w.act("dev", 1961), w.cast.review, file, "db")
    find_duplicates(w.act("dev", 1962), w.cast.review)


def carried_outside(w: World) -> None:
    """The verdicts of one of them were carried over."""
    said_outside(w)
    found = Import.objects.get(review=w.cast.review, file_name="said-outside.ris").id
    carry_over(w.act("chloe", 1963), w.cast.review, of(found, "Nala"), "They read it before.")


def latest_import(w: World) -> Fields:
    """The import that came last."""
    return {
        "import_id": Import.objects.filter(review=w.cast.review).order_by("-number").values_list("id", flat=True)[0]
    }


def import_carried(w: World) -> Fields:
    """The import from which verdicts were carried over first, or the latest."""
    row = CarriedRow.objects.filter(review=w.cast.review).order_by("given_seq").first()
    return {"import_id": row.import_id} if row else latest_import(w)


def latest_carried(w: World) -> Fields:
    """What was carried over last, or an identifier of nothing."""
    row = CarriedRow.objects.filter(review=w.cast.review).order_by("-given_seq").first()
    return {"carried": row.id if row else UUID(int=1)}
