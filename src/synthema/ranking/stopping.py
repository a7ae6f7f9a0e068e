"""How sure one can be that enough was found: a number to look at, never a reason to stop by itself."""

from collections.abc import Sequence

from scipy.stats import hypergeom


def p_value(found: Sequence[bool], total: int, recall: float = 0.95) -> float:
    """The chance to have found so little of late if fewer than `recall` of all relevant ones were found; 1.0 at first.

    `found` says of each work in the order of screening whether it was relevant; `total` is how many works there are.
    It supposes that the order is no worse than random. Callaghan and Müller-Hansen 2020,
    doi:10.1186/s13643-020-01521-4.
    """
    if total < len(found):
        raise ValueError(f"{len(found)} works were screened, more than the {total} there are")
    relevant, screened, lately = sum(found), len(found), 0
    least = 1.0
    for place in range(screened, -1, -1):  # the works from this place on, seen as a draw at random
        if place and not found[place - 1]:
            continue  # a longer draw with as little in it says more
        drawn = screened - place
        if drawn:
            missed = int(relevant / recall + 1) - (relevant - lately)  # so many there would have to be, to have failed
            least = min(least, _so_few(lately, total - place, missed, drawn))
        lately += 1
    return least


def _so_few(lately: int, population: int, relevant: int, drawn: int) -> float:
    if relevant > population:
        return 0.0  # that many cannot be there
    return float(hypergeom.cdf(lately, population, relevant, drawn))
