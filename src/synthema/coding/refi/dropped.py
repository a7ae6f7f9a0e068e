"""The account of what an import would not carry over: each with how many there are, which ones, and the reason."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from synthema.coding.refi.nouns import Area, Between, Coding, Lapse, Project, Selection, Source, SourceKind, Stretch
from synthema.coding.refi.offsets import Ruler
from synthema.coding.refi.reading import Reading, TextRead

MOST_EXAMPLES = 3
_READ = (SourceKind.TEXT, SourceKind.PDF)
_ONLY_TEXT = "only texts are coded here, and documents with a text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """Something that is left out: what, how many, why, and the first of them by name."""

    what: str
    count: int
    reason: str
    examples: tuple[str, ...] = ()


def account(reading: Reading) -> tuple[Dropped, ...]:
    """Everything of a file that an import would leave out; nothing is left out without a line here."""
    project = reading.project
    parts = (
        _codes(reading),
        _sources(reading),
        _selections(reading),
        _codings(project),
        _notes(reading),
        _cases(project),
        _sets(project),
        _links(project),
        _files(reading),
    )
    merged: dict[tuple[str, str], Dropped] = {}
    for one in chain(*parts):
        if one.count:
            key = (one.what, one.reason)
            merged[key] = _both(merged[key], one) if key in merged else one
    return tuple(merged.values())


def _both(first: Dropped, second: Dropped) -> Dropped:
    examples = tuple(dict.fromkeys((*first.examples, *second.examples)))[:MOST_EXAMPLES]
    return replace(first, count=first.count + second.count, examples=examples)


def _drop(what: str, reason: str, names: Iterable[str]) -> Dropped:
    every = list(names)
    shown = tuple(name[:80] for name in dict.fromkeys(filter(None, every)))
    return Dropped(what=what, count=len(every), reason=reason, examples=shown[:MOST_EXAMPLES])


def _codes(reading: Reading) -> Iterator[Dropped]:
    codes = reading.project.codebook.codes
    seen: Counter[str] = Counter(one.guid for one in codes)
    twice = [one.name for one in codes if one.guid and seen[one.guid] > 1]
    yield _drop("codes", "several codes have one GUID, so that it is not known which of them was meant", twice)
    yield _drop(
        "codes", "they have no GUID, so that no coding can name them", (one.name for one in codes if not one.guid)
    )
    yield Dropped(what="colours", count=reading.colors, reason="what is written there is no colour")
    yield _drop("codes", "the wrapper that NVivo puts around all codes is no code", _wrappers(reading.project))
    for name, count in sorted(reading.strangers.items()):
        yield Dropped(what=name[:80], count=count, reason="the standard knows no such element or attribute there")


def _wrappers(project: Project) -> list[str]:
    """The name of the one code that all others lie under, where it is NVivo's and never used."""
    tops = [one for one in project.codebook.codes if not one.parent]
    if len(tops) != 1 or tops[0].codable or tops[0].name not in ("Nodes", "Codes"):
        return []
    return [] if any(one.code == tops[0].guid for one in project.codings()) else [tops[0].name]


def _sources(reading: Reading) -> Iterator[Dropped]:
    sources = reading.project.sources
    for kind in SourceKind:
        if kind not in _READ:
            yield _drop(f"{kind} sources", _ONLY_TEXT, (one.name for one in sources if one.kind is kind))
    transcripts = [text for one in sources for text in one.transcripts]
    yield _drop(
        "transcripts", "they belong to recordings, which are not carried over", (one.name for one in transcripts)
    )
    yield Dropped(
        what="sync points",
        count=sum(len(one.sync_points) for one in transcripts),
        reason="they belong to recordings, which are not carried over",
    )
    names = _names(reading.project)
    absent: dict[str, list[str]] = defaultdict(list)
    for one in _texts_of_documents(reading):
        if one.absent:
            absent[one.absent].append(names.get(one.text.guid, "") or one.text.name or one.text.guid)
    for why, which in absent.items():
        yield _drop("texts", why, which)
    yield _drop("source files", "the project names a file that does not lie beside it", reading.missing)
    rich = [names.get(one.text.guid, "") for one in reading.texts if one.text.rich_path and one.raw]
    yield _drop("formatting", "the plain text is taken, not the formatted one beside it", rich)


def _names(project: Project) -> dict[str, str]:
    return {source.text.guid: source.name for source in project.sources if source.text}


def _texts_of_documents(reading: Reading) -> list[TextRead]:
    """The texts of text and PDF sources; they come in the order of the sources."""
    own = {id(one.text) for one in reading.project.sources if one.text and one.kind in _READ}
    return [one for one in reading.texts if id(one.text) in own]


def _selections(reading: Reading) -> Iterator[Dropped]:
    names = _names(reading.project)
    for one in _texts_of_documents(reading):
        where = names.get(one.text.guid, "") or one.text.guid
        yield from _of_text(one, where)
    for source in reading.project.sources:
        yield from _of_source(source)


def _of_text(one: TextRead, where: str) -> Iterator[Dropped]:
    """What of the selections of a text has no place in it."""
    stretches = [selection.extent for selection in one.text.selections if isinstance(selection.extent, Stretch)]
    numberless = len(one.text.selections) - len(stretches)
    yield Dropped(what="selections", count=numberless, reason="they have no positions", examples=(where,))
    if one.raw is None or one.found.convention is None:
        reason = one.absent or "nothing says how their positions count"
        yield Dropped(what="selections", count=len(stretches), reason=reason, examples=(where,))
        return
    spans = Ruler(one.raw, one.found.convention).spans(stretches)
    outside = sum(span is None for span in spans)
    empty = sum(span is not None and span.start == span.end for span in spans)
    reason = "they lie outside the text, or begin or end within a character"
    yield Dropped(what="selections", count=outside, reason=reason, examples=(where,))
    yield Dropped(what="selections", count=empty, reason="they are a place without words", examples=(where,))


def _of_source(source: Source) -> Iterator[Dropped]:
    """Selections that are no words."""
    beside = {one.guid for one in source.text.selections} if source.text else set()
    areas = [one for one in source.selections if isinstance(one.extent, Area)]
    pictured = source.kind is not SourceKind.PDF
    alone = [one for one in areas if pictured or (_pageless(one) and one.guid not in beside)]
    lapses = sum(isinstance(one.extent, Lapse) for one in source.selections)
    between = sum(isinstance(one.extent, Between) for text in source.transcripts for one in text.selections)
    where = (source.name,) if source.name else ()
    reason = "pictures are not coded here" if pictured else "an area that names no page"
    yield Dropped(what="areas", count=len(alone), reason=reason, examples=where)
    yield Dropped(what="lapses", count=lapses, reason="recordings are not coded here", examples=where)
    yield Dropped(what="selections", count=between, reason="they lie in a transcript of a recording", examples=where)
    within = sum(len(one.text.selections) + len(one.text.codings) for one in source.selections if one.text)
    yield Dropped(what="selections", count=within, reason="they lie within the words of an area", examples=where)
    numberless = sum(one.extent is None for one in source.selections)
    yield Dropped(what="selections", count=numberless, reason="they have no positions", examples=where)


def _pageless(selection: Selection) -> bool:
    return isinstance(selection.extent, Area) and selection.extent.page is None


def _codings(project: Project) -> Iterator[Dropped]:
    known = {one.guid for one in project.codebook.codes} | {one.guid for one in project.cases}
    unknown = [one for one in project.codings() if one.code not in known]
    yield _drop("codings", "they name a code that is not in the codebook", (one.code for one in unknown))
    whole = [source.name for source in project.sources for _ in _of_whole(source)]
    yield _drop("codings", "they code a whole source, not words in it", whole)
    on_notes = [note.name for note in project.notes for _ in note.codings]
    on_notes += [note.name for note in project.notes for one in note.selections for _ in one.codings]
    yield _drop("codings", "they code a note, not a source", on_notes)


def _of_whole(source: Source) -> Iterator[Coding]:
    yield from source.codings
    for text in source.texts():
        yield from text.codings


def _notes(reading: Reading) -> Iterator[Dropped]:
    project = reading.project
    own = {id(note) for note in project.notes}
    bare = [one for one in reading.texts if id(one.text) in own and one.absent and not one.text.description]
    for why in dict.fromkeys(one.absent for one in bare):
        yield _drop("notes", why, (one.text.name for one in bare if one.absent == why))
    marked: list[Selection] = [one for note in project.notes for one in note.selections]
    yield _drop("selections", "they lie in notes, which are kept whole", (one.name for one in marked))
    known = {note.guid for note in project.notes}
    named = [guid for selection in project.selections() for guid in selection.notes if guid not in known]
    yield _drop("references to notes", "there is no such note", named)


def _cases(project: Project) -> Iterator[Dropped]:
    coded = {coding.code for coding in project.codings()}
    lonely = [one for one in project.cases if not (one.sources or one.selections or one.codes or one.guid in coded)]
    yield _drop("cases", "no source belongs to them", (one.name for one in lonely))
    parts = [one.name for one in project.cases for _ in one.selections]
    yield _drop("parts of cases", "a case is made of whole sources here", parts)
    variables = {one.guid: one.name for one in project.variables}
    values = [value for one in project.cases for value in one.values]
    values += [value for one in project.sources for value in one.values]
    yield _drop("values", "they name no variable", (one.variable for one in values if one.variable not in variables))
    empty = [variables[one.variable] for one in values if one.variable in variables and not one.value.strip()]
    yield _drop("values", "they are empty", empty)


def _sets(project: Project) -> Iterator[Dropped]:
    sets = project.codebook.sets
    yield _drop("sets", "they have no members", (s.name for s in sets if not (s.codes or s.sources or s.notes)))
    with_sources = [one.name for one in sets if one.sources]
    yield _drop("sets", "sources are not kept in sets here", with_sources)
    yield _drop("sets", "notes are not kept in sets here", (one.name for one in sets if one.notes))


def _links(project: Project) -> Iterator[Dropped]:
    """A link from a note is a note on what it points to; any other has no place."""
    notes = {one.guid for one in project.notes}
    others = [one.name for one in project.links if (one.origin in notes) == (one.target in notes)]
    yield _drop("links", "only links between a note and what it is about are kept", others)
    yield _drop("graphs", "drawings are not carried over", (one.name for one in project.graphs))


def _files(reading: Reading) -> Iterator[Dropped]:
    for name, why in sorted(reading.refused.items()):
        yield Dropped(what="files", count=1, reason=f"it {why}", examples=(name[:80],))
    left = [one for one in reading.unnamed if one not in reading.refused]
    yield _drop("files", "the project does not name them", left)
    paths = [source.name for source in reading.project.sources if source.current_path]
    paths += ["the project"] if reading.project.base_path else []
    yield _drop("paths", "where files lay on another computer is nobody's business", paths)
