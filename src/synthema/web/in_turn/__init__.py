"""Django's SQLite, whose writers within one process wait in turn."""
