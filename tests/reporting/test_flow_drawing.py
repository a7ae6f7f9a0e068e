import io
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from synthema.reporting.flow_drawing import ACCENT, to_png, to_svg
from synthema.reporting.flow_model import Flow, Template
from tests.reporting.flow_examples import HOSTILE, NEW_V1, TEMPLATES, change

SVG = "{http://www.w3.org/2000/svg}"


def texts(root: ET.Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("template", Template)
def test_every_template_is_well_formed_and_says_every_box(template: Template) -> None:
    root = ET.fromstring(to_svg(TEMPLATES[template]))
    identifiers = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(identifiers) == len(set(identifiers))
    assert {"flow-records_screened", "flow-dbr_excluded-2", "flow-new_studies"} <= set(identifiers)
    assert ("flow-identified_other" in identifiers) is template.other_methods
    assert ("flow-total_studies" in identifiers) is template.updated
    assert {"Identification", "Screening", "Included"} <= set(texts(root))


def test_hostile_reasons_are_shown_and_never_become_markup() -> None:
    svg = to_svg(change(NEW_V1, dbr_excluded=HOSTILE, adjustments=()))
    root = ET.fromstring(svg)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        *("svg", "title", "desc", "rect", "g", "text", "polyline", "polygon")
    }
    assert "<script>alert('x')</script> & \"quotes\" ]]>" in root.findtext(f"{SVG}desc", "")
    assert "研究设计不符合纳入标准" in svg


@settings(max_examples=40)
@given(st.lists(st.tuples(st.text(max_size=60), st.integers(0, 10**9)), max_size=5))
def test_any_text_gives_well_formed_xml(reasons: list[tuple[str, int]]) -> None:
    ET.fromstring(to_svg(change(NEW_V1, dbr_excluded=tuple(reasons))).encode())


def test_the_same_flow_gives_the_same_bytes() -> None:
    flow = TEMPLATES[Template.UPDATED_V2]
    again = change(flow)
    assert to_svg(flow) == to_svg(again)
    assert to_png(to_svg(flow), 1) == to_png(to_svg(again), 1)


def test_it_is_a_picture_with_a_title_and_a_description() -> None:
    root = ET.fromstring(to_svg(NEW_V1))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "flow-title flow-desc"
    assert root.findtext(f"{SVG}title") == "PRISMA 2020 flow diagram"
    described = root.findtext(f"{SVG}desc", "").replace("\u00a0", " ")
    assert "Records screened (n = 105). Records excluded (n = 70); By a human (n = 68)" in described


def test_links_lead_from_boxes_and_from_single_numbers() -> None:
    links = {"records_screened": "#screened", "dbr_excluded": "list.html?a=1&b=2", "dbr_excluded-1": "#population"}
    root = ET.fromstring(to_svg(NEW_V1, links))
    anchors = {
        anchor.get("href"): [text.replace("\u00a0", " ") for text in texts(anchor)] for anchor in root.iter(f"{SVG}a")
    }
    assert anchors == {
        "#screened": ["Records screened", "(n = 105)"],
        "list.html?a=1&b=2": ["Reports excluded (n = 8)"],
        "#population": ["Wrong population (n = 6)"],
    }
    assert root.get("role") == "group"


def test_links_are_never_nested() -> None:
    keys = ["removed", "duplicates", "identified", "database_results", "included", "new_studies"]
    root = ET.fromstring(to_svg(NEW_V1, dict.fromkeys(keys, "#x")))
    named = [anchor for anchor in root.iter(f"{SVG}a") if texts(anchor)]
    assert len(named) == len(list(root.iter(f"{SVG}a"))) == len(keys) - 1  # all words of "included" have their own
    assert not [inner for anchor in root.iter(f"{SVG}a") for inner in anchor.iter(f"{SVG}a") if inner is not anchor]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd"])
def test_a_link_that_could_run_something_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="The link of duplicates is"):
        to_svg(NEW_V1, {"duplicates": address})


def test_nothing_is_fetched_and_nothing_runs() -> None:
    svg = to_svg(TEMPLATES[Template.UPDATED_V2])
    assert svg.count("http") == 1  # the name space
    root = ET.fromstring(svg)
    assert not {element.tag.removeprefix(SVG) for element in root.iter()} & {"script", "style", "image", "use", "a"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]
    assert "url(" not in svg


def test_a_draft_says_unfinished_on_top() -> None:
    flow = Flow(database_results=52, records_screened=40, awaiting_screening=12, records_excluded=40)
    root = ET.fromstring(to_svg(flow))
    assert texts(root)[0].replace("\u00a0", " ") == "Unfinished: 12 records await screening."
    assert root.findtext(f"{SVG}title") == "PRISMA 2020 flow diagram (unfinished draft)"
    assert "Unfinished" not in to_svg(NEW_V1)


def test_the_accent_is_the_only_colour_besides_greys() -> None:
    root = ET.fromstring(to_svg(TEMPLATES[Template.NEW_V2], {"duplicates": "#d"}))
    used = {element.get(paint, "") for element in root.iter() for paint in ("fill", "stroke")} - {"", "none"}
    coloured = {colour for colour in used if max(_channels(colour)) - min(_channels(colour)) > 20}
    assert coloured == {ACCENT}


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_png_has_the_size_of_the_svg_times_the_scale(scale: float) -> None:
    svg = to_svg(NEW_V1)
    root = ET.fromstring(svg)
    image = Image.open(io.BytesIO(to_png(svg, scale)))
    image.load()
    assert image.format == "PNG"
    for size, name in zip(image.size, ("width", "height"), strict=True):
        assert size == pytest.approx(scale * float(root.get(name, "0")), abs=1)


def test_the_png_shows_its_words_on_a_machine_without_fonts() -> None:
    # The drawing gets its fonts by file, and no others as long as they have every character.
    with_words = to_png(to_svg(NEW_V1), 1)
    without = to_png(ET.tostring(_without_text(ET.fromstring(to_svg(NEW_V1))), encoding="unicode"), 1)
    assert _dark(with_words) > _dark(without) + 3000


def _without_text(root: ET.Element) -> ET.Element:
    for parent in list(root.iter()):
        for text in parent.findall(f"{SVG}text"):
            parent.remove(text)
    return root


def _dark(png: bytes) -> int:
    return sum(Image.open(io.BytesIO(png)).convert("L").histogram()[:100])
