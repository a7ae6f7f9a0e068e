"""Texts cut in parts and blocks: nothing is lost, nothing moved."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from synthema.documents.blocks import LONGEST, Block
from synthema.documents.folded_texts import folded
from synthema.documents.folding import fold
from synthema.documents.model import DocumentText, Span
from synthema.documents.parts import ABOUT, parts
from synthema.documents.structure import Heading, Structure
from synthema.documents.typed import as_typed

letters = st.text(st.sampled_from("ab .\n\n\f\u0301\U0001d49c-\t"), max_size=400)


@settings(max_examples=150, deadline=None)
@given(letters, st.booleans())
def test_parts_meet_and_blocks_hold_all_that_can_be_seen(text: str, paged: bool) -> None:
    cut = parts(DocumentText(text), Structure(), paged=paged)
    assert cut[0].start == 0
    for one, other in pairwise(cut):
        assert text[one.end : other.start] in ("", "\f")
    assert text[cut[-1].end :] in ("", "\f")
    assert paged is False or len(cut) == DocumentText(text).pages
    seen = [place for part in cut for block in part.blocks for place in range(block.start, block.end)]
    assert seen == sorted(set(seen))
    assert {place for place, letter in enumerate(text) if letter.strip()} <= set(seen)


def test_long_texts_come_in_parts_of_about_a_size_and_endless_blocks_are_cut() -> None:
    text = "\n\n".join(["word " * 100] * 60) + "\n\n" + "line of text\n" * 2000 + "endless " * 3000
    cut = parts(DocumentText(text), Structure(), paged=False)
    assert max(part.end - part.start for part in cut) <= ABOUT + 3 * LONGEST
    assert max(block.end - block.start for part in cut for block in part.blocks) <= 3 * LONGEST


def test_a_printed_page_has_paragraphs_and_the_headings_that_are_known() -> None:
    page = "A long line of the first one\nand another long line of it\nwhich ends here.\nFindings\nWe heard it."
    told = Structure(headings=(Heading(span=Span(page.index("Findings"), page.index("Findings") + 8), level=2),))
    (part,) = parts(DocumentText(page), told, paged=True)
    assert [(page[b.start : b.end], b.kind) for b in part.blocks] == [
        (page[: page.index("Findings") - 1], "p"), ("Findings", "h"), ("We heard it.", "p"),
    ]  # fmt: skip
    assert part.blocks[1] == Block(told.headings[0].span.start, told.headings[0].span.end, "h", 2)


@settings(max_examples=150, deadline=None)
@given(letters, st.integers(0, 400), st.integers(1, 6))
def test_what_is_found_in_the_folded_bytes_is_what_folding_finds(text: str, place: int, length: int) -> None:
    kept, known = folded(text), fold(text)
    wanted = known.key[place % max(1, len(known.key)) :][:length]
    found = kept.places(wanted.encode())
    first = known.key.find(wanted) if wanted else -1
    own = known.span(first, first + len(wanted)) if first >= 0 else None
    assert found.total == len(found.spans)
    if own is not None:
        assert found.spans[0] == own
    for span in found.spans:
        assert fold(text[span.start : span.end]).key == wanted


def test_only_the_first_places_are_kept_and_all_are_counted() -> None:
    found = folded("lark " * 30).places(b"lark", most=7)
    assert (found.total, len(found.spans), found.spans[1]) == (30, 7, Span(5, 9))
    assert folded("lark").places(b"").total == 0


def test_signs_that_are_typed_are_looked_for() -> None:
    text = "A b (b) [5] 15\n\u201clis-\ntened\u201d (B) \u2013 end. 5"
    assert [text[s.start : s.end] for s in as_typed(text, "(b)").spans] == ["(b)", "(B)"]
    assert as_typed(text, "[5]").total == 1
    assert as_typed(text, '"listened" (b) - end.').total == 1
    assert as_typed(text, ".").total == 1
    assert as_typed(text, "(c)").total == as_typed(text, " ").total == 0
    assert len(as_typed("." * 30, ".", most=7).spans) == 7
