"""The decisions in Rayyan's notes: `RAYYAN-INCLUSION: {"Nala"=>"Included"} | RAYYAN-LABELS: a,b | …`."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from synthema.records.formats import latex
from synthema.records.model import Record
from synthema.records.opinion_model import Heard, Opinion, Said, spoken

TOOL = "Rayyan"
VERDICTS: dict[str, Said] = {
    "included": "include", "include": "include", "true": "include", "1": "include",
    "excluded": "exclude", "exclude": "exclude", "false": "exclude", "-1": "exclude",
    "maybe": "maybe", "0": "maybe",
    "undecided": "", "nil": "", "": "",
}  # fmt: skip
"""What Rayyan writes of a decision, in lower case, in its notes and (as a number) in its log."""

_NAMES = "RAYYAN-INCLUSION|RAYYAN-LABELS|RAYYAN-EXCLUSION-REASONS|USER-NOTES"
_MARK = re.compile(rf"(?<![\w-])({_NAMES})[ \t]*:[ \t]*")
_NEXT = re.compile(rf"\|\s*(?=(?:{_NAMES})[ \t]*:)")
_OTHER = re.compile(r"(?<![\w-])RAYYAN-(?!INCLUSION\b|LABELS\b|EXCLUSION-REASONS\b)[A-Z-]+[ \t]*:")
_TOKEN = re.compile(r'\s*(?:"([^"\\]*(?:\\.[^"\\]*)*)"|(=>|[{}\[\],:])|([A-Za-z]+|-?[0-9]+))', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "e": "\x1b", "a": "\a", "b": "\b", "v": "\v", "f": "\f", "0": "\0"}
_TAG = re.compile(r"</?(?:p|div|span|br)\b[^<>]{0,200}>", re.IGNORECASE)
_SHOWN = 80


class _NoHash(ValueError):
    """What stands after a marker is no Ruby hash."""


@dataclass(slots=True)
class _Block:
    """One export's decisions: a value may hold an older block before the last one."""

    verdicts: list[tuple[str, str]] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    faults: list[str] = field(default_factory=list)


def heard(record: Record) -> Heard:
    """The opinions in a record that Rayyan wrote."""
    found = [_best(value) for value in spoken(record) if "RAYYAN-" in value or "USER-NOTES" in value]
    return Heard(
        tuple(one for each in found for one in each.opinions), tuple(one for each in found for one in each.faults)
    )


def rayyan_key(record: Record) -> str:
    """The key that Rayyan gave a record (`rayyan-902924676`), or nothing."""
    return next((value for _, value in record.raw if re.fullmatch(r"rayyan-[0-9]+", value)), "")


def _best(value: str) -> Heard:
    """The first way to read a value that leaves nothing unread: as it is, or undone of what other formats did to it."""
    read = [_read(variant) for variant in _variants(value)]
    return next((one for one in read if not one.faults), read[0])


def _variants(value: str) -> Iterator[str]:
    yield value
    if re.search(r':\s*\{\s*\\"', value):  # Rayyan's BibTeX
        yield value.replace('\\"', '"')
    if "&" in value or "<" in value:  # by way of Zotero
        yield html.unescape(_TAG.sub("", value))
    if "\\" in value:
        yield latex.decode(value)


def _read(value: str) -> Heard:
    blocks = _blocks(value)
    if not blocks:
        return Heard()
    faults = [fault for block in blocks for fault in block.faults]
    faults += [f"{found[0].rstrip(': ')} is not known" for found in _OTHER.finditer(value)]
    if len(blocks) > 1:
        faults.append("decisions of an earlier export stand before the last ones; only the last were read")
    said = tuple(_opinions(blocks[-1]))
    unknown = [f"{verdict} is no decision that is known" for _, verdict in blocks[-1].verdicts if _unknown(verdict)]
    return Heard(said, tuple(dict.fromkeys([*faults, *unknown])))


def _unknown(verdict: str) -> bool:
    return verdict.strip().casefold() not in VERDICTS


def _blocks(value: str) -> list[_Block]:
    """The blocks of a value in order; a marker that comes again begins another block."""
    blocks: list[_Block] = []
    seen: set[str] = set()
    at = 0
    while mark := _MARK.search(value, at):
        if not blocks or mark[1] in seen:
            blocks.append(_Block())
            seen.clear()
        seen.add(mark[1])
        at = _section(blocks[-1], mark[1], value, mark.end())
    return blocks


def _section(block: _Block, name: str, value: str, start: int) -> int:
    """Read one section into its block; where it ends."""
    if name in ("RAYYAN-LABELS", "RAYYAN-EXCLUSION-REASONS"):
        end = _end(value, start)
        listed = tuple(dict.fromkeys(part.strip() for part in value[start:end].split(",") if part.strip()))
        if name == "RAYYAN-LABELS":
            block.labels = listed
        else:
            block.reasons = listed
        return end
    try:
        pairs, end = _hash(value, start)
    except _NoHash:
        end = _end(value, start)
        block.faults.append(f"what stands after {name} cannot be read: {value[start:end][:_SHOWN]}")
        return end
    if name == "USER-NOTES":
        for reviewer, notes in pairs:
            block.notes.setdefault(reviewer, []).extend(notes)
    else:
        block.verdicts += [(reviewer, verdicts[-1] if verdicts else "") for reviewer, verdicts in pairs]
    return end


def _end(value: str, start: int) -> int:
    found = _NEXT.search(value, start)
    return found.start() if found else len(value)


def _hash(value: str, start: int) -> tuple[list[tuple[str, list[str]]], int]:
    """The pairs of a Ruby hash of strings or lists of strings, and where it ends."""
    tokens = _tokens(value, start)
    if next(tokens)[0] != "{":
        raise _NoHash
    pairs: list[tuple[str, list[str]]] = []
    sign, text, end = next(tokens)
    while sign != "}":
        if sign != "string" or next(tokens)[0] not in ("=>", ":"):
            raise _NoHash
        pairs.append((text, _values(tokens)))
        sign, text, end = next(tokens)
        if sign == ",":
            sign, text, end = next(tokens)
        elif sign != "}":
            raise _NoHash
    return pairs, end


def _values(tokens: Iterator[tuple[str, str, int]]) -> list[str]:
    sign, text, _ = next(tokens)
    if sign in ("string", "word"):
        return [text]
    if sign != "[":
        raise _NoHash
    values = []
    while (found := next(tokens))[0] != "]":
        if found[0] in ("string", "word"):
            values.append(found[1])
        elif found[0] != ",":
            raise _NoHash
    return values


def _tokens(value: str, at: int) -> Iterator[tuple[str, str, int]]:
    """Sign, text and end of each token; raises _NoHash where none follows."""
    while found := _TOKEN.match(value, at):
        at = found.end()
        if found[1] is not None:
            yield "string", _unescaped(found[1]), at
        elif found[2]:
            yield found[2], "", at
        else:
            yield "word", found[3], at
    raise _NoHash


def _unescaped(text: str) -> str:
    """A Ruby string literal as the string it stands for."""

    def character(found: re.Match[str]) -> str:
        code = found[1] or found[2] or found[3]
        if code:
            return chr(int(code, 16)) if int(code, 16) <= 0x10FFFF else found[0]
        return _LETTERS.get(found[4], found[4])

    return _ESCAPE.sub(character, text) if "\\" in text else text


def _opinions(block: _Block) -> Iterable[Opinion]:
    """One opinion per reviewer; labels and reasons are his where he is the only one they can be from."""
    opinions = [
        Opinion(
            TOOL, reviewer, VERDICTS.get(verdict.strip().casefold(), ""), note="\n".join(block.notes.get(reviewer, ()))
        )
        for reviewer, verdict in block.verdicts
    ]
    decided = {reviewer for reviewer, _ in block.verdicts}
    opinions += [
        Opinion(TOOL, reviewer, note="\n".join(notes))
        for reviewer, notes in block.notes.items()
        if reviewer not in decided
    ]
    labels, reasons = block.labels, block.reasons
    if labels and len(opinions) == 1:
        opinions, labels = [replace(opinions[0], labels=labels)], ()
    excluding = [place for place, one in enumerate(opinions) if one.verdict == "exclude"]
    if reasons and len(excluding) == 1:
        opinions[excluding[0]] = replace(opinions[excluding[0]], reasons=reasons)
        reasons = ()
    if labels or reasons:
        opinions.append(Opinion(TOOL, labels=labels, reasons=reasons))
    return opinions
