"""The map of themes is a sound picture whose numbers are the themes' own."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from synthema.reporting.model import Link, ThemeLine
from synthema.reporting.theme_map import columns_of, theme_map

SVG = "{http://www.w3.org/2000/svg}"


def theme(name: str, studies: int, *children: ThemeLine) -> ThemeLine:
    return ThemeLine(
        anchor=f"theme-{name.lower()[:12]}",
        key=name,
        name=name,
        level="theme",
        origin="found in the studies",
        definition="",
        findings=(),
        children=children,
        n_studies=studies,
        n_findings=studies,
        n_contradicting=0,
        studies=(),
        act=Link("act 1", "act-1"),
    )


TREE = theme("Journey", 8, theme("Work", 6, theme("Pay", 3), theme("Hours", 1)), theme("Home", 5, theme("Rest", 4)))


def words(svg: str) -> str:
    return " ".join("".join(e.itertext()) for e in ElementTree.fromstring(svg).iter(f"{SVG}text"))


def test_every_theme_and_its_number_of_studies_is_drawn() -> None:
    drawn = words(theme_map([TREE], 8))
    for name in ("Journey", "Work", "Pay", "Hours", "Home", "Rest", "6 findings, 6 studies", "5 findings, 5 studies"):
        assert name in drawn


def test_bars_are_shares_of_the_studies() -> None:
    root = ElementTree.fromstring(theme_map([TREE], 8))
    bars = [float(r.get("width", "0")) for r in root.iter(f"{SVG}rect") if r.get("height") == "5"]
    full, shares = bars[0::2], bars[1::2]
    assert [round(share / whole, 3) for share, whole in zip(shares, full, strict=True)] == [0.375, 0.125, 0.5]


def test_each_theme_leads_to_its_place() -> None:
    links = {a.get("href") for a in ElementTree.fromstring(theme_map([TREE], 8)).iter(f"{SVG}a")}
    assert links == {"#theme-journey", "#theme-work", "#theme-pay", "#theme-hours", "#theme-home", "#theme-rest"}
    assert "<a " not in theme_map([TREE], 8, linked=False)


@pytest.mark.parametrize("name", ['<script>alert("x")</script>', "a & b", "x" * 400, "größer — 愛", ""])
def test_any_name_makes_a_sound_picture(name: str) -> None:
    svg = theme_map([replace(TREE, name=name, children=(theme(name or "-", 2, theme(name or "-", 1)),))], 3)
    assert ElementTree.fromstring(svg).tag == f"{SVG}svg"
    assert "<script" not in svg


def test_without_themes_there_is_no_picture_and_without_an_overarching_one_all_are_columns() -> None:
    assert theme_map([], 0) == ""
    assert columns_of([TREE]) == (TREE, TREE.children)
    assert columns_of([TREE, TREE]) == (None, (TREE, TREE))
    assert "Work" in words(theme_map([*TREE.children], 0))


def test_more_than_four_columns_go_on_below() -> None:
    tall = theme_map([theme("All", 9, *(theme(f"T{n}", 1) for n in range(9)))], 9)
    low = theme_map([theme("All", 9, *(theme(f"T{n}", 1) for n in range(4)))], 9)
    height = [float(ElementTree.fromstring(svg).get("height", "0")) for svg in (low, tall)]
    assert height[1] > 2 * height[0]


def test_nothing_leaves_the_picture() -> None:
    root = ElementTree.fromstring(theme_map([TREE], 8))
    wide, high = float(root.get("width", "0")), float(root.get("height", "0"))
    for rect in root.iter(f"{SVG}rect"):
        assert float(rect.get("x", "0")) + float(rect.get("width", "0")) <= wide + 0.5
        assert float(rect.get("y", "0")) + float(rect.get("height", "0")) <= high + 0.5
