"""Web of Science tagged files."""

from synthema.records import Record, read

HEAD = "FN Clarivate Analytics Web of Science\nVR 1.0\n"
ONE = """PT J
AU Moran, AS
   Bell, B
AF Moran, Ana S.
   Bell, Ben
CA Peer Res Grp
TI Peers on the ward: a long
   title that is wrapped
SO INVENTIVE RESEARCH
LA English
DT Article
DE peer support; recovery
ID MENTAL-HEALTH; EXPERIENCES
AB We asked nine
   peers.
C1 [Moran, Ana S.] Univ Invention, A Town.
   [Bell, Ben] Univ Elsewhere, B Town.
CR DOE J, 1999, INV RES, V1, P1, DOI 10.1234/other
SN 1234-5679
EI 2345-6789
PD MAR
PY 2016
VL 5
IS 2
BP 67
EP 69
DI 10.1234/INV.180636
UT WOS:000382251800011
PM 30000001
ZZ kept as it is
ER
"""


def one(text: str) -> Record:
    (record,) = read(text.encode()).records
    return record


def test_a_record_is_read_with_every_field() -> None:
    record = one(HEAD + ONE + "\nEF\n")
    assert record.title == "Peers on the ward: a long title that is wrapped"
    assert record.authors == ("Moran, Ana S.", "Bell, Ben", "Peer Res Grp")
    assert (record.year, record.volume, record.issue, record.pages) == (2016, "5", "2", "67-69")
    assert (record.journal, record.kind, record.language) == ("INVENTIVE RESEARCH", "Article", "English")
    assert (record.doi, record.pmid, record.issn) == ("10.1234/inv.180636", "30000001", "1234-5679")
    assert (record.accession, record.database) == ("WOS:000382251800011", "Web of Science")
    assert record.abstract == "We asked nine peers."
    assert record.keywords == ("peer support", "recovery", "MENTAL-HEALTH", "EXPERIENCES")


def test_everything_is_kept_as_it_stands_and_the_head_is_no_record() -> None:
    reading = read((HEAD + ONE + "\nEF\n").encode())
    assert reading.account.preamble == HEAD.strip()
    assert reading.account.repairs == ()
    assert reading.account.balances
    assert reading.account.tag_characters == reading.account.kept_characters > 0
    raw = dict(reading.records[0].raw)
    assert raw["ZZ"] == "kept as it is"
    assert raw["AU"] == "Moran, AS\nBell, B"
    assert "10.1234/other" in raw["CR"]


def test_initials_without_a_comma_and_numbers_instead_of_pages_are_understood() -> None:
    record = one("PT J\nAU MORAN AS\nTI Larks\nAR UNSP 17220\nPY 2020\nUT CABI:2020\nER\n")
    assert record.authors == ("MORAN, AS",)
    assert (record.pages, record.database) == ("17220", "CAB Abstracts")


def test_a_wrapped_line_without_its_indent_stays_with_its_tag() -> None:
    assert (
        one("PT J\nTI Carbon for two\nconsumers in lakes\nPY 2020\nER\n").title == "Carbon for two consumers in lakes"
    )


def test_two_exports_in_one_file_are_read_with_both_heads() -> None:
    whole = HEAD + ONE + "\nEF\n"
    reading = read((whole + "\ufeff" + whole).encode())
    assert (reading.account.markers, reading.account.stored) == (2, 2)
    assert reading.account.preamble.count("VR 1.0") == 2


def test_a_file_that_breaks_off_says_so() -> None:
    cut = (HEAD + ONE + ONE)[: -len("ER\n") - 40]
    assert read(cut.encode()).account.cut_off == "the last record has no ER line"
    assert read((HEAD + ONE).encode()).account.cut_off == ""
