"""What may stand in a project and in a codebook of REFI-QDA 1.0, in our own notation, and the XML schema made of it.

A line is `Element: what it holds | its attributes`. What it holds stands in this order: `Name` once, `Name?` at most
once, `Name*` any number, `Name+` at least one, `A/B/C` one of these. `Name=Other` holds what Other holds. An attribute
with ! must be there. Words in small letters are kinds of text. Facts: the standard of 2019, sections 4 to 10, and the
tests hold this against its own schemas.
"""

import re
from functools import cache

from lxml import etree

_XSD = "http://www.w3.org/2001/XMLSchema"
_PLAIN = {
    "text": "string",
    "yes": "boolean",
    "whole": "integer",
    "number": "decimal",
    "day": "date",
    "time": "dateTime",
}
_HEX = "[0-9a-fA-F]"
_BARE = f"{_HEX}{{8}}(-{_HEX}{{4}}){{3}}-{_HEX}{{12}}"
_PATTERNS = {"guid": rf"{_BARE}|\{{{_BARE}\}}", "color": f"#({_HEX}{{3}}){{1,2}}"}
_LISTS = {
    "direction": "Associative OneWay Bidirectional",
    "variable": "Text Boolean Integer Float Date DateTime",
    "shape": "Person Oval Rectangle RoundedRectangle Star LeftTriangle RightTriangle UpTriangle DownTriangle Note",
    "line": "dotted dashed solid",
}
_STAMPS = "creatingUser=guid creationDateTime=time modifyingUser=guid modifiedDateTime=time"
_NAMED = f"guid=guid! name {_STAMPS}"
_MEDIUM = f"{_NAMED} path currentPath"
_TEXT = f"{_NAMED} richTextPath plainTextPath"
_CODED = "Coding* NoteRef*"
_CORNERS = "firstX=whole! firstY=whole! secondX=whole! secondY=whole!"
_CODES = """
Codes: Code+
Sets: Set+
"""
_CODE = "guid=guid! name! isCodable=yes! color=color"
_PROJECT = f"""{_CODES}
Project: Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs? Description=text? NoteRef* | name! \
origin creatingUserGUID=guid creationDateTime=time modifyingUserGUID=guid modifiedDateTime=time basePath
Users: User+
User: | guid=guid! name id
CodeBook: Codes
Code: Description=text? NoteRef* Code* | {_CODE}
Variables: Variable+
Variable: Description=text? | guid=guid! name! typeOfVariable=variable!
VariableValue: VariableRef TextValue=text/BooleanValue=yes/IntegerValue=whole/FloatValue=number/DateValue=day/\
DateTimeValue=time?
Cases: Case+
Case: Description=text? CodeRef* VariableValue* SourceRef* SelectionRef* | guid=guid! name
Sources: TextSource/PictureSource/PDFSource/AudioSource/VideoSource+
TextSource: Description=text? PlainTextContent=text? PlainTextSelection* {_CODED} VariableValue* | {_TEXT}
PlainTextSelection: Description=text? {_CODED} | {_NAMED} startPosition=whole! endPosition=whole!
PictureSource: Description=text? TextDescription=TextSource? PictureSelection* {_CODED} VariableValue* | {_MEDIUM}
PictureSelection: Description=text? {_CODED} | {_NAMED} {_CORNERS}
PDFSource: Description=text? PDFSelection* Representation=TextSource? {_CODED} VariableValue* | {_MEDIUM}
PDFSelection: Description=text? Representation=TextSource? {_CODED} | {_NAMED} page=whole! {_CORNERS}
AudioSource: Description=text? Transcript* AudioSelection* {_CODED} VariableValue* | {_MEDIUM}
AudioSelection: Description=text? {_CODED} | {_NAMED} begin=whole! end=whole!
VideoSource: Description=text? Transcript* VideoSelection* {_CODED} VariableValue* | {_MEDIUM}
VideoSelection: Description=text? {_CODED} | {_NAMED} begin=whole! end=whole!
Transcript: Description=text? PlainTextContent=text? SyncPoint* TranscriptSelection* NoteRef* | {_TEXT}
TranscriptSelection: Description=text? {_CODED} | {_NAMED} fromSyncPoint=guid toSyncPoint=guid
SyncPoint: | guid=guid! timeStamp=whole position=whole
Coding: CodeRef NoteRef* | guid=guid! creatingUser=guid creationDateTime=time
Notes: Note=TextSource+
Links: Link+
Link: NoteRef* | guid=guid! name direction=direction color=color originGUID=guid targetGUID=guid
Set: Description=text? MemberCode=CodeRef* MemberSource=SourceRef* MemberNote=NoteRef* | guid=guid! name!
Graphs: Graph+
Graph: Vertex* Edge* | guid=guid! name
Vertex: | guid=guid! representedGUID=guid name firstX=whole! firstY=whole! secondX=whole secondY=whole shape=shape \
color=color
Edge: | guid=guid! representedGUID=guid name sourceVertex=guid! targetVertex=guid! color=color direction=direction \
lineStyle=line
NoteRef: | targetGUID=guid!
CodeRef: | targetGUID=guid!
SourceRef: | targetGUID=guid!
SelectionRef: | targetGUID=guid!
VariableRef: | targetGUID=guid!
"""
_CODEBOOK = f"""{_CODES}
CodeBook: Codes Sets? | origin
Code: Description=text? Code* | {_CODE}
Set: Description=text? MemberCode* | guid=guid! name!
MemberCode: | guid=guid!
"""
GRAMMARS = {"Project": ("urn:QDA-XML:project:1.0", _PROJECT), "CodeBook": ("urn:QDA-XML:codebook:1.0", _CODEBOOK)}
_PART = re.compile(r"(?P<names>[\w=/]+)(?P<times>[?*+]?)$")
_TIMES = {"": {}, "?": {"minOccurs": "0"}, "+": {"maxOccurs": "unbounded"}}
_TIMES["*"] = _TIMES["?"] | _TIMES["+"]


@cache
def schema(root: str) -> etree._Element:
    """The XML schema of a Project or a CodeBook."""
    space, grammar = GRAMMARS[root]
    top = etree.Element(f"{{{_XSD}}}schema", nsmap={None: space, "xsd": _XSD})  # type: ignore[dict-item]
    top.set("targetNamespace", space)
    top.set("elementFormDefault", "qualified")
    _add(top, "element", name=root, type=f"{root}Type")
    for line in filter(None, grammar.splitlines()):
        name, _, rest = line.partition(":")
        _element(top, name, *(part.split() for part in rest.partition("|")[::2]))
    for name, pattern in _PATTERNS.items():
        _add(_token(top, name), "pattern", value=pattern)
    for name, values in _LISTS.items():
        listed = _token(top, name)
        for value in values.split():
            _add(listed, "enumeration", value=value)
    return top


def _element(top: etree._Element, name: str, holds: list[str], attributes: list[str]) -> None:
    own = _add(top, "complexType", name=f"{name}Type")
    if holds:
        inside = _add(own, "sequence")
        for part in holds:
            _part(inside, part)
    for one in attributes:
        called, _, kind = one.rstrip("!").partition("=")
        _add(own, "attribute", name=called, type=_kind(kind or "text"), **({"use": "required"} if "!" in one else {}))


def _part(inside: etree._Element, part: str) -> None:
    found = _PART.match(part)
    assert found is not None, part
    names, times = found["names"].split("/"), _TIMES[found["times"]]
    several = _add(inside, "choice", **times) if len(names) > 1 else inside
    for one in names:
        called, _, kind = one.partition("=")
        _add(several, "element", name=called, type=_kind(kind or called), **({} if len(names) > 1 else times))


def _kind(name: str) -> str:
    return f"xsd:{_PLAIN[name]}" if name in _PLAIN else f"{name}Type"


def _token(top: etree._Element, name: str) -> etree._Element:
    return _add(_add(top, "simpleType", name=f"{name}Type"), "restriction", base="xsd:token")


def _add(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_XSD}}}{tag}", attributes)
