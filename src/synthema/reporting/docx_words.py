"""Words as a Word document can hold them: spans with a look or a link, and characters that XML forbids made visible."""

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from synthema.reporting.flow_model import grouped

Look = Literal["", "Strong", "Soft", "Against"]  # identifiers of character styles

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONGEST_BOOKMARK = 40


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text with a look, and the anchor it leads to."""

    text: str
    look: Look = ""
    to: str = ""


Words = str | Span | tuple[str | Span, ...]


def spans(words: Words) -> tuple[Span, ...]:
    """Words as spans, empty ones left out."""
    parts = words if isinstance(words, tuple) else (words,)
    found = (part if isinstance(part, Span) else Span(part) for part in parts)
    return tuple(span for span in found if span.text)


def legal(text: str) -> str:
    """The text with what XML forbids, or no reader can see, shown as an escape such as \\u0000; line ends become LF."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def one_line(text: str) -> str:
    """The text on one line, for properties, headers and descriptions."""
    return " ".join(legal(text).split())


def bookmark(anchor: str) -> str:
    """The bookmark of a place: letters, digits and underscores, at most 40, different for different places."""
    name = anchor.replace("-", "_")
    if re.fullmatch("[a-z][a-z0-9-]*", anchor) and len(name) <= _LONGEST_BOOKMARK:
        return name
    mark = hashlib.sha256(anchor.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"place_{mark}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: 1 finding, 2 findings, 4 210 records."""
    return f"{grouped(number)} {one if number == 1 else many or one + 's'}"


def sentence(text: str) -> str:
    """The text with a full stop, unless it ends in a mark already or is empty."""
    text = text.strip()
    return text if not text or text[-1] in ".!?…" else f"{text}."
