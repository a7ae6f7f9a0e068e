"""The pages of the house itself: start, overview, audit trail, backups."""

from synthema.web import pages_backup, pages_home, pages_overview, pages_trail

__all__ = ["pages_backup", "pages_home", "pages_overview", "pages_trail"]
