import pytest

from synthema.records.model import Found
from synthema.records.reading import read
from synthema.records.sources import recognised


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("DB  - ccm", "CINAHL (EBSCO)"),
        ("UR  - https://search.ebscohost.com/login.aspx?direct=true&db=psyh&AN=2014-1", "APA PsycInfo (EBSCO)"),
        ("AN  - WOS:000123", "Web of Science"),
        ("AN  - CN-01234", "Cochrane Library"),
        ("UR  - https://www.scopus.com/inward/record.uri?eid=2-s2.0-8", "Scopus"),
        ("DB  - Ovid MEDLINE(R) <1946 to May 2014>", "Ovid MEDLINE"),
        ('N1  - RAYYAN-INCLUSION: {"Ana"=>"Included"}', "Rayyan"),
        ("N1  - seen", ""),
    ],
)
def test_a_file_is_known_by_what_most_of_its_records_bear(line: str, source: str) -> None:
    one = f"TY  - JOUR\nTI  - Peer support\n{line}\nER  - \n"
    assert read(one.encode()).account.source == source
    assert read((one + "TY  - JOUR\nTI  - Another\nER  - \n").encode()).account.source == ""


def test_no_records_no_source() -> None:
    assert recognised([]) == ""
    assert recognised([Found(1, [])]) == ""


def test_web_of_science_is_known_by_its_bibtex() -> None:
    one = "@article{ ISI:000123,\nTitle = {{One}},\nUnique-ID = {{ISI:000123}},\n}\n"
    assert read(one.encode()).account.source == "Web of Science"
