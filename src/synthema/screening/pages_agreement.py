"""How far the screeners agree: coefficients with intervals, the crossed table, and the records they differed on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
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
    specific_agreement,
    table_of,
)
from synthema.frame.remembered import remembered
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.screening.agreed import Crossings, Times, among, counted, crossings, units_where
from synthema.screening.model import Verdict
from synthema.screening.pages_agreement_picture import Picture, picture
from synthema.screening.pages_places import SAID, asked_id, asked_number, at, frame, known
from synthema.screening.pilots import pilot_pairs, pilots
from synthema.screening.rules import FULL_TEXT
from synthema.screening.shown import shown
from synthema.screening.states import policy
from synthema.screening.tables import PilotRow, ResolutionRow
from synthema.team.tables import names

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
SIZE = 50  # records on a page
ASKED = ("first", "second", "said", "but", "folded", "pilot")  # what leads to a cell
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
    context = frame(visit, stage)
    found = _crossings(visit, stage, chosen) if context["protocol"] else {}
    settled = ResolutionRow.objects.filter(review=visit.review, stage=stage, withdrawn_seq=None)
    return visit.render(
        "screening/agreement.html",
        **context,
        pairings=_pairings(visit, stage, found, {"pilot": str(chosen.id)} if chosen else {}),
        reviewers=policy(visit.review).reviewers if context["protocol"] else 0,
        rounds=rounds,
        chosen=chosen,
        by_consensus=settled.filter(how="consensus").count(),
        by_arbiter=settled.filter(how="arbiter").count(),
    )


def _crossings(visit: Visit, stage: str, pilot: PilotRow | None) -> Crossings:
    if pilot:
        return counted(pilot_pairs(visit.review, pilot))
    return remembered(visit.review, visit.person.id, ("agreement", stage), lambda: crossings(visit.review, stage))


@page("reviews/<uuid:review>/screening/<slug:stage>/agreement/differing/")
def differing(visit: Visit, stage: str) -> HttpResponse:
    """The records behind one cell of a crossed table, a page at a time."""
    context, people = frame(visit, known(stage)), names(visit.review)
    first, second = asked_id(visit, "first"), asked_id(visit, "second")
    said, but = _among(visit, "said"), _among(visit, "but")
    units = _behind(visit, stage, {first: said, second: but}) if context["protocol"] and first and second else []
    pages = max(1, -(-len(units) // SIZE))
    at_page = asked_number(visit, "page", 1, pages)
    return visit.render(
        "screening/differing.html",
        **context,
        records=shown(visit.review, stage, units[(at_page - 1) * SIZE : at_page * SIZE]),
        first=people[first] if first else "",
        second=people[second] if second else "",
        said=SAID.get(said, ""),
        but=SAID.get(but, ""),
        total=len(units),
        page=at_page,
        pages=pages,
        query=urlencode({name: visit.request.GET[name] for name in ASKED if name in visit.request.GET}),
    )


def _behind(visit: Visit, stage: str, said: Mapping[UUID, Verdict]) -> list[UUID]:
    """The units of which two people said this, unsure counted as include where that was asked."""
    folded = bool(visit.request.GET.get("folded"))
    wanted = {
        person: [one for one in THREE if (_folded(one) if folded else one) == verdict]
        for person, verdict in said.items()
    }
    rounds = {one.id: one for one in pilots(visit.review, stage)}
    pilot = rounds.get(asked_id(visit, "pilot") or UUID(int=0))
    return list(among(pilot_pairs(visit.review, pilot), wanted)) if pilot else units_where(visit.review, stage, wanted)


def _among(visit: Visit, name: str) -> Verdict:
    text = visit.request.GET.get(name, "")
    return Verdict(text) if text in THREE else Verdict.INCLUDE


def _folded(verdict: str) -> str:
    """The verdict with unsure counted as include."""
    return Verdict.INCLUDE if verdict == Verdict.UNSURE else verdict


def _by_name(found: Crossings, people: Mapping[UUID, str]) -> Crossings:
    """The pairs by name, the first by name in front: a table always has the same one in its rows."""
    turned: Crossings = {}
    for pair, times in found.items():
        first, second = sorted(pair, key=lambda person: (people[person], person))
        same = (first, second) == pair
        turned[first, second] = times if same else Counter({(b, a): number for (a, b), number in times.items()})
    return dict(sorted(turned.items(), key=lambda one: [(people[person], person) for person in one[0]]))


def _pairings(visit: Visit, stage: str, found: Crossings, query: dict[str, str]) -> list[Pairing]:
    people = names(visit.review)
    return [
        Pairing(
            first=people[first],
            second=people[second],
            counted=list(_counted(visit, stage, times, {**query, "first": str(first), "second": str(second)})),
        )
        for (first, second), times in _by_name(found, people).items()
    ]


def _counted(visit: Visit, stage: str, times: Times, query: dict[str, str]) -> Iterator[Crossed]:
    url = at(visit, "screening:differing", stage)
    if stage == FULL_TEXT or not any(Verdict.UNSURE in verdicts for verdicts in times):
        yield crossed(_("Include or exclude"), times, TWO, url, query)
        return
    folded: Times = Counter()
    for (one, other), number in times.items():
        folded[_folded(one), _folded(other)] += number
    yield crossed(_("Unsure counted as include"), folded, TWO, url, {**query, "folded": "1"})
    yield crossed(_("Three verdicts"), times, THREE, url, query)


def crossed(
    title: Words, times: Mapping[tuple[str, str], int], categories: tuple[str, ...], url: str, query: Mapping[str, str]
) -> Crossed:
    """The verdicts of two people as a table with its coefficients; `url` lists the records of a cell."""
    table = table_of([[times.get((one, other), 0) for other in categories] for one in categories], categories)
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
