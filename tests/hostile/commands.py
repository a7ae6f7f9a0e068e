"""The command line as a person meets it, in this process: what it says, how it ends, what it leaves behind."""

import contextlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unittest import mock
from uuid import UUID

from synthema.audit import replay, trail
from synthema.audit.tables import Event, Review
from synthema.cli.main import main
from synthema.records.tables import ImportDraft
from synthema.team.tables import Person


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def run(*words: object) -> Ended:
    """Run `synthema WORDS`; an error nobody was meant to see comes out here as itself."""
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["synthema", *map(str, words)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = 0
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return Ended(code, out.getvalue(), err.getvalue())


def standing(review: UUID) -> tuple[object, ...]:
    """Everything that a refused command must leave as it was."""
    return (
        Review.objects.get(pk=review).head_hash,
        Review.objects.get(pk=review).offline,
        Event.objects.count(),
        replay.digests(review),
        list(trail.store(review).names()),
        sorted(Person.objects.values_list("id", "name")),
        ImportDraft.objects.count(),
    )


@contextlib.contextmanager
def untouched(review: UUID) -> Iterator[None]:
    """Whatever happens inside leaves the review as it was."""
    before = standing(review)
    yield
    assert standing(review) == before


def refused(review: UUID, *words: object) -> str:
    """What a command says that must be refused: exit code 2, a sentence, the review as it was."""
    with untouched(review):
        ended = run(*words)
    assert ended.code == 2, (words, ended)
    said = ended.err.strip()
    assert said, words
    assert "Traceback" not in said, (words, said)
    return said


def as_lead(review: UUID) -> tuple[str, ...]:
    """The words by which the lead of the invented review acts."""
    return ("--review", str(review), "--as", "First reader (invented)")


def write(path: Path, content: bytes | str) -> Path:
    """A file with this content."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
