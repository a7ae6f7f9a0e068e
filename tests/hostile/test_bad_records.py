"""Exports made to do harm: XML that reaches for files or swells, lines and cells without end, tables that break off."""

import time
from pathlib import Path
from uuid import UUID

import pytest

from synthema import records
from synthema.records.tables import records as rows
from tests.hostile.commands import as_lead, run, write

RECORD = "<xml><records><record><database>d</database><titles><title>{}</title></titles></record></records></xml>"
SECRET = "what nobody else may read"


@pytest.mark.parametrize("reference", ["file", "relative", "parameter", "http"])
def test_xml_reaches_for_no_file_and_no_address(tmp_path: Path, reference: str) -> None:
    secret = write(tmp_path / "secret.txt", SECRET)
    dtd = write(tmp_path / "evil.dtd", f'<!ENTITY x SYSTEM "{secret.as_uri()}">')
    entity = {
        "file": f'<!ENTITY x SYSTEM "{secret.as_uri()}">',
        "relative": '<!ENTITY x SYSTEM "secret.txt">',
        "parameter": f'<!ENTITY % p SYSTEM "{dtd.as_uri()}"> %p;',
        "http": '<!ENTITY x SYSTEM "http://192.0.2.1/secret">',
    }[reference]
    text = f'<?xml version="1.0"?><!DOCTYPE xml [{entity}]>' + RECORD.format("A title &x; that goes on")
    file = write(tmp_path / "a.xml", text)
    ended = run("records", "inspect", file)
    assert ended.code in (0, 1, 2)
    assert SECRET not in ended.out + ended.err
    if ended.code != 2:
        assert SECRET not in repr(records.read(file).records)


def test_xml_that_swells_is_not_swollen(tmp_path: Path) -> None:
    """Nine entities of ten each would be a thousand million laughs."""
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    file = write(tmp_path / "a.xml", f"<!DOCTYPE xml [{entities}]>" + RECORD.format("&a9;"))
    begun = time.monotonic()
    ended = run("records", "inspect", file)
    assert time.monotonic() - begun < 5
    assert len(ended.out) < 10_000


@pytest.mark.parametrize("kind", ["ris", "nbib", "bib", "csv", "json", "xml", "txt"])
def test_a_line_without_end_takes_no_time_without_end(tmp_path: Path, kind: str) -> None:
    """20 MB on one line; ten times that takes ten times as long, not a hundred times."""
    begin, end = {
        "ris": ("TY  - JOUR\nTI  - ", "\nER  - \n"),
        "nbib": ("PMID- 1\nTI  - ", "\n"),
        "bib": ("@article{a, title={", "}}\n"),
        "csv": ("title,year\n", ",2020\n"),
        "json": ('[{"type": "book", "title": "', '"}]'),
        "xml": tuple(RECORD.split("{}")),
        "txt": ("", ""),
    }[kind]
    took = []
    for size in (2, 20):
        file = write(tmp_path / f"a.{kind}", begin + "long words " * (size * 1_000_000 // 11) + end)
        begun = time.monotonic()
        ended = run("records", "inspect", file)
        took.append(time.monotonic() - begun)
        assert ended.code in (0, 1, 2)
        assert ended.code != 2 or ended.err.startswith("Not done: ")
    assert took[1] < max(3.0, took[0] * 30), took


def test_a_title_of_ten_megabytes_is_stored_compared_and_listed(review: UUID, tmp_path: Path) -> None:
    title = "An endless title " * 600_000
    text = "".join(f"TY  - JOUR\nTI  - {title}{n}\nPY  - 2020\nER  - \n\n" for n in range(2))
    file = write(tmp_path / "a.ris", text)
    assert run("records", "import", file, "--search", "register", *as_lead(review)).code == 0
    begun = time.monotonic()
    assert run("dedup", "run", *as_lead(review)).code == 0
    assert time.monotonic() - begun < 20
    assert sum(len(row.title) > 10_000_000 for row in rows(review)) == 2


def test_a_table_that_breaks_off_within_quotes_says_so(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", 'title,year\n"A title",2020\n"Another that breaks off,2021\nA third,2022\n')
    ended = run("records", "inspect", file)
    assert "never closed" in ended.out, ended


def test_formulas_in_records_stay_words_in_every_table(tmp_path: Path) -> None:
    source = write(tmp_path / "a.ris", "TY  - JOUR\nTI  - =1+1\nAU  - @SUM, A\nJO  - -2+3\nER  - \n")
    assert run("records", "convert", source, tmp_path / "a.csv").code == 0
    cells = (tmp_path / "a.csv").read_text().replace("\n", ",").split(",")
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.strip('"')[:1] in ("=", "+", "-", "@")]
    again = records.read(tmp_path / "a.csv").records
    assert [record.title for record in again] == ["=1+1"]
