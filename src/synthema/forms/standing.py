"""Where the sheets of one study stand: who may see them, what is settled, and which pair was answered blind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from synthema.forms.model import Difference, Form, Value
from synthema.forms.rules import check, reconcile

How = Literal["single", "agreed", "consensus", "arbiter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One person's sheet, with the places in the trail where it was given and withdrawn."""

    id: UUID
    study: UUID
    person: UUID
    answers: Mapping[str, Value]
    reasons: Mapping[str, str]
    rating: str = ""
    rating_reason: str = ""
    given: int
    withdrawn: int | None = None

    def stood_at(self, seq: int) -> bool:
        """Whether the sheet was given before this place in the trail and not withdrawn by then."""
        return self.given < seq and (self.withdrawn is None or self.withdrawn > seq)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """How the differences of two sheets were settled: the answers to the differing questions only."""

    id: UUID
    study: UUID
    person: UUID
    how: Literal["consensus", "arbiter"]
    answers: Mapping[str, Value]
    reasons: Mapping[str, str]
    rating: str = ""
    rating_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The answers a team stands by for one study, how it came to them, and whose sheets they rest on."""

    study: UUID
    how: How
    answers: Mapping[str, Value]
    reasons: Mapping[str, tuple[str, ...]]  # per question; two people who agree may each have given one
    rating: str
    rating_reason: str
    people: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many studies stand where; outdated ones are counted among the others too."""

    studies: int
    untouched: int
    waiting: int  # some answers in, not all
    differing: int  # all answers in, not settled
    settled: int
    outdated: int  # an answer given to an earlier version of the form needs another look


def visible(sheets: Sequence[Given], viewer: UUID, needed: int) -> list[Given]:
    """The standing sheets of one study that a person may see: all once all are in, before that their own."""
    return [s for s in sheets if len(sheets) >= needed or s.person == viewer]


def differences(form: Form, first: Given, second: Given) -> tuple[Difference, ...]:
    """What two people answered differently; a differing overall rating is no question and not among them."""
    return reconcile(form, first.answers, second.answers).differing


def settle(form: Form, sheets: Sequence[Given], agreed: Agreed | None, needed: int) -> Settled | None:
    """What the team stands by for one study, or None while answers are missing or differ; sheets in order of person."""
    if len(sheets) < max(needed, 1):
        return None
    if len(sheets) == 1:
        return _settled("single", sheets, sheets[0].answers, sheets[0].rating, sheets[0].rating_reason)
    first, second = sheets[:2]
    both = reconcile(form, first.answers, second.answers)
    if agreed is None:
        if both.differing or first.rating != second.rating:
            return None
        return _settled("agreed", sheets, both.agreed, first.rating, _joined(first.rating_reason, second.rating_reason))
    rating, why = first.rating, _joined(first.rating_reason, second.rating_reason)
    if first.rating != second.rating:
        rating, why = agreed.rating, agreed.rating_reason
    answers = {**both.agreed, **agreed.answers}
    done = _settled(agreed.how, sheets, answers, rating, why)
    own = {key: (reason,) for key in agreed.answers if (reason := agreed.reasons.get(key, ""))}
    kept = {key: said for key, said in done.reasons.items() if key not in agreed.answers}
    return replace(done, answers={k: answers[k] for k in form.keys if k in answers}, reasons={**kept, **own})


def outdated(form: Form, sheet: Given) -> bool:
    """Whether a sheet given to an earlier version of this form no longer answers it completely."""
    return bool(check(form, {k: v for k, v in sheet.answers.items() if k in form.keys}, sheet.reasons))


def blind_pair(sheets: Iterable[Given], open_times: Sequence[tuple[int, int]]) -> tuple[Given, Given] | None:
    """The two sheets of one study standing when the second person had first answered, in order of person.

    sheets: all ever given, withdrawn ones too. open_times: (from, until) in the trail when one assessor was enough and
    sheets lay open; a pair that was in the making then was not blind, and there is none.
    """
    ordered = sorted(sheets, key=lambda s: s.given)
    for second in ordered:
        first = next((s for s in ordered if s.stood_at(second.given) and s.person != second.person), None)
        if first is None:
            continue
        if any(start < second.given and first.given < end for start, end in open_times):
            return None
        return (first, second) if first.person.int < second.person.int else (second, first)
    return None


def _settled(how: How, sheets: Sequence[Given], answers: Mapping[str, Value], rating: str, why: str) -> Settled:
    reasons: dict[str, tuple[str, ...]] = {}
    for key in answers:
        said = dict.fromkeys(s.reasons.get(key, "") for s in sheets)
        said.pop("", None)
        if said:
            reasons[key] = tuple(said)
    people = tuple(s.person for s in sheets)
    return Settled(
        study=sheets[0].study,
        how=how,
        answers=answers,
        reasons=reasons,
        rating=rating,
        rating_reason=why,
        people=people,
    )


def _joined(*reasons: str) -> str:
    return "; ".join(dict.fromkeys(reason for reason in reasons if reason))
