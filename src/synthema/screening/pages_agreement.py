"""How far the screeners agree: coefficients with intervals, the crossed table, and the records they differed on."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from synthema.agreement import (
    Category,
    Estimate,
    Table,
    bias_index,
    brennan_prediger,
    cohen_kappa,
    gwet_ac1,
    landis_koch,
    percent_agreement,
    prevalence_index,
    ratings_of,
    specific_agreement,
    tabulate,
)
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.screening.model import Verdict, Vote
from synthema.screening.pages_agreement_picture import Picture, picture
from synthema.screening.pages_places import SAID, asked_id, at, frame, known
from synthema.screening.pilots import pilot_pairs, pilots
from synthema.screening.rules import FULL_TEXT
from synthema.screening.shown import shown
from synthema.screening.states import pairs_for_agreement, policy
from synthema.screening.tables import ResolutionRow
from synthema.team.tables import names

Pair = tuple[UUID, UUID]
Given = list[tuple[UUID, str, str]]  # unit, what the first person said, what the second
Words = str | Promise
TWO: tuple[str, ...] = (Verdict.INCLUDE, Verdict.EXCLUDE)
THREE: tuple[str, ...] = (Verdict.INCLUDE, Verdict.UNSURE, Verdict.EXCLUDE)
NAMES: dict[str, Words] = {
    "percent": _("Agreement"),
    "kappa": _("Cohen’s kappa"),
    "ac1": _("Gwet’s AC1"),
    "pabak": _("PABAK"),
    "prevalence": _("Prevalence index"),
    "bias": _("Bias index"),
}
HELP: dict[str, Words] = {
    "percent": _("Share of records on which both said the same."),
    "kappa": _("Corrected for chance; falls when nearly everything is excluded, however well people agree."),
    "ac1": _("Corrected for chance in a way that bears rare inclusions."),
    "pabak": _("Kappa as it would be if both verdicts were equally common (Brennan and Prediger)."),
    "prevalence": _("How uneven the verdicts are: 0 when half is included, near −1 when nearly all is excluded."),
    "bias": _("How much more one of the two includes than the other: 0 when both include equally many."),
}
LABELLED = ("kappa", "ac1", "pabak")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One coefficient as shown."""

    key: str
    name: Words
    help: Words
    value: str
    interval: str
    words: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How many records got these two verdicts, and where they are listed when the two differ."""

    number: int
    url: str
    same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossed:
    """The table of one way of counting, with its coefficients."""

    title: Words
    columns: list[Words]
    rows: list[tuple[Words, list[Cell]]]
    n: int
    lines: list[Line]
    picture: Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """What two people said of the same records before any talk."""

    first: str
    second: str
    counted: list[Crossed]


@page("reviews/<uuid:review>/screening/<slug:stage>/agreement/")
def agreement(visit: Visit, stage: str) -> HttpResponse:
    """Agreement of each pair of people; on a pilot round alone where one is chosen."""
    rounds = pilots(visit.review, known(stage))
    chosen = next((one for one in rounds if one.id == asked_id(visit, "pilot")), None)
    found = pilot_pairs(visit.review, chosen) if chosen else _pairs(visit, stage)
    settled = ResolutionRow.objects.filter(review=visit.review, stage=stage, withdrawn_seq=None)
    context = frame(visit, stage)
    return visit.render(
        "screening/agreement.html",
        **context,
        pairings=_pairings(visit, stage, found, {"pilot": str(chosen.id)} if chosen else {}),
        units=len(found),
        reviewers=policy(visit.review).reviewers if context["protocol"] else 0,
        rounds=rounds,
        chosen=chosen,
        by_consensus=settled.filter(how="consensus").count(),
        by_arbiter=settled.filter(how="arbiter").count(),
    )


@page("reviews/<uuid:review>/screening/<slug:stage>/agreement/differing/")
def differing(visit: Visit, stage: str) -> HttpResponse:
    """The records behind one cell of a crossed table."""
    rounds = {one.id: one for one in pilots(visit.review, known(stage))}
    pilot = rounds.get(asked_id(visit, "pilot") or UUID(int=0))
    first, second = asked_id(visit, "first"), asked_id(visit, "second")
    wanted = (_among(visit, "said"), _among(visit, "but"))
    found = pilot_pairs(visit.review, pilot) if pilot else _pairs(visit, stage)
    units = [
        unit
        for pair, given in _by_pair(found, names(visit.review)).items()
        if pair == (first, second)
        for unit, one, other in given
        if _matches(visit, (one, other), wanted)
    ]
    return visit.render(
        "screening/differing.html",
        **frame(visit, stage),
        records=shown(visit.review, stage, units),
        first=names(visit.review)[first] if first else "",
        second=names(visit.review)[second] if second else "",
        said=SAID.get(wanted[0], ""),
        but=SAID.get(wanted[1], ""),
    )


def _among(visit: Visit, name: str) -> Verdict:
    text = visit.request.GET.get(name, "")
    return Verdict(text) if text in THREE else Verdict.INCLUDE


def _matches(visit: Visit, given: tuple[str, str], wanted: tuple[str, str]) -> bool:
    return (_folded(given) if visit.request.GET.get("folded") else given) == wanted


def _folded(given: tuple[str, str]) -> tuple[str, str]:
    """The verdicts with unsure counted as include."""
    one, other = (Verdict.INCLUDE if verdict == Verdict.UNSURE else verdict for verdict in given)
    return one, other


def _pairs(visit: Visit, stage: str) -> Sequence[tuple[UUID, Vote, Vote]]:
    return pairs_for_agreement(visit.review, stage) if frame(visit, stage)["protocol"] else []


def _by_pair(found: Iterable[tuple[UUID, Vote, Vote]], people: Mapping[UUID, str]) -> dict[Pair, Given]:
    """What was said by each pair of people, the first by name in front: a table always has the same one in its rows."""
    pairs: dict[Pair, Given] = defaultdict(list)
    for unit, one, other in found:
        first, second = sorted((one, other), key=lambda vote: (people[vote.person], vote.person))
        pairs[first.person, second.person].append((unit, first.verdict, second.verdict))
    return pairs


def _pairings(
    visit: Visit, stage: str, found: Iterable[tuple[UUID, Vote, Vote]], query: dict[str, str]
) -> list[Pairing]:
    people = names(visit.review)
    return [
        Pairing(
            first=people[first],
            second=people[second],
            counted=list(_counted(visit, stage, given, {**query, "first": str(first), "second": str(second)})),
        )
        for (first, second), given in sorted(
            _by_pair(found, people).items(), key=lambda one: [people[person] for person in one[0]]
        )
    ]


def _counted(visit: Visit, stage: str, given: Given, query: dict[str, str]) -> Iterator[Crossed]:
    said = [(one, other) for _unit, one, other in given]
    url = at(visit, "screening:differing", stage)
    if stage == FULL_TEXT or not any(Verdict.UNSURE in verdicts for verdicts in said):
        yield crossed(_("Include or exclude"), said, TWO, url, query)
        return
    folded = [_folded(verdicts) for verdicts in said]
    yield crossed(_("Unsure counted as include"), folded, TWO, url, {**query, "folded": "1"})
    yield crossed(_("Three verdicts"), said, THREE, url, query)


def crossed(
    title: Words, said: Iterable[tuple[str, str]], categories: tuple[str, ...], url: str, query: Mapping[str, str]
) -> Crossed:
    """The verdicts of two people as a table with its coefficients; `url` lists the records of a cell."""
    table = tabulate(ratings_of(said, categories))
    estimates = _estimates(table)
    return Crossed(
        title=title,
        columns=[SAID[Verdict(one)] for one in categories],
        rows=[
            (
                SAID[Verdict(one)],
                [
                    Cell(
                        number,
                        f"{url}?{urlencode({**query, 'said': one, 'but': other})}" if number else "",
                        one == other,
                    )
                    for other, number in zip(categories, row, strict=True)
                ],
            )
            for one, row in zip(categories, table.counts, strict=True)
        ],
        n=table.n,
        lines=[_line(key, estimate) for key, estimate in estimates.items()] + _specific(table),
        picture=picture([(str(NAMES[key]), estimates[key]) for key in LABELLED]),
    )


def _estimates(table: Table) -> dict[str, Estimate]:
    found = {
        "percent": percent_agreement(table),
        "kappa": cohen_kappa(table),
        "ac1": gwet_ac1(table),
        "pabak": brennan_prediger(table),
    }
    if len(table.categories) == 2:
        found |= {"prevalence": prevalence_index(table), "bias": bias_index(table)}
    return found


def _specific(table: Table) -> list[Line]:
    """Agreement on each verdict by itself: of all times it was given, how often by both."""
    return [
        _line("percent", specific_agreement(table, one), _("Agreement on “%s”") % str(SAID[Verdict(str(one))]).lower())
        for one in _without_unsure(table.categories)
    ]


def _without_unsure(categories: Iterable[Category]) -> list[Category]:
    return [one for one in categories if one != Verdict.UNSURE]


def _line(key: str, estimate: Estimate, name: Words = "") -> Line:
    percent = key == "percent"
    band = landis_koch(estimate.value) if key in LABELLED and estimate.value is not None else ""
    return Line(
        key=key,
        name=name or NAMES[key],
        help="" if name else HELP[key],
        value=_number(estimate.value, percent) or estimate.reason,
        interval=_interval(estimate, percent),
        words=band,
    )


def _number(value: float | None, percent: bool) -> str:
    if value is None:
        return ""
    return f"{100 * value:.1f} %" if percent else f"{value:.2f}"


def _interval(estimate: Estimate, percent: bool) -> str:
    low, high = _number(estimate.low, percent), _number(estimate.high, percent)
    return f"{low.removesuffix(' %')} – {high}" if low and high else ""
