"""The files of the packages: what they say of themselves as JSON, and the verdicts as the bytes that are sealed."""

import json
from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

import cattrs

from synthema.audit.archive import Archive, BadArchive
from synthema.audit.canonical import canonical, visible
from synthema.protocol.model import STAGES
from synthema.screening.hand_model import FORMAT, HandIn, HandOut, SealedVerdict
from synthema.screening.hand_sealing import KEY_BYTES, seal

T = TypeVar("T", HandIn, HandOut)
HAND_OUT, PROTOCOL, RECORDS = "hand-out.json", "protocol.json", "records.ris"
HAND_IN, SEALED = "hand-in.json", "sealed.bin"
ROOM = 800  # bytes that one verdict is given in the sealed part, used or not
LONGEST = 100_000  # letters of one field
MALFORMED = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    OverflowError,
    RecursionError,
    cattrs.BaseValidationError,
)

_converter = cattrs.Converter(forbid_extra_keys=True)
_converter.register_structure_hook(UUID, lambda value, _: UUID(value))
_converter.register_structure_hook(str, lambda value, _: _text(value))
_converter.register_structure_hook(int, lambda value, _: _number(value))


def _text(value: Any) -> str:
    if not isinstance(value, str) or visible(value) != value or len(value) > LONGEST:
        raise ValueError("not a text")
    return value


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= 2_147_483_647:
        raise ValueError("not a number that is kept")
    return value


def cover_bytes(cover: HandIn | HandOut) -> bytes:
    """A cover as the bytes of a file; the sealed part is bound to them."""
    return canonical({name: getattr(cover, name) for name in type(cover).__dataclass_fields__}).encode()


def read_cover(archive: Archive, kind: type[T], member: str) -> T:
    """What a package says of itself; raises BadArchive when it is another kind, of a newer format, or unreadable."""
    other = HAND_IN if member == HAND_OUT else HAND_OUT
    if member not in archive.names:
        what = {
            HAND_IN: "comes from a colleague (`synthema screening hand-in`); this one is what was handed out"
            if other in archive.names
            else "comes from a colleague (`synthema screening hand-in`)",
            HAND_OUT: "comes from the lead (`synthema screening hand-out`); this one holds sealed verdicts"
            if other in archive.names
            else "comes from the lead (`synthema screening hand-out`)",
        }[member]
        raise BadArchive(
            "{path_name} is no package of this kind. The one that is meant {what}.",
            path_name=archive.path.name,
            what=what,
        )
    try:
        return understood(archive.read(member), kind)
    except Newer as error:
        raise BadArchive(
            "{path_name} was made by {error}, whose packages are newer. Upgrade Synthema.",
            path_name=archive.path.name,
            error=error,
        ) from None
    except MALFORMED as error:
        raise error if isinstance(error, BadArchive) else _unreadable(archive, member) from None


class Newer(Exception):
    """A cover of a format that is not known here; says what made it."""


def understood(words: bytes, kind: type[T]) -> T:
    """A cover from its bytes; raises Newer or ValueError."""
    values = json.loads(words)
    if _number(values["format"]) > FORMAT:
        raise Newer(_text(values.get("made_with", "a later Synthema")))
    try:
        cover = _converter.structure(values, kind)
    except MALFORMED:
        raise ValueError("no cover") from None
    if cover.stage not in STAGES or (isinstance(cover, HandOut) and len(bytes.fromhex(cover.public_key)) != KEY_BYTES):
        raise ValueError("no cover")
    return cover


def _unreadable(archive: Archive, member: str) -> BadArchive:
    return BadArchive(
        "{path_name} has no readable {member}. Ask for it to be sent again.", path_name=archive.path.name, member=member
    )


def sealed_bytes(cover: HandIn, verdicts: Sequence[SealedVerdict], public: bytes) -> bytes:
    """Verdicts sealed to a public key and bound to their cover."""
    rows = [{name: getattr(one, name) for name in SealedVerdict.__dataclass_fields__} for one in verdicts]
    return seal(canonical(rows).encode(), public, cover_bytes(cover), room=ROOM * len(rows))


def opened_verdicts(words: bytes) -> list[SealedVerdict]:
    """The verdicts in unsealed bytes; raises ValueError where there is none, or one record or name twice."""
    try:
        rows = json.loads(words)
        found = _converter.structure(rows, list[SealedVerdict]) if isinstance(rows, list) else []
    except MALFORMED:
        raise ValueError("no verdicts") from None
    if (
        not found
        or len({one.subject for one in found}) < len(found)
        or len({one.verdict_id for one in found}) < len(found)
    ):
        raise ValueError("no verdicts, or one twice")
    return found
