"""Whether a file ends in the middle of a record: a download that broke off loses records without an error."""

import re

from synthema.records.export import Export
from synthema.records.formats.xml_text import ends_with, root
from synthema.records.model import Account

_XML = ("endnote-xml", "pubmed-xml", "crossref-xml", "mods", "marcxml", "primo-xml", "msbib", "zotero-rdf")
_ER = re.compile(r"(?im)^\s*ER\s{0,2}-")
_LAST_TAG = re.compile(r"(?im)^\s*([A-Z][A-Z0-9])\s{0,2}-")


def cut_off(export: Export, account: Account) -> str:
    """What shows that the file was cut off, in words; empty where nothing does."""
    look = {
        **dict.fromkeys(_XML, _xml),
        "ris": _ris,
        "nbib": _tagged,
        "wos": _wos,
        "csv": _csv,
        "bibtex": _bibtex,
    }.get(account.format, _json if "json" in account.format else None)
    return look(export, account) if look else ""


def _xml(export: Export, _: Account) -> str:
    name = root(export.head)
    return f"the element <{name}> is never closed" if name and not ends_with(export.tail, name) else ""


def _ris(export: Export, account: Account) -> str:
    tags = _LAST_TAG.findall(export.tail)
    joined = account.refused and account.refused[-1].reason.startswith("a record of another format")
    if not tags or tags[-1].upper() == "ER" or joined:
        return ""
    if _ER.search(export.tail) or _ER.search(export.head):
        return "every record but the last has an ER line"
    return _tagged(export, account)


def _wos(export: Export, _: Account) -> str:
    ends = re.findall(r"(?m)^(ER|EF|PT)(?:[ \t]|$)", export.tail)
    return "" if not ends or ends[-1] != "PT" else "the last record has no ER line"


def _tagged(export: Export, _: Account) -> str:
    return "" if export.tail.endswith("\n") else "the last line has no end"


def _csv(export: Export, account: Account) -> str:
    short = any(repair.startswith("fewer cells than columns") for repair in account.repairs)
    if short and not export.tail.endswith("\n"):
        return "the last row has fewer cells than the others and no end"
    return ""


def _bibtex(export: Export, account: Account) -> str:
    open_ended = account.refused or any("braces do not match" in repair for repair in account.repairs)
    if open_ended and not export.tail.rstrip().endswith(("}", ")")):
        return "the last entry is never closed"
    return ""


def _json(_: Export, account: Account) -> str:
    return "the list of records is never closed" if any("never closed" in repair for repair in account.repairs) else ""
