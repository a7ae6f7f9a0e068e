"""Records longer than any record is."""

import pytest

from synthema.records import read
from synthema.records.model import Account
from synthema.records.tally import visible

LINES = "".join(f"      this is line {number} of a run-on record\n" for number in range(500))
RIS = "TY  - JOUR\nTI  - {title}\n{more}ER  - \n\n"


@pytest.fixture(autouse=True)
def little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synthema.records.formats.held.LONGEST", 2000)


def refused(text: str) -> Account:
    """The account of a file whose second record is too long."""
    account = read(text.encode()).account
    (refusal,) = account.refused
    assert (account.stored, account.markers) == (2, 3)
    assert "the record is longer than any record is; its first" in refusal.reason
    assert f"{account.tag_characters - account.kept_characters:,} are not" in refusal.reason
    assert 200 < len(refusal.text) < 3000
    assert not account.lossless
    return account


def test_a_record_that_never_ends_is_refused_with_its_beginning() -> None:
    text = (
        RIS.format(title="One", more="")
        + RIS.format(title="Two", more=f"{LINES}\n")
        + RIS.format(title="Three", more="")
    )
    account = refused(text)
    assert account.refused[0].line == 5
    assert account.refused[0].text.startswith("JOUR\nTwo\nthis is line 0")
    assert account.tag_characters == visible("JOUROne JOURTwo JOURThree" + LINES)


def test_so_is_one_with_too_many_tags() -> None:
    tags = "".join(f"KW  - word {number}\n" for number in range(500)) + "\n"
    refused(RIS.format(title="One", more="") + RIS.format(title="Two", more=tags) + RIS.format(title="Three", more=""))


def test_so_is_one_in_a_file_of_headed_records() -> None:
    account = refused(
        f"<1. >\nUI  - 1\nTI  - One\n\n<2. >\nUI  - 2\nTI  - Two\nAB  - We\n{LINES}\n<3. >\nUI  - 3\nTI  - Three\n"
    )
    assert account.refused[0].line == 5


def test_text_before_the_first_record_is_held_as_far_as_there_is_room() -> None:
    for first in (RIS.format(title="One", more=""), "<1. >\nUI  - 1\nTI  - One\n"):
        account = read((LINES + first).encode()).account
        assert account.stored == 1
        assert account.preamble.startswith("this is line 0")
        assert len(account.preamble) < 3000
        assert any("characters of the text outside the records are not kept" in repair for repair in account.repairs)
