import pytest

from synthema.dedup.kinds import isbns, kind, language
from synthema.records.model import Record


@pytest.mark.parametrize(
    ("record", "known"),
    [
        (Record(kind="THES"), "thesis"),
        (Record(kind="phdthesis"), "thesis"),
        (Record(kind="JOUR", journal="Dissertation Abstracts International"), "thesis"),
        (Record(kind="DATA"), "data set"),
        (Record(kind="GEN", journal="Zenodo"), "data set"),
        (Record(kind="Journal Article", journal="ClinicalTrials.gov"), "registration"),
        (Record(kind="Trial registry record"), "registration"),
        (Record(kind="JOUR", journal="Database Systems"), "article"),
        (Record(kind="Journal Article"), "article"),
        (Record(kind="BOOK", journal="Hypotheses"), ""),
        (Record(), ""),
    ],
)
def test_it_knows_what_a_record_is_of(record: Record, known: str) -> None:
    assert kind(record) == known


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("eng", "eng"), ("English", "eng"), ("en", "eng"), ("en-US", "eng"), ("German", "ger"), ("deu", "ger"),
        ("Japanese", "jpn"), ("pt-BR", "por"), ("English; German", ""), ("eng ger", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_language_is_one_by_name_and_by_code(text: str, known: str) -> None:
    assert language(text) == known


def test_isbns_are_the_same_in_their_short_and_their_long_form() -> None:
    assert isbns("978-3-16-148410-0") == isbns("3-16-148410-X") == {"316148410"}
    assert isbns("1533-4406") == isbns("") == frozenset()
    assert len(isbns("9783161484100 (print); 9783162000002 (online)")) == 2
