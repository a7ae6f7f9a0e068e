"""How positions count: each convention is found from the selections alone, and said to be unsure where it is."""

from collections.abc import Callable
from itertools import product

import pytest

from synthema.coding.refi.nouns import Selection, Stretch
from synthema.coding.refi.offsets import NEWLINES, UNITS, Convention, Ruler, by_lengths, detect, raw_text
from synthema.documents.model import Span
from tests.coding.projects import LATE, QUOTES, WORDS

ALL = QUOTES + LATE
_WIDTHS: dict[str, Callable[[str], int]] = {
    "code points": len,
    "UTF-16": lambda text: len(text.encode("utf-16-le")) // 2,
    "UTF-8 bytes": lambda text: len(text.encode()),
}


def written(convention: Convention, crlf: bool) -> str:
    """The text whose positions a program counts."""
    ends = {"as written": "\r\n" if crlf else "\n", "one": "\n", "two": "\r\n"}[convention.newline]
    return ("\ufeff" if convention.bom else "") + WORDS.replace("\n", ends)


def selected(convention: Convention, crlf: bool, quotes: tuple[str, ...] = ALL, named: bool = False) -> list[Selection]:
    """Selections of the quotes as a program with this convention writes them."""
    text, width = written(convention, crlf), _WIDTHS[convention.unit]
    found = []
    for quote in quotes:
        at = text.index(quote)
        last = at + len(quote) - convention.inclusive
        extent = Stretch(width(text[:at]), width(text[:last]))
        found.append(Selection(guid=quote, extent=extent, name=quote if named else ""))
    return found


def content(crlf: bool, bom: bool) -> bytes:
    return (b"\xef\xbb\xbf" if bom else b"") + WORDS.replace("\n", "\r\n" if crlf else "\n").encode()


def words(raw_bytes: bytes, convention: Convention, selections: list[Selection]) -> list[str]:
    raw = raw_text(raw_bytes)
    stretches = [one.extent for one in selections if isinstance(one.extent, Stretch)]
    return [raw.text[span.start : span.end] if span else "" for span in Ruler(raw, convention).spans(stretches)]


EVERY = [Convention(*one) for one in product(UNITS, NEWLINES, (False, True), (False, True))]


@pytest.mark.parametrize("crlf", [False, True])
@pytest.mark.parametrize("convention", EVERY, ids=str)
def test_every_convention_is_found_by_whole_words_alone(convention: Convention, crlf: bool) -> None:
    selections = selected(convention, crlf)
    file = content(crlf, bom=True)
    whole, (own,) = detect([(raw_text(file), selections)])
    assert whole.convention is not None
    assert own.convention is not None
    assert words(file, own.convention, selections) == list(ALL)
    assert whole.sure in ("certain", "likely")
    assert whole.fit == len(ALL)


def test_the_position_within_a_line_end_is_the_line_end() -> None:
    raw = raw_text(b"one\r\ntwo")
    spans = Ruler(raw, Convention()).spans([Stretch(0, 3), Stretch(0, 4), Stretch(4, 8), Stretch(5, 8)])
    assert spans == [Span(0, 3), Span(0, 3), Span(3, 7), Span(4, 7)]


def test_positions_outside_the_text_and_within_a_character_have_no_place() -> None:
    raw = raw_text("a😀b".encode())
    ruler = Ruler(raw, Convention("UTF-16"))
    asked = [
        Stretch(0, 4),
        Stretch(0, 5),
        Stretch(-1, 2),
        Stretch(2, 3),
        Stretch(3, 1),
        Stretch(4, 4),
        Stretch(0, 10**14),
    ]
    assert ruler.spans(asked) == [Span(0, 3), None, None, None, None, Span(3, 3), None]


def test_a_name_that_repeats_the_words_decides_with_one_selection() -> None:
    convention = Convention("UTF-16")
    selections = selected(convention, True, ("left it empty",), named=True)
    whole, _ = detect([(raw_text(content(True, True)), selections)])
    assert (whole.convention, whole.sure, whole.quotes_kept) == (convention, "certain", 1)


def test_a_name_cut_short_tells_where_the_words_begin() -> None:
    raw = raw_text("Ünder\r\nCoke for\r\nbreakfast, and more of it at noon.".encode())
    selections = [Selection(guid="a", extent=Stretch(7, 51), name="Coke for breakfast, and mo…")]
    whole, _ = detect([(raw, selections)])
    assert (whole.convention, whole.fit, whole.sure) == (Convention(), 1, "likely")
    moved = [Selection(guid="a", extent=Stretch(8, 52), name="Coke for breakfast, and mo…")]
    assert detect([(raw, moved)])[0].convention == Convention("UTF-8 bytes")


def test_a_quote_over_a_line_end_is_told_with_a_space() -> None:
    raw = raw_text(b"Coke for\nbreakfast, and more of it at noon.")
    selections = [Selection(guid="a", extent=Stretch(0, 18), name="Coke for breakfast")]
    whole, _ = detect([(raw, selections)])
    assert (whole.quotes_kept, whole.sure) == (1, "certain")


def test_a_name_that_somebody_chose_is_no_quote() -> None:
    selections = selected(Convention(), False, ("mother", "Nurses", "told us"))
    named = [Selection(guid=one.guid, extent=one.extent, name="what she felt") for one in selections]
    whole, _ = detect([(raw_text(content(False, False)), named)])
    assert (whole.quotes_kept, whole.fit) == (0, 3)


def test_positions_that_cut_words_by_every_convention_are_unsure() -> None:
    selections = [Selection(guid=str(n), extent=Stretch(n, n + 2)) for n in (4, 13, 27, 49, 70, 71)]
    whole, _ = detect([(raw_text(content(False, False)), selections)])
    assert whole.sure == "unsure"


def test_where_no_text_tells_units_apart_the_program_decides() -> None:
    raw = raw_text("naïve 😀".encode())
    selections = [Selection(guid="a", extent=Stretch(0, 5))]
    assert detect([(raw, selections)], "NVivo 14")[0].convention == Convention("UTF-16")
    assert detect([(raw, selections)], "ATLAS.ti 9")[0].convention == Convention()


def test_a_text_with_few_selections_follows_its_file() -> None:
    convention = Convention("UTF-16")
    one = raw_text(content(True, True))
    few = [Selection(guid="a", extent=Stretch(99, 101))]
    whole, (_, second) = detect([(one, selected(convention, True)), (one, few)])
    assert (whole.convention, second.convention) == (convention, convention)


def test_a_text_that_counts_otherwise_goes_its_own_way() -> None:
    one = raw_text(content(True, True))
    first, second = Convention("UTF-16"), Convention("code points", "one")
    whole, each = detect([(one, selected(first, True) * 3), (one, selected(second, True))])
    assert whole.convention == first
    assert [found.convention for found in each] == [first, second]


def test_without_texts_the_lengths_of_quotes_tell_the_end() -> None:
    behind = [Selection(guid="a", extent=Stretch(139, 195), name="x" * 56)]
    on_last = [Selection(guid="a", extent=Stretch(139, 194), name="x" * 56)]
    assert by_lengths(behind).convention == Convention()
    assert by_lengths(on_last).convention == Convention(inclusive=True)
    assert by_lengths([Selection(guid="a", extent=Stretch(0, 9), name="Quotation 1:2")]).convention is None


def test_a_text_in_utf_16_is_read_and_one_in_neither_is_not() -> None:
    assert raw_text("naïve".encode("utf-16")).text == "naïve"
    with pytest.raises(ValueError, match="utf-8"):
        raw_text("naïve".encode("latin-1"))


def test_no_selections_say_nothing() -> None:
    whole, (own,) = detect([(raw_text(b"words"), [])])
    assert (whole.convention, own.convention, whole.sure) == (None, None, "no selections")
