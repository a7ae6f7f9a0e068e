"""The benchmark of queries in small: every question it asks is answered, and those that count count what is there."""

import pytest
from benchmarks.coding.queries import built, measured

from synthema.coding.columns import material
from synthema.coding.tables import CodingRow


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("database")
def test_every_question_of_the_benchmark_is_answered() -> None:
    coded = built(3, 60, letters=4_000)
    held = material(coded.review, coded.people[0])
    several = CodingRow.objects.filter(several=True).count()
    assert len(held.columns) == CodingRow.objects.count() + several
    assert len(held.texts) == len(held.studies) == 3
    asked = list(measured(coded, 1))
    assert len(asked) == 20
    assert all(len(times) == 1 for _, *answers in asked for times in answers)
