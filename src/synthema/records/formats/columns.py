"""CSV and TSV columns: which header holds which field, and how known sources differ."""

import re
from dataclasses import dataclass, field

COLUMNS: dict[str, tuple[str, ...]] = {  # field -> headers in lower case, letters and digits only; preferred first
    "title": ("title", "itemtitle", "titleprimary", "primarytitle", "documenttitle", "articletitle", "originaltitle"),
    "authors": ("authors", "author", "authornames", "authorsprimary", "firstauthors", "authorfullnames", "editors"),
    "year": ("year", "publicationyear", "pubyear", "dateofpublication", "publicationdate", "date", "published"),
    "journal": (
        "journal", "sourcetitle", "publicationtitle", "periodicalfull", "journaltitle", "journalbook", "publication",
        "secondarytitle", "titlesecondary", "alternatetitle3", "alternatetitle2", "periodicalabbrev",
        "abbreviatedsourcetitle",
    ),
    "volume": ("volume", "journalvolume", "volumenumber"),
    "issue": ("issue", "journalissue", "issuenumber", "number"),
    "pages": ("pages", "pagerange"),
    "start": ("pagestart", "startpage", "firstpage"),
    "end": ("pageend", "endpage", "lastpage", "otherpages"),
    "article_number": ("artno", "articlenumber"),
    "doi": ("doi", "itemdoi", "originalpaperdoi"),
    "doi_hint": ("url", "link", "fulltextlink"),
    "pmid": ("pmid", "pubmedid", "originalpaperpubmedid"),
    "pmid_hint": ("url", "link"),
    "isbn": ("isbn", "issnisbn"),
    "issn": ("issn", "issnisbn", "printissn", "eissn"),
    "abstract": ("abstract", "abstractnote", "originalabstract"),
    "keywords": ("keywords", "authorkeywords indexkeywords", "indexkeywords", "descriptors keyword", "keyword",
                 "manualtags automatictags", "automatictags"),
    "language": ("language", "languageoforiginaldocument", "languages"),
    "kind": ("kind", "itemtype", "documenttype", "publicationtype", "referencetype", "typeofreference",
             "articletype", "contenttype", "type"),
    "url": ("url", "link", "fulltexturl", "fulltextlink", "urls", "openurllink"),
    "accession": ("accession", "accessionnumber", "eid", "centralid", "uniquewosid"),
    "accession_hint": ("link", "url"),
    "database": ("database", "databasename", "subfiledatabase"),
    "notes": ("notes", "note", "extra", "personalnotes", "retractionnature"),
}  # fmt: skip

OWN = ("title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid", "isbn", "issn", "abstract",
       "keywords", "language", "kind", "url", "accession", "database", "notes")  # fmt: skip
"""The columns that Synthema itself writes, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A source known by its header: what its columns mean beyond the common table."""

    source: str
    headers: frozenset[str]
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    own: bool = False  # written by us: semicolons part names and keywords, nothing is guessed
    family_first: bool = False  # authors as "Family I.", separated by commas
    is_database: bool = True


SIGNATURES = (
    Signature(source="Synthema", headers=frozenset(OWN), own=True, is_database=False),
    Signature(source="Scopus", headers=frozenset({"sourcetitle", "eid", "authorkeywords"}), family_first=True),
    Signature(
        source="Embase",
        headers=frozenset({"title", "authornames", "source", "originaltitle"}),
        columns={"year": ("publicationyear", "source"), "journal": ("sourcetitle",)},
        family_first=True,
    ),
    Signature(
        source="Cochrane CENTRAL",
        headers=frozenset({"centralid", "cochranereviewgroupcode"}),
        columns={"journal": ("source",)},
    ),
    Signature(source="PubMed", headers=frozenset({"pmid", "citation", "journalbook"}), family_first=True),
    Signature(source="BVS", headers=frozenset({"id", "fulltexturl", "database"}), columns={"accession": ("id",)}),
    Signature(source="SciELO", headers=frozenset({"id", "fulltexturl", "source"}), columns={"accession": ("id",)}),
    Signature(source="Rayyan", headers=frozenset({"key", "notes", "pubmedid"}), is_database=False),
    Signature(source="Zotero", headers=frozenset({"key", "itemtype", "abstractnote"}), is_database=False),
    Signature(source="RefWorks", headers=frozenset({"authorsprimary", "titleprimary"}), is_database=False),
    Signature(source="Retraction Watch", headers=frozenset({"retractiondoi", "retractionnature"})),
)

ANY = Signature(source="", headers=frozenset(), is_database=False)


def normal_header(header: str) -> str:
    """A header in lower case, letters and digits only."""
    return re.sub(r"[\W_]+", "", header.casefold())


def signature(headers: frozenset[str]) -> Signature:
    """The source whose headers are all present."""
    return next((known for known in SIGNATURES if known.headers <= headers), ANY)


KNOWN = frozenset(header for group in COLUMNS.values() for names in group for header in names.split())
TITLES = frozenset(COLUMNS["title"])
