"""Many PDFs at once: read, matched, attached by one act, taken out again."""

import io
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from synthema.audit import replay, trail
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.documents import intake as module
from synthema.documents.actions import Upload, add_document, replace_document
from synthema.documents.intake import Attached, Pair, attach, detach, incoming, intake, matches, taken, wanted
from synthema.documents.matching import Verdict
from synthema.documents.model import Reading
from synthema.documents.reading import read_file
from synthema.documents.tables import IncomingFile, document, documents, layout_of, text_of
from synthema.jobs.actions import enqueue, run_now
from synthema.jobs.staging import drop, stage, staged
from synthema.refused import Refused
from synthema.screening.actions import seek
from synthema.studies.actions import record_retrieval
from synthema.studies.overview import Show, reports_overview
from synthema.studies.tables import reports
from synthema.team.actions import add_person, register_person
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.documents import pdfs
from tests.screening.stage import LARK, MARSH, OWL, judge, prepare, vote


class File(io.BytesIO):
    """A file as a form brings it."""

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(data)
        self.name: str | None = name

    def chunks(self) -> Iterator[bytes]:
        yield self.getvalue()


def bring(cast: Cast, person: UUID | None = None, **files: bytes) -> dict[str, UUID]:
    """Stage files, NAME=bytes for NAME.pdf, and their identifiers by name."""
    who = person or cast.dev
    return {name: stage(who, cast.review, File(f"{name}.pdf", data)).id for name, data in files.items()}


def printed(title: str) -> bytes:
    return pdfs.article(title, "Ida Invented", year=2020)


@pytest.fixture
def sought(cast: Cast, tmp_path: Path) -> dict[str, UUID]:
    """Three reports by title."""
    known = prepare(cast, tmp_path)
    for title in known:
        vote(cast, known[title], ana="include", ben="include")
    seek(By(cast.dev), cast.review)
    return {row.title: row.id for row in reports(cast.review)}


def test_many_files_are_read_and_matched_and_bad_ones_harm_nobody(cast: Cast, sought: dict[str, UUID]) -> None:
    files = bring(
        cast,
        lark=printed(LARK),
        owl=printed(OWL),
        other=printed("Something else entirely, told at length"),
        locked=pdfs.locked(),
        broken=printed(MARSH)[:500],
        page=b"<html>Log in</html>",
        scan=pdfs.scan(),
        again=printed(LARK),
    )
    told: list[tuple[str, int, int]] = []
    rows = intake(cast.dev, cast.review, list(files.values()), lambda *said: told.append(said))
    states = {row.name.removesuffix(".pdf"): row.state for row in rows}
    assert states == {
        "lark": "read", "owl": "read", "other": "read", "locked": "refused", "broken": "refused", "page": "refused",
        "scan": "read", "again": "same",
    }  # fmt: skip
    assert told[-1] == ("reading full texts", 7, 7)
    said = {row.name: row.message for row in rows}
    assert "locked with a password" in said["locked.pdf"]
    assert said["again.pdf"] == "the same file as lark.pdf"
    found = matches(cast.review, rows)
    assert (found[files["lark"]].verdict, found[files["lark"]].report) == (Verdict.SURE, sought[LARK])
    assert (found[files["owl"]].verdict, found[files["owl"]].report) == (Verdict.SURE, sought[OWL])
    assert {found[files[name]].verdict for name in ("other", "scan")} == {Verdict.NONE}
    assert documents(cast.review) == []  # nothing is attached unasked


def test_attaching_records_the_retrieval_and_what_told(cast: Cast, sought: dict[str, UUID]) -> None:
    files = bring(cast, lark=printed(LARK), owl=printed(OWL))
    intake(cast.dev, cast.review, list(files.values()))
    pairs = [
        Pair(file=files["lark"], report=sought[LARK], matched="the title stands on page 1"),
        Pair(file=files["owl"], report=sought[OWL]),
    ]
    by = By(cast.dev)
    done = attach(by, cast.review, pairs)
    assert done.refused == ()
    lark, owl = documents(cast.review)
    assert (lark.id, owl.id) == done.documents
    assert (lark.file_name, lark.pages, lark.bare, lark.matched) == ("lark.pdf", 2, 0, "the title stands on page 1")
    assert (lark.report.outcome, owl.report.outcome) == ("retrieved", "retrieved")
    text = text_of(lark)
    assert text is not None
    assert (text.pages, LARK in text.text) == (2, True)
    assert layout_of(lark).sizes == ((595, 842), (595, 842))
    head = Event.objects.filter(review=cast.review).count()
    assert attach(by, cast.review, pairs) == done  # a double click is one act
    assert Event.objects.filter(review=cast.review).count() == head
    assert [row.state for row in incoming(cast.review, cast.dev)] == ["attached", "attached"]
    assert replay.verify(cast.review).sound
    before = replay.digests(cast.review)
    replay.rebuild(cast.review)
    assert replay.digests(cast.review) == before


def test_the_text_on_record_is_what_was_read_not_what_a_later_reader_would_say(
    cast: Cast, sought: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = bring(cast, lark=printed(LARK))
    intake(cast.dev, cast.review, list(files.values()))

    def never(*_: object) -> None:
        raise AssertionError("read twice")

    monkeypatch.setattr(module, "read_file", never)
    attach(By(cast.dev), cast.review, [Pair(file=files["lark"], report=sought[LARK])])
    replay.rebuild(cast.review)
    assert documents(cast.review)[0].extractor.startswith("PDFium ")


def test_a_refused_pair_keeps_the_others(cast: Cast, sought: dict[str, UUID]) -> None:
    record_retrieval(By(cast.dev), cast.review, sought[MARSH], "not_retrieved")
    files = bring(cast, lark=printed(LARK), marsh=printed(MARSH), gone=printed(OWL))
    intake(cast.dev, cast.review, list(files.values()))
    drop(staged(cast.dev, cast.review, files["gone"]))
    pairs = [Pair(file=files[name], report=sought[title]) for name, title in
             (("marsh", MARSH), ("gone", OWL), ("lark", LARK))]  # fmt: skip
    done = attach(By(cast.dev), cast.review, pairs)
    assert [row.file_name for row in documents(cast.review)] == ["lark.pdf"]
    (marsh, why), (_, swept) = done.refused
    assert marsh == "marsh.pdf"
    assert "recorded as not retrieved" in why
    assert "no longer here" in swept
    with pytest.raises(Refused, match="given to two reports"):
        attach(By(cast.dev), cast.review, [pairs[2], Pair(file=files["lark"], report=sought[OWL])])


def test_what_was_attached_is_taken_out_with_its_retrieval(cast: Cast, sought: dict[str, UUID]) -> None:
    files = bring(cast, lark=printed(LARK), owl=printed(OWL))
    intake(cast.dev, cast.review, list(files.values()))
    done = attach(
        By(cast.dev),
        cast.review,
        [Pair(file=files["lark"], report=sought[LARK]), Pair(file=files["owl"], report=sought[OWL])],
    )
    judge(cast, sought[OWL], ana="include")
    by = By(cast.dev)
    assert detach(by, cast.review, done.documents, "a slip", retrieval=True) == 2
    assert detach(by, cast.review, done.documents, "a slip", retrieval=True) == 2
    assert documents(cast.review) == []
    outcomes = {row.title: row.outcome for row in reports(cast.review)}
    assert (outcomes[LARK], outcomes[OWL]) == ("", "retrieved")  # a verdict rests on the second
    assert {row.state for row in incoming(cast.review, cast.dev)} == {"read"}
    assert not attach(By(cast.dev), cast.review, [Pair(file=files["lark"], report=sought[LARK])]).refused
    assert replay.verify(cast.review).sound


def test_the_same_file_is_known_whoever_brought_it(cast: Cast, sought: dict[str, UUID]) -> None:
    files = bring(cast, lark=printed(LARK))
    intake(cast.dev, cast.review, list(files.values()))
    attach(By(cast.dev), cast.review, [Pair(file=files["lark"], report=sought[LARK])])
    again = bring(cast, cast.ana, copy=printed(LARK))
    (row,) = intake(cast.ana, cast.review, list(again.values()))
    assert (row.state, row.message) == ("same", f"the same file is the full text of “{LARK}” already, as lark.pdf")
    assert [one.held for one in wanted(cast.review) if one.report == sought[LARK]] == [("lark.pdf",)]


def test_a_report_may_have_several_scans(cast: Cast, sought: dict[str, UUID]) -> None:
    files = bring(cast, one=pdfs.scan(2), two=pdfs.pdf([[], []], title="other bytes"))
    intake(cast.dev, cast.review, list(files.values()))
    done = attach(By(cast.dev), cast.review, [Pair(file=one, report=sought[LARK]) for one in files.values()])
    assert done.refused == ()
    assert [row.text_free for row in documents(cast.review)] == [True, True]


def test_a_file_is_put_in_the_place_of_another(cast: Cast, sought: dict[str, UUID]) -> None:
    files = bring(cast, old=printed(LARK), new=printed(f"{LARK}, corrected"))
    intake(cast.dev, cast.review, list(files.values()))
    (old,) = attach(By(cast.dev), cast.review, [Pair(file=files["old"], report=sought[LARK])]).documents
    by = By(cast.dev)
    new = replace_document(by, cast.review, old, taken(cast.dev, cast.review, files["new"]))
    assert [(row.id, row.file_name) for row in documents(cast.review)] == [(new, "new.pdf")]
    assert replace_document(by, cast.review, old, taken(cast.dev, cast.review, files["new"])) == new
    with pytest.raises(Refused, match="replaced or taken out already"):
        replace_document(By(cast.dev), cast.review, old, taken(cast.dev, cast.review, files["new"]))
    assert replay.verify(cast.review).sound


def test_an_interrupted_reading_goes_on(cast: Cast, sought: dict[str, UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    files = bring(cast, lark=printed(LARK), owl=printed(OWL), marsh=printed(MARSH))

    class Stopped(BaseException):
        pass

    def stop(step: str, done: int, total: int) -> None:
        if done == 1:
            raise Stopped

    with pytest.raises(Stopped):
        intake(cast.dev, cast.review, list(files.values()), stop)
    states = [row.state for row in incoming(cast.review, cast.dev)]
    assert sorted(states) == ["read", "waiting", "waiting"]
    read: list[str] = []

    def reading(path: Path, name: str) -> Reading:
        read.append(name)
        return read_file(path, name)

    monkeypatch.setattr(module, "read_file", reading)
    rows = intake(cast.dev, cast.review, list(files.values()))
    assert [row.state for row in rows] == ["read"] * 3
    assert len(read) == 2


def test_files_are_read_as_a_job(cast: Cast, sought: dict[str, UUID]) -> None:
    files = bring(cast, lark=printed(LARK), locked=pdfs.locked())
    job = enqueue(By(cast.dev), cast.review, "full texts", {"files": [str(one) for one in files.values()]})
    result = run_now(job).result
    assert result["said"] == "One file was read."
    assert result["lines"] == [
        "locked.pdf is locked with a password. Open it, save or print it without one, and add that."
    ]


def test_everybody_sees_only_their_own_uploads_and_strangers_nothing(cast: Cast, sought: dict[str, UUID]) -> None:
    files = bring(cast, lark=printed(LARK))
    intake(cast.dev, cast.review, list(files.values()))
    assert incoming(cast.review, cast.ana) == []
    done = attach(By(cast.ana), cast.review, [Pair(file=files["lark"], report=sought[LARK])])
    assert (done.documents, len(done.refused)) == ((), 1)
    reader = register_person("Rita").id
    add_person(By(cast.chloe), cast.review, reader, "reader")
    for who, error in ((reader, NotAllowed), (cast.eve, trail.NoSuchReview)):
        with pytest.raises(error):
            intake(who, cast.review, [])
        with pytest.raises(error):
            attach(By(who), cast.review, [])
        with pytest.raises(error):
            detach(By(who), cast.review, [uuid4()])
    with pytest.raises(trail.NoSuchReview):
        reports_overview(cast.review, cast.eve)


def test_swept_uploads_leave_the_list(cast: Cast, sought: dict[str, UUID]) -> None:
    files = bring(cast, lark=printed(LARK))
    intake(cast.dev, cast.review, list(files.values()))
    drop(staged(cast.dev, cast.review, files["lark"]))
    assert incoming(cast.review, cast.dev) == []
    intake(cast.dev, cast.review, [])
    assert not IncomingFile.objects.exists()


def test_the_overview_filters_and_counts(cast: Cast, sought: dict[str, UUID]) -> None:
    add_document(By(cast.dev), cast.review, sought[LARK], Upload("lark.txt", b"Larks."))
    record_retrieval(By(cast.dev), cast.review, sought[OWL], "not_retrieved", "no reply")
    record_retrieval(By(cast.dev), cast.review, sought[MARSH], "retrieved")

    def titles(show: Show, words: str = "") -> list[str]:
        return [line.report.title for line in reports_overview(cast.review, cast.dev, show, words=words).lines]

    assert titles(Show.ALL) == [LARK, MARSH, OWL]
    assert titles(Show.ALL, "NIGHT owls") == [OWL]
    assert titles(Show.WITH_FILE) == [LARK]
    assert titles(Show.WITHOUT_FILE) == [MARSH]
    assert titles(Show.NOT_RETRIEVED) == [OWL]
    assert titles(Show.TO_RETRIEVE) == [LARK]
    page = reports_overview(cast.review, cast.dev, page=2, a_page=2)
    assert ([line.report.title for line in page.lines], page.total, page.page, page.pages) == ([OWL], 3, 2, 2)
    assert page.counts[Show.WITHOUT_STUDY] == 3
    assert [one.file_name for one in reports_overview(cast.review, cast.dev).lines[0].documents] == ["lark.txt"]
    assert reports_overview(cast.review, cast.dev, page=99).page == 1


def test_no_file_at_all_is_no_harm(cast: Cast) -> None:
    assert attach(By(cast.dev), cast.review, []) == Attached()
    with pytest.raises(Refused, match="501 files are too many at once"):
        intake(cast.dev, cast.review, [uuid4()] * 501)
    with pytest.raises(Refused, match="no document"):
        document(cast.review, uuid4())
