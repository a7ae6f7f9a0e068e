"""Which letters of a text belong to the one before: accents, joined emoji, flags, Hangul (after Unicode's UAX 29)."""

import unicodedata
from collections.abc import Iterator

_JOINER, _NON_JOINER = "\u200d", "\u200c"
_LINE_ENDS = "\n\r\f"


def continuing(text: str) -> Iterator[int]:
    """The places of the code points that continue the cluster of the one before."""
    flags = 0  # regional indicators in a row: two make a flag
    for place in range(1, len(text)):
        before, letter = text[place - 1], text[place]
        if letter < "\u0300":
            flags = 0
            continue
        flags = flags + 1 if _is_flag(before) else 0
        if before not in _LINE_ENDS and _joins(before, letter, flags):
            yield place


def _joins(before: str, letter: str, flags: int) -> bool:
    if extends(letter):
        return True
    if before == _JOINER:
        return unicodedata.category(letter) == "So"
    if _is_flag(letter):
        return flags % 2 == 1
    return _hangul(letter) in _AFTER.get(_hangul(before), "")


def extends(letter: str) -> bool:
    """Whether a code point never stands alone: accents and other marks, joiners, the colour of a hand."""
    if letter in (_JOINER, _NON_JOINER) or "\U0001f3fb" <= letter <= "\U0001f3ff":
        return True
    return unicodedata.category(letter).startswith("M") or "\U000e0020" <= letter <= "\U000e007f"


def _is_flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


_AFTER = {"L": "LVST", "S": "VT", "V": "VT", "T": "T"}  # S: a syllable, with or without its last part


def _hangul(letter: str) -> str:
    if "\u1100" <= letter <= "\u115f":
        return "L"
    if "\u1160" <= letter <= "\u11a7":
        return "V"
    if "\u11a8" <= letter <= "\u11ff":
        return "T"
    return "S" if "\uac00" <= letter <= "\ud7a3" else "-"
