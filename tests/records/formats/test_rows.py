import pytest

from synthema.records.formats import rows
from synthema.records.tally import Tally

NAMES = ("title", "note", "year", "doi", "link")
REST = ("2014", "10.1234/a", "https://example.org")


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (("Peers", "a", *REST), NAMES),
        (("Peers", "a", "b", *REST), ("title", "note", "", "year", "doi", "link")),
        (("Peers", "a", "b", "c", *REST), ("title", "note", "", "", "year", "doi", "link")),
        (("Peers", "a", *REST, "x"), (*NAMES, "")),
        (("Peers", "a", "b", "c", "d", "e"), (*NAMES, "")),
    ],
)
def test_a_surplus_cell_goes_where_the_others_then_fit(cells: tuple[str, ...], names: tuple[str, ...]) -> None:
    tally = Tally(format="csv")
    found = rows.found(cells, 7, rows.layout(NAMES, {}), tally)
    assert found.raw == list(zip(names, cells, strict=True))
    assert (tally.markers, tally.tag_characters) == (1, sum(map(len, cells)))
    said = tally.seal({}).repairs
    assert said == () if len(cells) == len(NAMES) else said[0].startswith("more cells than columns")


def test_surplus_cells_without_a_word_are_not_worth_saying() -> None:
    tally = Tally(format="csv")
    rows.found(("Peers", "a", *REST, "", " "), 7, rows.layout(NAMES, {}), tally)
    assert tally.seal({}).repairs == ()


def test_a_layout_knows_the_source_and_what_a_person_said() -> None:
    of = rows.layout(("pmid", "title", "citation", "journalbook"), {"citation": "notes"})
    assert of.source.source == "PubMed"
    assert of.columns["notes"][0] == "citation"
