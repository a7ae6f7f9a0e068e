"""What an import of a coded project would do, worked out before anything is written; pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from synthema.coding.import_codes import Codes, codes_of, sign_in
from synthema.coding.import_memos import add_memos
from synthema.coding.import_model import (
    Choices,
    CodingPut,
    Held,
    HeldDocument,
    MarkMade,
    Plan,
    QuoteMade,
    Rows,
    Sample,
    SourceLine,
    UserLine,
)
from synthema.coding.import_quotes import NO_COPY, Gathered, Spot, Wanted, by_person, marks_of, quote_id, spots_of
from synthema.coding.ledger import DROPPED, MADE, THERE, Ledger
from synthema.coding.refi.dropped import account as refi_account
from synthema.coding.refi.nouns import Coding, Selection, Source, SourceKind
from synthema.coding.refi.reading import Reading, TextRead
from synthema.coding.source_match import Match, TextOf, match_source
from synthema.coding.special_codes import SPECIAL
from synthema.coding.wording import same_name

MOST_SAMPLES = 5
OURS = "Synthema"
ACTOR = "actor"  # who imports; stands for users the file does not name
_STUDIES = "studies are told by their reports here, and what is known of them lies in extraction"
_CASE = "it says which case the words belong to, and cases are not kept"


def plan(
    reading: Reading,
    held: Held,
    import_id: UUID,
    choices: Choices | None = None,
    *,
    digests: Mapping[str, str] | None = None,
    only: UUID | None = None,
) -> Plan:
    """The rows and the account of an import under this identifier.

    `digests` are the SHA-256 of the files of sources by the GUID of the source; `only` is the one person whose work is
    taken, where it goes into a round of coding.
    """
    return _Planner(reading, held, import_id, choices or Choices(), digests or {}, only).plan()


class _Planner:
    """One import on its way from a file to rows."""

    def __init__(
        self,
        reading: Reading,
        held: Held,
        import_id: UUID,
        choices: Choices,
        digests: Mapping[str, str],
        only: UUID | None,
    ) -> None:
        self.reading, self.held, self.id, self.choices, self.digests = reading, held, import_id, choices, digests
        self.project = reading.project
        self.only = only
        self.ledger = Ledger()
        self.made = Gathered()
        self.codes: Codes = codes_of(self.project, held, import_id, self.ledger, choices.parted_by)
        self.users = self._users()
        self.nearly: list[Sample] = []
        self.samples: list[Sample] = []
        self.used: Counter[str] = Counter()  # codings of each user

    def plan(self) -> Plan:
        """Everything, in the order of the file."""
        sources = self._sources()
        self._notes_selections()
        self.memos = add_memos(self.project, self.reading, self.held, self.id, self.ledger, self.codes, self)
        self._tell_users()
        self._tell_cases()
        found = self.reading.offsets
        texts = [one for one in self.reading.texts if one.asked and one.raw is not None]
        return Plan(
            kind=self.reading.kind,
            origin=self.project.origin,
            name=self.project.name,
            offsets=_offsets(self.reading),
            doubtful=bool(self.samples) and (found.sure == "unsure" or any(t.found.sure == "unsure" for t in texts)),
            sources=tuple(sources),
            users=tuple(replace(one, codings=self.used[one.guid]) for one in self.users.values()),
            rows=Rows(
                codes=tuple(self.codes.made),
                quotes=tuple(self.made.quotes.values()),
                codings=tuple(self.made.codings.values()),
                memos=tuple(self.memos),
                marks=tuple(self.made.marks.values()),
            ),
            account=self.ledger.lines(refi_account(self.reading)),
            samples=tuple(self.samples),
            nearly=tuple(self.nearly),
            remarks=tuple(self._remarks()),
            sign=sign_in(self.project),
        )

    # ---- people

    def _users(self) -> dict[str, UserLine]:
        found = {}
        for user in self.project.users:
            known = self.held.people.get(same_name(user.name)) if user.name else None
            person = self.choices.people.get(user.guid, known)
            out = user.guid in self.choices.left_out or (self.only is not None and person != self.only)
            found[user.guid] = UserLine(guid=user.guid, name=user.name, person=person, left_out=out)
        return found

    def person(self, guid: str) -> str | None:
        """The key of the person a user is: a UUID, the user's GUID for somebody outside, or who imports."""
        user = self.users.get(guid)
        if user is None:
            return ACTOR
        if user.left_out:
            return None
        return str(user.person) if user.person else f"user {guid}"

    def known(self, key: str) -> UUID | None:
        """The identifier of a person by their key; None for somebody who is named only on the way in."""
        if key == ACTOR:
            return self.only or self.held.people.get("")
        return None if key.startswith("user ") else UUID(key)

    # ---- sources

    def _sources(self) -> list[SourceLine]:
        texts = {one.id: TextOf(one.text.text) for one in self.held.documents}
        by_id = {one.id: one for one in self.held.documents}
        reads = {id(one.text): one for one in self.reading.texts}
        lines = []
        for source in self.project.sources:
            read = reads.get(id(source.text)) if source.text else None
            words = read.raw.text if read and read.raw else None
            match = self._chosen(source, by_id) or match_source(
                source, words, self.digests.get(source.guid, ""), self.held.documents, texts
            )
            out = source.guid in self.choices.left_out
            line = _line(source, match, left_out=out)
            lines.append(line)
            self._source(source, read, None if out else match.document, "it was left out" if out else match.why)
        return lines

    def _chosen(self, source: Source, by_id: Mapping[UUID, HeldDocument]) -> Match | None:
        chosen = self.choices.documents.get(source.guid)
        return Match(by_id[chosen], "it was chosen") if chosen and chosen in by_id else None

    def _source(self, source: Source, read: TextRead | None, document: HeldDocument | None, why: str) -> None:
        if document and document.closed:
            why, document = document.closed, None
        if document is None:
            self.ledger.drop("sources", why, source.name)
            why = f"its source is left out: {why}"
        else:
            self.ledger.add("sources", THERE, "they are full texts of the review", source.name)
            self.made.of_source[source.guid] = document.id
        for coding in (*source.codings, *(coding for text in source.texts() for coding in text.codings)):
            self.ledger.drop("codings", "it codes a whole source, not words in it", self.codes.name(coding.code))
        for spot in spots_of(source, read, document, why, ours=self.project.origin.startswith(OURS)):
            self._spot(spot, source)
        for selection in source.selections:
            self._within(selection)

    def _within(self, selection: Selection) -> None:
        """What lies in the words of an area of a page."""
        if selection.text is None:
            return
        for coding in selection.text.codings:
            self.ledger.drop("codings", "it lies within the words of an area", self.codes.name(coding.code))

    # ---- selections

    def _spot(self, spot: Spot, source: Source) -> None:
        if not spot.why and spot.nearly:
            self.nearly.append(spot.nearly)
            if not self.choices.nearly:
                spot = replace(spot, why="its words differ in the full text", document=None)
        if spot.document is None:
            self._dropped(spot, source)
            return
        if spot.part_of:
            self._further(spot)
            return
        fates = [self._of_person(spot, guid) for guid in by_person(spot.selection)]
        fate = next((one for one in (MADE, THERE) if one in [f for f, _ in fates]), DROPPED)
        reason = next((why for f, why in fates if f == fate), "")
        self.ledger.add("selections", fate, reason, _called(spot.selection, source))
        if fate != DROPPED and spot.anchor and len(self.samples) < MOST_SAMPLES:
            self.samples.append(Sample(source=source.name, words=spot.anchor.exact[:300]))

    def _dropped(self, spot: Spot, source: Source) -> None:
        self.ledger.drop("selections", spot.why, _called(spot.selection, source))
        for coding in spot.selection.codings:
            self.ledger.drop("codings", f"its passage is left out: {spot.why}", self.codes.name(coding.code))

    def _further(self, spot: Spot) -> None:
        """A further range of a quote of ours, or the area that words stand in: it goes where its quote went."""
        quote = self.made.of_selection.get(spot.part_of)
        if quote is None:
            self._dropped(
                replace(spot, why="the quote it belongs to is left out"), Source(kind=SourceKind.TEXT, guid="")
            )
            return
        fate = MADE if quote in self.made.quotes else THERE
        self.ledger.add("selections", fate, _FURTHER)
        for coding in spot.selection.codings:
            if spot.anchor is None and coding.code in self.codes.of:  # an area may have codings of its own
                self._coding(coding, quote, self.person(coding.stamp.by) or ACTOR)
            else:
                self.ledger.add("codings", fate, _FURTHER)

    def _of_person(self, spot: Spot, guid: str) -> tuple[str, str]:
        """What one person says of a selection: its fate."""
        wanted, person = by_person(spot.selection)[guid], self.person(guid)
        assert spot.document is not None
        if person is None:
            why = "it is the work of somebody who is left out"
            for coding in wanted.codings:
                self.ledger.drop("codings", why, self.codes.name(coding.code))
            return DROPPED, why
        closed = spot.document.marks_closed
        marks = list(marks_of(self.id, spot, wanted.marks)) if spot.spans and not closed else []
        fate = self._marks(marks)
        plain = [one for one in wanted.codings if one.code not in SPECIAL]
        if marks and not plain and not wanted.voice and not wanted.dismissed:
            return fate, "a marked part of a document"
        if plain and not self._worth(spot.selection, wanted, plain):
            for one in plain:
                self._coding(one, _NO_QUOTE, person)
            return DROPPED, _CASE if all(one.code in self.codes.cases for one in plain) else _NO_CODE
        quote, fate, why = self._quote(spot, person, wanted)
        if quote is None:
            for one in wanted.codings:
                self.ledger.drop("codings", why, self.codes.name(one.code))
            return DROPPED, why
        self.made.of_selection.setdefault(spot.selection.guid, quote)
        for one in wanted.codings:
            anew = quote in self.held.quotes_closed and self._is_new(one, quote)
            self._coding(one, self._made(spot, person, wanted) if anew else quote, person, fate)
        self.used[guid] += len(wanted.codings)
        return fate, why

    def _worth(self, selection: Selection, wanted: Wanted, plain: Sequence[Coding]) -> bool:
        """Whether something of a selection is kept beside its place."""
        said = wanted.voice or wanted.dismissed or selection.description.strip() or selection.notes
        return bool(said) or any(one.code in self.codes.of for one in plain)

    def _marks(self, marks: Sequence[MarkMade]) -> str:
        new = [one for one in marks if (one.document, one.kind, one.ranges) not in self.held.marks]
        self.made.marks |= {one.id: one for one in new}
        return MADE if new else THERE

    def _quote(self, spot: Spot, person: str, wanted: Wanted) -> tuple[UUID | None, str, str]:
        """The quote of a place and person, there or to be made; None where it was taken back."""
        assert spot.document is not None
        known = self.known(person)
        if known is not None:
            key = (spot.document.id, spot.anchor.ranges if spot.anchor else (), spot.regions, known)
            self.made.seen.add(key)
            if key in self.held.quotes:
                return self.held.quotes[key], THERE, ""
            if key in self.held.quotes_back:
                return None, DROPPED, NO_COPY
        return self._made(spot, person, wanted), MADE, ""

    def _made(self, spot: Spot, person: str, wanted: Wanted) -> UUID:
        """A quote that the import makes; the same place and person give the same one."""
        assert spot.document is not None
        own = quote_id(self.id, (spot.document.id, spot.anchor.ranges if spot.anchor else (), spot.regions, person))
        before = self.made.quotes.get(own)
        self.made.quotes[own] = QuoteMade(
            id=own,
            document=spot.document.id,
            person=person,
            anchor=spot.anchor,
            regions=spot.regions,
            voice=(before.voice if before else "") or wanted.voice,
            dismissed=wanted.dismissed or (before is not None and before.dismissed),
            at=before.at if before else wanted.at,
        )
        return own

    def _is_new(self, coding: Coding, quote: UUID) -> bool:
        """Whether a coding would be made on a quote."""
        code = self.codes.of.get(coding.code)
        return (
            code is not None and (quote, code) not in self.held.codings and (quote, code) not in self.held.codings_back
        )

    def _coding(self, coding: Coding, quote: UUID, person: str, fate: str = MADE) -> None:
        if quote != _NO_QUOTE:
            self.made.of_selection.setdefault(coding.guid, quote)
        if coding.code in SPECIAL:
            self.ledger.add("codings", fate, "it says whose words they are, or that they are no finding")
            return
        if coding.code in self.codes.cases:
            self.ledger.drop("codings", _CASE, self.codes.cases[coding.code])
            return
        code = self.codes.of.get(coding.code)
        if code is None:
            self.ledger.drop("codings", self.codes.why(coding.code), self.codes.name(coding.code))
            return
        name = self.codes.name(coding.code)
        if (quote, code) in self.held.codings:
            self.ledger.add("codings", THERE, "", name)
        elif (quote, code) in self.held.codings_back:
            self.ledger.drop("codings", NO_COPY, name)
        else:
            put = CodingPut(
                id=uuid5(self.id, f"coding {quote} {code}"), quote=quote, code=code, person=person, at=coding.stamp.at
            )
            self.made.codings.setdefault((quote, code), put)
            self.ledger.add("codings", MADE, "", name)

    def _notes_selections(self) -> None:
        """Selections and codings within notes."""
        for note in self.project.notes:
            for coding in note.codings:
                self.ledger.drop("codings", "it codes a note, not a source", self.codes.name(coding.code))
            for selection in note.selections:
                self.ledger.drop("selections", "it lies in a note, which is kept whole", selection.name)
                for coding in selection.codings:
                    self.ledger.drop("codings", "it codes a note, not a source", self.codes.name(coding.code))

    # ---- what is told at the end

    def _tell_users(self) -> None:
        used = {one.person for one in self.made.quotes.values()} | {one.person for one in self.memos}
        used |= {one.person for one in self.made.codings.values()}
        for user in self.users.values():
            name = user.name or user.guid
            if user.left_out:
                self.ledger.drop("users", "they are left out, with their work", name)
            elif f"user {user.guid}" not in used and not user.person:
                self.ledger.drop("users", "nothing of theirs is carried over", name)
            elif user.person:
                self.ledger.add("users", THERE, "they are people of the review", name)
            else:
                self.ledger.add("users", MADE, "they are named as somebody outside the review", name)

    def _tell_cases(self) -> None:
        for case in self.project.cases:
            self.ledger.drop("cases", _STUDIES, case.name)

    def _remarks(self) -> list[str]:
        told = [*self.reading.remarks, *self.codes.remarks]
        people = {key[3] for key in self.made.seen}
        documents = {key[0] for key in self.made.seen}
        missing = sum(
            1 for key in self.held.quotes if key[3] in people and key[0] in documents and key not in self.made.seen
        )
        if missing:
            told.append(f"{missing:,} quotes of the same people in the same documents are not in the file; they stay")
        return told


_NO_QUOTE = UUID(int=0)  # stands for the quote of codings that are left out
_NO_CODE = "none of its codes is carried over"
_FURTHER = "further range or area of the same quote"


def _line(source: Source, match: Match, *, left_out: bool) -> SourceLine:
    return SourceLine(
        guid=source.guid,
        name=source.name,
        kind=str(source.kind),
        document=match.document.id if match.document else None,
        why=match.why,
        sure=match.sure,
        codings=sum(1 for _ in source.all_codings()),
        left_out=left_out,
    )


def _called(selection: Selection, source: Source) -> str:
    return selection.name or source.name


def _offsets(reading: Reading) -> str:
    found = reading.offsets
    if found.convention is None:
        return found.sure
    at = found.convention
    ends = "the last character" if at.inclusive else "behind the last character"
    return f"{at.unit}, line ends {at.newline}, end {ends}: {found.sure}"
