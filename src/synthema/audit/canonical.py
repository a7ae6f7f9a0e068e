"""One text per value, the same on every database and every machine."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Union
from uuid import UUID

Plain = Union[None, bool, int, str, list["Plain"], dict[str, "Plain"]]  # noqa: UP007 (a recursive alias)
"""What a payload may hold: no floats, because their text differs between databases."""


# Databases refuse NUL and lone surrogates; XML refuses, and terminals obey, the other control characters. A form feed
# is kept: it ends a page of a full text. No character here can stand unescaped in JSON, so no hash depends on it.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")


def visible(text: str) -> str:
    """The text with control characters and lone surrogates shown as readable escapes such as \\u0007."""
    return _UNSHOWABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def plain(value: object) -> Plain:
    """The value as JSON can hold it; raises TypeError for floats and anything else without one text."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {visible(str(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [plain(inner) for inner in value]
    raise TypeError(f"{type(value).__name__} has no canonical text: {value!r}")


def canonical(value: object) -> str:
    """Canonical JSON: sorted keys, no spaces, integers or decimal strings, characters as themselves."""
    return json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def moment(at: datetime) -> str:
    """A time in UTC with six digits of a second; raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone")
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def sha256(text: str) -> str:
    """The SHA-256 of a text as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
