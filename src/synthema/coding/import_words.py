"""A plan of an import, and the account of one, in words and as one object for machines; pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from synthema.coding.import_model import Line, Plan
from synthema.coding.ledger import DROPPED, MADE, THERE, totals

_FATES = {MADE: "made", THERE: "here already", DROPPED: "left out"}


def as_object(plan: Plan, documents: Mapping[UUID, str], people: Mapping[UUID, str]) -> dict[str, Any]:
    """One object: what each source and user is taken for, counts, the account of everything, samples, remarks."""
    return {
        "kind": plan.kind,
        "origin": plan.origin,
        "name": plan.name,
        "offsets": plan.offsets,
        "doubtful": plan.doubtful,
        "open": plan.open,
        "sources": [asdict(one) | _named("document", one.document, documents) for one in plan.sources],
        "users": [asdict(one) | _named("person", one.person, people) for one in plan.users],
        "totals": totals(plan.account),
        "account": [asdict(line) for line in plan.account],
        "samples": [asdict(one) for one in plan.samples],
        "nearly": [asdict(one) for one in plan.nearly],
        "remarks": list(plan.remarks),
        "sign": plan.sign,
    }


def _named(key: str, identifier: UUID | None, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {key: str(identifier) if identifier else None, f"{key}_name": names.get(identifier) if identifier else None}


def lines(plan: Plan, documents: Mapping[UUID, str], people: Mapping[UUID, str]) -> Iterator[str]:
    """The plan in words."""
    yield f"{plan.kind.capitalize()} {plan.name}".strip() + (f", from {plan.origin}" if plan.origin else "")
    if plan.kind == "project":
        yield f"Positions: {plan.offsets}." + (" Look at the samples: it is not sure." if plan.doubtful else "")
    for source in plan.sources:
        taken = _taken(source.document, documents, source.left_out)
        yield f"  source {source.name or source.guid}: {taken} ({source.why})"
    for user in plan.users:
        person = people.get(user.person, "somebody of the review") if user.person else "somebody outside this review"
        yield f"  user {user.name or user.guid}: {'left out' if user.left_out else person}"
    yield from account_lines(plan.account)
    yield from (f"  sample: “{one.words}”" for one in plan.samples)
    for one in plan.nearly:
        yield f"  differs: “{one.of_file}” in the file, “{one.words}” in the full text"
    yield from (f"Note: {one}." for one in plan.remarks)
    if plan.sign:
        yield f"Note: names of codes hold “{plan.sign}”; --part-by “{plan.sign}” makes codes below each other of them."


def _taken(document: UUID | None, documents: Mapping[UUID, str], left_out: bool) -> str:
    return "left out" if left_out or document is None else documents.get(document, "a full text")


def account_lines(account: Iterable[Line]) -> Iterator[str]:
    """The account, a line each."""
    for line in account:
        named = f" ({', '.join(line.examples)})" if line.examples else ""
        reason = f": {line.reason}" if line.reason else ""
        yield f"  {line.what}: {line.count:,} {_FATES[line.fate]}{named}{reason}"
