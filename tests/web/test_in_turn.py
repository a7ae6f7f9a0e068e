"""Threads that write to one SQLite database: each gets its turn, and gives it on however its transaction ends."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction

from synthema.team.tables import Person
from synthema.web.in_turn import base


def turn() -> bool:
    """Whether somebody writes just now."""
    return base._locks[str(connection.settings_dict["NAME"])].locked()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("database")
def test_a_turn_ends_with_its_transaction_however_that_ends() -> None:
    with transaction.atomic():
        assert turn()
        with transaction.atomic():
            assert turn()
    assert not turn()
    with pytest.raises(ValueError, match="away"), transaction.atomic():
        raise ValueError("away")
    assert not turn()
    with transaction.atomic():
        connection.close()
        assert not turn()
    assert Person.objects.count() == 0
    assert not turn()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("database")
def test_many_threads_write_without_one_finding_the_database_locked() -> None:
    ready = Event()

    def write(number: int) -> int:
        ready.wait(10)
        try:
            for one in range(20):
                with transaction.atomic():
                    assert turn()
                    Person.objects.create(id=uuid4(), name=f"Writer {number} {one}")
        finally:
            connections.close_all()
        return number

    with ThreadPoolExecutor(8) as hands:
        busy = [hands.submit(write, number) for number in range(8)]
        ready.set()
        assert [one.result(60) for one in busy] == list(range(8))
    assert Person.objects.count() == 160
    assert not turn()
