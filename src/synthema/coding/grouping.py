"""By what studies are put into groups: themselves, their year, what appraisal and extraction settled on them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from synthema.coding.columns import Material
from synthema.forms.model import NOT_REPORTED, Question, Value
from synthema.forms.tables import FormVersion, Stage, form_in_force, settled
from synthema.studies.tables import Report

SHORT = 60  # letters of an answer that still names a group


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something studies differ in; `key` names it in an address."""

    key: str
    words: str


def attributes(review: UUID) -> list[Attribute]:
    """What the studies of this review can be grouped by."""
    found = [Attribute("study", _("Study")), Attribute("year", _("Year"))]
    if _has_form(review, "appraisal"):
        found.append(Attribute("rating", _("Rating of the appraisal")))
        found += [Attribute(f"appraisal.{one.key}", one.label) for one in _questions(review, "appraisal")]
    if _has_form(review, "extraction"):
        found += [Attribute(f"extraction.{one.key}", one.label) for one in _questions(review, "extraction")]
    return found


def _has_form(review: UUID, stage: Stage) -> bool:
    return FormVersion.objects.filter(review=review, stage=stage).exists()


def _questions(review: UUID, stage: Stage) -> list[Question]:
    """The questions whose answers name groups."""
    return [
        one for one in form_in_force(review, stage).form.questions if one.kind in ("choice", "many", "text", "number")
    ]


def groups_of(review: UUID, held: Material, by: Attribute) -> dict[str, frozenset[int]]:
    """The studies of each group, by their place in the material; those not settled are a group of their own."""
    if by.key == "study":
        return {label: frozenset({place}) for place, label in enumerate(held.studies)}
    named = _years(review, held) if by.key == "year" else _answers(review, held, by.key)
    found: dict[str, set[int]] = defaultdict(set)
    for place in range(len(held.studies)):
        for name in named.get(place) or [_("not settled")]:
            found[name].add(place)
    return {name: frozenset(found[name]) for name in sorted(found, key=_natural)}


def _natural(name: str) -> tuple[int, float, str]:
    try:
        return 0, float(name), name
    except ValueError:
        return 1, 0.0, name.casefold()


def _years(review: UUID, held: Material) -> dict[int, list[str]]:
    """The year of the first report of each study."""
    place_of = {text.report: text.study for text in held.texts.values()}
    found: dict[int, list[str]] = {}
    for report, year in Report.objects.filter(review=review, pk__in=list(place_of)).values_list("id", "year"):
        before = found.get(place_of[report])
        if year is not None and (before is None or int(before[0]) > year):
            found[place_of[report]] = [str(year)]
    return found


def _answers(review: UUID, held: Material, key: str) -> dict[int, list[str]]:
    stage_name, _dot, question = key.partition(".")
    stage: Stage = "extraction" if stage_name == "extraction" else "appraisal"
    done = settled(review, stage)
    asked = form_in_force(review, stage).form.question(question) if question else None
    found = {}
    for place, study in enumerate(held.study_ids):
        one = done.get(study) if study else None
        if one is None:
            continue
        names = _called(asked, one.answers) if asked else [one.rating] * bool(one.rating)
        found[place] = list(names) or [_("no answer")]
    return found


def _called(question: Question, answers: Mapping[str, Value]) -> Iterable[str]:
    """The groups an answer puts a study into."""
    value = answers.get(question.key)
    if value == NOT_REPORTED:
        return [_("not reported")]
    values = value if isinstance(value, list) else [value]
    return [question.choice_label(one)[:SHORT] for one in values if isinstance(one, str) and one]
