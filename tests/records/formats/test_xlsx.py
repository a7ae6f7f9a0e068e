"""Excel workbooks are made here, never copied."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from synthema.records import Unreadable, iter_read, read
from synthema.records.export import Export
from synthema.records.formats import xlsx
from synthema.records.formats.column_proposal import proposal

HEADER = ("Title", "Authors", "Year", "DOI")
ROW = ("Peers on wards", "Moran, Ana; Oster, Ben", 2014, "10.1234/A")


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(content: bytes, part: str, new: bytes) -> bytes:
    """The workbook with one part replaced or put in."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in old.namelist():
            if name != part:
                made.writestr(name, old.read(name))
        made.writestr(part, new)
    return out.getvalue()


def test_the_first_sheet_with_titles_is_read() -> None:
    reading = read(workbook(About=[["Made in May"]], Records=[["Search of May"], HEADER, ROW, [], ["Two"]]))
    assert (reading.account.format, reading.account.preamble) == ("xlsx", "Search of May")
    assert reading.account.balances
    assert reading.account.lossless
    first, second = reading.records
    assert (first.title, first.year, first.doi) == ("Peers on wards", 2014, "10.1234/a")
    assert first.authors == ("Moran, Ana", "Oster, Ben")
    assert (first.line, second.line, second.title) == (3, 5, "Two")


def test_other_sheets_with_titles_are_named() -> None:
    reading = read(workbook(One=[HEADER, ROW], Two=[HEADER, ROW], Three=[["x"]]))
    assert reading.account.repairs == ("only the sheet One was read; these hold titles too: Two",)


def test_values_are_kept_as_a_person_sees_them() -> None:
    values = (2014.0, 0.5, True, date(2020, 5, 1), datetime(2020, 5, 1, 12, 30), "=1+1", 1e300)
    rows = [("Title", *"abcdefg"), ("One", *values)]
    raw = dict(read(workbook(Records=rows)).records[0].raw)
    assert [raw.get(name, "") for name in "abcdeg"] == [
        "2014",
        "0.5",
        "TRUE",
        "2020-05-01",
        "2020-05-01 12:30:00",
        "1e+300",
    ]


def test_a_formula_gives_the_value_that_was_last_seen() -> None:
    content = workbook(Records=[HEADER, ROW])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    formula = sheet.replace(b"<v>2014</v>", b"<f>2000+14</f><v>2014</v>")
    assert formula != sheet
    assert read(changed(content, "xl/worksheets/sheet1.xml", formula)).records[0].year == 2014


def test_a_person_says_what_the_columns_hold() -> None:
    content = workbook(Liste=[["Titel", "Jahr"], ["Peers", 2014]])
    with pytest.raises(Unreadable, match=r'list\.xlsx has no title column. Its columns: Titel, Jahr.*"Titel=title"'):
        read(content, name="list.xlsx")
    (record,) = read(content, columns={"Titel": "title", "Jahr": "year"}).records
    assert (record.title, record.year) == ("Peers", 2014)
    assert [(column.header, column.examples) for column in proposal(Export(content))] == [
        ("Titel", ("Peers",)),
        ("Jahr", ("2014",)),
    ]


def test_a_workbook_without_a_table_is_refused() -> None:
    with pytest.raises(Unreadable, match="Its columns: none"):
        read(workbook(Empty=[]))


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    content = changed(workbook(Records=[HEADER, ROW]), "xl/media/image1.png", bytes(2**20))
    assert len(content) < 2**16
    assert len(read(content).records) == 1
    monkeypatch.setattr(xlsx, "_MOST_BYTES", 2**19)
    with pytest.raises(Unreadable, match=r"bomb\.xlsx unpacks to more than is opened here.*CSV"):
        read(content, name="bomb.xlsx")


def test_entities_are_never_expanded() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><sst><si><t>&b;</t></si></sst>'
    with pytest.raises(Unreadable, match="document type definition"):
        read(changed(workbook(Records=[HEADER, ROW]), "xl/sharedStrings.xml", bomb))


def test_a_sheet_that_breaks_off_gives_the_rows_before() -> None:
    content = workbook(Records=[HEADER, *[ROW] * 5000])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    reading = read(changed(content, "xl/worksheets/sheet1.xml", sheet[: len(sheet) // 2]))
    assert len(reading.records) > 1000
    assert reading.account.balances
    (refusal,) = reading.account.refused
    assert refusal.reason.startswith("the sheet Records cannot be read from here on")
    assert refusal.line == len(reading.records) + 2


def test_rows_beyond_those_that_excel_has_are_refused() -> None:
    content = workbook(Records=[HEADER, ROW])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    far = sheet.replace(b"</sheetData>", b'<row r="99999999"><c r="A99999999"><v>1</v></c></row></sheetData>')
    stream = iter_read(changed(content, "xl/worksheets/sheet1.xml", far))
    assert len(tuple(stream)) == 1
    assert "more rows than Excel has" in stream.account.refused[0].reason


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_a_broken_workbook_is_refused_with_advice(part: str) -> None:
    with pytest.raises(Unreadable, match=r"broken\.xlsx is an Excel file that cannot be read"):
        read(changed(workbook(Records=[HEADER, ROW]), part, b"<broken"), name="broken.xlsx")


def test_a_zip_archive_of_other_files_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.txt", "x")
    assert not xlsx.is_workbook(Export(out.getvalue()))
    assert not xlsx.is_workbook(Export(b"PK\x03\x04 and no archive"))
    assert not xlsx.is_workbook(Export(b"title\nOne\n"))


def test_a_sheet_with_a_header_alone_is_passed_over() -> None:
    content = workbook(Form=[HEADER], Records=[HEADER, ROW])
    reading = read(content)
    assert [record.title for record in reading.records] == ["Peers on wards"]
    assert reading.account.repairs == ()
    assert proposal(Export(content))[0].examples == ("Peers on wards",)


def test_a_header_alone_is_an_empty_search_result() -> None:
    assert read(workbook(About=[["x", "y"]], Records=[HEADER])).account.stored == 0


def test_the_header_row_again_is_no_record() -> None:
    reading = read(workbook(Records=[HEADER, ROW, HEADER[::-1], ("10.1234/b", 2015, "Oster, Ben", "Two")]))
    assert [(record.title, record.doi) for record in reading.records] == [
        ("Peers on wards", "10.1234/a"),
        ("Two", "10.1234/b"),
    ]
    assert "the header row again" in reading.account.repairs[0]


@pytest.mark.parametrize("kept", [0.5, 0.95])
def test_a_workbook_that_was_cut_off_says_so(kept: float) -> None:
    content = workbook(Records=[HEADER, ROW])
    with pytest.raises(Unreadable, match="it may be cut off"):
        read(content[: int(len(content) * kept)])
