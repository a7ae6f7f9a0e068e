"""Times as rows of a table."""

from collections.abc import Iterable

HEAD = "| what | times | p50 ms | p95 ms | max ms |\n| --- | --- | --- | --- | --- |"


def told(what: str, times: Iterable[float]) -> None:
    """Median, 95th percentile and the longest, in milliseconds."""
    at = sorted(times)
    if at:
        print(f"| {what} | {len(at):,} | {late(at, 0.5):.1f} | {late(at):.1f} | {at[-1]:.1f} |", flush=True)


def late(times: Iterable[float], share: float = 0.95) -> float:
    """The time that this share of all does not exceed."""
    at = sorted(times)
    return at[min(len(at) - 1, int(share * len(at)))]
