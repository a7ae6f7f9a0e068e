"""Records are found by their number, in the order of import, whatever part of the list is asked for."""

from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from synthema.audit.model import By
from synthema.records import listing
from synthema.records.actions import import_file, withdraw_import
from synthema.records.listing import Listed, Wanted, cautions
from synthema.records.tables import imports
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.search.tables import by_key
from tests.cast import Cast

SIZES = {"a": 3, "b": 0, "c": 7, "d": 1}
RIS = "TY  - JOUR\nTI  - {}\nER  - \n"


@pytest.fixture
def titles(cast: Cast, tmp_path: Path) -> list[str]:
    """The titles of four imports into two searches, in their order."""
    for key in ("db", "other"):
        log_search(By(cast.dev), cast.review, Search(key=key, source=key))
    for name, size in SIZES.items():
        records = [RIS.format(f"Bird {name}{n}") for n in range(size)] or ["TY  - JOUR\nER  - \n"]
        (path := tmp_path / f"{name}.ris").write_text("".join(records), encoding="utf-8")
        import_file(By(cast.dev), cast.review, path, "other" if name == "d" else "db")
    return [f"Bird {name}{n}" for name, size in SIZES.items() for n in range(size)]


def listed(cast: Cast, **wanted: object) -> Listed:
    return Listed(cast.review, Wanted(**wanted))  # type: ignore[arg-type]


def test_any_part_of_the_list_is_the_same_part_of_the_whole(cast: Cast, titles: list[str]) -> None:
    found = listed(cast)
    assert (len(found), found.more) == (11, False)
    for start in range(12):
        for stop in range(start, 13):
            assert [row.title for row in found[start:stop]] == titles[start:stop]
    assert found[4].title == titles[4]
    assert [row.title for row in found.every()] == [row.title for row in found] == titles


def test_a_part_costs_the_same_wherever_it_begins(cast: Cast, titles: list[str]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(listed(cast)[9:11]) == 2
    assert len(asked) == 2
    assert "OFFSET" not in asked[1]["sql"]


def test_it_is_sifted_by_words_import_search_and_choice(cast: Cast, titles: list[str]) -> None:
    third = imports(cast.review)[2]
    other = by_key(cast.review, "other").id
    chosen = tuple(row.id for row in listed(cast)[2:4])
    for wanted, expected in (
        ({"words": "bird C"}, titles[3:10]),
        ({"import_id": third.id}, titles[3:10]),
        ({"search": other}, titles[10:]),
        ({"search": other, "words": "c"}, []),
        ({"chosen": chosen}, titles[2:4]),
        ({"import_id": UUID(int=1)}, []),
    ):
        found = listed(cast, **wanted)
        assert [row.title for row in found] == [row.title for row in found.every()] == expected


def test_words_show_so_many_and_saving_takes_all(
    cast: Cast, titles: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST", 4)
    found = listed(cast, words="bird")
    assert (len(found), found.more) == (4, True)
    assert [row.title for row in found.every()] == titles


def test_what_was_withdrawn_is_in_no_list(cast: Cast, titles: list[str]) -> None:
    withdraw_import(By(cast.dev), cast.review, imports(cast.review)[2].id, "by mistake")
    expected = [*titles[:3], *titles[10:]]
    assert [row.title for row in listed(cast)] == [row.title for row in listed(cast).every()] == expected
    assert [row.title for row in listed(cast, words="bird")] == expected


def test_cautions_are_counted_by_import(cast: Cast, titles: list[str], tmp_path: Path) -> None:
    noted = RIS.replace("ER", "N1  - {}\nER")
    notes = ("Retraction in: Birds 2022", "Erratum in: Birds 2023", "Many pictures", "Corrected " + "at length " * 90)
    text = "".join(noted.format(f"Hoax {n}", note) for n, note in enumerate(notes))
    (path := tmp_path / "e.ris").write_text(text, encoding="utf-8")
    import_file(By(cast.dev), cast.review, path, "db")
    fifth = imports(cast.review)[4].id
    assert cautions(cast.review) == {fifth: 3}
    found = listed(cast, cautioned=True)
    assert [(row.title, row.caution) for row in found][:2] == [("Hoax 0", notes[0]), ("Hoax 1", notes[1])]
    assert [(row.title, len(row.caution or "")) for row in found][2:] == [("Hoax 3", 501)]
