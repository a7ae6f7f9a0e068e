"""CSL JSON as Zotero, Mendeley and citation processors exchange it."""

from collections.abc import Iterator

from synthema.records.assembly import assemble, gather
from synthema.records.export import Export
from synthema.records.formats.json_works import Look, find_works, names, recognised
from synthema.records.model import Found, Record
from synthema.records.tally import Tally

_TYPES = (
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "
    "document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard thesis "
    "treaty webpage"
)
TYPES = frozenset(_TYPES.split())
_WRITTEN = frozenset(f'"{kind}"' for kind in TYPES)
_FOREIGN = frozenset({"display_name", "authorships", "attributes", "itemType", "indexed", "creators"})

FIELDS = {
    "title": ("title",),
    "authors": ("author.family author.given author.literal author.name", "editor.family editor.given editor.literal"),
    "year": ("issued.date-parts", "issued.raw", "issued.literal", "issued"),
    "journal": ("container-title", "collection-title"),
    "volume": ("volume",),
    "issue": ("issue", "number"),
    "pages": ("page", "article-number"),
    "doi": ("DOI",),
    "doi_hint": ("URL", "note"),
    "pmid": ("PMID",),
    "pmid_hint": ("URL", "note"),
    "isbn": ("ISBN",),
    "issn": ("ISSN",),
    "abstract": ("abstract",),
    "keywords": ("keyword",),
    "language": ("language",),
    "kind": ("custom.kind", "type"),
    "url": ("URL",),
    "accession": ("archive_location",),
    "database": ("source",),
    "notes": ("note",),
}


def recognise(head: str) -> int:
    """0 where the text is CSL JSON or an empty list, else -1."""
    return recognised(head, _is_csl, empty=[(), ("items",)])


def _is_csl(look: Look) -> bool:
    return look.get("type") in _WRITTEN and not _FOREIGN & look.keys()


def find(export: Export, tally: Tally) -> Iterator[Found]:
    """The records of a CSL JSON file."""
    return find_works(export, tally)


def record(found: Found) -> Record:
    """A record of a CSL JSON file."""
    groups = gather(found.raw, FIELDS)
    groups["authors"] = [names(found.of.get("author")), names(found.of.get("editor"))]
    groups["keywords"] = [
        [part for value in group for part in value.split(";" if ";" in value else ",")] for group in groups["keywords"]
    ]
    groups["notes"] = [[part for value in group for part in value.split("\n\n")] for group in groups["notes"]]
    if found.of.get("custom") == {"kind": ""}:  # as our own writer puts a work whose kind nobody told
        groups["kind"] = []
    return assemble(groups, raw=found.raw, line=found.line)
