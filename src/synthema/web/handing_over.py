"""What screening tells of somebody who leaves: numbers that give no open verdict away."""

from uuid import UUID

from django.utils.translation import gettext as _

from synthema.protocol.model import STAGE_NAMES
from synthema.protocol.tables import versions
from synthema.screening.model import Standing
from synthema.screening.standings import counted, given_by, left_for
from synthema.team.handing_over import OpenWork, counts_open_work
from synthema.team.model import ROLES_FOR, Need
from synthema.team.tables import roles_of


@counts_open_work
def open_screening(review: UUID, person: UUID, viewer: UUID) -> list[OpenWork]:
    """Per stage: verdicts given, which stay; what is left to judge; conflicts that this person is part of."""
    found: list[OpenWork] = []
    if not versions(review):
        return found
    judges = roles_of(review, person) & ROLES_FOR[Need.DECIDE]
    for stage, name in STAGE_NAMES.items():
        left = left_for(review, stage, person, viewer) if judges else 0
        conflicts = counted(review, stage, person).filter(standing=Standing.CONFLICT).count()
        found += [
            OpenWork(_("verdicts given on %(stage)s, which stay") % {"stage": name}, given_by(review, stage, person)),
            OpenWork(_("still to judge on %(stage)s") % {"stage": name}, left),
            OpenWork(_("open conflicts on %(stage)s") % {"stage": name}, conflicts),
        ]
    return found
