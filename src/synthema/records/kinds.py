"""The type of a work in the words of each format that is written."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of work: what sources call it, and its names in RIS, BibTeX, CSL and EndNote (with number)."""

    called: re.Pattern[str]
    ris: str
    bibtex: str
    csl: str
    endnote: str
    number: int


def _kind(called: str, names: tuple[str, str, str, str], number: int) -> Kind:
    return Kind(re.compile(called, re.IGNORECASE), *names, number)


KINDS = (
    _kind(
        r"^E?CHAP$|chapter|book.?section|inbook|incollection", ("CHAP", "incollection", "chapter", "Book Section"), 5
    ),
    _kind(r"^THES$|thesis|dissertation", ("THES", "phdthesis", "thesis", "Thesis"), 32),
    _kind(
        r"^(?:CONF|CPAPER)$|conference|proceeding",
        ("CONF", "inproceedings", "paper-conference", "Conference Proceedings"),
        10,
    ),
    _kind(r"^RPRT$|report|technical", ("RPRT", "techreport", "report", "Report"), 27),
    _kind(
        r"^(?:JOUR|JFULL|EJOUR|ABST|INPR)$|journal|article|review|trial",
        ("JOUR", "article", "article-journal", "Journal Article"),
        17,
    ),
    _kind(r"^(?:BOOK|EBOOK|EDBOOK)$|book|monograph", ("BOOK", "book", "book", "Book"), 6),
    _kind(r"^(?:ELEC|BLOG|WEB)$|web|online", ("ELEC", "misc", "webpage", "Web Page"), 12),
)
OTHER = _kind("", ("GEN", "misc", "document", "Generic"), 13)

_RIS_TYPES = (
    "ABST ADVS AGGR ANCIENT ART BILL BLOG BOOK CASE CHAP CHART CLSWK COMP CONF CPAPER CTLG DATA DBASE DICT EBOOK ECHAP "
    "EDBOOK EJOUR ELEC ENCYC EQUA FIGURE GEN GOVDOC GRANT HEAR ICOMM INPR JFULL JOUR LEGAL MANSCPT MAP MGZN MPCT "
    "MULTI MUSIC NEWS PAMP PAT PCOMM RPRT SER SLIDE SOUND STAND STAT STD THES UNBILL UNPB UNPD VIDEO WEB"
)
RIS_TYPES = frozenset(_RIS_TYPES.split())
_BIBTEX_TYPES = (
    "article book booklet collection conference dataset inbook incollection inproceedings manual mastersthesis misc "
    "online phdthesis proceedings report techreport thesis unpublished"
)
BIBTEX_TYPES = frozenset(_BIBTEX_TYPES.split())


def kind_of(name: str) -> Kind:
    """The type that a source's own name for it means; Generic where it is unknown."""
    return next((kind for kind in KINDS if name and kind.called.search(name)), OTHER)
