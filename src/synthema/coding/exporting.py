"""A coded review as a REFI-QDA project that other programs read, and what of it such a project cannot hold; pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from synthema.coding.export_model import Coded, DocumentOut, MarkOut, MemoOut, QuoteOut, StudyOut
from synthema.coding.model import About, Region
from synthema.coding.refi.nouns import (
    Area,
    Case,
    Code,
    Codebook,
    CodeSet,
    Coding,
    Link,
    Project,
    Selection,
    Source,
    SourceKind,
    Stamp,
    Stretch,
    Text,
    User,
    Value,
    Variable,
)
from synthema.coding.special_codes import DISMISSED, guid_of, range_guid, special_codes
from synthema.documents.model import PAGE_END

_VARIABLES = uuid5(NAMESPACE_URL, "urn:synthema:variables")
LONGEST_NAME = 60  # letters of a selection's name
_LOST = (
    "The history of the review: who did what when, what was withdrawn, former names and definitions of codes.",
    "Rounds of blind coding, agreement, alignments and how differences were settled; their outcome is in the codes.",
    "Merged codes: their passages go out under the code they count as.",
    "Screening, appraisal and extraction, but for what stands in the variables of the cases.",
    "Which file of a report is newer, and where quotes stood before they went with it.",
    "The structure of web pages, Word files and articles: headings, tables and italics stay in the full texts here.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What is written to a .qdpx: its project, the words of its texts by GUID, and its PDFs by file name."""

    project: Project
    texts: dict[str, str]
    files: dict[str, bytes]


def as_project(coded: Coded) -> Parcel:
    """The project of a coded review; identifiers are ours, positions count code points of the canonical texts.

    A form feed becomes a line feed, one for one, so that no position changes.
    """
    notes, about = _notes(coded.memos)
    texts = {_text_guid(one): _words(one.text) for one in coded.documents}
    texts |= {str(memo.id): _words(memo.text) for memo in coded.memos}
    studies = [study for study in coded.studies if study.documents]
    variables = {name: str(uuid5(_VARIABLES, name)) for study in studies for name in study.values}
    linked = {str(study.id) for study in studies} | {str(one.id) for one in coded.sets}
    project = Project(
        name=coded.title,
        origin=coded.origin,
        notes_on=tuple(about[""]),
        users=tuple(User(guid=str(one), name=name) for one, name in coded.people.items()),
        codebook=Codebook(
            origin=coded.origin, codes=(*_codes(coded, about), *special_codes()), sets=tuple(_sets(coded))
        ),
        variables=tuple(Variable(guid=guid, name=name) for name, guid in variables.items()),
        cases=tuple(_case(study, variables) for study in studies),
        sources=tuple(_source(one, coded, about) for one in coded.documents),
        notes=notes,
        links=tuple(_links(coded.memos, linked)),
    )
    files = {f"{one.id}.pdf": one.pdf for one in coded.documents if one.pdf is not None}
    return Parcel(project=project, texts=texts, files=files)


def losses(coded: Coded, beyond: Iterable[str] = ()) -> str:
    """What a project for other programs cannot hold, in lines that people read."""
    names = {_text_guid(one): one.name for one in coded.documents}
    wide = [names[guid] for guid in beyond if guid in names]
    lines = [
        f"What the export of “{coded.title}” does not hold",
        "",
        *(f"- {line}" for line in (*coded.losses, *_LOST)),
    ]
    if wide:
        lines += [
            "",
            "Letters beyond two bytes stand in these texts; NVivo counts each of them twice, so that quotes behind "
            "them shift there: " + ", ".join(wide) + ".",
        ]
    return "\n".join(lines) + "\n"


def _words(text: str) -> str:
    """A text as it is written: a line feed where a page ends, never a byte order mark at its beginning."""
    plain = text.replace(PAGE_END, "\n").replace("\r", " ")
    return " " + plain[1:] if plain.startswith("\ufeff") else plain


def _text_guid(document: DocumentOut) -> str:
    return str(document.id) if document.pdf is None else str(uuid5(document.id, "text"))


def _stamp(person: UUID, at: str = "") -> Stamp:
    return Stamp(by=str(person), at=at)


# ---- codes, sets, cases


def _codes(coded: Coded, about: dict[str, list[str]]) -> Iterator[Code]:
    known = {one.id for one in coded.codes}
    for one in coded.codes:
        yield Code(
            guid=str(one.id),
            name=one.name,
            color=one.color,
            description=one.definition,
            notes=tuple(about[str(one.id)]),
            parent=str(one.parent) if one.parent in known else "",
        )


def _sets(coded: Coded) -> Iterator[CodeSet]:
    known = {one.id for one in coded.codes}
    for one in coded.sets:
        members = tuple(str(code) for code in one.codes if code in known)
        if members:
            yield CodeSet(guid=str(one.id), name=one.name, description=one.description, codes=members)


def _case(study: StudyOut, variables: dict[str, str]) -> Case:
    return Case(
        guid=str(study.id),
        name=study.name,
        sources=tuple(str(one) for one in study.documents),
        values=tuple(Value(variable=variables[name], kind="Text", value=said) for name, said in study.values.items()),
    )


# ---- memos


def _notes(memos: Iterable[MemoOut]) -> tuple[tuple[Text, ...], dict[str, list[str]]]:
    """The notes, and which of them stand at which GUID; "" is the whole project."""
    about: dict[str, list[str]] = defaultdict(list)
    notes = []
    for memo in memos:
        first = memo.text.strip().split("\n")[0][:LONGEST_NAME]
        notes.append(Text(guid=str(memo.id), name=first, stamp=_stamp(memo.person, memo.at)))
        if memo.about_kind not in (About.STUDY, About.THEME):
            about[str(memo.about) if memo.about else ""].append(str(memo.id))
    return tuple(notes), about


def _links(memos: Iterable[MemoOut], known: set[str]) -> Iterator[Link]:
    """A note on a case or set, which can have none of their own, is linked to it."""
    for memo in memos:
        if memo.about_kind in (About.STUDY, About.THEME) and str(memo.about) in known:
            guid = str(uuid5(memo.id, "link"))
            yield Link(guid=guid, direction="OneWay", origin=str(memo.id), target=str(memo.about))


# ---- sources


def _source(document: DocumentOut, coded: Coded, about: dict[str, list[str]]) -> Source:
    quotes = [one for one in coded.quotes if one.document == document.id]
    marks = [one for one in coded.marks if one.document == document.id]
    selections = [
        *(s for quote in quotes for s in _of_words(quote, about)),
        *(s for one in marks for s in _of_mark(one)),
    ]
    notes = tuple(about[str(document.id)])
    if document.pdf is None:
        own = Text(guid=_text_guid(document), selections=tuple(selections))
        return Source(kind=SourceKind.TEXT, guid=str(document.id), name=document.name, text=own, notes=notes)
    return Source(
        kind=SourceKind.PDF,
        guid=str(document.id),
        name=document.name,
        path=f"internal://{document.id}.pdf",
        notes=notes,
        text=Text(guid=_text_guid(document), name=document.name, selections=tuple(selections)),
        selections=tuple(area for quote in quotes for area in _areas(quote, document, about)),
    )


def _of_words(quote: QuoteOut, about: dict[str, list[str]]) -> Iterator[Selection]:
    """A selection for each range of a quote; the further ones have GUIDs that tell whose they are."""
    words = " ".join(quote.exact.split())
    name = words if len(words) <= LONGEST_NAME else f"{words[:LONGEST_NAME]}…"
    for number, span in enumerate(quote.ranges, start=1):
        yield Selection(
            guid=str(quote.id) if number == 1 else range_guid(quote.id, number),
            extent=Stretch(span.start, span.end),
            name=name if len(quote.ranges) == 1 else "",
            codings=tuple(_codings(quote, number)),
            notes=tuple(about[str(quote.id)]) if number == 1 else (),
            stamp=_stamp(quote.person, quote.at),
        )


def _codings(quote: QuoteOut, number: int) -> Iterator[Coding]:
    for one in quote.codings:
        guid = str(one.id) if number == 1 else range_guid(one.id, number)
        yield Coding(guid=guid, code=str(one.code), stamp=_stamp(one.person, one.at))
    said = [guid_of(quote.voice)] if quote.voice else []
    said += [DISMISSED] if quote.dismissed else []
    for code in said:
        yield Coding(guid=str(uuid5(quote.id, f"{code} {number}")), code=code, stamp=_stamp(quote.person, quote.at))


def _of_mark(mark: MarkOut) -> Iterator[Selection]:
    for number, span in enumerate(mark.ranges, start=1):
        coding = Coding(guid=str(uuid5(mark.id, f"coding {number}")), code=guid_of(mark.kind))
        guid = str(mark.id) if number == 1 else range_guid(mark.id, number)
        yield Selection(guid=guid, extent=Stretch(span.start, span.end), codings=(coding,))


def _areas(quote: QuoteOut, document: DocumentOut, about: dict[str, list[str]]) -> Iterator[Selection]:
    """The parts of pages of a quote; where it has words its codings stand with them."""
    worded = bool(quote.ranges)
    for number, region in enumerate(quote.regions, start=1):
        yield Selection(
            guid=str(quote.id) if number == 1 else range_guid(quote.id, number),
            extent=_area(region, document),
            codings=() if worded else tuple(_codings(quote, number)),
            notes=() if worded or number > 1 else tuple(about[str(quote.id)]),
            stamp=_stamp(quote.person, quote.at),
        )


def _area(region: Region, document: DocumentOut) -> Area:
    """A part of a page in points from the bottom left, whole points around it; pages count from 0."""
    height = document.sizes[region.page - 1][1] if region.page <= len(document.sizes) else 0
    return Area(
        first_x=region.left // 100,
        first_y=height - -(-region.bottom // 100),
        second_x=-(-region.right // 100),
        second_y=height - region.top // 100,
        page=region.page - 1,
    )
