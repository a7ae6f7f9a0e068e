"""The record that stands for a group, with where each of its values came from."""

from pathlib import Path

import pytest

from synthema.dedup.beside import shown_groups
from synthema.dedup.merged import Field, merged
from synthema.dedup.tables import groups
from tests.cast import Cast
from tests.dedup.test_actions import SAME, SPARSE, bring
from tests.dedup.told import look, told


def test_every_field_names_the_value_taken_its_source_and_the_others(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, same=[(0, 1), (0, 2)])
    bring(cast, tmp_path, "one", SAME)
    bring(cast, tmp_path, "two", SPARSE.replace("lower", "LOWER") + SAME.replace("2020", "2019"))
    look(cast)
    (shown,) = shown_groups(cast.review, list(groups(cast.review)))
    fields: dict[str, Field] = {one.field: one for one in merged(shown.copies)}
    assert fields["doi"].value.sources == ("one",)
    assert (fields["doi"].others, fields["volume"].value.sources) == ((), ("two",))
    assert [(one.text, one.sources) for one in fields["year"].others] == [("2019", ("two",))]
    assert [one.text for one in fields["title"].others] == ["Larks over the LOWER fields of the old estate"]
    assert "abstract" not in fields
