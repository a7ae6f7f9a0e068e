"""Acts on codes, quotes, codings, marked parts and memos; `round` names the round an act belongs to, if any."""

from dataclasses import dataclass
from uuid import UUID

from synthema.audit.model import free
from synthema.audit.registry import event_kind
from synthema.coding.model import CodingMade, Region
from synthema.documents.model import Anchor, Span


@event_kind("coding", undo="CodeRetired")
@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCreated:
    """A code came into the team's codebook, or into a coder's own in a round."""

    code_id: UUID
    round: UUID | None = None
    parent: UUID | None = None
    color: str = ""
    in_vivo: UUID | None = None  # the quote whose words are its name
    source: str = ""  # where a given frame has it from
    name: str = free("")
    definition: str = free("")


@event_kind("coding", undo="CodeChanged")
@dataclass(frozen=True, slots=True, kw_only=True)
class CodeChanged:
    """A code got another name, definition or colour; `basis` is the act its former state came from."""

    code_id: UUID
    basis: int
    round: UUID | None = None
    color: str = ""
    name: str = free("")
    definition: str = free("")


@event_kind("coding", undo="CodeMoved")
@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMoved:
    """A code was put under another one, or at another place among its like."""

    code_id: UUID
    basis: int
    place: int
    round: UUID | None = None
    parent: UUID | None = None


@event_kind("coding", undo="CodeRestored")
@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRetired:
    """A code is used no more; what was coded with it stays."""

    code_id: UUID
    round: UUID | None = None
    reason: str = free("")


@event_kind("coding", undo="CodeRetired")
@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRestored:
    """A code that was retired came back."""

    code_id: UUID
    round: UUID | None = None
    reason: str = free("")


@event_kind("coding", undo="MergeWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class CodesMerged:
    """Codes count as another one from now on, or as none; each coding keeps the code it was given."""

    merge_id: UUID
    codes: tuple[UUID, ...]
    into: UUID | None
    how: str  # merged or aligned
    round: UUID | None = None  # the opened round whose codes they are
    reason: str = free("")


@event_kind("coding", undo="cannot be undone: merge the codes again")
@dataclass(frozen=True, slots=True, kw_only=True)
class MergeWithdrawn:
    """Merged codes stand for themselves again."""

    merge_id: UUID
    reason: str = free("")


@event_kind("coding", undo="CodingsMovedBack")
@dataclass(frozen=True, slots=True, kw_only=True)
class CodingsMoved:
    """Codings of one code were given to another: a code was split."""

    move_id: UUID
    codings: tuple[UUID, ...]
    to: UUID
    round: UUID | None = None
    made: bool = False  # whether the code was made for them in the same split
    reason: str = free("")


@event_kind("coding", undo="CodingsMoved")
@dataclass(frozen=True, slots=True, kw_only=True)
class CodingsMovedBack:
    """Codings went back to the code they had before."""

    move_id: UUID
    round: UUID | None = None


@event_kind("coding", undo="QuoteWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class PassageCoded:
    """A passage was marked and coded, or read and dismissed as holding no relevant finding."""

    quote_id: UUID
    document: UUID
    round: UUID | None = None
    codings: tuple[CodingMade, ...] = ()
    voice: str = ""
    dismissed: bool = False
    regions: tuple[Region, ...] = ()
    how: str = ""  # by hand, or where it was carried from
    anchor: Anchor | None = free(None)  # None where only parts of pages are marked


@event_kind("coding", undo="CodingWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class CodesApplied:
    """A quote got further codes."""

    quote_id: UUID
    codings: tuple[CodingMade, ...]
    round: UUID | None = None


@event_kind("coding", undo="CodesApplied")
@dataclass(frozen=True, slots=True, kw_only=True)
class CodingWithdrawn:
    """A code was taken off a quote."""

    coding_id: UUID
    round: UUID | None = None


@event_kind("coding", undo="PassageCoded")
@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteWithdrawn:
    """A quote was taken back with all its codings."""

    quote_id: UUID
    round: UUID | None = None
    reason: str = free("")


@event_kind("coding", undo="QuoteReanchored")
@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteReanchored:
    """A quote was given other words of the same document."""

    quote_id: UUID
    round: UUID | None = None
    regions: tuple[Region, ...] = ()
    anchor: Anchor | None = free(None)


@event_kind("coding", undo="VoiceSet")
@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSet:
    """Somebody decided whose words a quote holds."""

    quote_id: UUID
    voice: str
    round: UUID | None = None


@event_kind("coding", undo="MarkWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class SectionMarked:
    """A part of a document was marked as its findings, or as the qualitative strand."""

    mark_id: UUID
    document: UUID
    kind: str
    ranges: tuple[Span, ...]


@event_kind("coding", undo="SectionMarked")
@dataclass(frozen=True, slots=True, kw_only=True)
class MarkWithdrawn:
    """A marked part was taken back."""

    mark_id: UUID
    reason: str = free("")


@event_kind("coding", undo="MemoWithdrawn")
@dataclass(frozen=True, slots=True, kw_only=True)
class MemoWritten:
    """A memo was written, or put in other words: then it replaces the one before."""

    memo_id: UUID
    about_kind: str
    about: UUID | None = None
    round: UUID | None = None
    replaces: UUID | None = None
    text: str = free("")


@event_kind("coding", undo="cannot be undone: write the memo again")
@dataclass(frozen=True, slots=True, kw_only=True)
class MemoWithdrawn:
    """A memo was taken back."""

    memo_id: UUID
    round: UUID | None = None
