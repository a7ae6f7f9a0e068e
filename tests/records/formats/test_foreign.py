"""Exports of different formats joined into one file."""

import pytest

from synthema.records import read
from synthema.records.formats.foreign import foreign

RIS = "TY  - JOUR\nTI  - A RIS title\nAU  - Moran, A\n\nN1  - a note\nER  - \n"
NBIB = "PMID- 12345678\nOWN - NLM\nTI  - A MEDLINE title\nAB  - About\n      peers\n"
WOS = "PT J\nAU Moran, A\nTI A Web of Science title\nER\n\nEF\n"
ENDNOTE = "%0 Journal Article\n%T An EndNote tagged title\n%A Moran, A\n"
REFWORKS = "RT Journal Article\nSR Electronic\nT1 A RefWorks title\n"
OVID = "<1. >\nUI  - 30000001\nTI  - An Ovid title\n"
BIBTEX = "@article{moran,\n title={A BibTeX title}\n}\n"
NAMES = {"RIS": RIS, "MEDLINE": NBIB, "Web of Science": WOS, "EndNote tagged": ENDNOTE, "RefWorks": REFWORKS}


@pytest.mark.parametrize("own", [RIS, NBIB, WOS, ENDNOTE, REFWORKS, OVID])
@pytest.mark.parametrize("other", [*NAMES, "BibTeX"])
def test_a_record_of_another_format_is_refused_with_its_text(own: str, other: str) -> None:
    text = (NAMES | {"BibTeX": BIBTEX})[other]
    if own == text:
        assert foreign(text.splitlines()[0], read(own.encode()).account.format) == ""
        return
    reading = read(f"{own}\n{text}\n{own}".encode())
    assert reading.account.stored == 2
    assert [record.title for record in reading.records] == [read(own.encode()).records[0].title] * 2
    (refusal,) = reading.account.refused
    assert refusal.line == own.count("\n") + 2
    assert f"a record of another format ({other})" in refusal.reason
    assert f"{other} title" in refusal.text
    assert reading.account.balances
    assert reading.account.lossless


def test_every_record_of_the_other_format_is_refused_by_itself() -> None:
    account = read(f"{RIS}\n{NBIB}\n{NBIB}\n{BIBTEX}\n{RIS}".encode()).account
    assert (account.markers, account.stored, len(account.refused)) == (5, 2, 3)
    assert account.lossless


def test_a_medline_file_needs_no_empty_line_before_the_other_format() -> None:
    account = read((NBIB + RIS).encode()).account
    assert (account.stored, len(account.refused)) == (1, 1)
    assert "TI  - A RIS title" in account.refused[0].text
    assert account.refused[0].line == 6


def test_a_file_that_ends_in_another_format_is_not_said_to_be_cut_off() -> None:
    assert read(f"{RIS}\n{NBIB}".encode()).account.cut_off == ""


def test_a_sign_within_a_value_is_text() -> None:
    text = "TY  - JOUR\nTI  - One\nAB  - They write\nPMID- 12345678\n@article{a,\nER  - \n"
    reading = read(text.encode())
    assert reading.records[0].abstract == "They write\nPMID- 12345678\n@article{a,"
    assert not reading.account.refused


def test_the_text_that_finds_no_room_is_counted_but_not_said_to_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synthema.records.formats.held.LONGEST", 600)
    more = "      and on and on\n" * 90
    account = read(f"{RIS}\n{NBIB}{more}\n{RIS}".encode()).account
    assert (account.stored, len(account.refused)) == (2, 1)
    assert "of its characters are not kept" in account.refused[0].reason
    assert not account.lossless
