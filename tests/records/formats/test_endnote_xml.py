import pytest

from synthema.records import read
from synthema.records.model import Reading

RECORD = """<record><database name="a.enl" path="a.enl">a.enl</database><rec-number>{number}</rec-number>
<ref-type name="Journal Article">17</ref-type><contributors><authors>
<author><style face="normal">Moran, A. S.</style></author><author>Oster, B.</author></authors></contributors>
<titles><title><style face="normal">Peers </style><style face="italic">in vivo</style>
<style> &amp; more {number}</style></title>
<secondary-title>Invented J</secondary-title></titles><pages>11-20</pages><volume>3</volume><number>2</number>
<keywords><keyword>peers</keyword><keyword>hope</keyword></keywords>
<dates><year><style>2014</style></year></dates><isbn>1234-5679 (Electronic)&#xD;0000-0001 (Linking)</isbn>
<accession-num>25000001</accession-num><electronic-resource-num>10.1234/X</electronic-resource-num>
<urls><related-urls><url>https://example.org/a?b=1&amp;c=2</url></related-urls></urls></record>"""
HEAD = '<?xml version="1.0" encoding="UTF-8" ?><xml><records>'
TAIL = "</records></xml>"


def whole(*records: str) -> str:
    return HEAD + "".join(records) + TAIL


def balanced(text: str) -> Reading:
    reading = read(text.encode())
    assert reading.account.format == "endnote-xml"
    assert reading.account.balances
    assert reading.account.lossless
    return reading


def test_it_reads_styled_text_and_every_field() -> None:
    record = balanced(whole(RECORD.format(number=1))).records[0]
    assert record.title == "Peers in vivo & more 1"
    assert record.authors == ("Moran, A. S.", "Oster, B.")
    assert (record.year, record.volume, record.issue, record.pages) == (2014, "3", "2", "11-20")
    assert (record.doi, record.pmid, record.issn) == ("10.1234/x", "25000001", "1234-5679")
    assert record.keywords == ("peers", "hope")
    assert record.kind == "Journal Article"
    assert record.url == "https://example.org/a?b=1&c=2"


def test_lines_are_kept() -> None:
    reading = balanced(whole(RECORD.format(number=1), "\n\n", RECORD.format(number=2)))
    assert [record.line for record in reading.records] == [1, 12]


def test_a_file_that_breaks_off_gives_what_stands_before_the_break() -> None:
    text = whole(*(RECORD.format(number=number) + "\n" for number in range(5)))
    reading = balanced(text[: text.index("more 3")])
    assert reading.account.markers == 4
    assert [record.title for record in reading.records][:3] == [f"Peers in vivo & more {n}" for n in range(3)]


def test_entities_are_not_expanded_and_nothing_is_fetched() -> None:
    bomb = '<!DOCTYPE xml [<!ENTITY a "hahaha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    record = RECORD.format(number=1).replace("in vivo", "&b;&x;")
    reading = read(f"<?xml version='1.0'?>{bomb}<xml><records>{record}{TAIL}".encode())
    assert reading.account.balances
    assert all("hahaha" not in value and "root:" not in value for one in reading.records for _, value in one.raw)


def test_characters_that_xml_forbids_are_removed_and_named() -> None:
    reading = balanced(whole(RECORD.format(number=1).replace("Peers ", "Pe\x0bers ")))
    assert reading.records[0].title == "Peers in vivo & more 1"
    assert any("forbids" in repair for repair in reading.account.repairs)


@pytest.mark.parametrize(
    "broken", ["<titles><title>One & two</title></titles>", "<titles><title>One < two</title></titles>"]
)
def test_unescaped_signs_do_not_stop_the_file(broken: str) -> None:
    bad = f"<record><ref-type name='Book'>6</ref-type>{broken}</record>"
    reading = read(whole(RECORD.format(number=1), bad, RECORD.format(number=2)).encode())
    assert reading.account.balances
    assert reading.records[0].title == "Peers in vivo & more 1"
    assert reading.account.markers == 3
