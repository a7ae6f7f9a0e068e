"""What stands in an RDF file, resource by resource, before it is parsed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from synthema.records.formats.xml_stream import Cut
from synthema.records.formats.xml_text import tokens

_NO_END = "the file ends in the middle of this work; export it again"


def resources(text: str) -> Iterator[Cut]:
    """Everything that stands directly in the root of an RDF file, one after the other."""
    walk = _Walk(text)
    for tag in tokens(text):
        if not isinstance(tag, str):
            yield from walk.tag(tag)
    yield from walk.rest()


@dataclass(slots=True)
class _Walk:
    """The elements that are open while the tags of a file go by."""

    text: str
    _open: list[tuple[str, bool]] = field(default_factory=list)  # name, and whether it is a resource with an address
    _begin: int = 0
    _line: int = 1
    _counted: int = 0
    _inside: bool = False

    def tag(self, tag: re.Match[str]) -> Iterator[Cut]:
        """One more tag; a resource directly in a resource tells that the end of the outer one is missing."""
        name = tag[2].rpartition(":")[2].lower()
        if name == "rdf":
            self._inside = not tag[1]
            yield from self._cut(tag.start()) if self._open else ()
        elif self._inside and tag[1]:
            yield from self._end(name, tag.end())
        elif self._inside:
            yield from self._start(name, tag)

    def rest(self) -> Iterator[Cut]:
        """What is open at the end of the file."""
        return self._cut(len(self.text), _NO_END) if self._open else iter(())

    def _start(self, name: str, tag: re.Match[str]) -> Iterator[Cut]:
        resource = "about=" in tag[3]
        if resource and self._open and self._open[-1][1]:
            yield from self._cut(tag.start())
        if not self._open:
            self._begin = tag.start()
        if not tag[4]:
            self._open.append((name, resource))
        elif not self._open:
            yield from self._cut(tag.end())

    def _end(self, name: str, end: int) -> Iterator[Cut]:
        place = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n][0] == name), -1)
        if place >= 0:
            del self._open[place:]
            yield from self._cut(end) if not self._open else ()

    def _cut(self, end: int, wrong: str = "") -> Iterator[Cut]:
        self._line += self.text.count("\n", self._counted, self._begin)
        self._counted = self._begin
        self._open.clear()
        yield Cut(self._line, self.text[self._begin : end], wrong)
