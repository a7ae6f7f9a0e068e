"""What a project of ours says by codes of fixed GUIDs: voices, dismissed passages, marked parts; pure."""

from uuid import NAMESPACE_URL, UUID, uuid5

from synthema.coding.model import MarkKind, Voice
from synthema.coding.refi.nouns import Code

_SPACE = uuid5(NAMESPACE_URL, "urn:synthema:coding")
TOP = str(uuid5(_SPACE, "top"))
DISMISSED = str(uuid5(_SPACE, "dismissed"))
VOICES = {str(uuid5(_SPACE, voice)): str(voice) for voice in Voice}
MARKS = {str(uuid5(_SPACE, kind)): str(kind) for kind in MarkKind}
SPECIAL = frozenset((TOP, DISMISSED, *VOICES, *MARKS))
NAMES = {
    Voice.PARTICIPANT: "Words of a participant",
    Voice.AUTHOR: "Interpretation of the authors",
    MarkKind.FINDINGS: "Findings",
    MarkKind.QUALITATIVE: "Qualitative strand",
}


def guid_of(word: str) -> str:
    """The GUID that stands for a voice or a kind of marked part."""
    return str(uuid5(_SPACE, word))


def special_codes() -> tuple[Code, ...]:
    """These codes under one top code."""
    said = "What Synthema says of a passage beside its codes."
    made = [Code(guid=TOP, name="Synthema", codable=False, description=said)]
    made += [Code(guid=guid_of(word), name=name, parent=TOP) for word, name in NAMES.items()]
    return (*made, Code(guid=DISMISSED, name="No relevant finding", parent=TOP))


def range_guid(quote: UUID | str, number: int) -> str:
    """The GUID of the further ranges of one quote, counted from 2."""
    return str(uuid5(UUID(str(quote)), f"range {number}"))
