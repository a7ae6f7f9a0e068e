import pytest

from synthema.records.kinds import KINDS, RIS_TYPES, kind_of


@pytest.mark.parametrize(
    ("called", "ris"),
    [
        ("Journal Article; Review", "JOUR"),
        ("article-journal", "JOUR"),
        ("Book Section", "CHAP"),
        ("incollection", "CHAP"),
        ("phdthesis", "THES"),
        ("Conference Paper", "CONF"),
        ("techreport", "RPRT"),
        ("Book", "BOOK"),
        ("", "GEN"),
        ("patent", "GEN"),
    ],
)
def test_sources_names_for_a_kind_are_understood(called: str, ris: str) -> None:
    assert kind_of(called).ris == ris


def test_each_kind_is_known_by_the_names_that_are_written_for_it() -> None:
    for kind in KINDS:
        assert kind.ris in RIS_TYPES
        assert kind_of(kind.ris) is kind
        assert kind_of(kind.csl) is kind
        assert kind_of(kind.endnote) is kind
