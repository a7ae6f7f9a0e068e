"""The agreement of pairs of people at each stage, before any consensus."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from synthema.agreement import Agreement, two_raters
from synthema.agreement.model import Category
from synthema.protocol.model import STAGE_NAMES, STAGES
from synthema.reporting.model import AgreementLine, BoxLine, Link, StatisticLine
from synthema.reporting.places import Review, anchor
from synthema.screening.rules import FULL_TEXT
from synthema.screening.states import pairs_for_agreement
from synthema.screening.tables import resolutions

SHOWN = {
    "percent_agreement": "Agreement",
    "cohen_kappa": "Cohen’s kappa",
    "gwet_ac1": "Gwet’s AC1",
    "brennan_prediger": "PABAK",
}
INTERVALS = {
    "z": "normal",
    "t": "Student’s t",
    "wilson": "Wilson",
    "bootstrap": "bootstrap",
    "bootstrap_studies": "bootstrap over studies",
}


@dataclass(frozen=True, slots=True)
class _Pairing:
    """What two people said of the same units at one stage."""

    stage: str
    names: tuple[str, str]
    given: tuple[tuple[UUID, str, str], ...]  # unit, first person's verdict, second person's

    def by_name(self) -> "_Pairing":
        """The same with the persons in order of name, so that every table has the same one in its rows."""
        first, second = self.names
        if first <= second:
            return self
        return _Pairing(self.stage, (second, first), tuple((u, b, a) for u, a, b in self.given))

    def folded(self) -> "_Pairing":
        """The same with 'unsure' counted as include."""
        fold = {"unsure": "include"}
        return _Pairing(self.stage, self.names, tuple((u, fold.get(a, a), fold.get(b, b)) for u, a, b in self.given))


def agreement_lines(review: Review) -> list[AgreementLine]:
    """One line for each pair of people, stage and way of counting 'unsure'."""
    if review.protocol is None:
        return []
    found = []
    for stage in STAGES:
        by_pair: dict[tuple[UUID, UUID], list[tuple[UUID, str, str]]] = defaultdict(list)
        for unit, first, second in pairs_for_agreement(review.id, stage):
            by_pair[first.person, second.person].append((unit, first.verdict, second.verdict))
        for (one, other), given in by_pair.items():
            pairing = _Pairing(stage, (review.name(one), review.name(other)), tuple(given))
            found += _lines(review, pairing.by_name())
    return found


def _lines(review: Review, pairing: _Pairing) -> list[AgreementLine]:
    name = STAGE_NAMES[pairing.stage]
    if pairing.stage == FULL_TEXT or not any("unsure" in verdicts for _, *verdicts in pairing.given):
        return [_line(review, name, pairing, ("include", "exclude"))]
    return [
        _line(review, f"{name}, unsure counted as include", pairing.folded(), ("include", "exclude")),
        _line(review, f"{name}, three verdicts", pairing, ("include", "unsure", "exclude")),
    ]


def _line(review: Review, title: str, pairing: _Pairing, categories: tuple[str, ...]) -> AgreementLine:
    settled = [row for row in resolutions(review.id, pairing.stage) if row.withdrawn_seq is None]
    found = two_raters([(a, b) for _, a, b in pairing.given], categories)
    statistics = [_statistic(name, found, key) for key, name in SHOWN.items()]
    statistics += [_specific(found, category) for category in found.categories if category != "unsure"]
    place = anchor("agreement", f"{title} {pairing.names[0]} {pairing.names[1]}")
    return AgreementLine(
        anchor=place,
        stage=title,
        first=pairing.names[0],
        second=pairing.names[1],
        n=found.n,
        categories=categories,
        table=tuple(tuple(int(n) for n in row) for row in found.table),
        cells=tuple(tuple(_cell(place, pairing.stage, a, b) for b in categories) for a in categories),
        differing=tuple(_differing(place, pairing)),
        statistics=tuple(statistics),
        conflicts=len(settled),
        by_consensus=sum(row.how == "consensus" for row in settled),
        by_arbiter=sum(row.how == "arbiter" for row in settled),
    )


def _cell(place: str, stage: str, first: str, second: str) -> str:
    if first != second:
        return f"{place}-{first}-{second}"
    return "box-dbr_assessed" if stage == FULL_TEXT else "works"


def _differing(place: str, pairing: _Pairing) -> Iterator[tuple[str, str, str]]:
    kind = "report" if pairing.stage == FULL_TEXT else "work"
    for unit, first, second in pairing.given:
        if first != second:
            yield f"{place}-{first}-{second}", f"{first} by one, {second} by the other", anchor(kind, unit)


def differing_boxes(lines: Sequence[AgreementLine], titles: Mapping[str, str]) -> list[BoxLine]:
    """What lies in each cell of the agreement tables where two people differed; titles by place."""
    boxes: dict[str, BoxLine] = {}
    for line in lines:
        for cell, how, unit in line.differing:
            title = f"{line.stage.capitalize()}: {how} ({line.first} / {line.second})"
            entry = (Link(titles.get(unit, unit), unit), "")
            before = boxes[cell].entries if cell in boxes else ()
            boxes[cell] = BoxLine(anchor=cell, title=title, entries=(*before, entry))
    return list(boxes.values())


def _statistic(name: str, found: Agreement, key: str) -> StatisticLine:
    estimate = found[key]
    percent = key == "percent_agreement"
    return StatisticLine(
        name=name,
        value=number(estimate.value, percent),
        interval=interval(estimate.low, estimate.high, percent),
        note=estimate.reason or INTERVALS.get(estimate.interval or "", ""),
    )


def _specific(found: Agreement, category: Category) -> StatisticLine:
    estimate = found.by_category[category]
    return StatisticLine(
        name=f"Agreement on {category}",
        value=number(estimate.value, percent=True),
        interval=interval(estimate.low, estimate.high, percent=True),
        note=estimate.reason or INTERVALS.get(estimate.interval or "", ""),
    )


def number(value: float | None, percent: bool = False) -> str:
    """A coefficient as a report prints it."""
    if value is None:
        return "–"
    return f"{100 * value:.1f} %" if percent else f"{value:.2f}"


def interval(low: float | None, high: float | None, percent: bool = False) -> str:
    """An interval likewise."""
    if low is None or high is None:
        return "–"
    return f"{100 * low:.1f} to {100 * high:.1f} %" if percent else f"{low:.2f} to {high:.2f}"
