"""Publications that appear in versions: Cochrane reviews, updated evidence summaries, preprints, open journals."""

import re

from synthema.dedup.places import clean_doi
from synthema.dedup.text import fold
from synthema.records.model import Record

_COCHRANE = re.compile(r"\bcd0*(\d{3,6})(?:\.pub(\d+))?", re.IGNORECASE)
_CLINICAL_EVIDENCE = re.compile(r"^(?:bmj )?clin(?:ical)? evid(?:ence)?(?: online)?$")
# DOIs that number the versions of one publication: F1000's journals, Research Square, Preprints.org, ChemRxiv
_NUMBERED = re.compile(
    r"^(10\.(?:12688|21956|35241|12690)/\w+\.\d+|10\.21203/rs\.[\w.\-]+|10\.20944/preprints\d+\.\d+)"
    r"[./]v?(\d{1,2})$"
)
_BIORXIV = re.compile(r"^(10\.1101/\d{4}\.\d\d\.\d\d\.\d+)(?:v(\d{1,2}))?\b")
_DASHED = re.compile(r"^(10\.26434/[\w\-]+?)-?v(\d{1,2})$")
_PREPRINT_DOI = re.compile(r"^10\.(?:1101|21203|20944|2139|31234|31235|31219|48550|26434|36227|22541|14293|12074)/")
_PREPRINT_PLACE = re.compile(r"\b(?:\w*rxiv|preprints?|posted-content|ssrn|research square|authorea)\b", re.IGNORECASE)
_NOT_A_PREPRINT = re.compile(r"^10\.1101/(?:gad|gr|lm|pdb|rna|cshperspect|sqb|mcs)\b|^10\.1101/\(|^10\.1101/\d\.")
UNKNOWN = "?"


def living(record: Record) -> tuple[str, str]:
    """The identifier of a publication with versions, and the version ('' the first, '?' not said), or two ''."""
    doi = clean_doi(record.doi)
    if found := _COCHRANE.search(doi):
        return f"cd{found.group(1)}", found.group(2) or ""
    if found := _NUMBERED.match(doi) or _DASHED.match(doi) or _BIORXIV.match(doi):
        return found.group(1), "" if found.group(2) in (None, "1") else found.group(2)
    for text in (record.pages, record.accession, record.volume, record.issue):
        if found := _COCHRANE.search(text):
            return f"cd{found.group(1)}", found.group(2) or UNKNOWN
    if _CLINICAL_EVIDENCE.match(fold(record.journal)):
        return f"clinical evidence {fold(record.title)}"[:120], str(record.year or UNKNOWN)
    return "", ""


def is_preprint(record: Record) -> bool:
    """Whether a record is of a preprint, by its DOI or where it appeared."""
    doi = clean_doi(record.doi)
    if _PREPRINT_DOI.match(doi):
        return not _NOT_A_PREPRINT.match(doi)
    if record.journal and not _PREPRINT_PLACE.search(record.journal):
        return False
    return any(_PREPRINT_PLACE.search(text) for text in (record.journal, record.kind, record.url))
