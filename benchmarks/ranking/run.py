"""How early the relevant works come, beside asreview; and how long one order takes to make.

Usage: SYNTHEMA_DATA=path/to/data [ASREVIEW_PYTHON=venv/bin/python] python benchmarks/ranking/run.py [set ...]
       ... run.py --time 10000 100000
Without ASREVIEW_PYTHON only our side is run. Each set begins with one relevant and one irrelevant work drawn at random.
"""

import csv
import gzip
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from synthema.ranking.learning import METHOD, Space, order, space
from synthema.ranking.rules import due, text_of

ROOT = Path(os.environ.get("SYNTHEMA_DATA", Path(__file__).parents[3] / "shared" / "data")) / "screening"
PEER = os.environ.get("ASREVIEW_PYTHON", "")
HEADER = (
    "| set | works | relevant | order | loss | recall at 10 % | WSS at 95 % | orders made | seconds |\n"
    + "| --- " * 9
    + "|"
)
Work = tuple[str, str]


def load(name: str) -> tuple[list[Work], list[int]]:
    with gzip.open(ROOT / f"{name}.csv.gz", "rt", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return [(row["title"], row["abstract"]) for row in rows], [int(row["label_included"]) for row in rows]


def screened(
    within: Space, labels: Sequence[int], known: Sequence[int], again: Callable[[int, int], bool]
) -> tuple[list[int], int]:
    """The works in the order a person meets them, and how many orders were made; `again(then, now)` asks for one."""
    seen, then, queue, made = list(known), -1, list[int](), 0
    done = set(seen)
    while len(seen) < len(labels):
        if then < 0 or again(then, len(seen)):
            queue, then, made = order(within, {one: bool(labels[one]) for one in seen}), len(seen), made + 1
        one = next(place for place in queue if place not in done)
        seen.append(one)
        done.add(one)
        if all(labels[place] == 0 for place in range(len(labels)) if place not in done):
            break
    return seen, made


def figures(found: Sequence[int], labels: Sequence[int], known: int) -> tuple[float, float, float]:
    """Loss, recall at 10 % and WSS at 95 %, as asreview defines them, without the works known at the start."""
    said = [labels[one] for one in found[known:]]
    said += [0] * (len(labels) - known - len(said))
    total, works, hits, area = sum(said), len(said), 0, 0
    for one in said:
        hits += one
        area += hits
    loss = (total * (works - (total - 1) / 2) - area) / (total * (works - total))
    tenth = sum(said[: works // 10]) / total
    hits = needed = 0
    for place, one in enumerate(said, start=1):
        hits += one
        if hits >= 0.95 * total:
            needed = place
            break
    return loss, tenth, 0.95 - needed / works


def line(
    name: str, labels: Sequence[int], how: str, found: Sequence[int], known: int, made: int, seconds: float
) -> str:
    loss, tenth, saved = figures(found, labels, known)
    begin = f"| {name} | {len(labels)} | {sum(labels)} | {how}"
    return f"{begin} | {loss:.4f} | {tenth:.3f} | {saved:.3f} | {made} | {seconds:.1f} |"


def ask_peer(works: Sequence[Work], labels: Sequence[int], known: Sequence[int]) -> list[int]:
    task = {"texts": works, "labels": labels, "known": known, "seed": 0}
    script = Path(__file__).resolve().with_name("peer.py")
    with tempfile.TemporaryDirectory() as folder:  # asreview leaves a cache where it runs
        done = subprocess.run(
            [PEER, str(script)], input=json.dumps(task), capture_output=True, text=True, check=True, cwd=folder
        )
    return [int(one) for one in json.loads(done.stdout)]


def compare(name: str, protocol: str) -> dict[str, tuple[float, float, float]]:
    works, labels = load(name)
    dice = random.Random(0)
    known = [dice.choice([i for i, label in enumerate(labels) if label == wanted]) for wanted in (1, 0)]
    got = {}

    def run(how: str, made_by: Callable[[], tuple[list[int], int]], start: Sequence[int]) -> list[int]:
        begun = time.perf_counter()
        found, made = made_by()
        print(line(name, labels, how, found, len(start), made, time.perf_counter() - begun), flush=True)
        got[how] = figures(found, labels, len(start))
        return found

    def every(then: int, now: int) -> bool:
        return now > then

    def plain() -> Space:
        return space([f"{title} {abstract}" for title, abstract in works], "")

    def ours() -> Space:
        return space([text_of(*work) for work in works], protocol)

    if PEER:
        theirs = run("asreview", lambda: (ask_peer(works, labels, known), 0), known)
        mine = run("ours, set as asreview", lambda: screened(plain(), labels, known, every), known)
        print(f"    same order as asreview: {mine == theirs[: len(mine)]}", flush=True)
    run("ours", lambda: screened(ours(), labels, known, due), known)
    cold = run("ours, nothing known", lambda: screened(ours(), labels, [], due), [])
    print(f"    first relevant at {1 + next(i for i, one in enumerate(cold) if labels[one])}", flush=True)
    return got


def timing(size: int) -> None:
    """One order of so many works; beyond the works there are, halves of two are joined."""
    works = [work for path in sorted(ROOT.glob("*.csv.gz")) for work in load(path.name.removesuffix(".csv.gz"))[0]]
    dice = random.Random(0)
    while len(works) < size:
        (title, a), (_, b) = dice.choices(works[:11_000], k=2)
        works.append((title, f"{a[: len(a) // 2]} {b[len(b) // 2 :]}"))
    texts = [text_of(*work) for work in works[:size]]
    begun = time.perf_counter()
    within = space(texts, texts[0])
    made = time.perf_counter() - begun
    for judged in (100, 1_000, 5_000):
        labels = {place: place % 10 == 0 for place in dice.sample(range(size), judged)}
        begun = time.perf_counter()
        order(within, labels)
        print(f"| {size:,} | {made:.1f} | {judged:,} | {1000 * (time.perf_counter() - begun):.0f} |", flush=True)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB", flush=True)


def main(names: list[str]) -> None:
    if names[:1] == ["--time"]:
        print("| works | vectors, once, s | judged | one order, ms |\n| --- | --- | --- | --- |")
        for size in names[1:]:
            timing(int(size))
        return
    protocols = json.loads((ROOT / "protocol_texts.json").read_text(encoding="utf-8"))
    print(f"{METHOD}\n\n{HEADER}")
    every = [compare(name, protocols[name]) for name in names or sorted(protocols)]
    for how in every[0]:
        means = [sum(one[how][k] for one in every) / len(every) for k in range(3)]
        print(f"| **mean** | | | {how} | {means[0]:.4f} | {means[1]:.3f} | {means[2]:.3f} | | |")


if __name__ == "__main__":
    main(sys.argv[1:])
