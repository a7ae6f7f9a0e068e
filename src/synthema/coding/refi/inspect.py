"""What a REFI-QDA file holds, told without a review: one object for machines, lines for people."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from typing import Any

from synthema.coding.refi.dropped import account
from synthema.coding.refi.offsets import Found
from synthema.coding.refi.reading import Reading
from synthema.words import counted

COUNTED = ("users", "codes", "sources", "selections", "codings", "notes", "cases", "sets", "links")


def inspected(reading: Reading) -> dict[str, Any]:
    """One object: origin, valid with messages, offsets, counts, remarks, and what an import would drop."""
    project = reading.project
    counts = {
        "users": len(project.users),
        "codes": len(project.codebook.codes),
        "sources": len(project.sources),
        "selections": sum(1 for _ in project.selections()),
        "codings": sum(1 for _ in project.codings()),
        "notes": len(project.notes),
        "cases": len(project.cases),
        "sets": len(project.codebook.sets),
        "links": len(project.links),
    }
    return {
        "kind": reading.kind,
        "name": project.name,
        "origin": project.origin,
        "valid": reading.validity.valid,
        "messages": list(reading.validity.messages),
        "message_count": reading.validity.count,
        "offsets": _offsets(reading),
        **counts,
        "remarks": [*reading.remarks, *_remarks(reading)],
        "dropped": [asdict(one) for one in account(reading)],
    }


def _offsets(reading: Reading) -> dict[str, Any]:
    """The convention of the file, and of each text that has selections."""
    names = {source.text.guid: source.name for source in reading.project.sources if source.text}
    return {
        **_found(reading.offsets),
        "by_text": [
            {"guid": one.text.guid, "name": names.get(one.text.guid) or one.text.name, **_found(one.found)}
            for one in reading.texts
            if one.found.selections
        ],
    }


def _found(found: Found) -> dict[str, Any]:
    at = found.convention
    return {
        "unit": at.unit if at else None,
        "newline": at.newline if at else None,
        "bom": at.bom if at else None,
        "end": None if at is None else "inclusive" if at.inclusive else "exclusive",
        "sure": found.sure,
        "selections": found.selections,
        "fit": found.fit,
        "next_fit": found.next_fit,
        "quotes_kept": found.quotes_kept,
        "outside": found.outside,
    }


def _remarks(reading: Reading) -> Iterator[str]:
    """What is no loss, but should be known before an import."""
    project = reading.project
    if not project.origin:
        yield "the file does not say which program wrote it"
    nameless = sum(not one.name for one in project.users)
    if nameless:
        yield f"{counted(nameless, 'user')} without a name"
    names = [one.name for one in project.users if one.name]
    if len(names) > len(set(names)):
        yield "several users have one name; they are told apart by their GUIDs"
    sources = [one.name for one in project.sources]
    if len(sources) > len(set(sources)):
        yield "several sources have one name; they are told apart by their GUIDs"


def lines(told: dict[str, Any]) -> Iterator[str]:
    """The same in words."""
    yield f"{told['kind'].capitalize()} {told['name']}".strip() + (f", from {told['origin']}" if told["origin"] else "")
    yield ", ".join(counted(told[name], name[:-1]) for name in COUNTED)
    yield from _validity(told)
    if told["kind"] == "project":
        yield _convention(told["offsets"])
    yield from (f"Note: {one}." for one in told["remarks"])
    yield "An import would leave out:" if told["dropped"] else "An import would carry everything over."
    for one in told["dropped"]:
        named = f" ({', '.join(one['examples'])})" if one["examples"] else ""
        yield f"  {one['what']}, {one['count']:,}{named}: {one['reason']}"


def _validity(told: dict[str, Any]) -> Iterator[str]:
    if told["valid"]:
        yield "It keeps to the standard's schema."
        return
    yield f"It does not keep to the standard's schema, in {counted(told['message_count'], 'place')}:"
    yield from (f"  {one}" for one in islice(told["messages"], 5))


def _convention(found: dict[str, Any]) -> str:
    if found["unit"] is None:
        return f"Positions: {found['sure']}."
    mark = "counted" if found["bom"] else "not counted"
    ends = {"as written": "as they are written", "one": "as one", "two": "as two"}[found["newline"]]
    return (
        f"Positions: in {found['unit']}, line ends counted {ends}, a byte order mark {mark}, the end {found['end']}: "
        f"{found['sure']} ({found['fit']:,} of {found['selections']:,} selections fit, "
        f"{found['next_fit']:,} by the next best)."
    )
