"""Scoring presets seen in published reviews; the default is no score, and a reviewer's rating stands above any."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from synthema.appraisal.model import Band, Preset, Rating, Score
from synthema.forms.model import Form, FormError, Problem
from synthema.forms.rules import check, unanswered

_CASP = ("casp_2018", "casp_2024")
_JBI = ("jbi_qualitative_2015",)
_TEN = tuple(str(number) for number in range(1, 11))
_ONE, _TWO, _HALF, _TENTH, _ZERO = Decimal(1), Decimal(2), Decimal("0.5"), Decimal("0.1"), Decimal(0)
_WARNING = (
    "A score hides which domain failed. Leaving studies out by score needs a justification: most qualitative "
    "syntheses keep weak studies and test what changes without them."
)
_NO_OFFICIAL = " CASP has no official score and advises against one."

PRESETS: tuple[Preset, ...] = (
    Preset(
        id="none",
        title="No score",
        rule="Answers are counted per question and per study; reviewers rate each study themselves, with a reason.",
        instruments=(),
        points={},
        questions=(),
        warning="",
    ),
    Preset(
        id="butler2016",
        title="1, 0.5, 0 (Butler 2016)",
        rule="Yes = 1, can't tell = 0.5, no = 0; above 9 high, 7.5 to 9 moderate, 6 to 7 low, below 6 exclude.",
        instruments=_CASP,
        points={"yes": _ONE, "cant_tell": _HALF, "no": _ZERO},
        questions=_TEN,
        warning=_WARNING + _NO_OFFICIAL,
        source="doi:10.1111/wvn.12134 (cut-offs not re-read; 9.0 = moderate held against a published table)",
        bands=(
            Band("high", Decimal("9.5")),
            Band("moderate", Decimal("7.5")),
            Band("low", Decimal(6)),
            Band("exclude", _ZERO),
        ),
    ),
    Preset(
        id="two_one_zero",
        title="2, 1, 0 out of 20",
        rule="Yes = 2, can't tell = 1, no = 0, out of 20; 18 to 20 high, 16 to 17 moderate, no name below 16.",
        instruments=_CASP,
        points={"yes": _TWO, "cant_tell": _ONE, "no": _ZERO},
        questions=_TEN,
        warning=_WARNING + _NO_OFFICIAL,
        source="PMC10243232, table 3",
        bands=(Band("high", Decimal(18)), Band("moderate", Decimal(16)), Band("", _ZERO)),
    ),
    Preset(
        id="count_yes_q1_9",
        title="Yes answers to questions 1 to 9",
        rule="Number of yes on questions 1 to 9; 6 or more good, 4 to 5 fair, 3 or fewer poor.",
        instruments=_CASP,
        points={"yes": _ONE, "cant_tell": _ZERO, "no": _ZERO},
        questions=_TEN[:9],
        warning=_WARNING + _NO_OFFICIAL,
        source="PMC6035504, table 2",
        bands=(Band("good", Decimal(6)), Band("fair", Decimal(4)), Band("poor", _ZERO)),
    ),
    Preset(
        id="jbi_percent_yes",
        title="Percent yes",
        rule="Yes in percent of the applicable questions, to one decimal; 'not applicable' leaves the count.",
        instruments=_JBI,
        points={"yes": _ONE, "unclear": _ZERO, "no": _ZERO},
        questions=_TEN,
        warning=_WARNING,
        source="PMC9218455, table 7; how 'not applicable' counts is Synthema's choice",
        percent=True,
    ),
    Preset(
        id="jbi_two_one_zero",
        title="2, 1, 0 out of 20",
        rule="Yes = 2, unclear = 1, no = 0, out of 20; an answer 'not applicable' lowers the maximum by 2.",
        instruments=_JBI,
        points={"yes": _TWO, "unclear": _ONE, "no": _ZERO},
        questions=_TEN,
        warning=_WARNING,
        source="doi:10.11124/JBIES-22-00353, table 1; how 'not applicable' counts is Synthema's choice",
    ),
)


def presets(form: Form) -> tuple[Preset, ...]:
    """The presets this form may be scored with; the first, and the default, is no score."""
    return tuple(preset for preset in PRESETS if preset.id == "none" or form.id in preset.instruments)


def preset(preset_id: str) -> Preset:
    """The preset with this id; raises FormError that lists what there is."""
    found = next((known for known in PRESETS if known.id == preset_id), None)
    if found is None:
        names = ", ".join(known.id for known in PRESETS)
        raise _error(f"Scoring {preset_id}", "there is none of that name", f"Use one of: {names}.")
    return found


def with_bands(preset: Preset, bands: tuple[Band, ...]) -> Preset:
    """The preset with a team's own bands, marked as edited; raises FormError where they do not descend to 0."""
    where = f"Bands of {preset.id}"
    lows = [band.lowest for band in bands]
    if lows != sorted(set(lows), reverse=True):
        raise _error(where, "each band must start lower than the one before", "List them from the highest down.")
    if not lows or lows[-1] != 0:
        raise _error(where, "scores below the last band have no name", "Let the last band start at 0.")
    return replace(preset, bands=bands, bands_edited=True)


def score(preset: Preset, form: Form, answers: Mapping[str, object]) -> Score:
    """One study's score; no value where a counted question is unanswered. Raises FormError on the wrong instrument."""
    if preset.id != "none" and form.id not in preset.instruments:
        what = f"it is not made for {form.title}"
        names = ", ".join(known.id for known in presets(form))
        raise _error(f"Scoring {preset.id}", what, f"Use one of: {names}.")
    wrong = tuple(problem for problem in check(form, answers) if not problem.missing)
    if wrong:
        raise FormError(wrong)
    blank = tuple(key for key in preset.questions if unanswered(answers.get(key)))
    counted = [preset.points[str(answers[key])] for key in preset.questions if answers.get(key) in preset.points]
    maximum = (len(counted) + len(blank)) * max(preset.points.values(), default=_ZERO)
    value = sum(counted, _ZERO) if counted and not blank else None
    if value is not None and preset.percent:
        value, maximum = (100 * value / maximum).quantize(_TENTH, ROUND_HALF_UP), Decimal(100)
    return Score(
        preset=preset.id,
        rule=preset.rule,
        value=value,
        maximum=maximum,
        band=_band(preset.bands, value),
        unanswered=blank,
        warning=preset.warning,
        bands_edited=preset.bands_edited,
    )


def rate(level: str, reason: str, score: Score | None = None) -> Rating:
    """A reviewer's level for a study; raises FormError where it departs from the score's band without a reason."""
    band = score.band if score else ""
    if not level.strip():
        raise _error("Rating", "no level", "Give a level such as high, moderate or low.")
    if level != band and not reason.strip():
        what = f"{level} instead of {band} without a reason" if band else f"{level} without a reason"
        raise _error("Rating", what, "Write why in a few words.")
    return Rating(level=level, reason=reason, band=band)


def _band(bands: tuple[Band, ...], value: Decimal | None) -> str:
    if value is None:
        return ""
    return next((band.label for band in bands if value >= band.lowest), "")


def _error(where: str, what: str, step: str) -> FormError:
    return FormError((Problem(where=where, what=what, next=step),))
