"""The rooms that have tables, in the order of the house."""

from importlib import import_module
from pathlib import Path

ROOMS = (
    "audit", "team", "jobs", "forms", "protocol", "search", "records", "dedup", "studies", "documents", "screening",
    "ranking", "appraisal", "extraction", "coding", "synthesis",
)  # fmt: skip
_HOUSE = Path(__file__).parents[1]


def open_rooms(part: str) -> None:
    """Import the module of this name in every room that has it."""
    for room in ROOMS:
        if (_HOUSE / room / f"{part}.py").exists():
            import_module(f"synthema.{room}.{part}")


def load() -> None:
    """Register every room's event kinds and projections with the trail, and its kinds of background work."""
    open_rooms("events")
    open_rooms("projections")
    for place in sorted(_HOUSE.glob("*/work.py")):
        import_module(f"synthema.{place.parent.name}.work")


def open_pages() -> None:
    """Import the pages of every room that has some, so that their addresses are known."""
    for place in sorted(_HOUSE.glob("*/pages.py")):
        import_module(f"synthema.{place.parent.name}.pages")
