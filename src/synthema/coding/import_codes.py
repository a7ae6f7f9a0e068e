"""The codes of another program under the paths of the team's codebook; pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from synthema.coding.import_model import CodeMade, Held, Path
from synthema.coding.ledger import MADE, THERE, Ledger
from synthema.coding.refi.nouns import Code, Project
from synthema.coding.special_codes import SPECIAL
from synthema.coding.wording import LONGEST_DEFINITION, LONGEST_NAME, same_name, without_path

NAMELESS = "(without a name)"
SIGNS = ("::", "\\", ".")
_WRAPPERS = ("Nodes", "Codes")


@dataclass(slots=True)
class Codes:
    """Which code of the review each code of the file is."""

    made: list[CodeMade] = field(default_factory=list)
    of: dict[str, UUID] = field(default_factory=dict)  # GUID -> code
    names: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)  # GUID of a case -> its name
    long: dict[str, str] = field(default_factory=dict)  # GUID -> what its name or definition holds beyond our limits
    dropped: dict[str, str] = field(default_factory=dict)  # GUID -> why
    remarks: list[str] = field(default_factory=list)

    def name(self, guid: str) -> str:
        """The name of a code of the file."""
        return self.names.get(guid, "") or self.cases.get(guid, "")

    def why(self, guid: str) -> str:
        """Why a code has no place here."""
        if guid in self.dropped:
            return f"its code is left out: {self.dropped[guid]}"
        return "it names a code that is not in the codebook"


def codes_of(project: Project, held: Held, import_id: UUID, ledger: Ledger, parted_by: str = "") -> Codes:
    """Codes by the path of their names: what has a path of the review is that code, everything else is made.

    `parted_by` is a sign in names that parts a code from the one above it, as programs write that know no tree.
    """
    found = Codes(cases={case.guid: case.name or case.guid for case in project.cases})
    wrapper = _wrapper(project)
    seen = Counter(one.guid for one in project.codebook.codes)
    paths: dict[str, Path] = {}
    at: dict[Path, UUID] = {path: code.id for path, code in held.codes.items()}
    differing = 0
    for code in project.codebook.codes:
        if code.guid in SPECIAL:
            ledger.add("codes", THERE, "they say what Synthema says of passages beside codes", code.name)
            continue
        if why := _unusable(code, seen, wrapper):
            ledger.drop("codes", why, code.name)
            found.dropped[code.guid] = why
            continue
        above = () if code.parent == wrapper else paths.get(code.parent, ())
        *levels, name = _levels(code.name, parted_by)
        for level in levels:
            above = _above(above, level, at, found, held, import_id)
        path = (*above, same_name(name))
        paths[code.guid], found.names[code.guid] = path, name
        known = at.get(path)
        if known is None and held.codes_frozen:
            ledger.drop("codes", held.codes_frozen, name)
            found.dropped[code.guid] = held.codes_frozen
            continue
        if known is None:
            known = uuid5(import_id, f"code {path!r}")
            at[path] = known
            place = held.next_place + len(found.made)
            found.made.append(_made(code, name, known, at.get(above), place))
            ledger.add("codes", MADE, "", name)
        else:
            own = path in held.codes
            ledger.add("codes", THERE if own else MADE, "" if own else "another code of the file has its path", name)
            differing += own and bool(code.description) and held.codes[path].definition != code.description.strip()
        found.of[code.guid] = known
        _keep_long(code, name, found)
    if differing:
        found.remarks.append(f"{differing:,} codes are defined otherwise in the file; the definitions here stay")
    return found


def sign_in(project: Project) -> str:
    """The sign by which a program without a tree writes one into the names of its codes; "" where there is none."""
    names = [code.name for code in project.codebook.codes]
    if any(code.parent for code in project.codebook.codes):
        return ""
    return next((sign for sign in SIGNS if any(sign in name.strip(sign) for name in names)), "")


def _levels(name: str, sign: str) -> list[str]:
    """The names from the top that a name with signs stands for; the name itself where it has none."""
    parts = [part for part in name.split(sign) if part.strip()] if sign else []
    return [clean(part) for part in parts] if len(parts) > 1 else [clean(name)]


def _above(above: Path, name: str, at: dict[Path, UUID], found: "Codes", held: Held, import_id: UUID) -> Path:
    """A code that only the names of those below it tell of."""
    path = (*above, same_name(name))
    if path not in at and not held.codes_frozen:
        at[path] = uuid5(import_id, f"code {path!r}")
        place = held.next_place + len(found.made)
        found.made.append(CodeMade(id=at[path], name=name, parent=at.get(above), place=place))
    return path


def clean(name: str) -> str:
    """A name as a code may have it: on one line, without control characters, not endless."""
    shown = "".join(letter if letter.isprintable() else " " for letter in name)
    shown = without_path(shown) or NAMELESS
    return shown if len(shown) <= LONGEST_NAME else f"{shown[: LONGEST_NAME - 1]}…"


def _made(code: Code, name: str, own: UUID, parent: UUID | None, place: int) -> CodeMade:
    definition = code.description.strip()[:LONGEST_DEFINITION]
    return CodeMade(id=own, name=name, parent=parent, definition=definition, color=code.color, place=place)


def _keep_long(code: Code, name: str, found: Codes) -> None:
    """What does not fit goes into a memo on the code."""
    parts = [code.name.strip()] if name.endswith("…") and len(code.name) > LONGEST_NAME else []
    parts += [code.description.strip()] if len(code.description.strip()) > LONGEST_DEFINITION else []
    if parts:
        found.long[code.guid] = "\n\n".join(parts)


def _unusable(code: Code, seen: Counter[str], wrapper: str) -> str:
    if not code.guid:
        return "they have no GUID, so that no coding can name them"
    if seen[code.guid] > 1:
        return "several codes have one GUID, so that it is not known which of them was meant"
    return "the wrapper that NVivo puts around all codes is no code" if code.guid == wrapper else ""


def _wrapper(project: Project) -> str:
    """The GUID of the one code that all others lie under, where it is NVivo's and never used."""
    tops = list(_tops(project))
    if len(tops) != 1 or tops[0].codable or tops[0].name not in _WRAPPERS:
        return ""
    return "" if any(one.code == tops[0].guid for one in project.codings()) else tops[0].guid


def _tops(project: Project) -> Iterator[Code]:
    return (one for one in project.codebook.codes if not one.parent)
