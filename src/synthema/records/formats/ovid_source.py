"""Where a work appeared, out of the source line and the links that Ovid prints."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qs

_ISSUE = r"\((?P<issue>[^()]*(?:\([^()]*\))?[^()]*)\)"
_DATE = r"(?P<date>[^:;]*?\b(?:1[4-9]|20)[0-9]{2}\b[^:;]*)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Fall|Autumn|Winter)[a-z]*\.?"
_ISSUED = rf"(?P<date>(?:[0-9]{{1,2}}\s+)?{_MONTH}[^;:]*[0-9]{{4}}|(?:1[4-9]|20)[0-9]{{2}}(?:\s+{_MONTH}[^;:]*)?)"
_SHAPES = tuple(
    re.compile(pattern)
    for pattern in (
        # Editor, A [Ed]. (2012). A title. (pp. 11-31). xvii, 254 pp. Place: Publisher
        r"[^()]*\((?P<date>[0-9]{4})\)\.?\s+(?P<journal>.+?)[.?!]?\s+\(pp\.?\s*(?P<pages>[^()]+)\)",
        # (2014). A title. 58 pp. Place: Publisher
        r"[^()]*\((?P<date>[0-9]{4})\)\.?\s+(?P<book>.+?)[.?!]?\s+(?:[ivxlc]+,\s+)?[0-9]+\s+pp\b",
        # A journal. Conference: one. 12 (Supplement 3) (pp 45-67), 2018. Date of Publication: 2018.
        r"(?P<journal>.+?)\.\s+(?:Conference:.*?\.\s+)?(?P<volume>[^\s.,:;()]+)?\s*"
        rf"(?:{_ISSUE}\s*)?\((?:pp?\.?\s*(?P<pages>[^()]+)|no pagination)\),\s*{_DATE}",
        # A journal. Vol.75(2), Jul 2014, pp. 321-330.
        rf"(?P<journal>.+?)[.,]?\s+Vol\.?\s*(?P<volume>[^\s(),]+)(?:\s*{_ISSUE})?[,\s]\s*{_DATE},\s*"
        r"(?:Art(?:ID|icle|No)\.?\s+|pp?\.\s*)?(?P<pages>[^,;]+)",
        # A journal June 2015;58(6):688-696 and A journal 2015 Jun;58(6):688-96
        rf"(?P<journal>.+?)[.,]?\s+{_ISSUED};\s*(?P<volume>[^\s(:;]+)"
        rf"(?:\s*{_ISSUE})?:\s*(?P<pages>[^;]+)",
        # A journal. 584, 2007 15 June; 433-441.
        rf"(?P<journal>.+?)\.\s+(?:(?P<volume>[0-9]+)(?:\s*{_ISSUE})?,\s*)?{_DATE};\s*(?P<pages>[^;]+)",
        # A journal. 201(2-3):327-334, November 15, 2004.
        rf"(?P<journal>.+?)\.\s*(?P<volume>[^\s.,:;()]*(?:\s+(?:Suppl|Pt|Part|Spec)[^:(,]*)?)\s*(?:{_ISSUE}\s*)?"
        rf"(?::\s*(?P<pages>[^,;]+))?,\s*{_DATE}",
        # A journal. 2013. 12(3):45-67. 20 ref.
        rf"(?P<journal>.+?)\.\s+(?P<date>(?:1[4-9]|20)[0-9]{{2}})\.\s*(?P<volume>[^\s.,:;()]*)\s*(?:{_ISSUE})?:\s*"
        r"(?P<pages>[^,;.]+)",
        # A journal 12, Winter 2007: 7-14. and A journal, 2013(1): 3-28.
        rf"(?P<journal>.+?)[, ]\s*(?P<volume>[0-9]+)(?:\s*{_ISSUE})?(?:,\s*(?P<date>[^:;]*[0-9]{{4}}))?:\s*"
        r"(?P<pages>[^,;\s]+)",
        # A journal. 2014 Mar 3.
        r"(?P<journal>.+?)\.\s+(?P<date>(?:1[4-9]|20)[0-9]{2}\b)",
    )
)  # fmt: skip
_EDITORS = re.compile(r"(?s).*\[(?:Eds?|Editors?)\b[^\]]*\]\.?\s+(?=\S)")
_AFTER = re.compile(r"\n|\s(?:Series Information|Date of Publication|Article Number):")
_NUMBER = re.compile(r"Article Number: ([^\s.]+)")
_LONGEST = 1000  # characters that are looked at
_HOST = re.compile(r"\[.+?\](?=\s|$)|.+?(?=\.\s|\.?$)")
NO_PAGES = re.compile(r"(?:no pagination|unpaginated|[0-9]+ ?pp\b)", re.IGNORECASE)
_QUERY = re.compile(r"^\S*\?(?=(?:\S*[?&])?sid=OVID)", re.IGNORECASE)
_LINKED = {"title": "journal", "volume": "volume", "issue": "issue", "pages": "pages", "issn": "issn", "isbn": "isbn",
           "date": "date"}  # fmt: skip


def source(value: str) -> dict[str, str]:
    """Journal or book, volume, issue, pages and date of a source line; what it does not say is left out."""
    line = " ".join(_AFTER.split(value[:_LONGEST].strip(), maxsplit=1)[0].split())
    bare = _EDITORS.sub("", line)
    shapes = [found for shape in _SHAPES for text in dict.fromkeys((line, bare)) if (found := shape.match(text))]
    if not shapes:
        return {"journal": bare.strip(" .")} if bare.strip(" .") else {}
    parts = {name: text.strip(" .,") for name, text in shapes[0].groupdict().items() if text and text.strip(" .,")}
    if "journal" in parts:
        parts["journal"] = _EDITORS.sub("", parts["journal"])
    number = _NUMBER.search(value[:_LONGEST])
    return _without_no_pages({**({"pages": number[1]} if number else {}), **parts})


def host(value: str) -> str:
    """The book that a chapter stands in, out of the line that describes the book."""
    found = _HOST.match(_EDITORS.sub("", value[:_LONGEST].strip()))
    return found[0].strip() if found else ""


def linked(values: Iterable[str]) -> dict[str, str]:
    """What the first link to a library's resolver says of the work: journal, volume, pages, ISSN, DOI, PubMed id."""
    cut = [value.strip()[:_LONGEST] for value in values]
    query = next((_QUERY.sub("", value.replace("&amp;", "&")) for value in cut if _QUERY.match(value)), "")
    parsed = parse_qs(query)
    given = {name: values[-1].strip() for name, values in parsed.items() if name != "id"}
    parts = {_LINKED[name]: text for name, text in given.items() if name in _LINKED}
    if parts.get("volume") == parts.get("date"):  # the resolver is given the year where there is no volume
        parts.pop("volume", None)
    for identifier in parsed.get("id", []):
        kind, _, name = identifier.partition(":")
        if kind in ("doi", "pmid") and name:
            parts[kind] = name
    return _without_no_pages(parts)


def _without_no_pages(parts: dict[str, str]) -> dict[str, str]:
    if NO_PAGES.match(parts.get("pages", "")):
        return {name: text for name, text in parts.items() if name != "pages"}
    return parts
