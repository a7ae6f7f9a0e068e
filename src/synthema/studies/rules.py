"""How a report is named in print."""

from collections.abc import Sequence


def surname(author: str) -> str:
    """The family name: what stands before the comma, else the last word that is no initial."""
    if "," in author:
        return author.split(",", maxsplit=1)[0].strip()
    words = [
        word for word in author.split() if not (word.replace(".", "").isupper() and len(word.replace(".", "")) <= 3)
    ]
    return words[-1] if words else author.strip()


def short_name(authors: Sequence[str], year: int | None, title: str) -> str:
    """First author and year, such as "Asad 2016"; a report without authors is named by the beginning of its title."""
    who = surname(authors[0]) if authors else " ".join(title.split()[:5])
    return f"{who} {year}" if year else f"{who} (no year)"
