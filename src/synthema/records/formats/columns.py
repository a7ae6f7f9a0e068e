"""Columns of tables: which header holds which field, and how a person's word changes that."""

import re
from collections.abc import Collection, Mapping, Sequence

from synthema.records.model import Unreadable

COLUMNS: dict[str, tuple[str, ...]] = {  # field -> headers in lower case, letters and digits only; preferred first
    "title": ("title", "itemtitle", "titleprimary", "primarytitle", "documenttitle", "articletitle", "originaltitle",
              "ti"),
    "authors": ("authors", "author", "authornames", "authorsprimary", "firstauthors", "authorfullnames", "editors"),
    "year": ("year", "publicationyear", "pubyear", "publishedyear", "dateofpublication", "publicationdate",
             "datepublished", "date", "published"),
    "journal": (
        "journal", "sourcetitle", "publicationtitle", "periodicalfull", "journaltitle", "journalbook", "publication",
        "secondarytitle", "titlesecondary", "alternatetitle3", "alternatetitle2", "periodicalabbrev",
        "abbreviatedsourcetitle", "pubtitle",
    ),
    "volume": ("volume", "journalvolume", "volumenumber"),
    "issue": ("issue", "journalissue", "issuenumber", "number"),
    "pages": ("pages", "pagerange", "pagination"),
    "start": ("pagestart", "startpage", "firstpage"),
    "end": ("pageend", "endpage", "lastpage", "otherpages"),
    "article_number": ("artno", "articlenumber"),
    "doi": ("doi", "itemdoi", "originalpaperdoi"),
    "doi_hint": ("url", "link", "fulltextlink"),
    "pmid": ("pmid", "pubmedid", "medlinepmid", "originalpaperpubmedid"),
    "pmid_hint": ("url", "link"),
    "isbn": ("isbn", "isbns", "issnisbn"),
    "issn": ("issn", "issns", "issnisbn", "printissn", "eissn"),
    "abstract": ("abstract", "abstractnote", "originalabstract"),
    "keywords": ("keywords", "authorkeywords indexkeywords", "indexkeywords", "descriptors keyword", "keyword",
                 "manualtags automatictags", "automatictags", "subjects"),
    "language": ("language", "languageoforiginaldocument", "languages"),
    "kind": ("kind", "itemtype", "documenttype", "publicationtype", "referencetype", "typeofreference",
             "articletype", "contenttype", "doctype", "type"),
    "url": ("url", "link", "fulltexturl", "fulltextlink", "urls", "openurllink", "externalurl", "articleurl",
            "documenturl", "plink"),
    "accession": ("accession", "accessionnumber", "eid", "centralid", "uniquewosid", "utuniquewosid", "lensid",
                  "embaseaccessionid"),
    "accession_hint": ("link", "url"),
    "database": ("database", "databasename", "subfiledatabase"),
    "notes": ("notes", "note", "extra", "personalnotes", "retractionnature"),
}  # fmt: skip

OWN = ("title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid", "isbn", "issn", "abstract",
       "keywords", "language", "kind", "url", "accession", "database", "notes")  # fmt: skip
"""The columns that Synthema itself writes, in this order."""

KNOWN = frozenset(header for group in COLUMNS.values() for names in group for header in names.split())
TITLES = frozenset(COLUMNS["title"])
ASSIGNABLE = tuple(name for name in COLUMNS if not name.endswith("_hint"))
"""The fields that a person may assign a column to."""


def normal_header(header: str) -> str:
    """A header in lower case, letters and digits only."""
    return re.sub(r"[\W_]+", "", header.casefold())


def assigned(columns: Mapping[str, str]) -> dict[str, str]:
    """Which header a person says holds which field; raises Unreadable at a field that is none."""
    for header, name in columns.items():
        if name and name not in ASSIGNABLE:
            raise Unreadable(
                "{name} is no field that the column {header} could be assigned to. Fields: {fields}.",
                name=name,
                header=header,
                fields=", ".join(ASSIGNABLE),
            )
    return {normal_header(header): name for header, name in columns.items()}


def table(own: Mapping[str, Sequence[str]], said: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Field -> headers of one file: what a person said, else what its source means, else the common table."""
    columns = {**COLUMNS, **own}
    return {name: _groups(name, columns[name], said) for name in columns}


def _groups(name: str, groups: Sequence[str], said: Mapping[str, str]) -> tuple[str, ...]:
    told = " ".join(header for header, field in said.items() if field == name)
    left = (" ".join(header for header in group.split() if header not in said) for group in groups)
    return tuple(group for group in (told, *left) if group)


def holds_titles(headers: Collection[str], said: Mapping[str, str]) -> bool:
    """Whether one of these headers holds titles."""
    return any(said.get(header, "title" if header in TITLES else "") == "title" for header in headers)
