"""The formats that are read, in one table, and the ones that are known but not read."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from synthema.records.formats import bibtex, csl_json, delimited, endnote_tagged, endnote_xml, nbib, refworks, ris, wos
from synthema.records.model import Record
from synthema.records.tally import Tally


@dataclass(frozen=True, slots=True)
class Format:
    """A format: how it is recognised (offset of its first sign, or -1) and how it is read."""

    name: str
    title: str
    recognise: Callable[[str], int]
    parse: Callable[[str, Tally], Iterator[Record]]


FORMATS = (
    Format("ris", "RIS", ris.recognise, ris.parse),
    Format("nbib", "MEDLINE (nbib)", nbib.recognise, nbib.parse),
    Format("wos", "Web of Science", wos.recognise, wos.parse),
    Format("endnote-tagged", "EndNote tagged (enw)", endnote_tagged.recognise, endnote_tagged.parse),
    Format("refworks", "RefWorks tagged", refworks.recognise, refworks.parse),
    Format("bibtex", "BibTeX", bibtex.recognise, bibtex.parse),
    Format("endnote-xml", "EndNote XML", endnote_xml.recognise, endnote_xml.parse),
    Format("csl-json", "CSL JSON", csl_json.recognise, csl_json.parse),
    Format("csv", "CSV or TSV", delimited.recognise, delimited.parse),
)
BY_NAME = {known.name: known for known in FORMATS}
_HEAD = 2**20  # characters

NOT_READ = (  # sign near the start of the text, what it is, what to do
    (r"\s*<(?:!doctype html|html|head|body)\b", "a web page, perhaps a login page", "Log in and export again as RIS"),
    (r"\s*<[0-9]+\. ?>|\s*(?:VN|UI) {2}- ", "an Ovid tagged file", "Export it as RIS"),
    (r"\s*\{Reference Type\}:", "a NoteExpress file", "Export it as RIS"),
    (r"(?s).{0,2000}<PubmedArticle", "PubMed XML", "Export it as nbib"),
    (r"\s*<(?:\?xml|!--|[A-Za-z])", "XML, but not from EndNote", "Export it as RIS or EndNote XML"),
    (r"\s*[\[{]", "JSON, but not complete CSL JSON", "Export it as CSL JSON or RIS"),
)


def detect(text: str) -> Format | None:
    """The format whose first sign comes first in the text."""
    if text.lstrip("\ufeff \t\n")[:1] in ("[", "{"):
        return _first(text, (BY_NAME["csl-json"],))
    return _first(text[:_HEAD], FORMATS) or (_first(text, FORMATS) if len(text) > _HEAD else None)


def _first(text: str, known: tuple[Format, ...]) -> Format | None:
    found = [(offset, rank) for rank, one in enumerate(known) if (offset := one.recognise(text)) >= 0]
    return known[min(found)[1]] if found else None


def known_but_not_read(text: str) -> tuple[str, str] | None:
    """What a file of a format that is not read is, and what to do with it."""
    head = text[:4000].lstrip("\ufeff")
    return next(((what, advice) for sign, what, advice in NOT_READ if re.match(sign, head, re.IGNORECASE)), None)
