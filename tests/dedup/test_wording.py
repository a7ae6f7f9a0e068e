"""Relations in words, and which way round one is suggested."""

import pytest

from synthema.dedup import wording
from synthema.dedup.model import Kind
from synthema.dedup.wording import choices, suggested
from synthema.records.model import Record


def test_every_kind_has_its_words_everywhere() -> None:
    for words in ("NAMES", "FIRST", "SECOND", "IS", "THIS_IS", "OF_THIS"):
        assert set(getattr(wording, words)) == set(Kind)
    assert len({str(said) for _, said in choices()}) == 2 * len(Kind)


@pytest.mark.parametrize(
    ("kind", "left", "right", "way"),
    [
        (Kind.VERSION, 2012, 2009, "ahead"),
        (Kind.VERSION, 2009, 2012, "back"),
        (Kind.PREPRINT, 2019, 2020, "ahead"),
        (Kind.ABSTRACT, 2021, 2020, "back"),
        (Kind.REPRINT, None, 2020, "ahead"),
    ],
)
def test_years_tell_which_way_round(kind: Kind, left: int | None, right: int | None, way: str) -> None:
    assert suggested(kind, Record(title="Owls", year=left), Record(title="Owls", year=right)) == f"{kind}:{way}"


def test_a_notice_is_told_by_its_title_whatever_the_years() -> None:
    article, erratum = Record(title="Owls at night", year=2021), Record(title="Erratum: Owls at night", year=2020)
    assert suggested(Kind.NOTICE, article, erratum) == "notice:back"
    assert suggested(Kind.NOTICE, erratum, article) == "notice:ahead"
