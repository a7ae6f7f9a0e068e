"""Carry verdicts over that were given in another tool, each as a verdict of who gave it; and take them out again."""

from uuid import UUID

from django.db import transaction

from synthema.audit.model import By, Recorded
from synthema.audit.registry import refuse_if_built_on
from synthema.protocol.model import STAGES, Protocol
from synthema.protocol.tables import current
from synthema.records.tables import import_of
from synthema.refused import Refused
from synthema.screening.carried_events import CarriedVerdictsWithdrawn, VerdictsCarriedOver
from synthema.screening.carried_model import Choice, Plan
from synthema.screening.carried_packing import pack
from synthema.screening.carried_plan import plan
from synthema.screening.carried_reading import stated
from synthema.screening.carried_tables import all_carried, carried
from synthema.screening.rules import FULL_TEXT
from synthema.team.actions import name_outside_reviewer
from synthema.team.doors import Desk, access_review, action
from synthema.team.events import OutsideReviewerNamed
from synthema.team.model import LONGEST_NAME, ROLES_FOR, Need
from synthema.team.tables import OutsideReviewer, roles_of


def carry_over(by: By, review: UUID, choice: Choice, explanation: str) -> Recorded[VerdictsCarriedOver]:
    """Carry one source of an import over, as an outside reviewer's verdicts or as those of a member; the lead explains.

    An outside reviewer of the same name and tool is the same person in every import.
    """
    access_review(by.person, review, Need.LEAD)
    stated(review, choice.import_id)  # read once, before anything is locked
    with transaction.atomic():
        person = choice.member or _outside_reviewer(by, review, choice)
        return _carry(by, review, choice, person, explanation)


def name_of(choice: Choice) -> str:
    """What an outside reviewer is to be called: as the file names them, unless it is said otherwise."""
    given = (choice.name or choice.source.reviewer).split()
    return "".join(letter for letter in " ".join(given) if letter.isprintable())[:LONGEST_NAME].strip()


def outside_reviewer(review: UUID, choice: Choice) -> UUID | None:
    """The outside reviewer of this name in this tool, if they are known here."""
    rows = OutsideReviewer.objects.filter(review=review, tool=choice.source.tool, name=name_of(choice))
    return rows.order_by("number").values_list("id", flat=True).first()


def _outside_reviewer(by: By, review: UUID, choice: Choice) -> UUID:
    known = outside_reviewer(review, choice)
    if known is not None:
        return known
    named: OutsideReviewerNamed = name_outside_reviewer(
        by.then("name"), review, choice.source.tool, name_of(choice)
    ).body
    return named.person


@action(Need.LEAD)
def _carry(desk: Desk, choice: Choice, person: UUID, explanation: str) -> VerdictsCarriedOver:
    version = current(desk.review)
    _refuse_choice(desk, version.protocol, choice, explanation)
    made = plan(desk.review, version.protocol, choice, person, stated(desk.review, choice.import_id))
    _refuse_plan(made, choice)
    return VerdictsCarriedOver(
        carried_id=desk.new_id("carried"),
        import_id=choice.import_id,
        stage=choice.stage,
        tool=choice.source.tool,
        person=person,
        outside=choice.member is None,
        protocol_version=version.number,
        number=made.verdicts,
        left_out=made.left_out,
        verdicts=desk.store.put(pack(made.carried)),
        reviewer=choice.source.reviewer,
        file_stage=choice.source.stage,
        reasons=choice.reasons,
        remarks=tuple(made.remarks),
        explanation=explanation.strip(),
    )


def _refuse_choice(desk: Desk, protocol: Protocol, choice: Choice, explanation: str) -> None:
    import_of(desk.review, choice.import_id)
    if choice.stage not in STAGES:
        raise Refused("{stage!r} is no stage. Stages: {stages}.", stage=choice.stage, stages=", ".join(STAGES))
    if not explanation.strip():
        raise Refused("Say why these verdicts are carried over; it stands on the trail and in the report.")
    if choice.member and not roles_of(desk.review, choice.member) & ROLES_FOR[Need.DECIDE]:
        raise Refused("Only who gives verdicts in this review can be the member whose verdicts these are.")
    wrong = [key for _, key in choice.reasons if key and key not in protocol.reasons(choice.stage)]
    if wrong:
        raise Refused(
            "{wrong!r} is no criterion of this protocol. Criteria: {reasons}.",
            wrong=wrong[0],
            reasons=", ".join(protocol.reasons(choice.stage)),
        )
    for row in all_carried(desk.review).filter(import_id=choice.import_id, stage=choice.stage):
        if row.source == choice.source:
            raise Refused(
                "These verdicts were carried over on {at} already. Take them out first to do it another way.",
                at=f"{row.at:%Y-%m-%d}",
            )


def _refuse_plan(made: Plan, choice: Choice) -> None:
    if made.elsewhere and choice.stage != FULL_TEXT:
        raise Refused(
            "{number} of these records have not been compared for duplicates yet, so nobody can judge them. "
            "`synthema dedup run` does that; then carry the verdicts over.",
            number=made.elsewhere,
        )
    if made.unexplained:
        raise Refused(
            "{number} exclusions on full text name no criterion of this protocol. Say which criterion each reason of "
            "the tool means, and which one stands for no reason at all.",
            number=made.unexplained,
        )
    if not made.carried:
        raise Refused("Nothing of this can be carried over: no record of it awaits a verdict of this person here.")


@action(Need.LEAD)
def withdraw_carried(desk: Desk, carried_id: UUID, reason: str = "") -> CarriedVerdictsWithdrawn:
    """Take carried verdicts out again; refused once a conflict was settled or a report sought after one of them."""
    carried(desk.review, carried_id)
    refuse_if_built_on(VerdictsCarriedOver, desk.review, carried_id)
    return CarriedVerdictsWithdrawn(carried_id=carried_id, reason=reason)
