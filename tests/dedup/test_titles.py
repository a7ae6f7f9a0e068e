import pytest

from synthema.dedup.titles import clean_title, cut_short, is_generic, likeness, noted, notice, numbers, subtitles

LONG = "walking beside how peer workers make sense of belonging in acute wards"


@pytest.mark.parametrize(
    "printed",
    [
        "Walking beside: how peer workers make sense. [German]",
        "[Walking beside: how peer workers make sense]",
        "Walking beside: how peer workers make sense. [Review] [33 refs]",
        "Walking beside: how peer workers make sense.[Erratum appears in J Inv Nurs. 2020;1:2",
        "RETRACTED: Walking beside: how peer workers make sense",
        "Walking beside: how peer workers make sense (author's transl)",
    ],
)
def test_notes_of_databases_are_no_part_of_the_title(printed: str) -> None:
    assert clean_title(printed) == "walking beside how peer workers make sense"


def test_meaningful_brackets_stay() -> None:
    assert clean_title("Growth (in vitro) of [F-18] tracers") == "growth in vitro of f 18 tracers"


@pytest.mark.parametrize("printed", ["#NAME?", "unknown", "", "Title"])
def test_a_placeholder_is_no_title(printed: str) -> None:
    assert clean_title(printed) == ""


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("erratum walking beside", "correction"),
        ("correction to walking beside", "correction"),
        ("retraction notice walking beside", "retraction"),
        ("walking beside reply", "reply"),
        ("authors response to keller", "reply"),
        ("comment on walking beside", "comment"),
        ("walking beside a study protocol", "protocol"),
        ("walking beside", ""),
        ("effects of protocolised care", ""),
    ],
)
def test_it_knows_notices(title: str, kind: str) -> None:
    assert notice(title) == kind


def test_numbers_are_the_same_however_they_are_written() -> None:
    assert numbers("11c tracers") == numbers("c 11 tracers") == ("11",)
    assert numbers("imaging at 7t") == numbers("imaging at 7 t")
    assert numbers("wards part ii") == numbers("wards part 2") == numbers("wards part two") == ("2",)
    assert numbers("wards part i") != numbers("wards part ii")
    assert numbers("i am a peer worker") == ()


@pytest.mark.parametrize("title", ["editorial", "editor s comments", "book review", "reply on rc2", "preface", "index"])
def test_recurring_titles_are_generic(title: str) -> None:
    assert is_generic(title)


def test_a_telling_title_is_not_generic() -> None:
    assert not is_generic(LONG)
    assert not is_generic("hydroxylamine derivatives")


def test_likeness_is_symmetric_and_ordered() -> None:
    typo = LONG.replace("belonging", "belongng")
    assert likeness(LONG, LONG) == 100
    assert 95 <= likeness(LONG, typo) == likeness(typo, LONG) < 100
    assert likeness(LONG, "a survey of staffing levels in rural emergency departments") < 60
    assert likeness("", "") == 0


def test_a_title_without_its_subtitle_counts_ninety() -> None:
    subtitled = LONG + " a phenomenological study of three hospitals"
    assert cut_short(LONG, subtitled)
    assert likeness(LONG, subtitled) == 90
    assert not cut_short("peer workers", "peer workers in acute wards")


def test_another_order_of_words_is_never_quite_the_same() -> None:
    assert likeness("nurses and peer workers in wards", "peer workers and nurses in wards") == 95


@pytest.mark.parametrize(
    ("title", "after"),
    [
        ("Walking beside", ()),
        ("Walking beside.", ()),
        ("Walking beside: how peer workers - all of them - see it", (2, 5, 8)),
        ("Effect of telephone coaching on quality of life after …", (9, 9)),
        ("Effect of telephone coaching...", (4,)),
    ],
)
def test_it_says_where_a_title_may_go_on_or_was_cut(title: str, after: tuple[int, ...]) -> None:
    assert sorted({*subtitles(title)}) == sorted({*after})


def test_it_reads_the_kind_that_stands_in_brackets() -> None:
    assert [noted(f"Walking beside {note}") for note in ("[letter]", "(Editorial).", "[reply]", "", "(abstract)")] == [
        "comment",
        "comment",
        "reply",
        "",
        "",
    ]
