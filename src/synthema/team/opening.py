"""The door of a Synthema that runs for one person on their own machine: keys that open once, kept in memory only."""

import hmac
import secrets
from collections.abc import Callable
from threading import Lock
from uuid import UUID


class Latch:
    """Who is let in, by which key; a key that was used is replaced at once."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._key = ""
        self._again = ""
        self._account: UUID | None = None
        self._tell: Callable[[str], None] | None = None

    def fit(self, account: UUID, again: str, tell: Callable[[str], None], key: str = "") -> str:
        """Begin to let this account in; `again` is the secret of a second `synthema open`, `tell` hears of new keys.

        A `key` that was handed out before this start, for it, is its first.
        """
        self._account, self._again, self._tell = account, again, tell
        if not key:
            return self.new_key()
        with self._lock:
            self._key = key
        return key

    def new_key(self) -> str:
        """A key that opens once; the one before opens no more."""
        with self._lock:
            self._key = secrets.token_urlsafe(32)
            return self._key

    def lift(self, key: str) -> UUID | None:
        """The account that this key lets in, once; None for any other key."""
        with self._lock:
            fits = bool(self._key) and _same(self._key, key)
            if fits:
                self._key = secrets.token_urlsafe(32)
            fresh = self._key
        if not fits:
            return None
        if self._tell:
            self._tell(fresh)
        return self._account

    def knows(self, again: str) -> bool:
        """Whether this comes from another `synthema open` of the same person."""
        return bool(self._again) and _same(self._again, again)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "surrogatepass"))


LATCH = Latch()
