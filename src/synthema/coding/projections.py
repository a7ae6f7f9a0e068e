"""What follows from the acts of this room, by what they are on: codes, quotes, rounds, differences, imports."""

from synthema.coding import (
    code_projections,
    difference_projections,
    import_projections,
    quote_projections,
    round_projections,
)

__all__ = [
    "code_projections",
    "difference_projections",
    "import_projections",
    "quote_projections",
    "round_projections",
]
