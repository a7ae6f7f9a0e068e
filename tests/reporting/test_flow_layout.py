from itertools import combinations, pairwise

import pytest

from synthema.reporting.flow_layout import PADDING, SIZE, Bar, Layout, Placed, place
from synthema.reporting.flow_model import AWAITING, Flow, Template
from synthema.reporting.flow_text import width
from synthema.reporting.flow_words import chart
from tests.reporting.flow_examples import HOSTILE, NEW_V1, TEMPLATES, change

AWAITING_ALL = dict.fromkeys(AWAITING, 3)
CASES = {
    **{str(template): flow for template, flow in TEMPLATES.items()},
    "zeros": Flow(),
    "zeros in the largest template": Flow(chosen=Template.UPDATED_V2),
    "long reasons": change(NEW_V1, dbr_excluded=HOSTILE, database_specific=HOSTILE),
    "draft": change(TEMPLATES[Template.NEW_V2], **AWAITING_ALL),
    "draft update with long reasons": change(
        TEMPLATES[Template.UPDATED_V2], **AWAITING_ALL, dbr_excluded=HOSTILE, other_excluded=HOSTILE
    ),
}
every_case = pytest.mark.parametrize("layout", [place(chart(flow)) for flow in CASES.values()], ids=list(CASES))


@every_case
def test_words_stay_inside_their_boxes(layout: Layout) -> None:
    for box in layout.boxes:
        for row in box.rows:
            assert row.dx + width(row.text, SIZE) <= box.width - PADDING + 0.01
            assert SIZE * 0.7 < row.dy < box.height - SIZE * 0.2


@every_case
def test_nothing_overlaps_and_nothing_is_cut_off(layout: Layout) -> None:
    shapes: list[Placed | Bar] = [*layout.boxes, *(bar for bar in layout.bars if bar.words)]
    for one, other in combinations(shapes, 2):
        apart_across = one.x + one.width <= other.x or other.x + other.width <= one.x
        apart_down = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart_across or apart_down, (one, other)
    for one in shapes:
        assert one.x >= 0
        assert one.y >= 0
        assert one.x + one.width <= layout.width
        assert one.y + one.height <= layout.height


@every_case
def test_arrows_end_at_boxes_and_cross_none(layout: Layout) -> None:
    for arrow in layout.arrows:
        assert any(_touches(box, *arrow[-1]) for box in layout.boxes)
        for (x, y), (to_x, to_y) in pairwise(arrow):
            assert x == to_x or y == to_y
            for box in layout.boxes:
                assert not _crosses(box, min(x, to_x), max(x, to_x), min(y, to_y), max(y, to_y)), (box.box.key, arrow)


def _touches(box: Placed, x: float, y: float) -> bool:
    on_side = x in (box.x, box.right) and box.y <= y <= box.bottom
    return on_side or (y == box.y and box.x <= x <= box.right)


def _crosses(box: Placed, left: float, right: float, top: float, bottom: float) -> bool:
    return left < box.right and right > box.x and top < box.bottom and bottom > box.y


@pytest.mark.parametrize("template", Template)
def test_every_box_but_the_sources_is_reached_by_an_arrow(template: Template) -> None:
    layout = place(chart(TEMPLATES[template]))
    reached = {box.box.key for box in layout.boxes for arrow in layout.arrows if _touches(box, *arrow[-1])}
    sources = {"identified", "identified_other", "previous"}
    assert {box.box.key for box in layout.boxes} - reached == sources & {box.box.key for box in layout.boxes}


def test_the_smallest_template_fits_a_column_and_the_largest_a_landscape_page() -> None:
    points_per_pixel = {
        "column of 120 mm": 340 / _width(Template.NEW_V1),
        "page of 247 mm": 700 / _width(Template.UPDATED_V2),
    }
    assert {place: SIZE * scale >= 7 for place, scale in points_per_pixel.items()} == dict.fromkeys(
        points_per_pixel, True
    )


def _width(template: Template) -> float:
    return place(chart(TEMPLATES[template])).width
