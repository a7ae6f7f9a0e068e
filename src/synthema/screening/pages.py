"""All pages of screening; each module holds one of them with its acts."""

from synthema.screening import (
    pages_agreement,
    pages_carry,
    pages_conflicts,
    pages_history,
    pages_list,
    pages_remarks,
    pages_screen,
    pages_seek,
    pages_team,
    pages_verdicts,
)

__all__ = [
    "pages_agreement",
    "pages_carry",
    "pages_conflicts",
    "pages_history",
    "pages_list",
    "pages_remarks",
    "pages_screen",
    "pages_seek",
    "pages_team",
    "pages_verdicts",
]
