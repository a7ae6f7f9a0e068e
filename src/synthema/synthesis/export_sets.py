"""The themes of a synthesis as groups of codes, for a coded project that goes to other programs."""

from collections import defaultdict
from uuid import UUID

from synthema.coding.export_model import SetOut
from synthema.synthesis.tables import CodePlacementRow, themes


def themes_as_sets(review: UUID) -> list[SetOut]:
    """Each theme with the codes that were placed in it; a theme without codes is none."""
    placed: dict[UUID, list[UUID]] = defaultdict(list)
    for code, theme in CodePlacementRow.objects.filter(review=review).values_list("code", "theme"):
        placed[theme].append(code)
    return [
        SetOut(id=row.id, name=row.name, description=row.definition, codes=tuple(placed[row.id]))
        for row in themes(review)
        if placed[row.id]
    ]
