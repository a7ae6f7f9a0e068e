"""What holds for all pairs of one search."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """How two records of this search are to be judged."""

    versions: bool = False  # versions of one review are one report
    sparse: bool = False  # most records have neither identifier nor volume nor pages
    issues: bool = True  # the issue column holds issues, not the numbers of rows


AS_USUAL = Setting()
