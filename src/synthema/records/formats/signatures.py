"""Tables known by their header: which source writes them, and what its columns mean beyond the common table."""

import re
from dataclasses import dataclass, field

from synthema.records.formats.columns import OWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A source known by its header: what its columns mean beyond the common table."""

    source: str
    headers: frozenset[str]
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    own: bool = False  # written by us: semicolons part names and keywords, nothing is guessed
    family_first: bool = False  # authors as "Family I.", separated by commas
    is_database: bool = True
    parted: str = ""  # what else parts names and keywords
    citation: re.Pattern[str] | None = None  # where in the column `cited` a citation names journal, volume and pages
    cited: str = "source"


def _known(source: str, headers: str, citation: re.Pattern[str] | None = None, **more: tuple[str, ...]) -> Signature:
    return Signature(source=source, headers=frozenset(headers.split()), columns=more, citation=citation)


def _program(source: str, headers: str, **more: tuple[str, ...]) -> Signature:
    return Signature(source=source, headers=frozenset(headers.split()), columns=more, is_database=False)


_EMBASE_CITATION = re.compile(  # Endoscopic Ultrasound (2014) 3:3 (152-160). Date of Publication: 2014
    r"(?P<journal>.+?) \([0-9]{4}\)(?: (?P<volume>[^\s:(]+))?(?::(?P<issue>[^\s(]+))?(?: \((?P<pages>[^)]*)\))?"
    r"(?: Article Number: (?P<article_number>[^\s.]+))?"
)
_BVS_CITATION = re.compile(  # Eur Child Adolesc Psychiatry;30(2): 183-211, 2021 Feb.
    r"(?P<journal>[^;]+);\s*(?P<volume>[^(:;]*)(?:\((?P<issue>[^)]*)\))?:\s*(?P<pages>[^,]+)"
)
_SCIELO_CITATION = re.compile(  # Interdisciplinaria; 40(1); 63-80
    r"(?P<journal>[^;]+);\s*(?P<volume>[^(;]*)(?:\((?P<issue>[^)]*)\))?;\s*(?P<pages>[^;]+)"
)
_PUBMED_CITATION = re.compile(  # Nature. 2021 Dec 21;1(2):10-11. doi: 10.1111/nature1111.
    r"(?P<journal>[^.]+)\. [0-9]{4}[^;]*;(?P<volume>[^(:;]*)(?:\((?P<issue>[^)]*)\))?(?::(?P<pages>[^.]+))?"
)
_EMBASE = {"year": ("publicationyear", "source"), "journal": ("sourcetitle",)}

SIGNATURES = (
    Signature(source="Synthema", headers=frozenset(OWN), own=True, is_database=False),
    Signature(source="Scopus", headers=frozenset({"sourcetitle", "eid", "authorkeywords"}), family_first=True),
    Signature(source="Scopus", headers=frozenset({"sourcetitle", "eid", "link"}), family_first=True),
    Signature(
        source="Embase",
        headers=frozenset({"title", "authornames", "source", "originaltitle"}),
        columns=_EMBASE,
        family_first=True,
        citation=_EMBASE_CITATION,
    ),
    Signature(
        source="Embase",
        headers=frozenset({"pui", "authornames"}),
        columns=_EMBASE,
        family_first=True,
        citation=_EMBASE_CITATION,
    ),
    _known("Cochrane CENTRAL", "centralid cochranereviewgroupcode", journal=("source",)),
    Signature(
        source="PubMed",
        headers=frozenset({"pmid", "citation", "journalbook"}),
        family_first=True,
        citation=_PUBMED_CITATION,
        cited="citation",
    ),
    _known("BVS", "id fulltexturl database", _BVS_CITATION, accession=("id",)),
    _known("SciELO", "id fulltexturl source", _SCIELO_CITATION, accession=("id",)),
    _known("Dimensions", "publicationid dimensionsurl", accession=("publicationid",)),
    _known("Lens", "lensid sourcetitle"),
    _known("Web of Science", "utuniquewosid articletitle", keywords=("authorkeywords keywordsplus",)),
    _known(
        "Web of Science",
        "pt au ti so",
        title=("ti",),
        authors=("af", "au", "be"),
        year=("py", "ea"),
        journal=("so", "j9"),
        volume=("vl",),
        issue=("is",),
        start=("bp",),
        end=("ep",),
        article_number=("ar",),
        doi=("di",),
        pmid=("pm",),
        isbn=("bn",),
        issn=("sn", "ei"),
        abstract=("ab",),
        keywords=("de id",),
        language=("la",),
        kind=("dt",),
        accession=("ut",),
    ),
    _known("IEEE Xplore", "documenttitle pdflink", keywords=("authorkeywords ieeeterms",), url=("pdflink",)),
    _known("IEEE Computer Society", "title affiliations publication category", kind=("category",)),
    _known("Springer", "itemtitle itemdoi contenttype"),
    _known("ProQuest", "storeid pubtitle", accession=("storeid",)),
    _known("Europe PMC", "extid source title", accession=("extid",)),
    _known("Google Scholar", "gsrank articleurl", journal=("source",)),
    Signature(
        source="OpenAlex",
        headers=frozenset({"id", "doi", "authorshipsauthordisplayname"}),
        columns={
            "authors": ("authorshipsauthordisplayname",),
            "journal": ("primarylocationsourcedisplayname",),
            "volume": ("bibliovolume",),
            "issue": ("biblioissue",),
            "start": ("bibliofirstpage",),
            "end": ("bibliolastpage",),
            "url": ("primarylocationlandingpageurl",),
            "accession": ("id",),
        },
        parted="|",
    ),
    _known("Retraction Watch", "retractiondoi retractionnature"),
    _program("EBSCO", "articletitle plink"),
    _program("Rayyan", "key notes pubmedid"),
    _program("Covidence", "title covidence study"),
    _program("EPPI-Reviewer", "itemid title shorttitle"),
    _program("ASReview", "title asreviewlabel"),
    _program("ASReview", "title included asreviewranking"),
    _program("Zotero", "key itemtype abstractnote"),
    _program("RefWorks", "authorsprimary titleprimary"),
)

ANY = Signature(source="", headers=frozenset(), is_database=False)


def signature(headers: frozenset[str]) -> Signature:
    """The source whose headers are all present."""
    return next((known for known in SIGNATURES if known.headers <= headers), ANY)
