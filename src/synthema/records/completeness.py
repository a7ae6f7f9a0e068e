"""Whether a file ends in the middle of a record: a download that broke off loses records without an error."""

import re

from synthema.records.model import Account

_ROOT = re.compile(r"<([A-Za-z_][\w:.-]*)[\s>]")
_ER = re.compile(r"(?im)^\s*ER\s{0,2}-")
_LAST_TAG = re.compile(r"(?im)^\s*([A-Z][A-Z0-9])\s{0,2}-")


def cut_off(text: str, account: Account) -> str:
    """What shows that the file was cut off, in words; empty where nothing does."""
    look = {
        "endnote-xml": _xml,
        "ris": _ris,
        "nbib": _tagged,
        "wos": _wos,
        "csv": _csv,
        "bibtex": _bibtex,
    }.get(account.format)
    return look(text, account) if look else ""


def _xml(text: str, _: Account) -> str:
    body = re.sub(r"^\s*<\?xml[^>]*\?>|<!DOCTYPE[^>]*>|<!--.*?-->", "", text, flags=re.DOTALL)
    root = _ROOT.search(body)
    if root and not re.search(rf"</{re.escape(root.group(1))}\s*>\s*\Z", body):
        return f"the element <{root.group(1)}> is never closed"
    return ""


def _ris(text: str, _: Account) -> str:
    tags = _LAST_TAG.findall(text)
    if not tags or tags[-1].upper() == "ER":
        return ""
    if _ER.search(text):
        return "every record but the last has an ER line"
    return _tagged(text, _)


def _wos(text: str, _: Account) -> str:
    ends = re.findall(r"(?m)^(ER|EF|PT)(?:[ \t]|$)", text)
    return "" if not ends or ends[-1] != "PT" else "the last record has no ER line"


def _tagged(text: str, _: Account) -> str:
    return "" if text.endswith(("\n", "\r")) else "the last line has no end"


def _csv(text: str, account: Account) -> str:
    short = any(repair.startswith("fewer cells than columns") for repair in account.repairs)
    if short and not text.endswith(("\n", "\r")):
        return "the last row has fewer cells than the others and no end"
    return ""


def _bibtex(text: str, account: Account) -> str:
    if account.refused and not text.rstrip().endswith(("}", ")")):
        return "the last entry is never closed"
    return ""
