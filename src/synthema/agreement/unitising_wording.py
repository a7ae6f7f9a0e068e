"""Agreement on extents in words: the continuum first, then each coefficient with what it answers."""

from synthema.agreement.alpha_u import AlphaU
from synthema.agreement.extents import Unitised, Unitising
from synthema.agreement.wording import sentence

UNITISING_NAMES: dict[Unitising, str] = {
    Unitising.U_ALPHA: "u-alpha (same places, same codes)",
    Unitising.U_ALPHA_BINARY: "|u-alpha (same places, whatever the code)",
    Unitising.CU_ALPHA: "cu-alpha (same codes where both marked)",
}


def describe_extents(found: Unitised, *, digits: int = 2) -> list[str]:
    """One line for the texts compared, one for the marks, one per coefficient and per code."""
    lines = [_continuum(found), "Marks: " + ("; ".join(f"{who} {n}" for who, n in found.marked.items()) or "none")]
    if found.coverage is not None:
        lines.append(f"Marked by both: {found.coverage * 100:.1f} % of what was read")
    lines += [f"{UNITISING_NAMES[name]}: {sentence(one, digits)}" for name, one in found.statistics.items()]
    if len(found.by_value) > 1:
        lines += [f"(k)u-alpha of {value}: {sentence(one, digits)}" for value, one in found.by_value.items()]
    return lines


def describe_alpha_u(found: AlphaU, *, digits: int = 2) -> list[str]:
    """One line over all codes and one per code; the year is said, since u-alpha of 2016 is another number."""
    lines = [f"alpha-U of 1995/2004: {sentence(found.value, digits)}"]
    return lines + [
        f"alpha-U of 1995/2004 for {value}: {sentence(one, digits)}" for value, one in found.by_value.items()
    ]


def _continuum(found: Unitised) -> str:
    text = f"Read by two or more: {found.length} characters of findings; studies: {found.studies}"
    return f"{text}; sections left out for want of a second reader: {found.left_out}" if found.left_out else text
