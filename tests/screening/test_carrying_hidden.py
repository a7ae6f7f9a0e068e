"""What reviewers decided in another tool is read nowhere in its record or file while people judge it blind."""

from pathlib import Path

import pytest
from django.urls import reverse

from synthema.audit.model import By
from synthema.protocol.model import ScreeningPolicy
from synthema.records.tables import record
from synthema.records.withholding import file_withheld, without_verdicts
from synthema.screening.carrying import carry_over
from tests.cast import Cast
from tests.hostile.commands import run
from tests.pages import Browser, words
from tests.screening.carrying_stage import SAID, WHY, of, record_named, said_elsewhere
from tests.screening.stage import vote

LARK, MARSH, OWL, PLOVER = SAID


def told(cast: Cast, title: str) -> list[str]:
    """What the page and the command show of a record."""
    found = record_named(cast, title)
    url = reverse("records:record", kwargs={"review": cast.review, "record": found})
    return [
        words(Browser(cast.ben).get(url)),
        run("records", "show", str(found), "--review", str(cast.review), "--as", "Ben").out,
    ]


def test_a_record_tells_verdicts_of_others_only_when_it_is_decided(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path)
    assert not any("Excluded" in one or "RAYYAN" in one for one in told(cast, OWL))
    assert all("erdicts of other reviewers stand" in one for one in told(cast, OWL))
    assert all("Journal of Invented Birds" in one for one in told(cast, OWL))
    carry_over(By(cast.chloe), cast.review, of(found, "Nala"), WHY)
    assert not any("Excluded" in one for one in told(cast, OWL))
    vote(cast, record_named(cast, OWL), ana="include")
    assert all("Excluded" in one for one in told(cast, OWL))


def test_a_record_that_says_nothing_of_verdicts_is_shown_whole(cast: Cast, tmp_path: Path) -> None:
    said_elsewhere(cast, tmp_path, more={PLOVER: "An ordinary note"})
    assert all("An ordinary note" in one for one in told(cast, PLOVER))
    assert not any("erdicts of other reviewers" in one for one in told(cast, PLOVER))


def test_what_only_looks_like_a_verdict_is_hidden_as_well(cast: Cast, tmp_path: Path) -> None:
    said_elsewhere(cast, tmp_path, more={PLOVER: 'RAYYAN-INCLUSION: {"Nala"=>"Inclu'})
    assert not any("Inclu" in one for one in told(cast, PLOVER))


def test_a_file_stays_closed_as_long_as_one_of_its_records_is_open(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path, {LARK: {"Nala": "Included"}, PLOVER: {}})
    url = reverse("records:file", kwargs={"review": cast.review, "import_id": found})
    answer = Browser(cast.dev).get(url)
    assert (answer.status_code, file_withheld(cast.review, found)) == (422, True)
    again = reverse("records:read_again", kwargs={"review": cast.review, "import_id": found})
    assert Browser(cast.ben).post(again).status_code == 422
    vote(cast, record_named(cast, LARK), ana="include", ben="include")
    assert Browser(cast.dev).get(url).status_code == 200
    assert Browser(cast.dev).post(again).status_code == 302


def test_codes_of_eppi_reviewer_are_hidden_where_the_tags_are_shown(cast: Cast, tmp_path: Path) -> None:
    said_elsewhere(cast, tmp_path, more={PLOVER: "x\nKW  - eppi-reviewer\nKW  - EXCLUDE on date"})
    assert not any("on date" in one for one in told(cast, PLOVER))
    assert all("erdicts of other reviewers stand" in one for one in told(cast, PLOVER))


def test_a_review_that_is_not_blind_hides_nothing(cast: Cast, tmp_path: Path) -> None:
    found = said_elsewhere(cast, tmp_path, policy=ScreeningPolicy(blind=False))
    assert all("Excluded" in one for one in told(cast, OWL))
    assert not file_withheld(cast.review, found)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_records_that_are_written_to_a_file_leave_open_verdicts_out(cast: Cast, tmp_path: Path) -> None:
    said_elsewhere(cast, tmp_path)
    vote(cast, record_named(cast, MARSH), ana="include", ben="include")
    rows = {row.id: row.record for row in (record(cast.review, record_named(cast, one)) for one in (LARK, MARSH))}
    safe = without_verdicts(cast.review, rows)
    assert [bool(one.notes) for one in rows.values()] == [True, True]
    assert [bool(safe[key].notes) for key in rows] == [False, True]
