"""How long the pages with counts take in a large review: the first time after an act, and again.

    python -m benchmarks.pages.counts [--records 100000] [--judged 50000] [--rounds 20] [sqlite] [postgresql]

The first time is what everybody pays after any act; what is remembered holds only for one head and one viewer.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.pages.tables import HEAD, told
from benchmarks.pages.worlds import WORLDS, Big, built
from django.urls import reverse
from tests.pages import Browser

from synthema.dedup.beside import found as duplicates_found
from synthema.frame.remembered import forget
from synthema.web.acts import hidden_from
from synthema.web.numbers import count, numbers


def milliseconds(act: Callable[[], Any]) -> float:
    """How long an act took."""
    begun = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - begun)


def first_and_again(what: str, act: Callable[[], Any], rounds: int) -> None:
    """The same question with nothing remembered, and then with what was remembered."""
    fresh, again = [], []
    for _ in range(rounds):
        forget()
        fresh.append(milliseconds(act))
        again.append(milliseconds(act))
    told(f"{what}, first", fresh)
    told(f"{what}, again", again)


def measured(big: Big, rounds: int) -> None:
    """Totals and whole pages."""
    ana = big.people[0]
    first_and_again("all numbers of the overview", lambda: numbers(big.review, ana), rounds)
    told("the same, never remembered", [milliseconds(lambda: count(big.review, ana)) for _ in range(rounds)])
    first_and_again("what is hidden from one person", lambda: hidden_from(big.review, ana), rounds)
    told("duplicates, counted", [milliseconds(lambda: duplicates_found(big.review)) for _ in range(rounds)])
    browser = Browser(ana)
    pages = {
        "start page": reverse("web:home"),
        "overview": reverse("web:review", kwargs={"review": big.review}),
        "duplicates": reverse("dedup:duplicates", kwargs={"review": big.review}),
        "audit trail": reverse("web:trail", kwargs={"review": big.review}),
        "audit trail by words": reverse("web:trail", kwargs={"review": big.review}) + "?text=grounded",
    }
    for name, url in pages.items():
        first_and_again(f"page: {name}", lambda url=url: browser.get(url), rounds)  # type: ignore[misc]


def main() -> None:
    """Measure on each database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("databases", nargs="*", default=[], choices=[*WORLDS, []])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--judged", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    for name in asked.databases or WORLDS:
        with tempfile.TemporaryDirectory() as folder, WORLDS[name](Path(folder)):
            big = built(asked.records, asked.judged)
            print(f"\n{name}: {asked.records:,} records, {asked.judged:,} judged by two\n")
            print(HEAD)
            measured(big, asked.rounds)


if __name__ == "__main__":
    main()
