"""Numbers as people say them."""


def counted(number: int, one: str, many: str = "") -> str:
    """A number and what it counts: 1 record, 2 records, 1,200 studies."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
