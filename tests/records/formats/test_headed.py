"""Records that begin with a line of their own."""

from synthema.records.export import Export
from synthema.records.formats.headed import Known, Line, headed
from synthema.records.model import Found
from synthema.records.tally import Tally


def classify(text: str, known: Known | None, blank: bool) -> Line:
    """A hash heads a record, `tag=value` is a field, a bar goes on with a blank; `!` tells what was known."""
    if text.startswith("#"):
        return Line(heads=True, repaired="a repair" if blank else "")
    tag, sign, value = text.partition("=")
    if sign:
        return Line(value, tag)
    return Line(f"{known}" if text == "!" else text.removeprefix("|"), joint=" " if text[0] == "|" else "\n")


def found(text: str) -> tuple[list[Found], Tally]:
    tally = Tally(format="test")
    return list(headed(Export(text.encode()), tally, classify)), tally


def test_records_run_from_one_heading_to_the_next() -> None:
    records, tally = found("before\n\nstill before\n#\na=one\nb=two\n#\na=three\n")
    assert [(one.line, list(one.raw)) for one in records] == [(4, [("a", "one"), ("b", "two")]), (7, [("a", "three")])]
    assert (tally.markers, tally.preamble) == (2, "before\nstill before")
    assert tally.tag_characters == len("onetwothree")


def test_a_line_without_a_tag_goes_on_with_the_value_before_it() -> None:
    records, tally = found("#\na=one\n|two\nthree\nb=\n|four\n")
    assert list(records[0].raw) == [("a", "one two\nthree"), ("b", "four")]
    assert tally.tag_characters == len("onetwothreefour")


def test_text_before_the_first_tag_of_a_record_has_no_tag() -> None:
    records, _ = found("#\nstray\n!\na=one\n!\n")
    assert list(records[0].raw) == [("", "stray\n['']"), ("a", "one\n['', 'a']")]


def test_a_byte_order_mark_inside_the_file_is_removed_and_said() -> None:
    records, tally = found("#\na=o\ufeffne\n\n\ufeff#\na=two")
    assert [list(one.raw) for one in records] == [[("a", "one")], [("a", "two")]]
    account = tally.seal({})
    assert account.repairs == (
        "a repair (2 times: lines 1, 4)",
        "a byte order mark inside the file was removed (2 times: lines 2, 4)",
    )


def test_a_file_without_a_heading_is_all_preamble() -> None:
    records, tally = found("one\ntwo\n")
    assert (records, tally.preamble, tally.markers) == ([], "one\ntwo", 0)
