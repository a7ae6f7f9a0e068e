"""What a theme, its key and its place in the tree must be, and against what polarity is read."""

import re
from collections.abc import Iterable, Mapping, Sequence

from synthema.refused import Words
from synthema.synthesis.formats import ThemeEntry
from synthema.synthesis.model import Origin, PolarityAgainst, Theme, ThemeLevel
from synthema.synthesis.profiles import FRAMEWORK, PROFILES

_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
_HEIGHT = {ThemeLevel.DESCRIPTIVE: 0, ThemeLevel.ANALYTICAL: 1, ThemeLevel.OVERARCHING: 2}


def key_problem(key: str) -> str:
    """Why a key cannot serve, or ''."""
    if _KEY.fullmatch(key):
        return ""
    return Words(
        "The key {key!r} cannot be used. Write up to 80 of a-z, 0-9, _ and -, a letter or digit first.", key=key
    )


def place_problem(name: str, level: ThemeLevel, above: ThemeLevel | None) -> str:
    """Why a theme cannot stand under one of this level, or ''."""
    if above is None or _HEIGHT[level] <= _HEIGHT[above]:
        return ""
    return Words(
        "“{name}” is {level} and cannot stand under a theme that is only {above}. Choose another level or parent.",
        name=name,
        level=level,
        above=above,
    )


def method_problem(profile: str) -> str:
    """Why a method cannot be chosen, or ''."""
    return "" if profile in PROFILES else f"There is no method {profile!r}. Methods: {', '.join(PROFILES)}."


def file_problems(entries: Sequence[ThemeEntry], standing: Mapping[str, ThemeLevel]) -> list[str]:
    """What must be mended in a file of themes; `standing` gives the levels of the themes the review has already."""
    found = [problem for entry in entries if (problem := key_problem(entry.key))]
    found += [f"Theme {entry.key!r} has no name. Give it one." for entry in entries if not entry.name.strip()]
    keys = [entry.key for entry in entries]
    found += [
        f"The key {key!r} is given {keys.count(key)} times. Keep one."
        for key in dict.fromkeys(keys)
        if keys.count(key) > 1
    ]
    levels = {**standing, **{entry.key: ThemeLevel(entry.level) for entry in entries}}
    for entry in entries:
        if entry.parent and entry.parent not in levels:
            found.append(
                f"Theme {entry.key!r} stands under {entry.parent!r}, which is no key. Correct it or add the theme."
            )
        elif problem := place_problem(entry.name, ThemeLevel(entry.level), levels.get(entry.parent)):
            found.append(problem)
    return found + _circle(entries)


def parents_first(entries: Sequence[ThemeEntry]) -> list[ThemeEntry]:
    """The themes of a file with each parent before what stands under it; themes in a circle are left out."""
    waiting = list(entries)
    ordered: list[ThemeEntry] = []
    while waiting:
        held_back = {entry.key for entry in waiting}
        ready = [entry for entry in waiting if entry.parent not in held_back]
        if not ready:
            break
        ordered += ready
        waiting = [entry for entry in waiting if entry not in ready]
    return ordered


def _circle(entries: Sequence[ThemeEntry]) -> list[str]:
    left = sorted({entry.key for entry in entries} - {entry.key for entry in parents_first(entries)})
    if not left:
        return []
    return [
        f"The themes {', '.join(left)} stand under one another in a circle. Take one of them out from under its parent."
    ]


def polarity_reading(stated: str, profile: str, themes: Iterable[Theme]) -> PolarityAgainst:
    """What a team stated; else the framework where themes of one were set beforehand, else the theme itself."""
    if stated:
        return PolarityAgainst(stated)
    set_beforehand = any(theme.origin is Origin.A_PRIORI for theme in themes)
    return PolarityAgainst.FRAMEWORK if profile == FRAMEWORK.id and set_beforehand else PolarityAgainst.THEME
