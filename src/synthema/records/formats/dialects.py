"""Tagged-line dialects as tables: how a tag is written, and which tags hold which field, preferred first."""

import re
from dataclasses import dataclass

from synthema.records.formats.foreign import RIS_CODE


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How records are told apart and how tags are written in one family of tagged files."""

    name: str
    tag: re.Pattern[str]  # a line that opens a field: tag, value
    loose: tuple[re.Pattern[str], ...] = ()  # the same, sloppier; believed in a record whose first line is so written
    opens: frozenset[str]  # tags that always open a record
    also_opens: frozenset[str] = frozenset()  # tags that open one after a blank line or when they come again
    closes: str = ""
    indented: bool = False  # what goes on with a value is indented
    parted: bool = False  # an empty line ends a record, whatever tag comes next
    frames: frozenset[str] = frozenset()  # tags of the file itself, before the first record and between records
    title: frozenset[str]  # a record without its opening tag is known by these
    joint: str = "\n"  # between a value and its continuation line


COUNTER = re.compile(r"\s*(?:<?[0-9]+\. ?>?|Record #[0-9]+ of [0-9]+)\s*$")
"""Numbers that databases print between records; they say nothing about a work."""
HEADING = re.compile(r"\s*(?:Provider|Content|Database): .*$")
"""Lines that databases print between records; they belong to the search."""
LINK = re.compile(r"\s*Link to the Ovid Full Text.*$")
"""A line that Ovid prints after the record to which it leads."""
STRATEGY = re.compile(r"(?:Ovid )?Search (?:Strategy|History):?\s*$")
"""The line above a search strategy; before the first record or after the last one it is no part of a record."""

_RIS_TAGS = (  # that stand in records written without blanks
    r"(?:A[1-4BDNUV]|B[NT]|C[1-8ANPTY]|D[ABEIOPS]|E[DPRT]|I[DS]|J[1AFO2]|K[WP]|L[1-4AKB]|M[1-3]|N[12VO]|O[PI]|P[BMYP]"
    r"|R[INP]|S[ENPTV]|T[1-4AIT]|U[1-5R]|V[LO]|Y[12R])"
)
RIS = Dialect(
    name="ris",
    tag=re.compile(r"([A-Za-z][A-Za-z0-9]|[A-Z][A-Z0-9]{2,3})(?: {2,3}|\t)-(.*)$"),
    loose=(
        re.compile(r"([A-Z][A-Z0-9]) ?-(?:[ \t]+(.*))?$"),
        re.compile(rf"(TY(?= ?-(?:{RIS_CODE})\s*$)|{_RIS_TAGS}) ?-(.*)$"),  # TY-JOUR
    ),
    opens=frozenset({"TY"}),
    closes="ER",
    title=frozenset({"TI", "T1"}),
)
RIS_START = re.compile(
    rf"^[ \t\ufeff]{{0,8}}(?:[Tt][Yy](?: {{1,3}}|\t)-|TY-(?:[ \t]|(?:{RIS_CODE})[ \t]*$))", re.MULTILINE
)
RIS_WITHOUT_START = re.compile(r"^(?:TI|T1) {1,2}- .*\n(?:.*\n){0,200}?ER {1,2}-[ \t]*$", re.MULTILINE)

MEDLINE = Dialect(
    name="nbib",
    tag=re.compile(r"([A-Z][A-Z0-9]{1,4}) {0,3}-(?: (.*))?$"),
    indented=True,
    opens=frozenset({"PMID"}),
    also_opens=frozenset({"OWN"}),
    title=frozenset({"TI", "BTI"}),
    joint=" ",
)
MEDLINE_START = re.compile(r"^\ufeff?(?:PMID ?- ?[0-9]|OWN {1,2}- )", re.MULTILINE)

WOS = Dialect(
    name="wos",
    tag=re.compile(r"([A-Z][A-Z0-9])(?: (.*))?$"),
    opens=frozenset({"PT"}),
    closes="ER",
    frames=frozenset({"FN", "VR", "EF"}),
    title=frozenset({"TI"}),
)
WOS_START = re.compile(r"^\ufeff?(?:FN .*\nVR [0-9.]+|PT [A-Z])[ \t]*$", re.MULTILINE)
WOS_LISTS = frozenset({"AU", "AF", "BA", "BE", "BF", "CA", "CR", "C1", "ED", "GP"})

ENDNOTE = Dialect(
    name="endnote-tagged",
    tag=re.compile(r"%([0-9A-Z@+()!#$*&<>?~^=:,;/\\|\[\]-])(?:[ \t]+(.*))?$"),
    opens=frozenset(),
    also_opens=frozenset({"0"}),
    parted=True,
    title=frozenset({"T"}),
)
ENDNOTE_START = re.compile(r"^\ufeff?%(?:0 .*\n(?:%0.*\n)*%[A-Z0-9@+?*] |[AT] .*\n(?:%.*\n){0,40}?%0 )", re.MULTILINE)

REFWORKS = Dialect(
    name="refworks",
    tag=re.compile(r"([A-Z][A-Z0-9]|U[0-9]{1,2}|PMC?ID)(?:[ \t]+(.*))?$"),
    opens=frozenset({"RT"}),
    title=frozenset({"T1"}),
    joint=" ",
)
REFWORKS_START = re.compile(
    r"^\ufeff?RT [A-Z].*\n(?:(?:SR|ID|A1|T1|JF|YR|AU|DS|AD|LA) |[A-Z][A-Z0-9] .*\n[A-Z][A-Z0-9] )", re.MULTILINE
)

RIS_FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("TI", "T1", "CT", "BT"),
    "authors": ("AU A1", "A1", "A2", "ED", "A3"),
    "year": ("PY", "DA", "Y1", "YR"),
    "journal": ("JF", "T2", "JO", "BT", "JA", "J2"),
    "volume": ("VL", "VO"),
    "issue": ("IS", "CP"),
    "start": ("SP",),
    "end": ("EP",),
    "article_number": ("C7",),
    "doi": ("DO", "DI"),
    "doi_hint": ("L3", "M3", "N1", "UR", "L2", "LK", "L1"),
    "pmid": ("PMID", "PM"),
    "pmid_hint": ("N1", "C3", "C2", "UR", "L2", "LK"),
    "isbn": ("SN", "BN"),
    "issn": ("SN",),
    "abstract": ("AB", "N2"),
    "keywords": ("KW", "DE"),
    "language": ("LA",),
    "kind": ("TY",),
    "url": ("UR", "LK", "L2", "L1"),
    "accession": ("AN", "ID"),
    "accession_hint": ("N1", "UR"),
    "database": ("DB",),
    "notes": ("N1",),
    "retraction": ("T3", "RN"),
}

MEDLINE_FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("TI", "BTI", "TT"),
    "authors": ("FAU CN", "AU CN", "CN", "FED", "ED"),
    "year": ("DP", "DEP", "EDAT", "CRDT"),
    "journal": ("JT", "TA", "CTI"),
    "volume": ("VI",),
    "issue": ("IP",),
    "pages": ("PG",),
    "doi_hint": ("LID", "AID"),
    "pmid": ("PMID",),
    "isbn": ("ISBN",),
    "issn": ("IS", "ISSN"),
    "abstract": ("AB", "OAB"),
    "keywords": ("MH OT", "OT"),
    "language": ("LA",),
    "kind": ("PT",),
    "url": ("LID", "AID", "URL"),
    "accession": ("OID",),
    "database": ("OWN",),
}

MEDLINE_NOTES = {
    "RIN": "Retraction in",
    "ROF": "Retraction of",
    "RPI": "Retracted and republished in",
    "RPF": "Retracted and republished from",
    "EIN": "Erratum in",
    "EFR": "Erratum for",
    "CRI": "Corrected and republished in",
    "CRF": "Corrected and republished from",
    "ECI": "Expression of concern in",
    "ECF": "Expression of concern for",
    "UIN": "Update in",
    "UOF": "Update of",
    "GN": "Note",
}

WOS_FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("TI",),
    "authors": ("AF CA", "AU CA", "CA", "GP", "BF", "BA", "BE", "ED"),
    "year": ("PY", "PD", "EA"),
    "journal": ("SO", "SE", "JI", "J9"),
    "volume": ("VL",),
    "issue": ("IS",),
    "start": ("BP",),
    "end": ("EP",),
    "pages": ("PS",),
    "article_number": ("AR",),
    "doi": ("DI", "D2"),
    "pmid": ("PM",),
    "isbn": ("BN",),
    "issn": ("SN", "EI"),
    "abstract": ("AB",),
    "keywords": ("DE ID", "ID"),
    "language": ("LA",),
    "kind": ("DT", "PT"),
    "accession": ("UT", "AN"),
}

ENDNOTE_FIELDS: dict[str, tuple[str, ...]] = {  # Refer's letters with EndNote's additions
    "title": ("T", "!"),
    "authors": ("A", "H", "E"),
    "year": ("D", "8"),
    "journal": ("J", "B", "S"),
    "volume": ("V",),
    "issue": ("N",),
    "pages": ("P",),
    "doi": ("R",),
    "doi_hint": ("U", "O"),
    "pmid_hint": ("U", "O"),
    "isbn": ("@",),
    "issn": ("@",),
    "abstract": ("X",),
    "keywords": ("K",),
    "language": ("G",),
    "kind": ("0", "9"),
    "url": ("U",),
    "accession": ("M",),
    "database": ("~", "W"),
    "notes": ("Z", "O"),
}

REFWORKS_FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("T1", "OT"),
    "authors": ("A1", "A2", "A3"),
    "year": ("YR", "FD"),
    "journal": ("JF", "JO", "T2"),
    "volume": ("VO",),
    "issue": ("IS",),
    "start": ("SP",),
    "end": ("OP",),
    "doi": ("DO",),
    "doi_hint": ("LK", "UL", "NO"),
    "pmid": ("PMID",),
    "isbn": ("SN",),
    "issn": ("SN",),
    "abstract": ("AB",),
    "keywords": ("K1",),
    "language": ("LA",),
    "kind": ("RT",),
    "url": ("UL", "LK"),
    "accession": ("AN",),
    "database": ("DB", "SF", "DS"),
    "notes": ("NO",),
}
