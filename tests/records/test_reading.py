from pathlib import Path

import pytest

from synthema.records import Unreadable, iter_read, read

RIS = "TY  - JOUR\nTI  - Title {number}\nER  - \n"


def test_the_format_is_known_by_content_not_by_name(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(RIS.format(number=1))
    reading = read(path)
    assert (reading.account.format, reading.account.file) == ("ris", "export.csv")


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ("TY  - JOUR\nTI  - @article{a, title={x}}\nER  - ", "ris"),
        ("@article{a,\n note={\nTY  - JOUR\n},\n title={One}\n}", "bibtex"),
        ("PMID- 1\nTI  - One", "nbib"),
        ('title,note\nOne,"x\nTY  - JOUR\n"', "csv"),
        ('[{"type": "book", "title": "One"}]', "csl-json"),
        ("<xml><records><record><titles><title>One</title></titles></record></records></xml>", "endnote-xml"),
    ],
)
def test_the_first_sign_in_the_text_decides(text: str, format: str) -> None:
    reading = read(text.encode())
    assert reading.account.format == format
    assert len(reading.records) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "export.ris is empty. Export it again"),
        (b"<!DOCTYPE html><html><body>Please log in</body></html>", "export.ris is a web page, perhaps a login page"),
        (b"  <HTML><p>TY  - JOUR\n", "web page"),
        (b"Dear Ana, here is the file.", "holds no record that can be recognised. Export it as one of: RIS"),
        (b"<?xml version='1.0'?><svg/>", "XML of a kind that is not known"),
        (b'{"name": "Ana"}', "JSON of a kind that is not known, or broken"),
        (b"PK\x03\x04", "zip archive or an Excel"),
    ],
)
def test_bad_input_says_what_where_and_what_next(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as refused:
        read(content, name="export.ris")
    assert str(refused.value).startswith("export.ris ")
    assert str(refused.value).endswith(".")


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match=r"is a folder\. Name the export file in it"):
        read(tmp_path)
    with pytest.raises(Unreadable, match="does not exist"):
        read(tmp_path / "nothing.ris")
    with pytest.raises(Unreadable, match="cannot be opened"):
        read("a\x00b.ris")


def test_a_wrong_format_is_contradicted() -> None:
    with pytest.raises(Unreadable, match="x is not BibTeX; it looks like RIS"):
        read(RIS.encode(), format="bibtex", name="x")
    with pytest.raises(Unreadable, match=r"word is not a format that can be read\. Known: ris"):
        read(RIS.encode(), format="word")
    assert read(RIS.encode(), format="ris").account.stored == 1


def test_a_stream_gives_batches_and_then_the_account() -> None:
    stream = iter_read("\n".join(RIS.format(number=number) for number in range(1200)).encode())
    assert [len(batch) for batch in stream.batches(500)] == [500, 500, 200]
    assert stream.account.balances
    assert stream.account.stored == 1200


def test_a_stream_holds_one_record_at_a_time() -> None:
    stream = iter_read("\n".join(RIS.format(number=number) for number in range(10)).encode())
    records = iter(stream)
    assert next(records).title == "Title 0"
    assert stream.account.stored == 1


def test_the_first_records_are_found_behind_a_long_preamble() -> None:
    assert read(("x" * 79 + "\n").encode() * 20_000 + RIS.encode()).account.stored == 1


@pytest.mark.parametrize(
    ("text", "title"),
    [("TY -XXQ\nTI-One\nER-\n", "RIS"), ("FN An index\nVR 1.0\nEF\n", "Web of Science")],
)
def test_a_file_of_records_that_holds_none_is_refused(text: str, title: str) -> None:
    for take in (list, lambda stream: stream.count()):
        with pytest.raises(Unreadable, match=f"export.txt looks like {title}, but holds no record"):
            take(iter_read(text.encode(), name="export.txt"))


def test_an_empty_table_holds_no_record_and_is_none_the_worse() -> None:
    account = read(b"Title,Authors,Year\n").account
    assert (account.markers, account.stored) == (0, 0)


def test_a_first_line_without_end_is_not_searched_through(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    monkeypatch.setattr("synthema.records.reading.detect", lambda text: looked.append(len(text)))
    monkeypatch.setattr("synthema.records.reading._LONGEST_LINE", 2**21)
    with pytest.raises(Unreadable, match="holds no record that can be recognised"):
        read(b"abc defg " * 600_000)
    assert sum(looked) < 2**22 + 2**20


def test_a_first_record_behind_many_lines_is_found() -> None:
    assert read(b"abc defg\n" * 150_000 + RIS.format(number=1).encode()).account.stored == 1
