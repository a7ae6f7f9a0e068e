"""How long agreement, differences and the table of two codebooks take: made-up rounds of two coders, no database.

python -m benchmarks.coding.agreement
"""

import random
import time
from collections.abc import Callable
from uuid import UUID

from synthema.coding.agreeing import Marked, Reading, measured, widened
from synthema.coding.alignment import Coded, align
from synthema.coding.differences import differences
from synthema.documents.model import Span

SIZES = ((6, 40), (60, 100))  # documents, codes
LENGTH, SENTENCE, MARKS = 40_000, 100, 80  # characters of findings, of a sentence; marks of a coder in a document


def made(documents: int, codes: int, seed: int = 1) -> list[Reading]:
    """A round: two coders mark stretches of 40 to 300 characters at random."""
    luck = random.Random(seed)
    return [
        Reading(
            study=f"Study {number}",
            document=UUID(int=number),
            coders=("Ana", "Ben"),
            findings=(Span(0, LENGTH),),
            marks=tuple(_mark(luck, coder, codes) for coder in ("Ana", "Ben") for _ in range(MARKS)),
            sentences=tuple(Span(at, at + SENTENCE - 5) for at in range(0, LENGTH, SENTENCE)),
        )
        for number in range(documents)
    ]


def _mark(luck: random.Random, coder: str, codes: int) -> Marked:
    start = luck.randrange(LENGTH - 300)
    return Marked(start, start + luck.randrange(40, 300), coder, f"code {luck.randrange(codes)}", UUID(int=1))


def _coded(readings: list[Reading], coder: str) -> list[Coded]:
    return [
        Coded(str(one.document), mark.start, mark.end, mark.code)
        for one in readings
        for mark in one.marks
        if mark.coder == coder
    ]


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> None:
    """Print a line for each size."""
    for documents, codes in SIZES:
        given = made(documents, codes)
        codings = 2 * MARKS * documents
        told = {
            "agreement on places": seconds(lambda given=given: measured(given, by_sentence=True)),  # type: ignore[misc]
            "and on codes": seconds(lambda given=given: measured(given, given, by_sentence=True)),  # type: ignore[misc]
            "differences": seconds(lambda given=given: differences([widened(one) for one in given])),  # type: ignore[misc]
            "table of two codebooks": seconds(
                lambda given=given: align(_coded(given, "Ana"), _coded(given, "Ben"))  # type: ignore[misc]
            ),
        }
        words = ", ".join(f"{name} {value:.2f} s" for name, value in told.items())
        print(f"{documents} documents, {codes} codes, {codings:,} codings: {words}")


if __name__ == "__main__":
    main()
