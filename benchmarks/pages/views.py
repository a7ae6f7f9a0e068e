"""How long the pages of screening take in a large review, through Django's test client: middleware, views, templates.

    python -m benchmarks.pages.views [--records 100000] [--judged 50000] [--rounds 500] [sqlite] [postgresql]

One review is made for each database; the questions of the modules `screening` and `counts` are put to the same one.
"""

import argparse
import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.pages import counts
from benchmarks.pages.tables import HEAD, told
from benchmarks.pages.worlds import WORLDS, Big, built
from django.urls import reverse
from tests.pages import Browser

from synthema.frame.remembered import forget
from synthema.frame.routes import ROUTES
from synthema.team.model import Need

FILTERS = {
    "what awaits me": {"standing": "todo"},
    "conflicts": {"standing": "conflict"},
    "two words": {"text": "stigma diary"},
}
COUNTED_ELSEWHERE = ("trail", "review", "duplicates", "trail_csv", "cards_ahead")
JSON = {"accept": "application/json"}
STAGE = {"stage": "title_abstract"}


def timed(times: list[float], act: Callable[[], Any]) -> Any:
    """What a page answers; its time is noted."""
    begun = time.perf_counter()
    answer = act()
    times.append(1000 * (time.perf_counter() - begun))
    assert answer.status_code == 200, (answer.status_code, answer.content[:300])
    return answer


def judged(big: Big, rounds: int, label: str = "", going_on: Callable[[], bool] = lambda: True) -> None:
    """Two people screen in turn, as the script of the page does: a verdict, and ten cards more after every tenth."""
    browsers = [Browser(one) for one in big.people]
    cards = reverse("screening:cards_ahead", kwargs={"review": big.review, **STAGE})
    judge = reverse("screening:give", kwargs={"review": big.review, **STAGE})
    one, ten, verdicts = list[float](), list[float](), list[float]()
    for number in range(rounds):
        if not going_on():
            break
        browser = browsers[number % 2]
        if not number % 10:
            timed(ten, lambda browser=browser: browser.get(cards + "?n=10", **JSON))  # type: ignore[misc]
        card = timed(one, lambda browser=browser: browser.get(cards + "?n=1", **JSON)).json()["cards"][0]  # type: ignore[misc]
        fields = {name: card[name] for name in ("subject", "order", "position")} | {"verdict": "exclude"}
        timed(verdicts, lambda browser=browser, fields=fields: browser.post(judge, fields, **JSON))  # type: ignore[misc]
    told(f"view: one card{label}", one)
    told(f"view: ten cards{label}", ten)
    told(f"view: verdict{label}", verdicts)


def pages(big: Big) -> dict[str, str]:
    """Every page of a review with no more than the stage in its address, and lists of records as people filter them."""
    whole = [one for one in ROUTES if one.of_review and one.method == "GET" and one.door in (Need.READ, Need.DECIDE)]
    found: dict[str, str] = {}
    for one in whole:
        asked = set(re.findall(r"<\w+:(\w+)>", one.path)) - {"review"}
        if asked <= {"stage"} and one.name not in COUNTED_ELSEWHERE:
            found[f"{one.room}:{one.name}"] = _address(f"{one.room}:{one.name}", big, bool(asked))
    records = found["screening:records"]
    for words, query in FILTERS.items():
        found[f"screening:records, {words}"] = f"{records}?{urlencode(query)}"
    return found


def _address(name: str, big: Big, of_stage: bool) -> str:
    return reverse(name, kwargs={"review": big.review} | (STAGE if of_stage else {}))


def looked_at(big: Big, rounds: int) -> None:
    """Every page with nothing remembered, as a reviewer and as the lead."""
    for who, person in (("reviewer", big.people[0]), ("lead", big.lead)):
        browser = Browser(person)
        for name, url in pages(big).items():
            if browser.get(url).status_code != 200:  # not for this role, or nothing there yet
                continue
            times = list[float]()
            for _ in range(rounds):
                forget()
                timed(times, lambda browser=browser, url=url: browser.get(url))  # type: ignore[misc]
            told(f"page: {name} ({who})", times)


def main() -> None:
    """Measure on each database."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("databases", nargs="*", default=[], choices=[*WORLDS, []])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--judged", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=500)
    asked = parser.parse_args()
    for name in asked.databases or WORLDS:
        with tempfile.TemporaryDirectory() as folder, WORLDS[name](Path(folder)):
            big = built(asked.records, asked.judged)
            print(f"\n{name}: {asked.records:,} records, {asked.judged:,} judged by two; "
                  f"load {os.getloadavg()[0]:.1f}\n\n{HEAD}", flush=True)  # fmt: skip
            judged(big, asked.rounds)
            looked_at(big, max(5, asked.rounds // 50))
            counts.measured(big, max(5, asked.rounds // 50))


if __name__ == "__main__":
    main()
