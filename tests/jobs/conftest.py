"""The tests' own kinds of work are known."""

import pytest

from tests.jobs import kinds


@pytest.fixture(autouse=True)
def _kinds() -> None:
    kinds.register()
