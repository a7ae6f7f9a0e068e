"""Threads of one process begin their transactions in turn.

SQLite lets who finds the database locked look again after ever longer naps, so that one of many may find it locked
until its patience ends. Other processes still meet in SQLite itself.
"""

from collections import defaultdict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.db.backends.sqlite3 import base

PATIENCE = 60.0  # seconds; afterwards SQLite itself decides
_locks: defaultdict[str, Lock] = defaultdict(Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits for its turn before it begins a transaction, and gives it on when that ends."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._turn: Lock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        lock = _locks[str(self.settings_dict["NAME"])]
        if self._turn is None and lock.acquire(timeout=PATIENCE):
            self._turn = lock
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_on()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # a commit that fails is rolled back
        self._give_on()

    def _rollback(self) -> None:
        self._then_give_on(super()._rollback)  # type: ignore[misc]

    def _close(self) -> None:
        self._then_give_on(super()._close)  # type: ignore[misc]

    def _then_give_on(self, act: Callable[[], None]) -> None:
        try:
            act()
        finally:
            self._give_on()

    def _give_on(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.release()
