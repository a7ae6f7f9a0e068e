"""Nouns as the elements of a project.qde, in the order the standard's schema wants and with nothing empty."""

import re
import uuid
from collections.abc import Iterable

from lxml import etree

from synthema.coding.refi.colors import plain_color
from synthema.coding.refi.nouns import (
    Area,
    Between,
    Case,
    Codebook,
    CodeSet,
    Coding,
    Extent,
    Lapse,
    Link,
    Project,
    Selection,
    Source,
    SourceKind,
    Stamp,
    Stretch,
    Text,
    Value,
)
from synthema.records.fields import ILLEGAL_IN_XML

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOMENT = re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
_TAGS = {
    SourceKind.TEXT: ("TextSource", "PlainTextSelection", "Representation"),
    SourceKind.PDF: ("PDFSource", "PDFSelection", "Representation"),
    SourceKind.PICTURE: ("PictureSource", "PictureSelection", "TextDescription"),
    SourceKind.AUDIO: ("AudioSource", "AudioSelection", "Transcript"),
    SourceKind.VIDEO: ("VideoSource", "VideoSelection", "Transcript"),
}
_TEXT_FIRST = (SourceKind.PICTURE,)  # whose text stands before the selections


def valid_guid(guid: str) -> str:
    """A GUID as the schema wants it; one is made of what is none, always the same."""
    return guid if not guid or _GUID.fullmatch(guid) else str(uuid.uuid5(uuid.NAMESPACE_OID, guid))


def project_element(project: Project) -> etree._Element:
    """The whole project; graphs are not written, for only their size is known."""
    root = etree.Element(f"{{{PROJECT}}}Project", nsmap={None: PROJECT})  # type: ignore[dict-item]  # lxml means the default namespace
    root.set("name", _legal(project.name))
    _set(root, origin=project.origin, basePath=project.base_path)
    _set(root, creatingUserGUID=valid_guid(project.stamp.by), creationDateTime=_moment(project.stamp.at))
    _set(
        root, modifyingUserGUID=valid_guid(project.stamp.changed_by), modifiedDateTime=_moment(project.stamp.changed_at)
    )
    users = _list(root, "Users", project.users)
    for user in project.users:
        _sub(users, "User", guid=valid_guid(user.guid), name=user.name, id=user.id)
    if project.codebook.codes:
        _codes(_sub(root, "CodeBook"), project.codebook, with_notes=True)
    variables = _list(root, "Variables", project.variables)
    for variable in project.variables:
        one = _sub(variables, "Variable", guid=valid_guid(variable.guid), typeOfVariable=variable.kind)
        one.set("name", _legal(variable.name))
        _said(one, "Description", variable.description)
    _add_cases(_list(root, "Cases", project.cases), project.cases)
    sources = _list(root, "Sources", project.sources)
    for source in project.sources:
        _add_source(sources, source)
    notes = _list(root, "Notes", project.notes)
    for note in project.notes:
        add_text(notes, "Note", note)
    _add_links(_list(root, "Links", project.links), project.links)
    _sets(root, project.codebook.sets, in_project=True)
    _said(root, "Description", project.description)
    _refs(root, "NoteRef", project.notes_on)
    return root


def codebook_element(codebook: Codebook) -> etree._Element:
    """A codebook on its own, as a .qdc file holds it: without notes, and with codes only in its sets."""
    root = etree.Element(f"{{{CODEBOOK}}}CodeBook", nsmap={None: CODEBOOK})  # type: ignore[dict-item]
    _set(root, origin=codebook.origin)
    _codes(root, codebook, with_notes=False)
    _sets(root, codebook.sets, in_project=False)
    return root


def _codes(root: etree._Element, codebook: Codebook, *, with_notes: bool) -> None:
    codes = _sub(root, "Codes")
    made: dict[str, etree._Element] = {}
    for code in codebook.codes:
        one = _sub(made.get(code.parent, codes), "Code", guid=valid_guid(code.guid))
        one.set("name", _legal(code.name))
        _set(one, isCodable="true" if code.codable else "false", color=plain_color(code.color))
        _said(one, "Description", code.description)
        _refs(one, "NoteRef", code.notes if with_notes else ())
        made[code.guid] = one


def _sets(root: etree._Element, sets: tuple[CodeSet, ...], *, in_project: bool) -> None:
    parent = _list(root, "Sets", sets)
    for one in sets:
        element = _sub(parent, "Set", guid=valid_guid(one.guid))
        element.set("name", _legal(one.name))
        _said(element, "Description", one.description)
        _refs(element, "MemberCode", one.codes, "targetGUID" if in_project else "guid")
        if in_project:
            _refs(element, "MemberSource", one.sources)
            _refs(element, "MemberNote", one.notes)


def _add_cases(parent: etree._Element, cases: Iterable[Case]) -> None:
    for case in cases:
        one = _sub(parent, "Case", guid=valid_guid(case.guid), name=case.name)
        _said(one, "Description", case.description)
        _refs(one, "CodeRef", case.codes)
        _values(one, case.values)
        _refs(one, "SourceRef", case.sources)
        _refs(one, "SelectionRef", case.selections)


def _add_links(parent: etree._Element, links: Iterable[Link]) -> None:
    for link in links:
        one = _sub(parent, "Link", guid=valid_guid(link.guid), name=link.name, direction=link.direction)
        _set(one, color=plain_color(link.color))
        _set(one, originGUID=valid_guid(link.origin), targetGUID=valid_guid(link.target))
        _refs(one, "NoteRef", link.notes)


def _add_source(parent: etree._Element, source: Source) -> None:
    tag, selection, text_tag = _TAGS[source.kind]
    one = _sub(parent, tag, guid=valid_guid(source.guid), name=source.name)
    _set(one, path=source.path, currentPath=source.current_path)
    _stamp(one, source.stamp)
    _said(one, "Description", source.description)
    if source.kind is SourceKind.TEXT:
        _words(one, source.text or Text(guid=source.guid))
        _selections(one, selection, source.text.selections if source.text else ())
    else:
        _beside(one, source, selection, text_tag)
    _codings(one, source.codings)
    _refs(one, "NoteRef", source.notes)
    _values(one, source.values)


def _beside(parent: etree._Element, source: Source, selection: str, text_tag: str) -> None:
    """Areas and lapses, and the texts of what is no text itself, in the order of each kind."""
    for transcript in source.transcripts:
        add_text(parent, "Transcript", transcript)
    if source.text and source.kind in _TEXT_FIRST:
        add_text(parent, text_tag, source.text)
    _selections(parent, selection, source.selections)
    if source.text and source.kind is SourceKind.PDF:
        add_text(parent, text_tag, source.text)


def add_text(parent: etree._Element, tag: str, text: Text) -> None:
    """A note, a representation or a transcript."""
    one = _sub(parent, tag, guid=valid_guid(text.guid), name=text.name)
    _stamp(one, text.stamp)
    _said(one, "Description", text.description)
    _words(one, text)
    for point in text.sync_points:
        _sub(
            one, "SyncPoint", guid=valid_guid(point.guid), timeStamp=_number(point.at), position=_number(point.position)
        )
    _selections(one, "TranscriptSelection" if tag == "Transcript" else "PlainTextSelection", text.selections)
    if tag != "Transcript":
        _codings(one, text.codings)
    _refs(one, "NoteRef", text.notes)
    if tag != "Transcript":
        _values(one, text.values)


def _words(one: etree._Element, text: Text) -> None:
    """Where the words are; ATLAS.ti refuses a rich text that is a .txt."""
    rich = "" if text.rich_path.lower().endswith(".txt") else text.rich_path
    _set(one, richTextPath=rich, plainTextPath=text.plain_path)
    if text.content is not None and not text.plain_path:
        _sub(one, "PlainTextContent").text = _legal(text.content)


def _selections(parent: etree._Element, tag: str, selections: Iterable[Selection]) -> None:
    for selection in selections:
        if selection.extent is None:
            continue
        one = _sub(parent, tag, guid=valid_guid(selection.guid), name=selection.name)
        _set(one, **_extent(selection.extent))
        _stamp(one, selection.stamp)
        _said(one, "Description", selection.description)
        if selection.text and tag == "PDFSelection":
            add_text(one, "Representation", selection.text)
        _codings(one, selection.codings)
        _refs(one, "NoteRef", selection.notes)


def _extent(extent: Extent) -> dict[str, str]:
    if isinstance(extent, Stretch):
        return {"startPosition": str(extent.start), "endPosition": str(extent.end)}
    if isinstance(extent, Lapse):
        return {"begin": str(extent.begin), "end": str(extent.end)}
    if isinstance(extent, Between):
        return {"fromSyncPoint": valid_guid(extent.first), "toSyncPoint": valid_guid(extent.second)}
    return _area(extent)


def _area(area: Area) -> dict[str, str]:
    return {
        "page": _number(area.page),
        "firstX": str(area.first_x),
        "firstY": str(area.first_y),
        "secondX": str(area.second_x),
        "secondY": str(area.second_y),
    }


def _codings(parent: etree._Element, codings: Iterable[Coding]) -> None:
    for coding in codings:
        if not coding.code:
            continue
        one = _sub(parent, "Coding", guid=valid_guid(coding.guid), creatingUser=valid_guid(coding.stamp.by))
        _set(one, creationDateTime=_moment(coding.stamp.at))
        _refs(one, "CodeRef", (coding.code,))
        _refs(one, "NoteRef", coding.notes)


def _values(parent: etree._Element, values: Iterable[Value]) -> None:
    for value in values:
        one = _sub(parent, "VariableValue")
        _refs(one, "VariableRef", (value.variable,))
        if value.kind:
            _sub(one, f"{value.kind}Value").text = _legal(value.value)


def _refs(parent: etree._Element, tag: str, guids: Iterable[str], attribute: str = "targetGUID") -> None:
    for guid in guids:
        _sub(parent, tag, **{attribute: valid_guid(guid)})


def _list(parent: etree._Element, tag: str, members: tuple[object, ...]) -> etree._Element:
    """An element for members; where there are none, one that is not in the file, for the schema wants none empty."""
    return _sub(parent, tag) if members else etree.Element(f"{{{PROJECT}}}{tag}")


def _sub(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    space = str(parent.tag).partition("}")[0]
    one = etree.SubElement(parent, f"{space}}}{tag}")
    _set(one, **attributes)
    return one


def _set(one: etree._Element, **attributes: str) -> None:
    for name, value in attributes.items():
        if value:
            one.set(name, _legal(value))


def _said(parent: etree._Element, tag: str, text: str) -> None:
    if text:
        _sub(parent, tag).text = _legal(text)


def _stamp(one: etree._Element, stamp: Stamp) -> None:
    _set(one, creatingUser=valid_guid(stamp.by), creationDateTime=_moment(stamp.at))
    _set(one, modifyingUser=valid_guid(stamp.changed_by), modifiedDateTime=_moment(stamp.changed_at))


def _moment(written: str) -> str:
    return written if _MOMENT.fullmatch(written) else ""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


def _legal(text: str) -> str:
    """Text without characters that XML forbids."""
    return ILLEGAL_IN_XML.sub("\ufffd", text)
