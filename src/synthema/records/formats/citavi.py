"""Backups of Citavi projects (.ctv6bak): an archive with one XML file, whose tables name each other by number."""

import codecs
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.formats.xml_stream import Cutter, Reader, tree
from synthema.records.formats.xml_tree import each, local, person, text, texts, with_subtitle
from synthema.records.model import Found, Record, Unreadable
from synthema.records.tally import Tally, visible_in

_ENDS = (".ctv6", ".ctv5", ".ctv4")
_BACKUPS = (".ctv6bak", ".ctv5bak", ".ctv4bak")
_LARGEST = 2**30  # bytes of the unpacked project
_LONGEST_TABLE = 2**26  # characters of one table of links
_TIMES = 400  # how many times larger than its archive a project may be
_PIECE = 2**20
_LINKS = (
    "ReferenceAuthors",
    "ReferenceEditors",
    "ReferenceOrganizations",
    "ReferenceCollaborators",
    "ReferenceKeywords",
)
_TABLES = "|".join(["Person", "Keyword", "Periodical", "Reference", "ReferenceReferences", "KnowledgeItem", *_LINKS])
_PAGES = re.compile(r"<os>([^<]*)</os>")
_ID = re.compile(r"[0-9a-fA-F-]{36}")
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("Title", "Subtitle"),
    "authors": ("Author", "Editor", "Organization", "Collaborator"),
    "year": ("Year", "Date", "DateForSorting"),
    "journal": ("Periodical", "Parent"),
    "volume": ("Volume",),
    "issue": ("Number",),
    "pages": ("PageRange",),
    "doi": ("DOI",),
    "pmid": ("PubMedID",),
    "isbn": ("ISBN",),
    "issn": ("PeriodicalISSN",),
    "abstract": ("Abstract",),
    "keywords": ("Keyword",),
    "language": ("Language", "LanguageCode"),
    "kind": ("ReferenceType",),
    "url": ("OnlineAddress",),
    "notes": ("Notes", "Evaluation"),
}
_READER = Reader("Reference")


def recognise(_: str) -> int:
    """Never by text: the file is an archive."""
    return -1


def packed(export: Export) -> bool:
    """Whether the bytes are an archive with a Citavi project."""
    with export.open() as file:
        if file.read(4) != b"PK\x03\x04":
            return False
        if export.name.lower().endswith(_BACKUPS):
            return True
        try:
            return any(name.lower().endswith(_ENDS) for name in zipfile.ZipFile(file).namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            return False


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The works of a Citavi project."""
    tables = _tables(_pieces(export))
    if tables.quotations:
        tally.repair(f"{tables.quotations} quotations and comments of the project are no works and were left out")
    for found in _READER.read(_pieces(export), "", tally):
        linked = list(tables.of(found.of))
        tally.tag_characters += visible_in([value for _, value in linked])
        yield Found(found.line, [*found.raw, *linked], found.of)


def record(found: Found) -> Record:
    """A work of a Citavi project."""
    element: etree._Element = found.of
    groups = gather(found.raw, FIELDS)
    groups["title"] = [[with_subtitle(text(element, "Title"), text(element, "Subtitle"))], texts(element, "ShortTitle")]
    groups["pages"] = [_PAGES.findall(value)[-1:] or [value] for value in texts(element, "PageRange")]
    return assemble(groups, raw=found.raw, line=found.line)


def _pieces(export: Export) -> Iterator[str]:
    """The text of the project."""
    try:
        with export.open() as file, zipfile.ZipFile(file) as archive:
            member = _project(archive, export)
            decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
            with archive.open(member) as inside:
                first = inside.read(_PIECE)
                if b"<CitaviExchangeData" not in first[:4096]:
                    raise Unreadable(
                        "{name} holds a Citavi project as a database. In Citavi, export the works as RIS, then import "
                        "that file.",
                        name=export.name,
                    )
                yield decoder.decode(first)
                while piece := inside.read(_PIECE):
                    yield decoder.decode(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise Unreadable(
            "{name} is a damaged or locked Citavi backup ({error}). In Citavi, export the works as RIS, then import "
            "that file.",
            name=export.name,
            error=error,
        ) from error


def _project(archive: zipfile.ZipFile, export: Export) -> zipfile.ZipInfo:
    """The file with the project; raises Unreadable where there is none or it is too large."""
    found = next((one for one in archive.infolist() if one.filename.lower().endswith(_ENDS)), None)
    if found is None:
        raise Unreadable(
            "{name} holds no Citavi project. In Citavi, export the works as RIS, then import that file.",
            name=export.name,
        )
    if found.file_size > min(_LARGEST, _TIMES * max(export.size, 1024)):
        raise Unreadable(
            "{name} would unpack to {size:,} bytes, more than a Citavi project has. In Citavi, export the works as "
            "RIS, then import that file.",
            name=export.name,
            size=found.file_size,
        )
    return found


@dataclass(slots=True)
class _Tables:
    """What the works of a project name by number."""

    names: dict[str, str] = field(default_factory=dict)  # of persons, keywords, periodicals and works
    issns: dict[str, str] = field(default_factory=dict)
    links: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # table and work -> what it names there
    parents: dict[str, str] = field(default_factory=dict)
    quotations: int = 0

    def add(self, element: etree._Element) -> None:
        """Take up one entry, or a table of links."""
        table, number = local(element.tag), str(element.get("id") or "")
        if table in _LINKS or table == "ReferenceReferences":
            for one in each(element, "OnetoN"):
                first, *others = _ID.findall(one.text or "") or [""]
                if table in _LINKS:
                    self.links[table, first] = others
                else:
                    self.parents |= dict.fromkeys(others, first)
        elif table == "KnowledgeItem":
            self.quotations += 1
        elif table == "Person":
            given = " ".join(texts(element, "FirstName", "MiddleName"))
            self.names[number] = person(" ".join(texts(element, "Prefix", "LastName")), given, text(element, "Suffix"))
        else:
            self.names[number] = text(element, "Name", "Title")
            self.issns[number] = text(element, "ISSN")

    def of(self, work: etree._Element) -> Iterator[tuple[str, str]]:
        """What a work names, as further values."""
        number = str(work.get("id") or "")
        for table in _LINKS:
            tag = table.removeprefix("Reference").removesuffix("s")
            for other in self.links.get((table, number), ()):
                if said := self.names.get(other):
                    yield tag, said
        periodical = text(work, "PeriodicalID")
        named = {
            "Periodical": self.names.get(periodical),
            "PeriodicalISSN": self.issns.get(periodical),
            "Parent": self.names.get(self.parents.get(number, "")),
        }
        yield from ((tag, said) for tag, said in named.items() if said)


def _tables(pieces: Iterator[str]) -> _Tables:
    tables = _Tables()
    for cut in Cutter(_TABLES, longest=_LONGEST_TABLE).cuts(pieces):
        if not cut.wrong:
            tables.add(tree(cut.text))
    return tables
