"""Invented records that the tests of this room share."""

from dataclasses import replace

from synthema.records.model import Record

PRINTED = Record(
    title="Walking beside: how peer workers make sense of belonging in acute wards",
    authors=("Sandoval, Ana", "Keller, Ben", "Okafor, Chloe"),
    year=2019,
    journal="Journal of Invented Nursing",
    volume="14",
    issue="2",
    pages="101-112",
    doi="10.5555/jin.2019.14",
)
OTHER = Record(
    title="A survey of staffing levels in rural emergency departments",
    authors=("Marsh, Eve",),
    year=2016,
    journal="Annals of Imaginary Care",
    volume="3",
    issue="1",
    pages="55-60",
    doi="10.5555/aic.2016.3",
)


def like(record: Record = PRINTED, **changed: object) -> Record:
    """The same record with some fields changed."""
    return replace(record, **changed)  # type: ignore[arg-type]
