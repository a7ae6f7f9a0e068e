"""What a record says it is: a thesis, a data set, a registration, an article; its language and its ISBNs."""

import re

from synthema.dedup.text import fold
from synthema.records.model import Record

_KINDS = {
    "thesis": re.compile(r"\b(?:thes|thesis|theses|\w*thesis|dissertations?)\b", re.IGNORECASE),
    "data set": re.compile(r"\b(?:data|data ?sets?)\b", re.IGNORECASE),
    "registration": re.compile(
        r"\b(?:trial regist\w*|clinical ?trials\.gov|prospero|isrctn|anzctr|clinical trials? regist\w*)\b",
        re.IGNORECASE,
    ),
    "article": re.compile(r"\b(?:jour|jfull|article|journal[ -]article)\b", re.IGNORECASE),
}
OF_THEIR_OWN = frozenset({"thesis", "data set", "registration"})
_DATA_PLACE = re.compile(r"\b(?:dryad|figshare|zenodo|dataverse|mendeley data|data archive)\b", re.IGNORECASE)
# Codes of two letters and the terminological ones; anything else is told by its first three letters.
_CODED = """
en eng de ger deu ger fr fre fra fre es spa pt por it ita zh chi zho chi ja jpn jap jpn nl dut nld dut pl pol ru rus
tr tur ko kor ar ara fa per fas per sv swe da dan no nor nb nor nob nor nn nor nno nor fi fin el gre ell gre hu hun
cs cze ces cze he heb uk ukr ro rum ron rum rom rum hr hrv cro hrv scr hrv sr srp ser srp scc srp sk slo slk slo
"""
_CODES = _CODED.split()
_LANGUAGES = dict(zip(_CODES[::2], _CODES[1::2], strict=True))


def kind(record: Record) -> str:
    """Thesis, data set, registration or article, by the record's type or where it appeared; or ''."""
    if _DATA_PLACE.search(record.journal):
        return "data set"
    told = next((name for name in ("thesis", "registration") if _KINDS[name].search(record.journal)), "")
    return told or next((name for name, pattern in _KINDS.items() if pattern.search(record.kind)), "")


def language(text: str) -> str:
    """The language as three letters, whether given by name or by a code; '' for none and for several."""
    words = fold(text).split()
    if not words or (len(words) > 1 and len(words[0]) > 2):  # "pt-BR" is one
        return ""
    return _LANGUAGES.get(words[0], _LANGUAGES.get(words[0][:3], words[0][:3]))


def isbns(text: str) -> frozenset[str]:
    """The ISBNs in a text by their nine telling digits, which the short and the long form share."""
    numbers = (re.sub(r"[- ]", "", one) for one in re.findall(r"\d[\d -]{8,15}[\dXx]", text))
    return frozenset(one[-10:-1] for one in numbers if len(one) == 10 or (len(one) == 13 and one.startswith("97")))
