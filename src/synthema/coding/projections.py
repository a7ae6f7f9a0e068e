"""What follows from the acts of this room, by what they are on: codes, quotes, rounds, imports."""

from synthema.coding import (
    code_projections,
    import_projections,
    quote_projections,
    round_projections,
)

__all__ = ["code_projections", "import_projections", "quote_projections", "round_projections"]
