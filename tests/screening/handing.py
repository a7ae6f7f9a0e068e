"""Two homes: the lead's, and one of a colleague who screens without a server."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from synthema.audit.archive import CHECKSUMS, Archive, write
from synthema.audit.clock import now
from synthema.audit.model import By
from synthema.screening.actions import give_verdict
from synthema.screening.hand_collecting import collect
from synthema.screening.hand_covers import HAND_IN, SEALED, cover_bytes, sealed_bytes
from synthema.screening.hand_in import hand_in
from synthema.screening.hand_model import FORMAT, HandIn, SealedVerdict
from synthema.screening.hand_on import handed, read_package, take_on
from synthema.screening.hand_opening import Account
from synthema.screening.hand_out import hand_out
from synthema.screening.tables import VerdictRow
from tests import databases
from tests.cast import Cast
from tests.screening.stage import TA


@dataclass
class Elsewhere:
    """A colleague's own Synthema, with a database and a home of its own."""

    template: Path
    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.database = databases.fresh_sqlite(self.template, self.folder)

    @contextmanager
    def there(self) -> Iterator[None]:
        """Inside, everything happens at the colleague's."""
        with databases.in_use(self.database, self.folder / "home"):
            yield

    def judge(self, package: Path, said: dict[UUID, str], name: str = "sealed.zip") -> Path:
        """Take a package on, say "verdict reason note…" of records by the lead's identifiers, and hand in."""
        with self.there():
            taken = take_on(package)
            mine = {theirs: own for own, theirs in handed(taken.review).items()}
            for subject, words in said.items():
                verdict, reason, note = [*words.split(" ", 2), "", ""][:3]
                give_verdict(By(taken.person), taken.review, TA, mine[subject], verdict, reason=reason, note=note)
            return self.hand_in(taken.review, taken.person, name)

    def hand_in(self, review: UUID, person: UUID, name: str) -> Path:
        """The sealed file; call it inside `there`."""
        file = self.folder / name
        hand_in(By(person), review, file)
        return file


def given_out(cast: Cast, folder: Path, name: str = "ben") -> Path:
    """The queue of a colleague as a file."""
    file = folder / f"for-{name}-{len(list(folder.glob('for-*')))}.zip"
    hand_out(By(cast.chloe), cast.review, TA, getattr(cast, name), file)
    return file


def collected(cast: Cast, file: Path) -> Account:
    """Collect a file as the lead."""
    return collect(By(cast.chloe), cast.review, file)[2]


def said(cast: Cast) -> dict[tuple[UUID, UUID], str]:
    """What everybody said, by person and record, as the tables have it."""
    rows = VerdictRow.objects.filter(review=cast.review, withdrawn_seq=None)
    return {(row.person, row.subject): f"{row.verdict} {row.reason} {row.note}".strip() for row in rows}


def altered(file: Path, member: str, change: bytes | None) -> Path:
    """The same package with one member changed, or left out, and all checksums right again."""
    with Archive(file) as archive:
        members = {name: archive.read(name) for name in archive.names if name != CHECKSUMS}
    if change is None:
        del members[member]
    else:
        members[member] = change
    again = file.with_name(f"altered-{file.name}")
    write(again, members, now())
    return again


def hand_over(cast: Cast, records: Sequence[UUID], folder: Path) -> None:
    """Ben's queue in handed.zip, and in sealed.zip what he said of these records elsewhere: include, exclude, …"""
    hand_out(By(cast.chloe), cast.review, TA, cast.ben, folder / "handed.zip")
    out = read_package(folder / "handed.zip").cover
    words, at = ("include", "exclude"), out.at
    given = [
        SealedVerdict(
            verdict_id=UUID(int=800 + place),
            subject=record,
            verdict=words[place % 2],
            reason="",
            note="",
            at=at,
            protocol_version=out.protocol_version,
            order="random",
            position=place + 1,
        )
        for place, record in enumerate(records)
    ]
    cover = HandIn(
        format=FORMAT,
        hand_in=UUID(int=799),
        hand_out=out.hand_out,
        review=out.review,
        person=out.person,
        stage=TA,
        verdicts=len(given),
        upto=9,
        at=at,
        made_with="Synthema",
    )
    sealed = sealed_bytes(cover, given, bytes.fromhex(out.public_key))
    write(folder / "sealed.zip", {HAND_IN: cover_bytes(cover), SEALED: sealed}, now())


def member(file: Path, name: str) -> bytes:
    """One member of a package."""
    with Archive(file) as archive:
        return archive.read(name)
