"""The agreement of pairs of people at each stage, before any consensus."""

from collections import defaultdict
from uuid import UUID

from synthema.agreement import Agreement, Category, agree, collapse, ratings_of, tabulate, two_raters
from synthema.protocol.model import STAGE_NAMES, STAGES
from synthema.reporting.model import AgreementLine, StatisticLine
from synthema.reporting.places import Review, anchor
from synthema.screening.model import Vote
from synthema.screening.rules import FULL_TEXT
from synthema.screening.states import pairs_for_agreement
from synthema.screening.tables import resolutions

SHOWN = {
    "percent_agreement": "Agreement",
    "cohen_kappa": "Cohen’s kappa",
    "gwet_ac1": "Gwet’s AC1",
    "brennan_prediger": "PABAK",
}
INTERVALS = {"z": "normal", "t": "Student’s t", "wilson": "Wilson", "bootstrap": "bootstrap"}


def agreement_lines(review: Review) -> list[AgreementLine]:
    """One line for each pair of people, stage and way of counting 'unsure'."""
    if review.protocol is None:
        return []
    found = []
    for stage in STAGES:
        by_pair: dict[tuple[UUID, UUID], list[tuple[UUID, Vote, Vote]]] = defaultdict(list)
        for unit, first, second in pairs_for_agreement(review.id, stage):
            by_pair[first.person, second.person].append((unit, first, second))
        for (first_person, second_person), pairs in by_pair.items():
            names = review.name(first_person), review.name(second_person)
            verdicts = [(a.verdict, b.verdict) for _, a, b in pairs]
            if names[0] > names[1]:  # by name, so that every table has the same person in its rows
                names, verdicts = (names[1], names[0]), [(b, a) for a, b in verdicts]
            found += _lines(review, stage, names, verdicts)
    return found


def _lines(review: Review, stage: str, names: tuple[str, str], verdicts: list[tuple[str, str]]) -> list[AgreementLine]:
    two = ("include", "exclude")
    if stage == FULL_TEXT:
        return [_line(review, stage, STAGE_NAMES[stage], names, two_raters(verdicts, two))]
    crossed = tabulate(ratings_of(verdicts, ("include", "unsure", "exclude")))
    three = agree(crossed)
    if not any("unsure" in pair for pair in verdicts):
        return [_line(review, stage, STAGE_NAMES[stage], names, two_raters(verdicts, two))]
    folded = agree(collapse(crossed, {"unsure": "include"}))
    return [
        _line(review, stage, f"{STAGE_NAMES[stage]}, unsure counted as include", names, folded),
        _line(review, stage, f"{STAGE_NAMES[stage]}, three verdicts", names, three),
    ]


def _line(review: Review, stage: str, title: str, names: tuple[str, str], found: Agreement) -> AgreementLine:
    settled = [row for row in resolutions(review.id, stage) if row.withdrawn_seq is None]
    statistics = [_statistic(name, found, key) for key, name in SHOWN.items()]
    statistics += [_specific(found, category) for category in found.categories if category != "unsure"]
    return AgreementLine(
        anchor=anchor("agreement", f"{title} {names[0]} {names[1]}"),
        stage=title,
        first=names[0],
        second=names[1],
        n=found.n,
        categories=tuple(str(c) for c in found.categories),
        table=tuple(tuple(int(n) for n in row) for row in found.table),
        statistics=tuple(statistics),
        conflicts=len(settled),
        by_consensus=sum(row.how == "consensus" for row in settled),
        by_arbiter=sum(row.how == "arbiter" for row in settled),
    )


def _statistic(name: str, found: Agreement, key: str) -> StatisticLine:
    estimate = found[key]
    percent = key == "percent_agreement"
    return StatisticLine(
        name=name,
        value=_number(estimate.value, percent),
        interval=_interval(estimate.low, estimate.high, percent),
        note=estimate.reason or INTERVALS.get(estimate.interval or "", ""),
    )


def _specific(found: Agreement, category: Category) -> StatisticLine:
    estimate = found.by_category[category]
    return StatisticLine(
        name=f"Agreement on {category}",
        value=_number(estimate.value, percent=True),
        interval=_interval(estimate.low, estimate.high, percent=True),
        note=estimate.reason or INTERVALS.get(estimate.interval or "", ""),
    )


def _number(value: float | None, percent: bool = False) -> str:
    if value is None:
        return "–"
    return f"{100 * value:.1f} %" if percent else f"{value:.2f}"


def _interval(low: float | None, high: float | None, percent: bool = False) -> str:
    if low is None or high is None:
        return "–"
    return f"{100 * low:.1f} to {100 * high:.1f} %" if percent else f"{low:.2f} to {high:.2f}"
