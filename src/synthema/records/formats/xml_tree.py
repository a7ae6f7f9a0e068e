"""The tree of one record of XML: names without their namespaces, values with their paths."""

from collections.abc import Callable, Container, Iterator

from lxml import etree

from synthema.records.fields import printable
from synthema.records.formats.xml_text import INLINE

Step = Callable[[etree._Element], str]


def local(name: str | bytes) -> str:
    """A name without its namespace."""
    text = str(name)
    return text.rpartition("}")[2] if "}" in text else text


def step(element: etree._Element) -> str:
    """The name of an element within a path."""
    return local(element.tag)


def inside(element: etree._Element) -> str:
    """All the text in an element, its styled pieces joined."""
    return _said("".join(map(str, element.itertext())) if len(element) else element.text or "")


def _said(value: str) -> str:
    return (value if value.isprintable() else printable(value)).strip()


def values(
    element: etree._Element, *, name: Step = step, joint: str = "/", without: Container[str] = ()
) -> list[tuple[str, str]]:
    """Path and value of every attribute and every text of a record, in order."""
    found: list[tuple[str, str]] = []

    def add(one: etree._Element, path: str) -> None:
        if one.attrib and local(one.tag) not in INLINE:
            found.extend((f"{path}@{key}", said) for key, said in _attributes(one, without))
        if _is_text(one):
            if said := inside(one):
                found.append((path, said))
            return
        if said := _astray(one):
            found.append((path, said))
        for child in one:
            here = name(child)
            add(child, f"{path}{joint}{here}" if path else here)

    add(element, "")
    return found


def _attributes(element: etree._Element, without: Container[str]) -> Iterator[tuple[str, str]]:
    for key, value in element.attrib.items():
        own = local(key)
        if own != "schemaLocation" and own not in without and (said := _said(str(value))):
            yield own, said


def _astray(element: etree._Element) -> str:
    """Text where the format has only elements."""
    parts = [part for part in (element.text, *(child.tail for child in element)) if part and not part.isspace()]
    return _said("\n".join(parts)) if parts else ""


def _is_text(element: etree._Element) -> bool:
    return len(element) == 0 or (
        local(element[0].tag) in INLINE and all(local(part.tag) in INLINE for part in element.iterdescendants())
    )


def each(element: etree._Element, path: str) -> Iterator[etree._Element]:
    """The elements at a path of local names (`*` for any, a leading `**/` for any depth)."""
    deep = path.startswith("**/")
    steps = "/".join(part if part == "*" else f"{{*}}{part}" for part in path.removeprefix("**/").split("/"))
    yield from element.iterfind(f".//{steps}" if deep else steps)


def texts(element: etree._Element, *paths: str) -> list[str]:
    """The texts at the paths, one path after the other."""
    return [text for path in paths for one in each(element, path) if (text := inside(one))]


def text(element: etree._Element, *paths: str) -> str:
    """The first text at the paths."""
    return next((found for path in paths for one in each(element, path) if (found := inside(one))), "")


def person(family: str, given: str = "", suffix: str = "") -> str:
    """A name as `Family, Given, Suffix`."""
    return ", ".join(part for part in (family, given, suffix) if part)


def with_subtitle(title: str, subtitle: str) -> str:
    """Title and subtitle with a colon between them, unless the title brings its own sign."""
    if not title or not subtitle:
        return title or subtitle
    return f"{title} {subtitle}" if title[-1] in ":?!.—" else f"{title}: {subtitle}"


def prose(element: etree._Element) -> str:
    """Paragraphs one a line; the heading of a section stands before its first paragraph."""
    if _is_text(element):
        return inside(element)
    lines, heading = [], ""
    for child in element:
        said = prose(child)
        if local(child.tag) in ("title", "label"):
            heading = f"{heading}{said.rstrip(': ')}: " if said else heading
        elif said:
            lines.append(heading + said)
            heading = ""
    return "\n".join([*lines, heading.strip()] if heading else lines)
