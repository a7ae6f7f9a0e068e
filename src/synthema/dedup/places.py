"""Where a report was printed: pages, volume, supplement, journal, DOI, each in a form that can be compared."""

import html
import re
from functools import lru_cache
from urllib.parse import unquote

from rapidfuzz import fuzz

from synthema.dedup.text import first_number, fold, split_camel

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_PAGES = re.compile(rf"(\d{{1,4}}|{'|'.join(_MONTHS)})[- ](\d{{1,4}}|{'|'.join(_MONTHS)})", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_ROMAN_PAGES = re.compile(r"\s*(x{0,3}(?:ix|iv|v?i{0,3})|[xl]+(?:ix|iv|v?i{0,3}))\s*(?:-.*)?", re.IGNORECASE)
_SUPPLEMENT = re.compile(
    r"suppl|conference|congress|symposium|\bannual meeting|\bmeeting abstract|\babstracts?\b|workshop", re.IGNORECASE
)
_SUPPLEMENT_PAGE = re.compile(r"\s*[SAP]\s?\d|\s*i{1,3}\d|\d+\s?S\b|suppl", re.IGNORECASE)
_SUPPLEMENT_ISSUE = re.compile(r"\s*S\s?\d|\d+\s?\(?S\d?\)?$", re.IGNORECASE)
_START_LOST = re.compile(r"[a-z]+ ?-\d+", re.IGNORECASE)  # "Suppl-61", of "S251-61" only the end is left
_RANGE = re.compile(r"(\d{1,9})[a-zA-Z]?\s*[-–—]{1,3}\s*[a-zA-Z]{0,2}(\d{1,9})")
_COMPONENT = re.compile(r"^(10\.7554/elife\.\d{5}|10\.1371/journal\.[a-z]+\.\d{7})\.[gst]?\d{3}$")  # a figure's own DOI
_DOI = re.compile(r"10\.\d{4,9}/[^\s;,\]]+")
_JOURNAL_END = re.compile(r"\bconference:|\. ?conference\b|\(pp |\.\d+ \(|\[|\b(?:19|20)\d\d\)", re.IGNORECASE)
_VOWELS = re.compile(r"(?<=.)[aeiou]")
_SMALL_WORDS = "the of and for in on de der fur und et la le les y a an official publication"
_SMALL = frozenset(_SMALL_WORDS.split())


def roman(text: str) -> int:
    """The value of a roman numeral in lower case letters i, v, x, l, c."""
    values = [_ROMAN[letter] for letter in text]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def first_page(pages: str) -> str:
    """The first page as digits; '' for none, and for page 1, where every issue and online article starts."""
    page = _first_page(pages)
    return "" if page == "1" else page


def _first_page(pages: str) -> str:
    if damaged := _MONTH_PAGES.fullmatch(pages.strip()):
        start = damaged.group(1).lower()
        return str(_MONTHS.index(start) + 1) if start in _MONTHS else start.lstrip("0")
    if _START_LOST.fullmatch(pages.strip()):
        return ""
    if (number := first_number(pages)) or not pages.strip():
        return number
    numeral = _ROMAN_PAGES.fullmatch(pages)
    return f"r{roman(numeral.group(1).lower())}" if numeral and numeral.group(1) else ""


def last_page(pages: str) -> str:
    """The last page as digits, short forms such as 482-91 written out; '' where only one page is named."""
    damaged = _MONTH_PAGES.fullmatch(pages.strip())
    if damaged and not (damaged.group(1) + damaged.group(2)).isdigit():
        end = damaged.group(2).lower()
        return str(_MONTHS.index(end) + 1) if end in _MONTHS else end.lstrip("0")
    if not (found := _RANGE.search(pages)):
        return ""
    first, last = found.group(1).lstrip("0"), found.group(2).lstrip("0")
    written_out = first[: max(0, len(first) - len(last))] + last
    return written_out if written_out and int(written_out) >= int(first or "0") else ""


def clean_volume(volume: str, year: int | None) -> str:
    """The volume's number; '' for the year in its place and for a fragment such as '1)' of '39 (Suppl 1)'."""
    number = first_number(volume)
    return "" if number == str(year) or (")" in volume and "(" not in volume) else number


def in_supplement(journal: str, issue: str, volume: str, pages: str) -> bool:
    """Whether the place of printing names a supplement or a meeting."""
    named = any(_SUPPLEMENT.search(text) for text in (journal, issue, volume))
    return named or bool(_SUPPLEMENT_PAGE.match(pages) or _SUPPLEMENT_ISSUE.match(issue))


def clean_doi(text: str) -> str:
    """The bare DOI in lower case, without resolver, versions of views or a closing full stop; '' for none."""
    if not text:
        return ""
    found = _DOI.search(html.unescape(unquote(text)).casefold())
    if not found:
        return ""
    bare = re.sub(r"/(abstract|full|pdf|epdf|meta)$", "", found.group().rstrip(".)"))
    return _COMPONENT.sub(r"\1", bare)


def clean_journal(text: str) -> str:
    """The journal's own name: folded, without what databases print after it and without small words."""
    cut = _JOURNAL_END.search(text)
    if cut and cut.start() > 3:
        text = text[: cut.start()]
    return " ".join(word for word in fold(split_camel(text)).split() if word not in _SMALL)


@lru_cache(maxsize=200_000)
def journals_alike(a: str, b: str) -> bool:
    """Whether two cleaned journal names are one name, an abbreviation or initials of the other."""
    if a == b:
        return True
    short, long = sorted((a.split(), b.split()), key=len)
    initials = "".join(word[0] for word in long)
    return (
        ("".join(short) == initials and len(initials) > 2)
        or (len(initials) > 2 and short[:1] == [initials])  # "ICIS: Transforming Society", a conference by its initials
        or (len(short) > 2 and long[:1] == ["".join(word[0] for word in short)])
        or _abbreviates(short, long)
        or fuzz.token_sort_ratio(a, b) >= 88
    )


def _abbreviates(short: list[str], long: list[str]) -> bool:
    # "j particip med" for "journal participatory medicine"; words may be missing in front and behind, not between.
    if len(short) == 1 < len(long):
        return False
    runs = (long[at : at + len(short)] for at in range(len(long) - len(short) + 1))
    return any(all(map(_shortens, short, run)) for run in runs)


def _shortens(one: str, other: str) -> bool:
    short, word = sorted((one, other), key=len)
    if word.startswith(short):
        return True
    # "natl" for "national", "wkly" for "weekly", but not "neurosurgery" for "neurology"
    begun = len(short) > 2 and (short[:2] == word[:2] or (short[0] == word[0] and not _VOWELS.search(short)))
    return begun and _within(short, word)


def _within(letters: str, word: str) -> bool:
    """Whether all letters stand in a word in this order."""
    rest = iter(word)
    return all(letter in rest for letter in letters)
