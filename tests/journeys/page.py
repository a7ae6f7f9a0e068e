"""A report as a reader has it: its page and its tables."""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from lxml import html
from lxml.etree import _Element as Element


def find(within: Element, path: str, **names: str) -> list[Element]:
    """The elements that an XPath names."""
    return cast(list[Element], within.xpath(path, **cast(Any, names)))


def strings(within: Element, path: str) -> list[str]:
    """The attributes or texts that an XPath names."""
    return [str(found) for found in cast(list[str], within.xpath(path))]


def text(element: Element) -> str:
    """What an element says, on one line."""
    return " ".join("".join(cast(Any, element.itertext())).split())


def links(within: Element, prefix: str) -> list[str]:
    """The links to places of one kind."""
    return [link for link in strings(within, ".//a/@href") if link.startswith(f"#{prefix}-")]


@dataclass(frozen=True)
class Written:
    """A report that was written to a folder."""

    folder: Path

    def table(self, name: str) -> list[dict[str, str]]:
        """One of its tables."""
        with (self.folder / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def flow(self) -> dict[str, int]:
        """The numbers of the flow by what they count."""
        return {row["what"]: int(row["number"]) for row in self.table("flow")}

    @cached_property
    def page(self) -> Element:
        """The report as it is read."""
        return html.fromstring((self.folder / "report.html").read_text(encoding="utf-8"))

    @cached_property
    def drawing(self) -> Element:
        """The flow as it is drawn."""
        return html.fromstring((self.folder / "flow.svg").read_text(encoding="utf-8"))

    def at(self, link: str) -> Element:
        """What a link of the page leads to."""
        (found,) = find(self.page, "//*[@id=$id]", id=link.removeprefix("#"))
        return found
