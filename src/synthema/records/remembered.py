"""What a person said of the columns of a table, remembered for the next file with the same headers."""

from pathlib import Path
from uuid import UUID

from synthema.records.formats.columns import normal_header
from synthema.records.looking import columns_of
from synthema.records.tables import Import


def remembered_columns(review: UUID, path: Path) -> Import | None:
    """The latest import of a table with these columns of which somebody said what they hold."""
    rows = Import.objects.filter(review=review).exclude(corrections="{}").order_by("-number")
    said = [row for row in rows if row.corrected.columns]
    headers = {normal_header(column.header) for column in columns_of(path)} if said else set()
    return next((row for row in said if _columns(row) <= headers), None)


def _columns(row: Import) -> set[str]:
    return {header for header, _field in row.corrected.columns} | {use.tag for use in row.tag_uses if use.tag}
