"""A look at a file before it is imported: what it is taken for and why, and what would become of it."""

from dataclasses import dataclass
from pathlib import Path

from synthema.progress import Progress, silent
from synthema.records.export import Export
from synthema.records.formats.column_proposal import Column, proposal
from synthema.records.formats.registry import BY_NAME
from synthema.records.model import AS_FOUND, Corrections, Refusal, Unreadable
from synthema.records.opinions_log import is_log
from synthema.records.reading import iter_read

TABLES = ("csv", "xlsx")
SHOWN = 3  # records
_REFUSALS = 20
_TEXT = 400  # characters of what stood there
_PREAMBLE = 20_000  # characters
_UNCERTAIN = ("guess", "read as Windows-1252", "were replaced by", "cut off")  # words of repairs of the encoding


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A record as it would be read, in short."""

    title: str
    authors: str
    year: int | None
    journal: str
    doi: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a file seems to be; `fault` says why nothing of it can be read."""

    name: str
    size: int
    fault: str = ""
    format: str = ""
    title: str = ""
    why: str = ""
    source: str = ""
    encoding: str = ""
    markers: int = 0
    stored: int = 0
    refused: int = 0
    refusals: tuple[Refusal, ...] = ()  # the first of them
    repairs: tuple[str, ...] = ()
    preamble: str = ""
    cut_off: str = ""
    first: tuple[Glimpse, ...] = ()
    columns: tuple[Column, ...] = ()  # of a table

    @property
    def doubtful(self) -> bool:
        """Whether a person should look twice."""
        guessed = any(sign in repair for repair in self.repairs for sign in _UNCERTAIN)
        return bool(self.fault or self.refused or self.cut_off or guessed or not self.stored)


def look(path: Path, *, name: str = "", corrections: Corrections = AS_FOUND, progress: Progress = silent) -> Look:
    """Look at a file as a person says it should be read; never raises Unreadable."""
    shown, size = name or path.name, path.stat().st_size
    if is_log(path):
        fault = Unreadable(
            "{name} is Rayyan's log of decisions and holds no records. Import articles.csv, then carry its verdicts "
            "over; the log itself goes in by `synthema screening stated` with `--log`.",
            name=shown,
        )
        return Look(name=shown, size=size, fault=str(fault))
    try:
        stream = iter_read(
            path,
            name=shown,
            format=corrections.format or None,
            encoding=corrections.encoding,
            columns=dict(corrections.columns),
        )
        account = stream.count(progress)
    except Unreadable as error:
        return Look(name=shown, size=size, fault=str(error), columns=columns_of(path, corrections))
    return Look(
        name=shown,
        size=size,
        format=account.format,
        title=BY_NAME[account.format].title,
        why=account.why,
        source=account.source,
        encoding=account.encoding,
        markers=account.markers,
        stored=account.stored,
        refused=len(account.refused),
        refusals=tuple(Refusal(one.line, one.reason, one.text[:_TEXT]) for one in account.refused[:_REFUSALS]),
        repairs=account.repairs,
        preamble=account.preamble[:_PREAMBLE],
        cut_off=account.cut_off,
        first=tuple(
            Glimpse(one.title[:_TEXT], "; ".join(one.authors)[:_TEXT], one.year, one.journal[:_TEXT], one.doi[:_TEXT])
            for one in stream.first(SHOWN)
        ),
        columns=columns_of(path, corrections) if account.format in TABLES else (),
    )


def columns_of(path: Path, corrections: Corrections = AS_FOUND) -> tuple[Column, ...]:
    """The columns of a table with examples and the field each is read as; none where the file is no table."""
    try:
        return tuple(proposal(Export(path, encoding=corrections.encoding, columns=dict(corrections.columns))))
    except Unreadable:
        return ()
