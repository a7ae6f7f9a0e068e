"""Agreement of a round in words, for the command line and the report."""

from collections.abc import Callable, Iterator

from synthema.agreement.extents import Unitising
from synthema.agreement.model import Estimate
from synthema.agreement.unitising_wording import UNITISING_NAMES
from synthema.agreement.wording import sentence
from synthema.coding.agreeing import ANY, Crossed, Extents
from synthema.words import counted

UNITS = {"sentence": "sentences", "character": "characters"}


def described(found: Extents, called: Callable[[str], str], unit: str, undecided: int = 0) -> Iterator[str]:
    """One line for the texts, one for each coefficient, one for each pair and each code; `called` names a code;
    `undecided` codes of the round are not brought together with the team's codebook."""
    one = found.any_code
    yield f"Read by all: {one.length:,} characters of findings; {counted(one.studies, 'study', 'studies')}"
    yield "Marks: " + ("; ".join(f"{who} {n}" for who, n in one.marked.items()) or "none")
    if one.coverage is not None:
        yield f"Marked by both of two: {100 * one.coverage:.1f} % of what was read"
    if found.outside:
        yield f"Outside the findings and left out: {counted(found.outside, 'mark')}"
    if unit == "sentence":
        yield "Marks are drawn out to whole sentences."
    yield _line(Unitising.U_ALPHA_BINARY, one[Unitising.U_ALPHA_BINARY])
    if found.codes:
        yield _line(Unitising.U_ALPHA, found.codes[Unitising.U_ALPHA])
        yield _line(Unitising.CU_ALPHA, found.codes[Unitising.CU_ALPHA])
    elif found.by_code:
        yield "Some coder gave one place two codes, so each code is measured by itself."
    if undecided:
        left = counted(undecided, "code")
        yield f"Not brought together with the team's codebook, so in the first number alone: {left}"
    for name, code in sorted((called(code), code) for code in found.by_code):
        yield f"u-alpha of {name}: {sentence(found.by_code[code][Unitising.U_ALPHA])}"
    for pair in found.pairs:
        yield _pair(pair, called, unit)


def _line(name: Unitising, estimate: Estimate) -> str:
    return f"{UNITISING_NAMES[name]}: {sentence(estimate)}"


def _pair(pair: Crossed, called: Callable[[str], str], unit: str) -> str:
    (both, first), (second, neither) = pair.table.counts
    what = ANY if pair.code == ANY else called(pair.code)
    values = [f"{n} {v.value:.2f}" for n, v in _shown(pair) if v.value is not None]
    counts = f"both {both:,}, only {pair.first} {first:,}, only {pair.second} {second:,}, neither {neither:,}"
    return f"{pair.first} and {pair.second}, {what} ({UNITS[unit]}): {counts}; {', '.join(values)} (no interval)"


def _shown(pair: Crossed) -> tuple[tuple[str, Estimate], ...]:
    return ("agreement", pair.percent), ("kappa", pair.kappa), ("AC1", pair.ac1)
