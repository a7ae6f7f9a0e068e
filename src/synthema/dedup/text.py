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
_LATIN = {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"}
_MISREAD = re.compile("[ÂÃÐÑ][\u0080-\u00bf\u0152-\u0192\u2013-\u203a\u20ac]|â€")
_ARABIC = {"\u0640": "", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه"}  # Persian records are typed with the one or the other
_SPELLED = str.maketrans({**_GREEK, **_LATIN, **_ARABIC})


def fold(text: str) -> str:
    """Lower-case words and digits (0 to 9 whatever the script) parted by single spaces; accents, tags, points gone."""
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    if not text.isascii():
        text = _mended(text)
        decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLED))
        text = "".join(_digit(letter) for letter in decomposed if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def _mended(text: str) -> str:
    """UTF-8 that a spreadsheet took for Windows' letters, as it should have been read."""
    if not _MISREAD.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def _digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else letter


def split_camel(text: str) -> str:
    """Part names run together: 'CaldwellH.K.DikeO.E.' becomes 'Caldwell H.K.Dike O.E.'."""
    return _CAMEL.sub(" ", text)


def first_number(text: str) -> str:
    """The first run of digits without leading zeros, or ''."""
    found = re.search(r"[0-9]+", text)
    return (found.group().lstrip("0") or "0") if found else ""
