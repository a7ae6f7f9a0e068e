"""The sources of a project: their texts, selections and codings; attributes are read wherever programs put them."""

from lxml import etree

from synthema.coding.refi.codebook import refs
from synthema.coding.refi.nouns import (
    Area,
    Between,
    Coding,
    Extent,
    Lapse,
    Selection,
    Source,
    SourceKind,
    Stamp,
    Stretch,
    SyncPoint,
    Text,
    Value,
)
from synthema.coding.refi.xml import child, children, content_of, guid, local, number, said, words

_KINDS = {
    "TextSource": SourceKind.TEXT,
    "PDFSource": SourceKind.PDF,
    "PictureSource": SourceKind.PICTURE,
    "AudioSource": SourceKind.AUDIO,
    "VideoSource": SourceKind.VIDEO,
}
_SELECTIONS = ("PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection")
_TEXT_SELECTIONS = ("PlainTextSelection", "TranscriptSelection")
_VALUES = {f"{kind}Value": kind for kind in ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")}


def read_source(element: etree._Element) -> Source:
    """A source; of a text source only the text's own part stands in its `text`."""
    kind = _KINDS[local(element)]
    return Source(
        kind=kind,
        guid=guid(element),
        name=said(element, "name"),
        path=said(element, "path"),
        current_path=said(element, "currentPath"),
        description=words(element, "Description"),
        text=_own_text(element) if kind is SourceKind.TEXT else _text_beside(element),
        transcripts=tuple(map(read_text, children(element, "Transcript"))),
        selections=tuple(map(_selection, children(element, *_SELECTIONS))),
        codings=_codings(element),
        notes=refs(element, "NoteRef"),
        values=values_of(element),
        stamp=stamp(element),
    )


def _own_text(element: etree._Element) -> Text:
    content = child(element, "PlainTextContent")
    return Text(
        guid=guid(element),
        plain_path=said(element, "plainTextPath"),
        rich_path=said(element, "richTextPath"),
        content=None if content is None else content_of(content),
        selections=tuple(map(_selection, children(element, *_TEXT_SELECTIONS))),
    )


def _text_beside(element: etree._Element) -> Text | None:
    found = next(children(element, "Representation", "TextDescription"), None)
    return None if found is None else read_text(found)


def read_text(element: etree._Element) -> Text:
    """A note, a transcript, or the words of a PDF or picture."""
    content = child(element, "PlainTextContent")
    return Text(
        guid=guid(element),
        name=said(element, "name"),
        plain_path=said(element, "plainTextPath"),
        rich_path=said(element, "richTextPath"),
        content=None if content is None else content_of(content),
        description=words(element, "Description"),
        selections=tuple(map(_selection, children(element, *_TEXT_SELECTIONS))),
        codings=_codings(element),
        notes=refs(element, "NoteRef"),
        values=values_of(element),
        sync_points=tuple(
            SyncPoint(guid=guid(one), at=number(one, "timeStamp"), position=number(one, "position"))
            for one in children(element, "SyncPoint")
        ),
        stamp=stamp(element),
    )


def _selection(element: etree._Element) -> Selection:
    words_of_area = child(element, "Representation")
    return Selection(
        guid=guid(element),
        extent=_extent(element),
        name=said(element, "name"),
        description=words(element, "Description"),
        text=None if words_of_area is None else read_text(words_of_area),
        codings=_codings(element),
        notes=refs(element, "NoteRef"),
        stamp=stamp(element),
    )


def _extent(element: etree._Element) -> Extent | None:
    kind = local(element)
    if kind == "TranscriptSelection":
        return Between(guid(element, "fromSyncPoint"), guid(element, "toSyncPoint"))
    if kind == "PlainTextSelection":
        start, end = number(element, "startPosition"), number(element, "endPosition")
        return None if start is None or end is None else Stretch(start, end)
    if kind in ("AudioSelection", "VideoSelection"):
        begin, end = number(element, "begin"), number(element, "end")
        return None if begin is None or end is None else Lapse(begin, end)
    return _area(element)


def _area(element: etree._Element) -> Area | None:
    first_x, first_y = number(element, "firstX"), number(element, "firstY")
    second_x, second_y = number(element, "secondX"), number(element, "secondY")
    if first_x is None or first_y is None or second_x is None or second_y is None:
        return None
    return Area(first_x, first_y, second_x, second_y, number(element, "page"))


def _codings(element: etree._Element) -> tuple[Coding, ...]:
    return tuple(
        Coding(
            guid=guid(one),
            code=next(iter(refs(one, "CodeRef")), ""),
            stamp=Stamp(by=guid(one, "creatingUser"), at=said(one, "creationDateTime")),
            notes=refs(one, "NoteRef"),
        )
        for one in children(element, "Coding")
    )


def values_of(element: etree._Element) -> tuple[Value, ...]:
    """The values of variables, on a case (Quirkos) or a source (MAXQDA)."""
    return tuple(map(_value, children(element, "VariableValue")))


def _value(element: etree._Element) -> Value:
    variable = next(iter(refs(element, "VariableRef")), "")
    given = next((one for one in element if local(one) in _VALUES), None)
    if given is None:
        return Value(variable=variable)
    return Value(variable=variable, kind=_VALUES[local(given)], value=content_of(given))


def stamp(element: etree._Element) -> Stamp:
    """Who made and changed an element, and when."""
    return Stamp(
        by=guid(element, "creatingUser"),
        at=said(element, "creationDateTime"),
        changed_by=guid(element, "modifyingUser"),
        changed_at=said(element, "modifiedDateTime"),
    )
