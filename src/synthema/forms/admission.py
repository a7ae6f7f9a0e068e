"""What an act of appraisal or extraction must satisfy; both stages' actions check here."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import ParamSpec
from uuid import UUID

from synthema.forms.model import Change, Form, FormError, Problem, Value
from synthema.forms.rules import Complaint, check, consensus, reconcile
from synthema.forms.standing import Given, outdated
from synthema.forms.tables import (
    NEEDED,
    FormVersion,
    Stage,
    agreements,
    assessors,
    form_in_force,
    forms,
    needed,
    standing_sheets,
)
from synthema.forms.versions import successor
from synthema.refused import Refused
from synthema.team.doors import Desk, NotAllowed
from synthema.team.model import Role

P = ParamSpec("P")
PEOPLE = {"appraisal": "appraiser", "extraction": "extractor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a person hands in on one study: answers, reasons, and in appraisal perhaps an overall rating."""

    study: UUID
    answers: Mapping[str, Value]
    reasons: Mapping[str, str] = field(default_factory=dict)
    rating: str = ""
    rating_reason: str = ""


@dataclass(frozen=True, slots=True)
class Admitted:
    """The version of the form a sheet is given to, and the person's earlier sheet that it takes the place of."""

    form: FormVersion
    replaces: UUID | None


def next_form(review: UUID, stage: Stage, form: Form) -> tuple[Change, ...]:
    """What changes when this form comes into force; raises Refused where it cannot follow the one in force."""
    earlier = forms(review, stage)
    if not earlier:
        return ()
    before = earlier[-1].form
    if before.id == form.id:
        return successor(before, form)
    standing = sum(len(given) for given in standing_sheets(review, stage).values())
    if standing:
        raise Refused(
            "Sheets filled in with {before_title}: {standing}. Keep its id ({before_id}) for a new version "
            "of it, or have these sheets withdrawn before you change to {form_title}.",
            before_title=before.title,
            standing=standing,
            before_id=before.id,
            form_title=form.title,
        )
    return ()


def refuse_number(review: UUID, stage: Stage, number: int, reason: str) -> None:
    """Raise Refused unless the number is one with a reason, or two, and says something new."""
    who = PEOPLE[stage]
    if number not in (1, NEEDED):
        raise Refused("{number} {who}s are not supported. Say 2, or 1 with a reason.", number=number, who=who)
    if number < NEEDED and not reason.strip():
        raise Refused("One {who} instead of two needs a reason, which the report will print.", who=who)
    row = assessors(review, stage)
    if (row.number, row.reason) == (number, reason) if row else number == NEEDED:
        raise Refused("The number of {who}s is {number} already.", who=who, number=number)


def admit(desk: Desk, stage: Stage, study: UUID) -> Admitted:
    """The door for one person's answers on one study; raises Refused to those who may not answer (again)."""
    form = form_in_force(desk.review, stage)
    given = standing_sheets(desk.review, stage).get(study, [])
    own = next((sheet for sheet in given if sheet.person == desk.person), None)
    settled = study in agreements(desk.review, stage)
    number = needed(desk.review, stage)
    stopped = hindrance(form.form, given, desk.person, number=number, settled=settled, stage=stage)
    if stopped:
        what, step = stopped
        raise Refused("{upper}{what}. {step}", upper=what[0].upper(), what=what[1:], step=step)
    return Admitted(form, own.id if own else None)


def hindrance(
    form: Form, given: Sequence[Given], person: UUID, *, number: int, settled: bool, stage: Stage
) -> Complaint | None:
    """Why a person may not answer for a study that has these standing sheets, and what next; None = they may."""
    own = next((sheet for sheet in given if sheet.person == person), None)
    if own is not None and not outdated(form, own):
        return "you have answered for this study already", f"`synthema {stage} withdraw STUDY` takes your answers back."
    if own is not None:
        step = f"`synthema {stage} reopen STUDY` first."
        return ("the consensus on this study rests on your answers to the earlier version", step) if settled else None
    if len(given) >= number:
        people = "one person has" if number == 1 else f"{len(given)} people have"
        return f"{people} answered for this study, which is all that is asked", "There is nothing to do for you here."
    return None


def refuse_incomplete(form: Form, filled: Filled) -> None:
    """Raise FormError with everything that keeps these answers from standing."""
    problems = check(form, filled.answers, filled.reasons)
    if problems:
        raise FormError(problems)


def refuse_unsettled(form: Form, pair: tuple[Given, Given], filled: Filled) -> None:
    """Raise FormError unless every difference of two sheets, and nothing else, is settled with its reasons."""
    first, second = pair
    both = reconcile(form, first.answers, second.answers)
    same_rating = first.rating == second.rating
    if not both.differing and same_rating:
        raise _error("Consensus", "the two sheets do not differ", "There is nothing to settle; leave this study out.")
    consensus(form, both, filled.answers, filled.reasons)
    open_keys = {difference.key for difference in both.differing}
    differing = replace(form, questions=tuple(q for q in form.questions if q.key in open_keys))
    answers = {key: value for key, value in filled.answers.items() if key in open_keys}
    problems = [*check(differing, answers, filled.reasons), *_rating_problems(first, second, filled)]
    if problems:
        raise FormError(tuple(problems))


def _rating_problems(first: Given, second: Given, filled: Filled) -> list[Problem]:
    if first.rating == second.rating:
        if filled.rating in ("", first.rating):
            return []
        what = f"both people gave {first.rating or 'no rating'}, so there is no difference to settle"
        return [Problem(where="Rating", what=what, next="Leave it out here.")]
    if not filled.rating:
        what = f"one person gave {first.rating or 'none'}, the other {second.rating or 'none'}, the consensus none"
        return [Problem(where="Rating", what=what, next="Agree on a rating and give it.", missing=True)]
    if not filled.rating_reason.strip():
        return [Problem(where="Rating", what="no reason", next="Write why in a few words.", missing=True)]
    return []


def pair_to_settle(desk: Desk, stage: Stage, study: UUID, how: str) -> tuple[Given, Given]:
    """The two sheets a consensus would rest on; raises Refused where there are not two, or not for this person."""
    given = standing_sheets(desk.review, stage).get(study, [])
    if len(given) < NEEDED:
        raise Refused("A consensus needs two people's answers; this study has {given}.", given=len(given))
    if study in agreements(desk.review, stage):
        raise Refused("This study is settled already. `synthema {stage} reopen STUDY` takes that back.", stage=stage)
    refuse_settler(desk.person, desk.roles, given, how)
    return given[0], given[1]


def refuse_settler(person: UUID, roles: Set[str], given: Sequence[Given], how: str) -> None:
    """Raise Refused unless this person may settle what these sheets differ in, in this way."""
    answered = person in {sheet.person for sheet in given}
    if how not in ("consensus", "arbiter"):
        raise Refused("{how!r} is no way to settle. Say consensus or arbiter.", how=how)
    if how == "consensus" and not answered and Role.LEAD not in roles:
        raise NotAllowed("A consensus is recorded by one of the two who answered, or by a lead.")
    if how == "arbiter" and answered:
        raise NotAllowed("You answered for this study, so you cannot arbitrate it. Ask a third person.")
    if how == "arbiter" and not roles & {Role.ARBITER, Role.LEAD}:
        raise NotAllowed("This needs the role arbiter or lead. `synthema team add NAME --role arbiter` gives it.")


def own_sheet(desk: Desk, stage: Stage, study: UUID) -> UUID:
    """The person's standing sheet on a study; raises Refused when there is none."""
    given = standing_sheets(desk.review, stage).get(study, [])
    found = next((sheet.id for sheet in given if sheet.person == desk.person), None)
    if found is None:
        raise Refused("You have no answers on this study, so there is nothing to withdraw.")
    return found


def standing_agreement(desk: Desk, stage: Stage, study: UUID) -> UUID:
    """The consensus that a person may reopen; raises Refused when there is none, or it is not theirs to open."""
    found = agreements(desk.review, stage).get(study)
    if found is None:
        raise Refused("No consensus is recorded on this study, so there is nothing to reopen.")
    given = standing_sheets(desk.review, stage).get(study, [])
    if desk.person not in {s.person for s in given} and not desk.roles & {Role.ARBITER, Role.LEAD}:
        raise NotAllowed("A consensus is reopened by one of the two who answered, an arbiter or a lead.")
    return found.id


def gathered(where: str, check_it: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> list[Problem]:
    """The problems that a check raises, each saying where besides."""
    try:
        check_it(*args, **kwargs)
    except FormError as error:
        return [replace(problem, where=f"{where}, {problem.where}") for problem in error.problems]
    return []


def _error(where: str, what: str, step: str) -> FormError:
    return FormError((Problem(where=where, what=what, next=step),))
