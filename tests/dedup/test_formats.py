import pytest

from synthema.dedup.formats import to_records


def test_it_reads_every_column() -> None:
    row = {
        "ID": "7", "ENTRYTYPE": "article", "title": "Wards", "author": "Keller, B. and Okafor, C.", "year": "2019",
        "journal": "", "booktitle": "Proceedings", "volume": "4", "number": "2", "pages": "9-12",
        "doi": "https://doi.org/10.5555/X", "isbn": "1", "abstract": "Words.",
    }  # fmt: skip
    record = to_records([row])["7"]
    assert (record.title, record.authors, record.year) == ("Wards", ("Keller, B.", "Okafor, C."), 2019)
    assert (record.journal, record.volume, record.issue, record.pages) == ("Proceedings", "4", "2", "9-12")
    assert (record.doi, record.isbn, record.abstract, record.kind) == ("10.5555/x", "1", "Words.", "article")
    assert ("booktitle", "Proceedings") in record.raw


def test_missing_columns_are_empty_fields() -> None:
    records = to_records([{"title": "Wards"}, {"title": None, "year": "n.d."}])
    assert list(records) == ["row-1", "row-2"]
    assert (records["row-1"].authors, records["row-2"].title, records["row-2"].year) == ((), "", None)


def test_it_rejects_an_empty_or_repeated_id() -> None:
    with pytest.raises(ValueError, match="Row 2: the ID is empty"):
        to_records([{"ID": "a"}, {"ID": " "}])
    with pytest.raises(ValueError, match="Row 2: the ID a is used"):
        to_records([{"ID": "a"}, {"ID": "a"}])


def test_rows_of_data_frames_have_numbers_and_gaps() -> None:
    nan = float("nan")
    rows: list[dict[str, object]] = [
        {"ID": 7, "title": "Wards", "year": 2019.0, "volume": 4, "pages": nan, "doi": None, "author": ["Keller, B."]},
        {"ID": "8", "title": nan, "year": nan, "abstract": b"Words."},
    ]
    records = to_records(rows)
    assert list(records) == ["7", "8"]
    record = records["7"]
    assert (record.title, record.year, record.volume, record.pages, record.doi) == ("Wards", 2019, "4", "", "")
    assert record.authors == ("Keller, B.",)
    assert (records["8"].title, records["8"].year, records["8"].abstract) == ("", None, "Words.")
    with pytest.raises(ValueError, match="Row 1: the ID is empty"):
        to_records([{"ID": nan, "title": "Wards"}])
