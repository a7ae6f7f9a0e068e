"""The colours of codes: twelve inks of one lightness, so that bars and names of all of them can be read."""

import re
from typing import NamedTuple

from synthema.refused import Refused


class Ink(NamedTuple):
    """A colour by its name: on light paper (bars on dark paper too), and as words on dark paper; all "#rrggbb"."""

    name: str
    color: str
    night: str


# Of one luminance: words have at least 4.5 : 1 on their paper and on its wash, bars at least 3 : 1 on both papers.
INKS = (
    Ink("crimson", "#d61f3d", "#ef92a2"),
    Ink("green", "#207e3f", "#32c763"),
    Ink("blue", "#2b67e1", "#8dadef"),
    Ink("ochre", "#9e6008", "#f39a1c"),
    Ink("violet", "#8751d3", "#bea1e7"),
    Ink("teal", "#0e7c72", "#15c1b3"),
    Ink("plum", "#b33caa", "#dc96d6"),
    Ink("moss", "#4d7b1f", "#78c130"),
    Ink("sky", "#0d76a3", "#3cb9ef"),
    Ink("brick", "#bf4722", "#e99981"),
    Ink("olive", "#757211", "#b8b21a"),
    Ink("slate", "#63707d", "#a5aeb8"),
)
_HEX = re.compile("#[0-9a-fA-F]{6}")
_BY_COLOR = {ink.color: ink for ink in INKS}
_BY_NAME = {ink.name: ink for ink in INKS}


def ink_for(number: int) -> Ink:
    """The ink of the next code where so many are there already; neighbours are far apart."""
    return INKS[number % len(INKS)]


def ink_of(color: str) -> Ink:
    """The ink nearest to a colour "#rrggbb" or of this name; raises Refused for what is neither."""
    if known := _BY_COLOR.get(color) or _BY_NAME.get(color):
        return known
    wanted = _parts(color)
    return min(INKS, key=lambda ink: _apart(wanted, _parts(ink.color)))


def nearest(color: str, number: int) -> str:
    """The colour to keep for one that a file gives, or for none: the nearest ink, or the next one."""
    return ink_of(color).color if color else ink_for(number).color


def _parts(color: str) -> tuple[int, int, int]:
    if not _HEX.fullmatch(color):
        names = ", ".join(_BY_NAME)
        raise Refused("{color!r} is no colour. Write #rrggbb, or one of {names}.", color=color[:40], names=names)
    whole = int(color[1:], 16)
    return whole >> 16, whole >> 8 & 255, whole & 255


def _apart(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """How far two colours are apart, as the eye weighs red, green and blue."""
    red = (one[0] + other[0]) / 2
    weights = (2 + red / 256, 4.0, 2 + (255 - red) / 256)
    return sum(weight * (a - b) ** 2 for weight, a, b in zip(weights, one, other, strict=True))
