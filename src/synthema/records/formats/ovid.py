"""Ovid files (.txt, .ovd, .cgi) in both looks: two letters and a dash, or the names of fields above their values."""

import re
from collections.abc import Iterable, Iterator, Sequence

from synthema.records import fields
from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.formats.dialects import STRATEGY
from synthema.records.formats.headed import Known, Line, headed
from synthema.records.formats.ovid_source import NO_PAGES, host, linked, source
from synthema.records.model import Found, Record
from synthema.records.tally import Tally

FIELDS: dict[str, tuple[str, ...]] = {  # names are written with underscores, so that each is one word
    "title": ("Chapter_Title", "TI", "Title", "Original_Title", "TT"),
    "authors": ("FA", "AU", "Authors_Full_Name", "Author", "Authors", "Author(s)", "Author_Name", "ED", "Editor",
                "Editors", "PA", "CA", "Corporate_Author"),
    "year": ("YR", "DP", "Year_of_Publication", "Publication_Year", "Date_of_Publication", "Publication_Date", "SO",
             "Source", "DG", "Status"),
    "journal": ("JN", "NJ", "JT", "Journal_Name", "Journal", "SO", "Source", "BT", "XL"),
    "volume": ("VO", "VI", "Volume", "SO", "Source", "XL"),
    "issue": ("IP", "Issue", "Issue_Part", "Issue/Part", "SO", "Source", "XL"),
    "pages": ("PG", "Pages", "Page", "SO", "Source", "XL"),
    "doi": ("DO", "DI", "DOI", "DOI_Number", "Digital_Object_Identifier"),
    "doi_hint": ("ID", "AI", "UR", "XL"),
    "pmid": ("PM", "PMID", "PubMed_ID"),
    "isbn": ("IB", "BN", "ISBN", "Book_ISBN", "XL"),
    "issn": ("IS", "IL", "ES", "ISSN", "ISSN_Print", "ISSN_Linking", "ISSN_Electronic", "XL"),
    "abstract": ("AB", "Abstract"),
    "keywords": ("MH KW OT ID", "KW OT ID", "OT ID", "ID", "DE",
                 "MeSH_Subject_Headings Author_Keywords Keyword_Heading",
                 "Author_Keywords Keyword_Heading Keywords", "Subject_Headings Keyword_Heading Key_Concepts",
                 "Key_Concepts", "Keyword_Heading", "Keywords"),
    "language": ("LG", "LA", "Language"),
    "kind": ("PT", "Publication_Type", "DT", "Document_Type"),
    "url": ("UR", "URL", "IU", "XL", "XP", "Link_to_the_Ovid_Full_Text_or_citation", "Link_to_the_Ovid_Full_Text"),
    "accession": ("UI", "AN", "Unique_Identifier", "Accession_Number"),
    "accession_hint": ("XL",),
    "database": ("DB", "Database"),
    "notes": ("NT", "NO", "Notes", "Note"),
    "retraction": ("CM", "ER", "EI", "RN", "Comments", "Retraction_In", "Erratum_In", "NT"),
}  # fmt: skip

_DERIVED = ("year", "journal", "volume", "issue", "pages", "doi", "pmid", "isbn", "issn")
_STATED = {  # the table without what has to be taken apart first
    name: tuple(tag for tag in tags if name not in _DERIVED or tag not in ("SO", "Source", "BT", "XL", "DG", "Status"))
    for name, tags in FIELDS.items()
}

_SEARCHED = re.compile(r"Database(?:s|\(s\))?: \S.*$")
_HEADING = re.compile(r"([ \t]{0,8})<[0-9]{1,9}\.? ?>[ \t]*$")
_TAGGED = re.compile(r"([A-Z][A-Z0-9]{1,4}) {1,2}-(?:[ \t]+(.*))?$")
_TAGGED_WIDE = re.compile(r"([A-Z][A-Z0-9]{1,4})  -(?:[ \t]+(.*))?$")
_NAMED = re.compile(r"[A-Z][A-Za-z]*(?:[ /()&'-]{1,2}[A-Za-z]+\)?){0,8}:?[ \t]*$")
_START = re.compile(
    r"^[ \t\ufeff]{0,8}<[0-9]{1,9}\.? ?>[ \t]*\n(?:[ \t]*\n)*[ \t]{0,8}"
    r"(?:(?!TY)[A-Z][A-Z0-9]{1,4} {1,2}- |[A-Z][A-Za-z/()&' -]{1,60}\n[ \t]+\S)"
    r"|^[ \t\ufeff]{0,8}VN {1,2}- Ovid Technologies"
    r"|(?:\A|(?<=\n\n))\ufeff?UI {1,2}- .*\n[A-Z][A-Z0-9]{1,3} {1,2}- ",
    re.MULTILINE,
)
_FIRST = frozenset({"VN", "UI"})  # tags that stand once in a record, at its beginning
_TEXTS = frozenset({"AB", "Abstract", "TI", "Title"})
_WRAPPED = frozenset({"AB", "TI", "SO"})
_LABEL = re.compile(r"[A-Z][A-Za-z ,&/-]{2,60}\]\.?")
_ACCESSION = re.compile(r"(?:[A-Za-z -]+: )?(.*?)\.?")
_ROLE = re.compile(r"\[[^\[\]]*\]")
_LONGEST_NAME = 300  # characters
_DEGREE = (
    r"(?:M\.?D|Ph\.?D|Dr\.?PH|MPH|MSc|BSc|MS|MA|BA|BS|RN|MBA|MSN|BSN|DNP|Sc\.?D|MBBS|MBChB|FRCP|FACP|FAAN|JD|Ed\.?D"
    r"|Psy\.?D|DO|DDS|DVM|PharmD|MSW|LCSW|MHS|M\.?Ed|MN|MPhil|DPhil)\.?"
)
_DEGREES_AFTER = re.compile(rf"(?:,?\s+{_DEGREE}(?=,|\s|$))+$")
_CHAPTER = re.compile(r"Chapter pagination: ([^.]+)")
_WORD_LAST = re.compile(r"[^\W\d_]{3}\.$")
_FOOTNOTE = re.compile(r"(?:\s+[0-9*]+(?:,[0-9*]+)*)+$")
_IDENTIFIER = re.compile(r"\[[a-z]{2,8}\]\s*$|^PMC[0-9]+", re.IGNORECASE)
_RETRACTED = re.compile(
    r"(?:Retraction|Retracted|Partial retraction|Erratum|Expression of concern|Corrected) \S", re.IGNORECASE
)
_RUN_ON = re.compile(r"(?:[^\s.;,][^.;,]{1,60} [A-Z]{1,4}\.\s*){2,}")  # Moran AS. Bell B.


def recognise(text: str) -> int:
    """Where the first record starts, or -1."""
    found = _START.search(text)
    return found.start() if found else -1


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The records of the file; the search strategy printed before the first one is the preamble."""
    return headed(export, tally, _Look().line)


class _Look:
    """How the lines of the record at hand are written: fields after two letters, or below their names."""

    def __init__(self) -> None:
        self.indent, self.named, self.tag = "", False, _TAGGED
        self.searched = False  # whether the line before names a database, as above a search strategy

    def line(self, text: str, known: Known | None, blank: bool) -> Line:
        """What a line is; a search strategy may be printed after a record too."""
        ends = known is not None and self.searched and STRATEGY.match(text) is not None
        read = Line(ends=True) if ends else self._line(text, known)
        self.searched = (blank or self.searched) and _SEARCHED.match(text) is not None and bool(known) and not read.tag
        return read

    def _line(self, text: str, known: Known | None) -> Line:
        heading = _HEADING.match(text)
        if heading:
            self.indent, self.named, self.tag = heading[1], False, _TAGGED
            return Line(heads=True)
        text = text.removeprefix(self.indent)
        field = self.tag.match(text)
        if field:
            self.tag = self.tag if known else _TAGGED_WIDE if _TAGGED_WIDE.match(text) else _TAGGED
            again = known is None or field[1] in known
            heads = field[1] in _FIRST and again
            self.named = self.named and not heads
            repaired = "a record without its number" if heads and known else ""
            return Line(field[2] or "", field[1], heads, repaired=repaired)
        self.named = self.named if known else _NAMED.match(text) is not None
        if self.named and known is not None and _NAMED.match(text):
            return Line("", "_".join(text.rstrip(": \t").split()))
        wrapped = text[:1] in " \t" and not self.named and (known or ("",))[-1] in _WRAPPED
        return Line(text, joint=" " if wrapped else "\n")


def record(found: Found) -> Record:
    """A record of an Ovid file."""
    raw = [(tag, value) for tag, value in found.raw if value]
    groups = gather(raw, _STATED)
    groups["title"] = [[_unlabelled(value) for value in group] for group in groups["title"]]
    groups["authors"] = [[name for value in group for name in _names(value)] for group in groups["authors"]]
    groups["keywords"] = [list(_keywords(group, raw)) for group in groups["keywords"]]
    groups["kind"] = [["; ".join(value for value in group if value != "-")] for group in groups["kind"][:1]] or [[""]]
    groups["language"] = [[value.rstrip(". ") for value in group] for group in groups["language"]]
    groups["retraction"].append([value for tag, value in raw if _RETRACTED.match(value) and tag not in _TEXTS])
    groups["accession"] = [[_accession(value) for value in group] for group in groups["accession"]]
    _add_source(groups, raw)
    return assemble(groups, raw=found.raw, line=found.line)


def _add_source(groups: dict[str, list[list[str]]], raw: Sequence[tuple[str, str]]) -> None:
    """What the source line and the resolver's link say, after what the record states field by field."""
    values = {tag: [value for known, value in raw if known == tag] for tag in ("SO", "Source", "BT", "XL")}
    origins = [source(value) for value in (values["SO"] + values["Source"])[:1]]
    if values["BT"]:
        origins.append(_book(values["BT"][0], " ".join(groups["kind"][0])))
    origins.append(linked(values["XL"]))
    for name in _DERIVED:
        key = "date" if name == "year" else name
        groups[name] = [*groups[name], *([origin[key]] for origin in origins if key in origin)]
    groups["year"] += [[value for tag, value in raw if tag in ("DG", "Status")]]
    groups["pages"] = [[page for page in group if not NO_PAGES.match(page)] for group in groups["pages"]]
    if not groups["title"]:
        groups["title"] = [[origin["book"]] for origin in origins if "book" in origin]


def _book(line: str, kind: str) -> dict[str, str]:
    """The book of a chapter and the pages in it; nothing for a record of a whole book."""
    if "chapter" not in kind.casefold():
        return {}
    pages = _CHAPTER.search(line)
    return {"journal": host(line), **({"pages": pages[1]} if pages else {})}


def _unlabelled(value: str) -> str:
    """A title without the `[Review]` that some databases set behind it; what speaks of a retraction stays."""
    title, _, label = value.rpartition("[")
    stays = not title.strip(" .") or not _LABEL.fullmatch(label) or fields.is_retraction(label)
    return value if stays else title.rstrip(" .")


def _names(value: str) -> Iterator[str]:
    """The names of one value, without roles, degrees and footnote numbers."""
    plain = _ROLE.sub("", value)
    for part in re.split(r"(?<=[A-Z])\.\s*" if _RUN_ON.fullmatch(plain) else r"[;\n]", plain):
        if not part.strip().isdigit():  # MEDLINE's ED is a date, no editor
            yield _name(part) if len(part) < _LONGEST_NAME else part


def _name(part: str) -> str:
    name = _FOOTNOTE.sub("", part.strip())
    without = _DEGREES_AFTER.sub("", name)
    name = without if "," in without.rstrip(",") else name
    return fields.with_comma(name[:-1] if _WORD_LAST.search(name) else name)


def _keywords(group: Iterable[str], raw: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The keywords of a group; those of a field of identifiers are separated by commas."""
    listed = {value for tag, value in raw if tag in ("ID", "Key_Concepts")}
    for value in group:
        if _IDENTIFIER.search(value) or fields.doi_hint(value):
            continue
        yield from re.split(", " if value in listed else r"\s,\s", value)


def _accession(value: str) -> str:
    found = _ACCESSION.fullmatch(value.strip())
    return found[1] if found else value
