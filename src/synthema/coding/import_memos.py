"""Notes, descriptions and sets of another program as memos; pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Protocol
from uuid import UUID, uuid5

from synthema.coding.import_codes import Codes
from synthema.coding.import_model import Held, MemoMade
from synthema.coding.import_quotes import Gathered
from synthema.coding.ledger import DROPPED, MADE, THERE, Ledger
from synthema.coding.model import About
from synthema.coding.refi.nouns import Project, Selection, Stamp, Text
from synthema.coding.refi.reading import Reading
from synthema.coding.wording import LONGEST_MEMO

Target = tuple[str, UUID | None]
_ACTOR = "actor"


class Known(Protocol):
    """What an import knows once its quotes are gathered."""

    made: Gathered

    def person(self, guid: str) -> str | None:
        """The key of the person a user is; None where they are left out."""
        ...


class _Memos:
    """Memos by what they are about and what they say, each once."""

    def __init__(self, import_id: UUID, held: Held, known: Known) -> None:
        self.id, self.held, self.known = import_id, held, known
        self.made: dict[UUID, MemoMade] = {}

    def add(self, target: Target, text: str, stamp: Stamp) -> str:
        """Write one memo, in parts where it is endless; its fate."""
        person = self.known.person(stamp.by) if stamp.by else _ACTOR
        if person is None:
            return DROPPED
        fates = set()
        for start in range(0, len(text), LONGEST_MEMO):
            part = text[start : start + LONGEST_MEMO].strip()
            if not part:
                continue
            if (target[0], target[1], part) in self.held.memos:
                fates.add(THERE)
                continue
            own = uuid5(self.id, f"memo {target!r} {part}")
            self.made[own] = MemoMade(
                id=own, about_kind=target[0], about=target[1], text=part, person=person, at=stamp.at
            )
            fates.add(MADE)
        return MADE if MADE in fates else THERE if fates else DROPPED


def add_memos(
    project: Project, reading: Reading, held: Held, import_id: UUID, ledger: Ledger, codes: Codes, known: Known
) -> list[MemoMade]:
    """The memos that notes, links, descriptions and sets become; each note, link and set gets its line."""
    memos = _Memos(import_id, held, known)
    targets = _targets(project, codes, known.made, held.studies)
    _notes(project, reading, memos, targets, ledger)
    _descriptions(project, memos, known.made, targets)
    for guid, text in codes.long.items():
        memos.add((About.CODE, codes.of[guid]), text, Stamp())
    _sets(project, memos, codes, ledger)
    return list(memos.made.values())


def _targets(project: Project, codes: Codes, made: Gathered, studies: frozenset[str]) -> dict[str, Target]:
    """What each GUID of the file is here."""
    found: dict[str, Target] = {guid: (About.CODE, code) for guid, code in codes.of.items()}
    found |= {guid: (About.QUOTE, quote) for guid, quote in made.of_selection.items() if guid}
    found |= {one.guid: (About.STUDY, UUID(one.guid)) for one in project.cases if one.guid in studies}
    documents = made.of_source
    for source in project.sources:
        if source.guid in documents:
            found[source.guid] = (About.DOCUMENT, documents[source.guid])
            if source.text and source.text.guid:
                found[source.text.guid] = (About.DOCUMENT, documents[source.guid])
    return found


def _notes(project: Project, reading: Reading, memos: _Memos, targets: Mapping[str, Target], ledger: Ledger) -> None:
    about = _about(project)
    reads = {id(one.text): one for one in reading.texts}
    came: set[int] = set()
    own = {note.guid for note in project.notes}
    for note in project.notes:
        read = reads.get(id(note))
        words = read.raw.text if read and read.raw else ""
        text = _whole(note, words)
        if not text:
            ledger.drop("notes", (read.absent if read else "") or "it is empty", note.name)
            continue
        named = about.get(note.guid, [])
        there = list(dict.fromkeys(targets[guid] for guid, _ in named if guid in targets))
        if named and not there:
            ledger.drop("notes", "what it is about is left out", note.name)
            continue
        fates = [memos.add(target, text, note.stamp) for target in there or [(str(About.REVIEW), None)]]
        fate = MADE if MADE in fates else THERE if THERE in fates else DROPPED
        ledger.add("notes", fate, "" if fate != DROPPED else "it is the work of somebody who is left out", note.name)
        came |= {link for guid, link in named if guid in targets and fate != DROPPED}
    for number, link in enumerate(project.links):
        if number in came:
            ledger.add("links", MADE, "the memo stands at what the link points to", link.name)
        else:
            of_note = (link.origin in own) != (link.target in own)
            why = (
                "what it points to is left out"
                if of_note
                else "only links between a note and what it is about are kept"
            )
            ledger.drop("links", why, link.name)


def _whole(note: Text, words: str) -> str:
    """What a note says; its own name goes before it where it says more than the words do."""
    text = "\n\n".join(part.strip() for part in (words, note.description) if part.strip())
    name = note.name.strip()
    return f"{name}\n\n{text}" if name and text and name not in text else text


def _about(project: Project) -> dict[str, list[tuple[str, int]]]:
    """For each note the GUIDs of what it is about, each with the number of the link that says so, or -1."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for guid, notes in _references(project):
        for note in notes:
            found[note].append((guid, -1))
    own = {note.guid for note in project.notes}
    for number, link in enumerate(project.links):
        for one, other in ((link.origin, link.target), (link.target, link.origin)):
            if one in own and other not in own:
                found[one].append((other, number))
    return found


def _references(project: Project) -> Iterator[tuple[str, tuple[str, ...]]]:
    for code in project.codebook.codes:
        yield code.guid, code.notes
    for source in project.sources:
        yield source.guid, source.notes
        for text in source.texts():
            yield source.guid, text.notes
    for selection in project.selections():
        yield selection.guid, selection.notes
    for coding in project.codings():
        yield coding.guid, coding.notes


def _descriptions(project: Project, memos: _Memos, made: Gathered, targets: Mapping[str, Target]) -> None:
    if project.description.strip():
        memos.add((About.REVIEW, None), project.description, project.stamp)
    for source in project.sources:
        told = [source.description, *(text.description for text in source.texts())]
        for text in dict.fromkeys(one.strip() for one in told if one.strip()):
            if source.guid in targets:
                memos.add(targets[source.guid], text, source.stamp)
    for selection in project.selections():
        if selection.description.strip() and selection.guid in made.of_selection:
            memos.add((About.QUOTE, made.of_selection[selection.guid]), selection.description, _maker(selection))


def _maker(selection: Selection) -> Stamp:
    return selection.stamp if selection.stamp.by or not selection.codings else selection.codings[0].stamp


def _sets(project: Project, memos: _Memos, codes: Codes, ledger: Ledger) -> None:
    """A set of codes is said by a memo on each of them."""
    for one in project.codebook.sets:
        members = [codes.of[guid] for guid in one.codes if guid in codes.of]
        if not members:
            why = "they hold no codes" if one.sources or one.notes else "they have no members"
            ledger.drop("sets", why, one.name)
            continue
        text = f"In the set “{one.name}”." + (f"\n\n{one.description.strip()}" if one.description.strip() else "")
        fates = [memos.add((About.CODE, code), text, Stamp()) for code in members]
        ledger.add("sets", MADE if MADE in fates else THERE, "a memo on each of their codes says so", one.name)
