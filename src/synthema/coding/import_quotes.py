"""The selections of a coded project as quotes and codings in the canonical texts of the review; pure."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid5

from synthema.coding.import_model import CodingPut, HeldDocument, MarkMade, QuoteMade, Sample
from synthema.coding.model import Region
from synthema.coding.places import Misplaced, anchored, marked
from synthema.coding.refi.nouns import Area, Coding, Lapse, Selection, Source, SourceKind, Stretch
from synthema.coding.refi.offsets import Ruler
from synthema.coding.refi.reading import TextRead
from synthema.coding.special_codes import DISMISSED, MARKS, VOICES, range_guid
from synthema.documents.model import PAGE_END, Anchor, DocumentText, Span
from synthema.documents.moving import How, Moved, moved

NO_COPY = "it was taken back here, and an import brings nothing back"
MOST_RANGES = 100


@dataclass(frozen=True, slots=True)
class Spot:
    """One selection with its place in a full text, or why it has none."""

    selection: Selection
    document: HeldDocument | None = None
    anchor: Anchor | None = None
    regions: tuple[Region, ...] = ()
    spans: tuple[Span, ...] = ()
    why: str = ""
    nearly: Sample | None = None
    part_of: str = ""  # GUID of the selection whose quote it is a further range of


def spots_of(
    source: Source, read: TextRead | None, document: HeldDocument | None, why: str, *, ours: bool = False
) -> list[Spot]:
    """Every selection of a source, areas and lapses too, with its place."""
    found: list[Spot] = []
    own = list(read.text.selections) if read else list(source.text.selections) if source.text else []
    if document is None:
        return [Spot(one, why=why) for one in source.all_selections()]
    found += _of_words(own, read, document, source)
    found = _with_areas(found, source, document) if ours else found
    found += _of_areas(source, document, {spot.selection.guid for spot in found if spot.anchor})
    for text in source.transcripts:
        found += [Spot(one, why="it lies in a transcript of a recording") for one in text.selections]
    return found


def _of_words(
    selections: Sequence[Selection], read: TextRead | None, document: HeldDocument, source: Source
) -> list[Spot]:
    if read is None or read.raw is None or read.found.convention is None:
        why = (read.absent if read else "") or "nothing says how its positions count"
        return [Spot(one, why=why) for one in selections]
    stretches = [one.extent if isinstance(one.extent, Stretch) else Stretch(-1, -1) for one in selections]
    spans = Ruler(read.raw, read.found.convention).spans(stretches)
    groups = list(_groups(selections, spans))
    places = [tuple(span for span in ranges if span) for _, ranges in groups]
    good = [n for n, (_, ranges) in enumerate(groups) if all(span and span.start < span.end for span in ranges)]
    found = _found(read.raw.text, document, [places[n] for n in good])
    put = dict(zip(good, found, strict=True))
    spots = []
    for n, (members, ranges) in enumerate(groups):
        if n in put:
            spots += _spots(members, put[n], document, source, read.raw.text, places[n])
        else:
            spots += [Spot(one, why=_no_place(one, span)) for one, span in zip(members, ranges, strict=True)]
    return spots


def _groups(
    selections: Sequence[Selection], spans: Sequence[Span | None]
) -> Iterator[tuple[list[Selection], list[Span | None]]]:
    """Selections that are further ranges of one quote of ours together, any other alone."""
    at = {one.guid: n for n, one in enumerate(selections) if one.guid}
    further: dict[int, list[int]] = {}
    if len(at) > 1:
        for n, one in enumerate(selections):
            guids = _further(one.guid, at)
            if guids:
                further[n] = guids
    taken = {n for guids in further.values() for n in guids}
    for n in range(len(selections)):
        if n not in taken:
            members = [n, *further.get(n, [])]
            yield [selections[m] for m in members], [spans[m] for m in members]


def _further(guid: str, at: dict[str, int]) -> list[int]:
    found: list[int] = []
    try:
        own = UUID(guid)
    except ValueError:
        return found
    while len(found) < MOST_RANGES and (next_one := at.get(range_guid(own, len(found) + 2))) is not None:
        found.append(next_one)
    return found


def _no_place(selection: Selection, span: Span | None) -> str:
    if not isinstance(selection.extent, Stretch):
        return "it has no positions"
    if span is None:
        return "it lies outside the text, or begins or ends within a character"
    return "it is a place without words" if span.start == span.end else "another range of its quote has no place"


def _found(text: str, document: HeldDocument, places: list[tuple[Span, ...]]) -> list[Moved]:
    """Places of a source's text in the canonical one."""
    if text == document.text.text.replace(PAGE_END, "\n"):
        return [Moved(how=How.EXACT, ranges=one) for one in places]
    return moved(DocumentText(text), document.text, places)


def _spots(
    members: Sequence[Selection],
    found: Moved,
    document: HeldDocument,
    source: Source,
    text: str,
    ranges: tuple[Span, ...],
) -> list[Spot]:
    first = members[0]
    if found.how is How.REFUSED:
        return [Spot(one, why=f"in the full text {found.why}") for one in members]
    if first.codings and all(coding.code in MARKS for coding in first.codings):
        spot = Spot(first, document, spans=found.ranges)
        return [spot, *(replace(spot, selection=one, part_of=first.guid) for one in members[1:])]
    try:
        anchor = anchored(document.text, document.text.sha256, found.ranges)
    except Misplaced as error:
        return [Spot(one, why=f"it cannot be marked: {error}") for one in members]
    nearly = None
    if found.how is How.FUZZY:
        words = " … ".join(text[span.start : span.end] for span in ranges)
        nearly = Sample(source=source.name, words=anchor.exact, of_file=words)
    spot = Spot(first, document, anchor, spans=found.ranges, nearly=nearly)
    return [spot, *(replace(spot, selection=one, part_of=first.guid) for one in members[1:])]


def _with_areas(spots: list[Spot], source: Source, document: HeldDocument) -> list[Spot]:
    """The quotes of words with the parts of pages that were marked beside them."""
    areas: dict[str, list[Region]] = defaultdict(list)
    for members in _families(source.selections):
        for one in members:
            if isinstance(one.extent, Area) and (region := _region(one.extent, document)):
                areas[members[0].guid].append(region)
    own = (
        tuple(sorted(areas.get(spot.selection.guid, ()))) if spot.anchor and not spot.part_of else () for spot in spots
    )
    return [replace(spot, regions=regions) for spot, regions in zip(spots, own, strict=True)]


def _families(selections: Sequence[Selection]) -> Iterator[list[Selection]]:
    return (members for members, _ in _groups(selections, [None] * len(selections)))


def _of_areas(source: Source, document: HeldDocument, worded: set[str]) -> Iterator[Spot]:
    """Selections that are no words; several areas of one quote of ours together."""
    for members in _families(source.selections):
        first, *more = [_of_other(one, source, document, worded) for one in members]
        if more and first.regions:
            first = replace(
                first, regions=tuple(sorted({region for spot in (first, *more) for region in spot.regions}))
            )
        yield first
        for spot in more:
            yield spot if spot.why else replace(spot, regions=(), part_of=members[0].guid)


def _of_other(one: Selection, source: Source, document: HeldDocument, worded: set[str]) -> Spot:
    if isinstance(one.extent, Area) and source.kind is SourceKind.PDF:
        if one.guid in worded:  # the words of the same selection are taken
            return Spot(one, document, part_of=one.guid)
        region = _region(one.extent, document)
        return Spot(one, document, regions=(region,)) if region else Spot(one, why="its area lies on no page")
    if isinstance(one.extent, Area):
        return Spot(one, why="pictures are not coded here")
    return Spot(one, why="recordings are not coded here" if isinstance(one.extent, Lapse) else "it has no positions")


def _region(area: Area, document: HeldDocument) -> Region | None:
    """The part of a page in hundredths of a point from the top left, what lies beyond the page cut off."""
    number = area.page
    if not document.pictured or number is None or not 0 <= number < len(document.sizes):
        return None
    width, height = document.sizes[number]
    across = [max(0, min(width, x)) * 100 for x in sorted((area.first_x, area.second_x))]
    down = [max(0, min(height, height - y)) * 100 for y in sorted((area.first_y, area.second_y), reverse=True)]
    if across[0] >= across[1] or down[0] >= down[1]:
        return None
    return Region(number + 1, across[0], down[0], across[1], down[1])


# ---- quotes and codings


@dataclass(slots=True)
class Gathered:
    """The quotes of an import while they are gathered, by where they stand and whose they are."""

    quotes: dict[UUID, QuoteMade] = field(default_factory=dict)
    codings: dict[tuple[UUID, UUID], CodingPut] = field(default_factory=dict)
    marks: dict[UUID, MarkMade] = field(default_factory=dict)
    of_selection: dict[str, UUID] = field(default_factory=dict)  # GUID of a selection or coding -> its quote
    of_source: dict[str, UUID] = field(default_factory=dict)  # GUID of a source -> its document
    seen: set[tuple[object, ...]] = field(default_factory=set)  # keys of quotes that the file has


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the codings of one person say of one selection."""

    codings: list[Coding]
    voice: str
    dismissed: bool
    marks: list[str]
    at: str


def by_person(selection: Selection) -> dict[str, Wanted]:
    """The codings of a selection by the GUID of who made them; one without codings is its maker's."""
    held: dict[str, list[Coding]] = defaultdict(list)
    for coding in selection.codings:
        held[coding.stamp.by or selection.stamp.by].append(coding)
    if not held:
        held[selection.stamp.by] = []
    return {guid: _wanted(selection, codings) for guid, codings in held.items()}


def _wanted(selection: Selection, codings: list[Coding]) -> Wanted:
    voices = [VOICES[one.code] for one in codings if one.code in VOICES]
    times = [one.stamp.at for one in codings if one.stamp.at]
    return Wanted(
        codings=codings,
        voice=voices[0] if voices else "",
        dismissed=any(one.code == DISMISSED for one in codings),
        marks=[MARKS[one.code] for one in codings if one.code in MARKS],
        at=times[0] if times else selection.stamp.at,
    )


def quote_id(import_id: UUID, key: tuple[object, ...]) -> UUID:
    """The identifier of a quote that an import makes, told by where it stands and whose it is."""
    return uuid5(import_id, f"quote {key!r}")


def marks_of(import_id: UUID, spot: Spot, kinds: Sequence[str]) -> Iterator[MarkMade]:
    """The parts of a document that a selection marks."""
    assert spot.document is not None
    for kind in kinds:
        ranges = marked(spot.document.text, spot.spans)
        name = f"mark {spot.document.id} {kind} {ranges!r}"
        yield MarkMade(id=uuid5(import_id, name), document=spot.document.id, kind=kind, ranges=ranges)
