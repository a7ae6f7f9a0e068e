"""Text made comparable: case, accents, tags, scripts and punctuation no longer count."""

import html
import re
import unicodedata

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,60}>")
_NOT_WORD = re.compile(r"[\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa", "λ": "lambda",
    "μ": "mu", "π": "pi", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_SPELLED = str.maketrans({**_GREEK, "ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})


def fold(text: str) -> str:
    """Lower-case words and digits parted by single spaces; accents, tags and punctuation gone."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED))
        text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def split_camel(text: str) -> str:
    """Part names run together: 'CaldwellH.K.DikeO.E.' becomes 'Caldwell H.K.Dike O.E.'."""
    return _CAMEL.sub(" ", text)


def first_number(text: str) -> str:
    """The first run of digits without leading zeros, or ''."""
    found = re.search(r"[0-9]+", text)
    return (found.group().lstrip("0") or "0") if found else ""
