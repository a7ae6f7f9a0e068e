"""The nouns of an import: what the review holds, what a person chose, the rows to be made, and the plan of them all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from synthema.coding.model import Region
from synthema.documents.model import Anchor, DocumentText, Span

Path = tuple[str, ...]  # the names of a code and those above it, from the top, as rules.same_name has them


# ---- what the review holds


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDocument:
    """A full text of the review."""

    id: UUID
    number: int
    name: str
    text: DocumentText
    title: str = ""  # of its report
    file_sha256: str = ""
    sizes: tuple[tuple[int, int], ...] = ()  # of its pages, in points
    pictured: bool = False  # whether its pages can be seen
    closed: str = ""  # why nothing is coded there now, in words
    marks_closed: bool = False  # whether its marked parts stay as they are for now


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCode:
    """A code that codings may be given to."""

    id: UUID
    path: Path
    definition: str = ""


QuoteKey = tuple[UUID, tuple[Span, ...], tuple[Region, ...], UUID]  # document, ranges, parts of pages, person
CodingKey = tuple[UUID, UUID]  # quote, code
MemoKey = tuple[str, UUID | None, str]  # what kind of thing it is about, which one, its text


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What is there already, of the layer that is imported into."""

    documents: tuple[HeldDocument, ...] = ()
    codes: Mapping[Path, HeldCode] = field(default_factory=dict)
    quotes: Mapping[QuoteKey, UUID] = field(default_factory=dict)
    quotes_closed: frozenset[UUID] = frozenset()  # of opened rounds, which get no further codes
    quotes_back: frozenset[QuoteKey] = frozenset()  # taken back
    codings: frozenset[CodingKey] = frozenset()
    codings_back: frozenset[CodingKey] = frozenset()
    memos: frozenset[MemoKey] = frozenset()
    marks: frozenset[tuple[UUID, str, tuple[Span, ...]]] = frozenset()
    people: Mapping[str, UUID] = field(default_factory=dict)  # by name, as rules.same_name has it
    studies: frozenset[str] = frozenset()  # identifiers of the studies of the review
    next_place: int = 0  # behind all codes of the codebook
    codes_frozen: str = ""  # why the codebook cannot grow now, in words


# ---- what a person chose


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a person said about an import; what they did not say is as the plan proposes it.

    `people` may name None for somebody outside this review, who is then named after the file; `left_out` holds the
    GUIDs of sources and users that are not wanted.
    """

    documents: Mapping[str, UUID] = field(default_factory=dict)
    people: Mapping[str, UUID | None] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()
    nearly: bool = False  # also quotes whose words differ a little from those of the full text
    parted_by: str = ""  # a sign in the names of codes that parts a code from the one above it, such as "::"


# ---- the rows


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMade:
    """A code to be made."""

    id: UUID
    name: str
    parent: UUID | None = None
    definition: str = ""
    color: str = ""  # "#rrggbb" as the file has it
    place: int = 0  # among the codes under the same one


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteMade:
    """A quote to be made."""

    id: UUID
    document: UUID
    person: str  # key of a person of the plan
    anchor: Anchor | None = None
    regions: tuple[Region, ...] = ()
    voice: str = ""
    dismissed: bool = False
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingPut:
    """A coding to be made."""

    id: UUID
    quote: UUID
    code: UUID
    person: str
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoMade:
    """A memo to be made."""

    id: UUID
    about_kind: str
    about: UUID | None
    text: str
    person: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkMade:
    """A part of a document to be marked."""

    id: UUID
    document: UUID
    kind: str
    ranges: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Everything an import makes; codes stand behind the ones above them."""

    codes: tuple[CodeMade, ...] = ()
    quotes: tuple[QuoteMade, ...] = ()
    codings: tuple[CodingPut, ...] = ()
    memos: tuple[MemoMade, ...] = ()
    marks: tuple[MarkMade, ...] = ()

    def __len__(self) -> int:
        return sum(map(len, (self.codes, self.quotes, self.codings, self.memos, self.marks)))


# ---- the plan


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source of the file, and the full text it is taken for."""

    guid: str
    name: str
    kind: str
    document: UUID | None
    why: str  # what tells it, or why there is none
    sure: bool = True
    codings: int = 0
    left_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UserLine:
    """A user of the file, and the person they are taken for; None for somebody outside this review."""

    guid: str
    name: str
    person: UUID | None
    codings: int = 0
    left_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A quote as it would be cut out, and for one that differs the words of the file."""

    source: str
    words: str
    of_file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the account: what, how many, what became of it ("made", "there", "dropped"), why, some by name."""

    what: str
    count: int
    fate: str
    reason: str = ""
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an import would do: whom and what it takes each thing for, the rows, and the account of everything."""

    kind: str
    origin: str
    name: str
    offsets: str  # how the file counts positions, in words
    doubtful: bool  # whether that is not sure
    sources: tuple[SourceLine, ...]
    users: tuple[UserLine, ...]
    rows: Rows
    account: tuple[Line, ...]
    samples: tuple[Sample, ...] = ()
    nearly: tuple[Sample, ...] = ()  # quotes whose words differ a little
    remarks: tuple[str, ...] = ()
    sign: str = ""  # in the names of codes, that may part a code from the one above it

    @property
    def unchanged(self) -> int:
        """How many things of the file are here already."""
        return sum(line.count for line in self.account if line.fate == "there")

    @property
    def open(self) -> bool:
        """Whether something is only a proposal that a person must say yes to."""
        return self.doubtful or any(not one.sure and not one.left_out for one in self.sources)
