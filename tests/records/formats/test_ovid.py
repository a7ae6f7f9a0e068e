"""Ovid files in both looks."""

from synthema.records import read
from tests.shared_data import shared_data

ONE = """<1. >
VN  - Ovid Technologies
DB  - Ovid MEDLINE(R) ALL <1946 to Present>
UI  - 30000001
TI  - Peers on the ward: an invented study. [Review]
AU  - Moran AS
AU  - Bell, Ben [Author; E-mail: ben@example.org]
SO  - Journal of Invented Care. 12(3):45-67, 2014 Mar.
AB  - We asked nine peers
      about their shifts.
Results: They stayed.
MH  - *Peer Group
MH  - Humans
IS  - 1234-5679 (Print)
DO  - https://dx.doi.org/10.1234/ABC.1
LG  - English.
PT  - Journal Article
PT  - Review
CM  - Retraction in: J Invent Care. 2016;1:1
XL  - https://ovidsp.ovid.com/ovidweb.cgi?T=JS&AN=30000001
"""
NAMED = """<7>
Unique Identifier
  2014-1
Author
  Moran, Ana 1;  Bell, Ben MD, MPH 2
Title
  What staff told us about peers.[Article]
Source
  Invented Research. 28(2):103-106, April 2015.
Abstract
  Nine interviews.
  Three themes.
Author Keywords
  peer support;  recovery.
Language
  English.
Link to the Ovid Full Text or citation
 http://ovidsp.ovid.com/ovidweb.cgi?T=JS&D=x&AN=2014-1
"""


def test_a_tagged_record_is_read_with_every_field() -> None:
    reading = read(ONE.encode())
    (record,) = reading.records
    assert reading.account.format == "ovid"
    assert record.title == "Peers on the ward: an invented study"
    assert record.authors == ("Moran, AS", "Bell, Ben")
    assert (record.year, record.journal) == (2014, "Journal of Invented Care")
    assert (record.volume, record.issue, record.pages) == ("12", "3", "45-67")
    assert (record.doi, record.pmid, record.issn) == ("10.1234/abc.1", "30000001", "1234-5679")
    assert record.abstract == "We asked nine peers about their shifts.\nResults: They stayed."
    assert record.keywords == ("*Peer Group", "Humans")
    assert (record.language, record.kind) == ("English", "Journal Article; Review")
    assert (record.accession, record.database) == ("30000001", "Ovid MEDLINE(R) ALL <1946 to Present>")
    assert record.notes == ("Retraction in: J Invent Care. 2016;1:1",)
    assert dict(record.raw)["TI"].endswith("[Review]")


def test_a_record_with_the_names_of_fields_is_read_with_every_field() -> None:
    (record,) = read(NAMED.encode()).records
    assert record.title == "What staff told us about peers"
    assert record.authors == ("Moran, Ana", "Bell, Ben")
    assert (record.year, record.journal, record.volume) == (2015, "Invented Research", "28")
    assert (record.issue, record.pages, record.accession) == ("2", "103-106", "2014-1")
    assert record.abstract == "Nine interviews.\nThree themes."
    assert record.keywords == ("peer support", "recovery.")
    assert record.url.startswith("http://ovidsp.ovid.com/")
    assert [tag for tag, _ in record.raw][:2] == ["Unique_Identifier", "Author"]


def test_the_search_strategy_before_the_first_record_is_the_preamble() -> None:
    strategy = "Database: Ovid MEDLINE(R) <1946 to May 2020>\nSearch Strategy:\n---\n1     exp Peer Group/ (200)\n\n"
    reading = read((strategy + ONE + "\n" + ONE.replace("<1.", "<2.")).encode())
    assert (reading.account.markers, reading.account.stored) == (2, 2)
    assert "exp Peer Group/ (200)" in reading.account.preamble
    assert reading.account.lossless


def test_a_record_whose_number_is_missing_begins_at_the_vendor() -> None:
    reading = read((ONE + "\n" + ONE.removeprefix("<1. >\n")).encode())
    assert [record.line for record in reading.records] == [1, 22]
    assert any("without its number" in repair for repair in reading.account.repairs)


def test_an_old_file_without_numbers_is_read() -> None:
    one = "UI  - 98000001\nAU  - Moran AS\nTI  - An old record\nSO  - J Invent 1990 Mar;3(2):1-9\n"
    reading = read(f"{one}\n{one}".encode())
    assert (reading.account.format, reading.account.stored) == ("ovid", 2)
    assert reading.records[0].year == 1990


def test_one_space_before_the_dash_will_do_and_so_will_an_indented_file() -> None:
    narrow = ONE.replace("  - ", " - ")
    indented = "".join(f"  {line}\n" for line in ONE.splitlines())
    assert read(narrow.encode()).records[0].title == read(indented.encode()).records[0].title != ""


def test_a_line_that_only_looks_like_a_field_goes_on_with_the_abstract() -> None:
    (record,) = read(ONE.replace("Results: They", "AIM - They").encode()).records
    assert record.abstract.endswith("shifts.\nAIM - They stayed.")


def test_a_record_with_nothing_in_it_is_refused_with_its_line() -> None:
    reading = read((ONE + "\n<2. >\n\n" + NAMED).encode())
    assert (reading.account.markers, reading.account.stored) == (3, 2)
    assert [one.line for one in reading.account.refused] == [22]


def test_a_line_without_a_tag_right_after_the_number_is_kept() -> None:
    reading = read(ONE.replace("<1. >\n", "<1. >\n. stray words\n").encode())
    assert ("", ". stray words") in reading.records[0].raw
    assert reading.account.lossless


def test_a_book_of_several_editors_is_read() -> None:
    book = "<1. >\nVN  - Ovid Technologies\nED  - Bell, Ben;  Moran, Ana S.\nTI  - Peers\nYR  - 2016\nPT  - Text\n"
    (record,) = read((book + "IB  - 978-0-415-47263-0 (Paperback)\n").encode()).records
    assert record.authors == ("Bell, Ben", "Moran, Ana S.")
    assert (record.year, record.isbn) == (2016, "9780415472630")


def test_a_label_that_tells_of_a_retraction_stays_in_the_title() -> None:
    (record,) = read(ONE.replace("[Review]", "[Retracted Article]").encode()).records
    assert record.title.endswith("[Retracted Article]")


def test_initials_that_look_like_a_degree_stay_with_the_name() -> None:
    (record,) = read(ONE.replace("Moran AS", "Smith, MD").encode()).records
    assert record.authors[0] == "Smith, MD"


def test_a_date_is_no_editor_and_names_that_run_on_are_parted() -> None:
    dated = "<1. >\nVN  - Ovid Technologies\nTI  - One\nED  - 20170717\n"
    assert read(dated.encode()).records[0].authors == ()
    run_on = NAMED.replace("Moran, Ana 1;  Bell, Ben MD, MPH 2", "Moran AS. Bell B.")
    assert read(run_on.encode()).records[0].authors == ("Moran, AS", "Bell, B")


def test_a_retraction_is_noted_whatever_its_tag_and_identifiers_are_no_keywords() -> None:
    lines = "ZZ  - Retraction in: J Invent Care. 2017;2:2\nID  - 10.1234/abc.1 [doi]\nID  - PMC77\n"
    (record,) = read((ONE + lines).encode()).records
    assert "Retraction in: J Invent Care. 2017;2:2" in record.notes
    assert record.keywords == ("*Peer Group", "Humans")


def test_a_chapter_of_a_book_stands_in_the_book() -> None:
    book = "Bell, B. [Ed.]. [A book in translation.] [Ein Buch.] A Press, Town. 2002: 1-234. Chapter pagination: 14-18."
    chapter = f"<1. >\nVN  - Ovid Technologies\nTI  - A chapter\nAU  - Moran, A\nBT  - {book}\nPT  - Book chapter\n"
    (record,) = read(chapter.encode()).records
    assert (record.journal, record.pages) == ("[A book in translation.]", "14-18")


def test_a_value_of_any_length_is_read_whole() -> None:
    assert read(ONE.replace("Moran AS", "MD " * 100_000).encode()).account.lossless


def test_the_reference_files_are_read_whole() -> None:
    for path in sorted((shared_data("formats") / "ovid-tagged").glob("*.txt")):
        account = read(path).account
        assert (account.format, account.refused, account.lossless, account.balances) == ("ovid", (), True, True)


STRATEGY = "Database: Invented <1946 to May>\nSearch Strategy:\n-----\n1     exp Nurses/ (88)"


def test_a_search_strategy_after_the_last_record_is_no_part_of_it() -> None:
    for text in (ONE, NAMED):
        reading = read(f"{text}\n{STRATEGY}\n".encode())
        assert [record.raw for record in reading.records] == [record.raw for record in read(text.encode()).records]
        assert reading.account.preamble == STRATEGY
        assert reading.account.balances
        assert reading.account.lossless


def test_records_go_on_after_a_search_strategy() -> None:
    reading = read(f"{ONE}\n{STRATEGY}\n\n{ONE}".encode())
    assert [record.raw for record in reading.records] == [read(ONE.encode()).records[0].raw] * 2
    assert reading.account.preamble == STRATEGY


def test_a_search_strategy_told_of_in_an_abstract_is_part_of_it() -> None:
    told = "Database: Invented\nwas searched.\nSearch Strategy:\nwords"
    reading = read(f"<1. >\nUI  - 1\nTI  - One\nAB  - Methods\n\n{told}\nPT  - Review\n".encode())
    assert reading.records[0].abstract == f"Methods\n{told}"
    assert reading.account.preamble == ""
