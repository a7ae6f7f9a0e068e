"""Place codes of the team's codebook under themes."""

from uuid import UUID

from synthema.coding.counting import team_codes
from synthema.coding.tables import CodeRow
from synthema.refused import Refused
from synthema.synthesis.events import CodePlaced, CodePlacementWithdrawn
from synthema.synthesis.tables import CodePlacementRow, theme_in_force
from synthema.team.doors import Desk, action
from synthema.team.model import Need


@action(Need.DECIDE)
def place_code(desk: Desk, code: UUID, theme: UUID) -> CodePlaced:
    """Put a code of the team's codebook under a theme, and with it all that is coded with it."""
    under = theme_in_force(desk.review, theme)
    row = next((one for one in team_codes(desk.review) if one.id == code), None)
    if row is None:
        raise Refused("There is no such code in force in the team's codebook. `synthema coding codes` names them.")
    if CodePlacementRow.objects.filter(review=desk.review, code=code, theme=under.id).exists():
        raise Refused("The code “{name}” stands under “{theme}” already.", name=row.name, theme=under.name)
    return CodePlaced(placement_id=desk.new_id("placement"), code=code, theme=under.id)


@action(Need.DECIDE)
def withdraw_code_placement(desk: Desk, code: UUID, theme: UUID, reason: str = "") -> CodePlacementWithdrawn:
    """Take a code out from under a theme, or one that was placed there and counts as it now."""
    same = CodeRow.settled(desk.review).filter(round=None, effective=code).values("id")
    rows = CodePlacementRow.objects.filter(review=desk.review, theme=theme)
    placed = rows.filter(code=code).first() or rows.filter(code__in=same).order_by("placed_at").first()
    if placed is None:
        raise Refused("The code does not stand under that theme.")
    return CodePlacementWithdrawn(placement_id=placed.id, reason=reason)
