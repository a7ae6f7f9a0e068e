"""Sources of Word: one `<Source>` a work, as Word keeps them in Sources.xml."""

import re
from collections.abc import Iterator

from lxml import etree

from synthema.records.assembly import assemble, gather
from synthema.records.formats.xml_stream import Reader
from synthema.records.formats.xml_tree import each, person, text
from synthema.records.model import Found, Record

_SIGN = re.compile(r"<(?:[\w.-]+:)?Source(?=[\s>])[^<>]*>\s*<(?:[\w.-]+:)?(?:Tag|SourceType|Author|Title|Guid)\b")
_ROLES = "Author Artist Inventor Performer Composer Director Writer Interviewee Editor BookAuthor Compiler Translator"
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("Title", "ShortTitle"),
    "authors": ("Author/Author/NameList/Person/Last", "Author/Author/NameList/Person/First", "Author/Author/Corporate"),
    "year": ("Year", "BIBTEX_Year"),
    "journal": (
        "JournalName",
        "PeriodicalTitle",
        "BookTitle",
        "ConferenceName",
        "PublicationTitle",
        "InternetSiteTitle",
    ),
    "volume": ("Volume", "VolumeNumber"),
    "issue": ("Issue",),
    "pages": ("Pages",),
    "doi": ("DOI", "StandardNumber"),
    "doi_hint": ("URL", "Comments"),
    "pmid_hint": ("URL", "Comments"),
    "isbn": ("StandardNumber",),
    "issn": ("StandardNumber",),
    "abstract": ("BIBTEX_Abstract", "Abstract"),
    "keywords": ("BIBTEX_KeyWords", "BIBTEX_Keywords"),
    "language": ("BIBTEX_Language", "Language"),
    "kind": ("SourceType",),
    "url": ("URL",),
    "notes": ("Comments",),
}
find = Reader("Source")


def recognise(head: str) -> int:
    """Where the first source starts, or -1."""
    found = _SIGN.search(head)
    return found.start() if found else -1


def record(found: Found) -> Record:
    """A record of a file of sources."""
    groups = gather(found.raw, FIELDS)
    groups["authors"] = [list(_names(found.of, role)) for role in _ROLES.split()]
    return assemble(groups, raw=found.raw, line=found.line)


def _names(element: etree._Element, role: str) -> Iterator[str]:
    for one in each(element, f"Author/{role}"):
        yield text(one, "Corporate")
        for who in each(one, "NameList/Person"):
            given = " ".join(filter(None, (text(who, "First"), text(who, "Middle"))))
            yield person(text(who, "Last"), given)
