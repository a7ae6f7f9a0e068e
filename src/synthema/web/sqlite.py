"""Which SQLite is used: 3.51.3 or later, because earlier ones can lose data in WAL mode."""

import sys

FAULTLESS = (3, 51, 3)


def prefer_bundled() -> None:
    """Put the bundled SQLite in the place of the system's, before Django loads it."""
    import sqlite3

    if sqlite3.sqlite_version_info >= FAULTLESS:
        return
    try:
        import pysqlite3
    except ImportError:  # no wheel for this system: the system's SQLite serves, without concurrent checkpoints
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
