"""Write records as RIS, CSV, BibTeX, CSL JSON or EndNote XML; read again they give the same fields."""

import csv
import html
import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from synthema.records.fields import ILLEGAL_IN_XML, guard_entities
from synthema.records.formats.columns import OWN
from synthema.records.formats.csl_json import TYPES as CSL_TYPES
from synthema.records.formats.latex import encode
from synthema.records.kinds import BIBTEX_TYPES, RIS_TYPES, kind_of
from synthema.records.model import Record
from synthema.refused import Refused
from synthema.sheets import guarded

_PARTING = "\n\n"  # between notes; a note has no empty lines


def write(records: Iterable[Record], format: str) -> str:
    """The records as the text of one file, to be saved as UTF-8; raises Refused for an unknown format."""
    return "".join(written(records, format))


def written(records: Iterable[Record], format: str) -> Iterator[str]:
    """The text of `write` piece by piece, so that records without number can be written."""
    if format not in WRITERS:
        raise Refused(
            "{format} is not a format that can be written. Known: {writers}.", format=format, writers=", ".join(WRITERS)
        )
    return WRITERS[format](records)


def to_ris(records: Iterable[Record]) -> Iterator[str]:
    """RIS with UTF-8 text; a PubMed identifier becomes a note, because RIS has no tag for it."""
    for number, record in enumerate(records):
        yield ("\n" if number else "") + "\n".join(_ris_lines(record)) + "\n"


def _ris_lines(record: Record) -> Iterator[str]:
    yield f"TY  - {_ris_type(record)}"
    for tag, value in _ris_values(record):
        for position, line in enumerate(guard_entities(value).split("\n")):
            yield f"      {line}" if position else f"{tag}  - {line}"
    yield "ER  - "


def _ris_type(record: Record) -> str:
    code = record.kind.upper()
    return code if code in RIS_TYPES else kind_of(record.kind).ris


def _ris_values(record: Record) -> Iterator[tuple[str, str]]:
    start, dash, end = record.pages.partition("-")
    ranged = bool(dash and start and end and "-" not in end and not re.search(r"[,;\s]", record.pages))
    values = [
        ("M3", "" if record.kind == _ris_type(record) else record.kind),
        *(("AU", name) for name in record.authors),
        ("TI", record.title),
        ("T2", record.journal),
        ("PY", str(record.year or "")),
        ("VL", record.volume),
        ("IS", record.issue),
        ("SP", start if ranged else record.pages),
        ("EP", end if ranged else ""),
        ("DO", record.doi),
        ("SN", record.issn),
        ("SN", record.isbn),
        ("AN", record.accession),
        ("DB", record.database),
        ("LA", record.language),
        ("UR", record.url),
        ("AB", record.abstract),
        *(("KW", word) for word in record.keywords),
        ("N1", f"PMID: {record.pmid}" if record.pmid else ""),
        *(("N1", note) for note in record.notes),
    ]
    return ((tag, value) for tag, value in values if value)


def to_csv(records: Iterable[Record]) -> Iterator[str]:
    """CSV with our own header; what a spreadsheet would take for a formula gets a leading apostrophe."""
    yield _csv_row(OWN)
    for record in records:
        yield _csv_row([_cell(column, getattr(record, column)) for column in OWN])


def _csv_row(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow([guarded(cell) for cell in cells])
    return out.getvalue()


def _cell(column: str, value: str | int | tuple[str, ...] | None) -> str:
    if isinstance(value, tuple):
        value = (_PARTING if column == "notes" else "; ").join(value)
    return guard_entities("" if value is None else str(value))


def to_bibtex(records: Iterable[Record]) -> Iterator[str]:
    """BibTeX: letters stay Unicode, LaTeX's own signs are escaped, keys are family and year."""
    used: dict[str, int] = {}
    for number, record in enumerate(records):
        yield ("\n" if number else "") + _bibtex_entry(record, used)


def _bibtex_entry(record: Record, used: dict[str, int]) -> str:
    kind = record.kind.lower()
    kind = kind if kind in BIBTEX_TYPES else kind_of(record.kind).bibtex
    venue = "booktitle" if kind in ("inproceedings", "incollection", "inbook", "conference") else "journal"
    keywords = "; ".join(record.keywords)
    values = {
        "title": record.title,
        venue: record.journal,
        "year": str(record.year or ""),
        "volume": record.volume,
        "number": record.issue,
        "pages": record.pages,
        "doi": record.doi,
        "pmid": record.pmid,
        "isbn": record.isbn,
        "issn": record.issn,
        "abstract": record.abstract,
        "keywords": f"{keywords};" if keywords and ";" not in keywords else keywords,
        "language": record.language,
        "url": record.url,
        "accession": record.accession,
        "database": record.database,
        "note": _PARTING.join(record.notes),
    }
    lines = [f"@{kind}{{{_key(record, used)}"]
    if record.authors:
        lines.append("  author = {" + " and ".join(map(_bibtex_name, record.authors)) + "}")
    lines += [f"  {name} = {{{encode(guard_entities(value))}}}" for name, value in values.items() if value]
    return ",\n".join(lines) + "\n}\n"


def _bibtex_name(name: str) -> str:
    family, comma, given = name.partition(", ")
    if not comma:
        return "{" + encode(guard_entities(name)) + "}"
    return ", ".join("{" + encode(guard_entities(part)) + "}" for part in (family, given))


def _key(record: Record, used: dict[str, int]) -> str:
    family = unicodedata.normalize("NFKD", record.authors[0].split(",")[0]) if record.authors else "record"
    key = (re.sub(r"[^A-Za-z]", "", family) or "record").lower() + str(record.year or "")
    used[key] = used.get(key, 0) + 1
    return key if used[key] == 1 else f"{key}-{used[key]}"


def to_csl_json(records: Iterable[Record]) -> Iterator[str]:
    """CSL JSON; the source's own type stands in `custom`."""
    before = "["
    for number, record in enumerate(records, 1):
        yield before + "\n" + json.dumps(_csl_work(number, record), ensure_ascii=False, indent=1)
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _csl_work(number: int, record: Record) -> dict[str, Any]:
    keywords = "; ".join(record.keywords)
    values: dict[str, str] = {
        "title": record.title,
        "container-title": record.journal,
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages,
        "DOI": record.doi,
        "PMID": record.pmid,
        "ISBN": record.isbn,
        "ISSN": record.issn,
        "abstract": record.abstract,
        "keyword": f"{keywords};" if keywords and ";" not in keywords else keywords,
        "language": record.language,
        "URL": record.url,
        "archive_location": record.accession,
        "source": record.database,
        "note": _PARTING.join(record.notes),
    }
    work: dict[str, Any] = {"id": f"record-{number}", "type": _csl_type(record.kind)}
    work |= {name: guard_entities(value) for name, value in values.items() if value}
    if record.authors:
        work["author"] = [_csl_name(guard_entities(name)) for name in record.authors]
    if record.year:
        work["issued"] = {"date-parts": [[record.year]]}
    if record.kind != work["type"]:
        work["custom"] = {"kind": guard_entities(record.kind)}
    return work


def _csl_type(kind: str) -> str:
    return kind if kind in CSL_TYPES else kind_of(kind).csl


def _csl_name(name: str) -> dict[str, str]:
    family, comma, given = name.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": name}


def to_endnote_xml(records: Iterable[Record]) -> Iterator[str]:
    """EndNote XML without styles."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<xml><records>\n'
    for number, record in enumerate(records, 1):
        yield _endnote_record(number, record)
    yield "</records></xml>\n"


def _endnote_record(number: int, record: Record) -> str:
    kind = kind_of(record.kind)
    authors = "".join(_element("author", name) for name in record.authors)
    keywords = "".join(_element("keyword", word) for word in record.keywords)
    notes = [f"PMID: {record.pmid}", *record.notes] if record.pmid else record.notes
    parts = [
        _element("rec-number", str(number)),
        f'<ref-type name="{_escaped(record.kind or kind.endnote)}">{kind.number}</ref-type>',
        f"<contributors><authors>{authors}</authors></contributors>" if authors else "",
        f"<titles>{_element('title', record.title)}{_element('secondary-title', record.journal)}</titles>",
        _element("pages", record.pages),
        _element("volume", record.volume),
        _element("number", record.issue),
        f"<keywords>{keywords}</keywords>" if keywords else "",
        f"<dates>{_element('year', str(record.year))}</dates>" if record.year else "",
        _element("isbn", "\n".join(filter(None, (record.issn, record.isbn)))),
        _element("accession-num", record.accession),
        _element("electronic-resource-num", record.doi),
        _element("abstract", record.abstract),
        _element("notes", _PARTING.join(notes)),
        _element("remote-database-name", record.database),
        _element("language", record.language),
        f"<urls><related-urls>{_element('url', record.url)}</related-urls></urls>" if record.url else "",
    ]
    return f"<record>{''.join(parts)}</record>\n"


def _element(name: str, value: str) -> str:
    return f"<{name}>{_escaped(value)}</{name}>" if value else ""


def _escaped(value: str) -> str:
    return html.escape(ILLEGAL_IN_XML.sub("", guard_entities(value)))


WRITERS: dict[str, Callable[[Iterable[Record]], Iterator[str]]] = {
    "ris": to_ris,
    "csv": to_csv,
    "bibtex": to_bibtex,
    "csl-json": to_csl_json,
    "endnote-xml": to_endnote_xml,
}
ENDINGS = {"ris": ".ris", "csv": ".csv", "bibtex": ".bib", "csl-json": ".json", "endnote-xml": ".xml"}
TITLES = {"ris": "RIS", "csv": "CSV", "bibtex": "BibTeX", "csl-json": "CSL JSON", "endnote-xml": "EndNote XML"}
