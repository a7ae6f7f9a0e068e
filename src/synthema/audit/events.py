"""Acts on the trail itself."""

from dataclasses import dataclass

from synthema.audit.model import Content
from synthema.audit.registry import event_kind


@event_kind("audit", undo="cannot be undone: the bytes are gone")
@dataclass(frozen=True, slots=True)
class ContentWithdrawn:
    """The bytes of these contents were deleted; their names stay, and verify reports them."""

    contents: tuple[Content, ...]
    reason: str


@event_kind("audit", undo="cannot be undone: what was seen was seen")
@dataclass(frozen=True, slots=True)
class BlindBroken:
    """A complete package left while verdicts were still open to one reviewer only."""

    open_verdicts: int
    reason: str
