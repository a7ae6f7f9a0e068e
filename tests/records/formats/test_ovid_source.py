"""Source lines and resolver links of Ovid."""

import pytest

from synthema.records.formats.ovid_source import host, linked, source


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Invented Science. 201(2-3):327-334, November 15, 2004.", ("Invented Science", "201", "2-3", "327-334")),
        ("Invented Patents. 1288(3), Nov. 16, 2004.", ("Invented Patents", "1288", "3", "")),
        ("J. Inv. Chem. 12:4-5, 2004.", ("J. Inv. Chem", "12", "", "4-5")),
        ("Invented Politics 12, Winter 2007: 7-14.", ("Invented Politics", "12", "", "7-14")),
        ("Invented Affairs, 2013(1): 3-28.", ("Invented Affairs", "2013", "1", "3-28")),
        ("Inventions. Vol.75(2-A(E)),2014, pp. No Pagination Specified.", ("Inventions", "75", "2-A(E)", "")),
        ("Inventions. Vol.25(11), Nov 2015, pp. 1529-1542.", ("Inventions", "25", "11", "1529-1542")),
        ("Inventions. Vol 28(2) April 2015, 103-106.", ("Inventions", "28", "2", "103-106")),
        ("Inventions June 2015;58(6):688-696", ("Inventions", "58", "6", "688-696")),
        ("Inventions 1990 Mar;3(2):1-9", ("Inventions", "3", "2", "1-9")),
        ("Inventions. 13 (1) (pp 45-67), 2018. Date of Publication: 2018.", ("Inventions", "13", "1", "45-67")),
        ("Inventions. 13 (1) (no pagination), 2018. Article Number: 55.", ("Inventions", "13", "1", "55")),
        ("Inventions. Conference: A. B. 12 (Suppl 3) (no pagination), 2018.", ("Inventions", "12", "Suppl 3", "")),
        ("Inventions. 584, 2007 15 June; 433-441.", ("Inventions", "584", "", "433-441")),
        ("Inventions. 2013. 12(3):45-67. 20 ref.", ("Inventions", "12", "3", "45-67")),
        ("Inventions. 2014 Mar 3.", ("Inventions", "", "", "")),
        ("Bell, B [Ed]. (2012). Of peers. (pp. 11-31). xvii, 254 pp. A Press.", ("Of peers", "", "", "11-31")),
        ("Bell, B [Editor]. Methods of peers.:371-397, 2004.", ("Methods of peers", "", "", "371-397")),
        ("Inventions of Ours.", ("Inventions of Ours", "", "", "")),
        ("", ("", "", "", "")),
    ],
)
def test_a_source_line_tells_journal_volume_issue_and_pages(line: str, expected: tuple[str, ...]) -> None:
    found = source(line)
    assert tuple(found.get(name, "") for name in ("journal", "volume", "issue", "pages")) == expected


def test_a_link_to_a_resolver_tells_what_the_source_line_does_not() -> None:
    link = "http://example.org/sfx/?sid=OVID:x&amp;id=pmid:30000001&id=doi:10.1234%2Fa&issn=1234-5679&volume=2004"
    found = linked(["https://ovidsp.ovid.com/ovidweb.cgi?T=JS", f"{link}&issue=3&pages=Unpaginated&date=2004"])
    assert found == {"pmid": "30000001", "doi": "10.1234/a", "issn": "1234-5679", "issue": "3", "date": "2004"}


def test_a_source_line_of_any_length_is_read_at_once() -> None:
    assert source("A. " * 400_000)["journal"]
    assert linked(["https://example.org/?" + "?" * 400_000]) == {}


def test_the_book_of_a_chapter_is_named_without_its_editors() -> None:
    assert host("A book. A Press. 2002") == "A book"
    assert host("Bell, B. [Ed.]. [A book. In two parts.] [Ein Buch.] A Press. 2002") == "[A book. In two parts.]"
    assert host("") == ""
