"""EndNote tagged files."""

from synthema.records import Record, read

ONE = """%0 Journal Article
%T Peers on the ward
%A Moran, Ana S.
%A Bell, Ben
%J Inventive Research
%D 2016
%8 March 4, 2016
%V 5
%N 2
%P 67-69
%R 10.1234/INV.180636
%@ 1234-5679
%K peer support
%K recovery
%G eng
%U https://example.org/one
%X We asked nine
peers.
%Q kept as it is
"""


def records(text: str) -> tuple[Record, ...]:
    reading = read(text.encode())
    assert reading.account.balances
    assert reading.account.tag_characters == reading.account.kept_characters > 0
    return reading.records


def test_a_record_is_read_with_every_field() -> None:
    (record,) = records(ONE)
    assert (record.title, record.journal, record.kind) == ("Peers on the ward", "Inventive Research", "Journal Article")
    assert record.authors == ("Moran, Ana S.", "Bell, Ben")
    assert (record.year, record.volume, record.issue, record.pages) == (2016, "5", "2", "67-69")
    assert (record.doi, record.issn, record.language) == ("10.1234/inv.180636", "1234-5679", "eng")
    assert record.keywords == ("peer support", "recovery")
    assert record.abstract == "We asked nine\npeers."
    assert dict(record.raw)["Q"] == "kept as it is"


def test_an_empty_line_parts_records_whatever_tag_comes_first() -> None:
    found = records("%T First\n%0 Book\n%D 2001\n\n%T Second\n%0 Book\n%D 2002\n")
    assert [(one.title, one.kind, one.year) for one in found] == [("First", "Book", 2001), ("Second", "Book", 2002)]


def test_records_without_an_empty_line_between_them_begin_at_their_type() -> None:
    assert [one.title for one in records("%0 Book\n%T First\n%0 Book\n%T Second\n")] == ["First", "Second"]


def test_two_types_in_a_row_are_one_record() -> None:
    (record,) = records("%0 Serial\n%0 Audio\n%T A podcast\n")
    assert (record.title, record.kind) == ("A podcast", "Serial")


def test_an_abstract_with_an_empty_line_stays_with_its_record() -> None:
    (record,) = records("%0 Book\n%T First\n%X One part.\n\nAnother part.\n")
    assert record.abstract == "One part.\nAnother part."
