"""Quotes in another rendering of the same text."""

import random

import pytest

from synthema.documents.model import DocumentText, Span
from synthema.documents.moving import How, Moved, moved

BEFORE = "Twelve women from three clinics in the north took part, each of them in two long interviews at home.\n"
QUOTE = "“It was office work,” said Edith, who kept the house for two and the appointments of four."
AFTER = "\nOthers spoke of the way to the clinic, the bus that did not come and the stairs to the second floor.\n"
OLD = BEFORE + QUOTE + AFTER


def _place(text: str, words: str) -> tuple[Span, ...]:
    start = text.index(words)
    return (Span(start, start + len(words)),)


def _one(new: str, words: str = QUOTE, old: str = OLD) -> Moved:
    return moved(DocumentText(old), DocumentText(new), [_place(old, words)])[0]


def _words(new: str, found: Moved) -> list[str]:
    return [new[span.start : span.end] for span in found.ranges]


def test_the_same_text_keeps_every_place() -> None:
    assert _one(OLD) == Moved(how=How.EXACT, ranges=_place(OLD, QUOTE))


def test_the_same_characters_further_on_are_exact_with_their_quotation_marks() -> None:
    new = "A page of the journal.\n" + OLD
    found = _one(new)
    assert (found.how, _words(new, found)) == (How.EXACT, [QUOTE])


def test_hyphens_lines_and_quotation_marks_of_print_are_folded() -> None:
    new = OLD.replace("office", "of-\nﬁce").replace("“", '"').replace("”", '"').replace(" kept", "\nkept")
    found = _one(new)
    assert found.how is How.FOLDED
    assert _words(new, found) == [
        '"It was of-\nﬁce work," said Edith, who\nkept the house for two and the appointments of four.'
    ]


def test_a_running_head_and_a_page_number_between_part_the_quote() -> None:
    new = OLD.replace(" kept", "\n12\n\fTREATMENT BURDEN\nkept")
    found = _one(new)
    assert found.how is How.FOLDED
    assert _words(new, found) == [
        "“It was office work,” said Edith, who",
        "kept the house for two and the appointments of four.",
    ]


def test_a_running_head_that_begins_like_the_next_word_is_not_taken_for_it() -> None:
    new = OLD.replace(" kept", "\n\fkin and care\nkept")
    assert _words(new, _one(new))[1] == "kept the house for two and the appointments of four."


def test_lines_between_that_are_no_page_end_need_a_person() -> None:
    new = OLD.replace(" kept", "\nFigure 1: the house\nkept")
    found = _one(new)
    assert (found.how, len(found.ranges)) == (How.FUZZY, 2)


def test_two_ranges_parted_by_a_page_end_are_one_where_no_page_ends() -> None:
    old = OLD.replace(" kept", "\n\fkept")
    cut = old.index("\n\fkept")
    place = (Span(old.index("“It"), cut), Span(cut + 2, old.index("four.") + 5))
    found = moved(DocumentText(old), DocumentText(OLD), [place])[0]
    assert (found.how, _words(OLD, found)) == (How.FOLDED, [QUOTE])


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("office work", "office not work"),
        ("was office", "was not office"),
        ("for two", "for ten"),
        ("the appointments of", "appointments of"),
        ("said Edith", "said Edna"),
    ],
)
def test_changed_words_are_never_taken_for_the_same(was: str, now: str) -> None:
    found = _one(OLD.replace(was, now))
    assert found.how is How.FUZZY
    assert 90 <= found.score < 100


def test_a_word_that_goes_on_at_the_end_of_a_quote_needs_a_person() -> None:
    assert (
        _one(OLD.replace("the bus that", "the omnibus that"), "bus that did not come and the stairs").how is How.FUZZY
    )


def test_words_that_are_gone_are_refused() -> None:
    found = _one(BEFORE + AFTER)
    assert (found.how, found.ranges, found.why) == (How.REFUSED, (), "its words are not there")


def test_a_repeated_phrase_whose_own_place_was_changed_is_not_taken_from_elsewhere() -> None:
    old = OLD + "It was office work, said nobody else at all in this study of ours.\n"
    found = _one(old.replace("“It was office work,”", "“That was a burden,”"), "It was office work", old)
    assert found.how is How.REFUSED


def test_a_repeated_phrase_stays_where_it_stood() -> None:
    old = OLD + "“It was office work,” the report says again, further down and much later on.\n"
    new = "Head\n" + old
    found = moved(DocumentText(old), DocumentText(new), [_place(old, "It was office work")])[0]
    assert found.ranges == (Span(5 + old.index("It was"), 5 + old.index("It was") + 18),)


def test_columns_in_another_order_keep_each_quote() -> None:
    new = AFTER.strip() + "\n" + BEFORE + QUOTE + "\n"
    found = moved(DocumentText(OLD), DocumentText(new), [_place(OLD, QUOTE), _place(OLD, "the bus that did not come")])
    assert [_words(new, one) for one in found] == [[QUOTE], ["the bus that did not come"]]


def test_a_quote_across_columns_that_changed_places_is_refused() -> None:
    words = "the appointments of four." + AFTER[:31]
    found = _one(AFTER.strip() + "\n" + BEFORE + QUOTE + "\n", words)
    assert found.how is How.REFUSED


def test_marks_alone_are_refused() -> None:
    assert _one("x" + OLD, ",”").why == "it holds no letter and no digit"


def test_texts_with_nothing_in_common_and_empty_ones_refuse_everything() -> None:
    assert _one("").how is How.REFUSED
    assert _one("Nothing of the kind stands in this text at all. " * 9).how is How.REFUSED


def test_random_changes_never_move_a_quote_to_other_words() -> None:
    chance = random.Random(4)
    words = [f"w{n}{chance.choice('aeiou')}" for n in range(60)]
    for _ in range(300):
        told = [chance.choice(words) for _ in range(120)]
        old = " ".join(told)
        first = chance.randrange(100)
        for _ in range(chance.randrange(4)):
            told[chance.randrange(120)] = chance.choice(words)
        del told[chance.randrange(120)]
        new = "\n".join(told)
        words_of = " ".join(old.split()[first : first + 12])
        found = _one(new, words_of, old)
        if found.how in (How.EXACT, How.FOLDED):
            assert " ".join(_words(new, found)).split() == words_of.split()
