"""What a PDF says of which report it is: titles and DOIs it gives for itself. Used by the reading child."""

import re
from collections.abc import Iterable, Sequence

from synthema.documents.pdf_text import Line

MOST_TITLES = 4
SHORTEST_TITLE, LONGEST_TITLE = 12, 400
_OWN_DOI = re.compile(
    rb"<(?:prism:doi|pdfx:doi|crossmark:DOI|dc:identifier|jav:doi)[^>]{0,80}>\s*"
    rb"(?:doi:|https?://(?:dx\.)?doi\.org/)?\s*(10\.\d{4,9}/[^<\s]{1,200})",
    re.IGNORECASE,
)
_DOI = re.compile(r"10\.\d{4,9}/[^\s;,\]<>\"]{1,200}")
_XMP_MOST = 64


def own_dois(data: bytes, metadata: dict[str, str]) -> list[str]:
    """The DOIs that the file's metadata give for it."""
    found = [match.group(1).decode("utf-8", "replace") for match in _first(_OWN_DOI.finditer(data))]
    for value in metadata.values():
        found += _DOI.findall(value[:2000])
    return list(dict.fromkeys(found))[:8]


def _first(matches: Iterable[re.Match[bytes]]) -> list[re.Match[bytes]]:
    return [match for _, match in zip(range(_XMP_MOST), matches, strict=False)]


def big_print(pages: Sequence[Sequence[Line]]) -> list[str]:
    """The lines in the biggest print of the first pages, joined where they follow each other; biggest first."""
    blocks: list[tuple[float, str]] = []
    for page in pages:
        blocks += _blocks(page)
    fitting = [(height, text) for height, text in blocks if SHORTEST_TITLE <= len(text) <= LONGEST_TITLE]
    fitting.sort(key=lambda block: -block[0])
    return [text for _, text in fitting[:MOST_TITLES]]


def _blocks(page: Sequence[Line]) -> list[tuple[float, str]]:
    blocks: list[tuple[float, str]] = []
    for line in page:
        text = " ".join(line.text.split())
        if blocks and abs(blocks[-1][0] - line.height) <= 0.06 * max(line.height, 1.0):
            height, before = blocks.pop()
            joined = before[:-1] + text if before.endswith("-") else f"{before} {text}"
            blocks.append((max(height, line.height), joined))
        else:
            blocks.append((line.height, text))
    return blocks
