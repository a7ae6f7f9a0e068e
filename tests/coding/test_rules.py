"""What codes may be called, how they hang together, and their colours."""

from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.coding import inks
from synthema.coding.book import same_path
from synthema.coding.model import Region
from synthema.coding.rules import check_areas, check_codes, check_voice, effective, key_of, stands_under
from synthema.coding.wording import clean_definition, clean_memo, clean_name, same_name, without_path
from synthema.refused import Refused

IDS = [UUID(int=number) for number in range(1, 9)]


def test_a_name_is_one_line_of_some_letters() -> None:
    assert clean_name("  being \n seen ") == "being seen"
    assert same_name(" Being  SEEN") == same_name("being seen")
    for name in ("", " \n", "x" * 301, "a\x07b"):
        with pytest.raises(Refused):
            clean_name(name)


@given(st.text(alphabet="ab/ \n", max_size=12))
def test_no_name_can_be_taken_for_a_path(drawn: str) -> None:
    """Whatever is drawn is a name as it stands, or is refused; what an import makes of it is a name or nothing."""
    mended = without_path(drawn)
    assert not mended or clean_name(mended) == mended
    try:
        name = clean_name(drawn)
    except Refused:
        return
    assert name == mended
    assert " / " not in f" {name} "
    assert same_path(f"top / {name} / {name}").split(" / ") == ["top", name, name]


def test_endless_texts_are_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match="memo"):
        clean_definition("x" * 20_001)
    with pytest.raises(Refused, match="as several"):
        clean_memo("x" * 100_001)
    with pytest.raises(Refused, match="empty"):
        clean_memo(" \n")
    with pytest.raises(Refused, match="at most 50"):
        check_codes(uuid4() for _ in range(51))
    assert check_codes((IDS[0], IDS[1], IDS[0])) == (IDS[0], IDS[1])


def test_a_voice_is_one_of_two_or_open() -> None:
    assert [check_voice(voice) for voice in ("", "participant", "author")] == ["", "participant", "author"]
    with pytest.raises(Refused, match="participant or author"):
        check_voice("theme")


def test_parts_of_pages_lie_on_pages() -> None:
    good = Region(1, 0, 0, 100, 100)
    assert check_areas((good, good), 1, pictures=True) == (good,)
    with pytest.raises(Refused, match="no pictures"):
        check_areas((good,), 1, pictures=False)
    bad = (Region(2, 0, 0, 1, 1), Region(0, 0, 0, 1, 1), Region(1, 5, 0, 5, 1), Region(1, -1, 0, 5, 1))
    for area in (*bad, Region(1, 0, 0, 1, 10**9)):
        with pytest.raises(Refused, match="no page"):
            check_areas((area,), 1, pictures=True)
    with pytest.raises(Refused, match="at most 20"):
        check_areas((Region(1, n, 0, n + 1, 1) for n in range(21)), 1, pictures=True)


def test_a_key_has_62_bits_and_tells_identifiers_apart() -> None:
    keys = {key_of(uuid4()) for _ in range(2_000)}
    assert len(keys) == 2_000
    assert all(0 <= key < 1 << 62 for key in keys)


def test_what_stands_under_what_is_found_at_any_depth() -> None:
    deep = [uuid4() for _ in range(5_000)]
    parents: dict[UUID, UUID | None] = dict(zip(deep[1:], deep[:-1], strict=True))
    assert stands_under(deep[0], deep[-1], parents)
    assert stands_under(deep[7], deep[7], parents)
    assert not stands_under(deep[-1], deep[0], parents)
    assert not stands_under(uuid4(), IDS[0], {IDS[0]: IDS[1], IDS[1]: IDS[0]})


@given(st.dictionaries(st.sampled_from(IDS), st.sampled_from([*IDS, None])))
def test_what_codes_count_as_is_the_end_of_the_way_whatever_the_order(merged: dict[UUID, UUID | None]) -> None:
    def end(code: UUID | None) -> UUID | None:
        for _ in range(len(merged) + 1):
            if code is None or code not in merged:
                return code
            code = merged[code]
        raise Refused("circle")

    try:
        wanted = {code: end(code) for code in merged}
    except Refused:
        with pytest.raises(Refused):
            effective(merged)
        return
    assert effective(merged) == wanted
    assert effective(dict(reversed(merged.items()))) == wanted


def test_a_long_chain_of_merges_is_followed_to_its_end() -> None:
    chain = [uuid4() for _ in range(3_000)]
    found = effective(dict(pairwise(chain)))
    assert set(found.values()) == {chain[-1]}


def _luminance(color: str) -> float:
    parts = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_ink_is_read_on_light_and_dark_paper() -> None:
    for ink in inks.INKS:
        assert all(_contrast(ink.color, paper) >= 4.5 for paper in ("#ffffff", "#f5f7f8"))
        assert all(_contrast(ink.color, paper) >= 3 for paper in ("#14191c", "#1b2226"))
        assert all(_contrast(ink.night, paper) >= 4.5 for paper in ("#14191c", "#1b2226"))
    assert len({ink.color for ink in inks.INKS} | {ink.night for ink in inks.INKS}) == 2 * len(inks.INKS)


def test_a_colour_of_another_program_goes_to_the_nearest_ink() -> None:
    assert inks.ink_of("#ff0000").name == "crimson"
    assert inks.ink_of("#0000ff").name == "blue"
    assert inks.ink_of("#808080").name == "slate"
    assert inks.ink_of("teal").color == inks.ink_of(inks.ink_of("teal").color).color
    assert inks.nearest("", 13) == inks.INKS[1].color
    for color in ("red", "#12", "#gggggg", "#+12345", "url(x)"):
        with pytest.raises(Refused, match="no colour"):
            inks.ink_of(color)
