from synthema.records import read
from synthema.records.model import Reading, Record

EBSCO = """TY  - JOUR
AU  - Moran, Ana S.
AU  - Oster, Ben
T1  - Walking beside: peers on the ward.
JO  - Journal of Invented Nursing
JF  - Journal of Invented Nursing
Y1  - 2021/04/03/
VL  - 19
IS  - 4
M3  - Article
SP  - 11
EP  - 20
SN  - 12345679
AB  - We listened to nine peers.
AB  - Copyright of Journal of Invented Nursing is the property of A Press and its content may not be copied or emailed.
KW  - PEERS
KW  - WARDS
N1  - Accession Number: 150000001; Moran, Ana S. 1; Email Address: ana@example.org
L3  - 10.1234/JIN.2021.11
UR  - https://search.ebscohost.com/login.aspx?direct=true&db=ccm&AN=150000001&site=ehost-live
DB  - ccm
ER  -
"""

OVID = """1.
TY  - JOUR
DB  - Ovid MEDLINE(R) ALL
ID  - 30000001
T1  - Peer work and its limits.
T3  - Retraction in: Invented J. 2023;1:1 PMID: 39999999
A1  - Moran, Ana
Y1  - 2022//
N2  - We asked.
JF  - Invented Journal
JA  - Inv J
DO  - https://dx.doi.org/10.1234/ij.5
ER  -

2.
TY  - JOUR
DB  - Ovid MEDLINE(R) ALL
ID  - 30000002
T1  - Second.
A1  - Oster, Ben
Y1  - 2021//
ER  -
C1  - stray affiliation
"""

PSYCINFO = """TY  - JOUR
DB  - APA PsycInfo <2021>
ID  - 2021-00001-001
T1  - Being believed
A1  - Moran, Ana
A2  - Cited, Author
M1  - Cited, A. (2001). A long reference. Invented Journal, 1, 1-2.
M1  - Cited, B. (2002). Another one.
JF  - Invented Psychology
Y1  - 2021//
ER  -
"""

COCHRANE = """Record #1 of 2
Provider: John Wiley & Sons, Ltd.
Content: text/plain; charset="UTF-8"

TY  -  JOUR
AN  -  CN-00000001
AU  -  Moran, A
TI  -  A trial of peers
JA  -  Trials of Invention
PY  -  2011
C3  -  PUBMED 21000001
AB  -  We tried.
ER  -

Record #2 of 2
Provider: John Wiley & Sons, Ltd.
Content: text/plain; charset="UTF-8"

TY  -  JOUR
AN  -  CN-00000002
TI  -  Another trial
ER  -
"""

WOS = (
    "\ufeff"
    + """TY  - JOUR
AU  - Moran, A
TI  - Hope at work
T2  - INVENTED WORK
AN  - WOS:000000000000001
AB  - Background: one.
   Methods: two.
PY  - 2018
DA  - DEC
C7  - 104
N1  - Times Cited in Web of Science Core Collection:  2
Total Times Cited:  3
Cited Reference Count:  115
ER  -
"""
)


def only(text: str) -> Record:
    reading = read(text.encode())
    assert len(reading.records) == 1
    return reading.records[0]


def balanced(text: str) -> Reading:
    reading = read(text.encode())
    assert reading.account.format == "ris"
    assert reading.account.balances
    assert reading.account.lossless
    return reading


def test_it_reads_ebsco() -> None:
    record = only(EBSCO)
    assert record.title == "Walking beside: peers on the ward."
    assert record.authors == ("Moran, Ana S.", "Oster, Ben")
    assert (record.year, record.volume, record.issue, record.pages) == (2021, "19", "4", "11-20")
    assert record.doi == "10.1234/jin.2021.11"
    assert record.issn == "1234-5679"
    assert record.accession == "150000001"
    assert record.database == "ccm"


def test_it_keeps_ebscos_copyright_notice_out_of_the_abstract_and_in_the_raw_tags() -> None:
    record = only(EBSCO)
    assert record.abstract == "We listened to nine peers."
    assert [value[:12] for tag, value in record.raw if tag == "AB"] == ["We listened ", "Copyright of"]


def test_it_reads_ovid_with_its_counters_retractions_and_stray_tags() -> None:
    reading = balanced(OVID)
    first, second = reading.records
    assert (first.year, first.doi, first.pmid) == (2022, "10.1234/ij.5", "30000001")
    assert first.notes == ("Retraction in: Invented J. 2023;1:1 PMID: 39999999",)
    assert ("C1", "stray affiliation") in second.raw
    assert second.title == "Second."


def test_psycinfos_cited_references_become_neither_notes_nor_authors() -> None:
    record = only(PSYCINFO)
    assert record.notes == ()
    assert record.authors == ("Moran, Ana",)
    assert record.accession == "2021-00001-001"
    assert sum(tag == "M1" for tag, _ in record.raw) == 2


def test_it_reads_cochrane_with_its_lines_between_records() -> None:
    first, second = balanced(COCHRANE).records
    assert (first.title, first.journal, first.pmid) == ("A trial of peers", "Trials of Invention", "21000001")
    assert second.accession == "CN-00000002"
    assert all("Record #" not in value for _, value in first.raw)


def test_it_reads_web_of_science_with_its_mark_and_paragraphs() -> None:
    record = only(WOS)
    assert record.abstract == "Background: one.\nMethods: two."
    assert (record.accession, record.pages, record.year) == ("WOS:000000000000001", "104", 2018)


def test_a_reference_programs_row_number_is_no_accession_number() -> None:
    assert only("TY  - JOUR\nID  - 12\nTI  - A\nER  - \n").accession == ""


def test_the_line_of_each_record_is_kept() -> None:
    assert [record.line for record in balanced(OVID).records] == [2, 16]


def test_records_without_end_tags_start_at_the_next_type() -> None:
    text = "TY  - JOUR\nTI  - One\n\nTY  - JOUR\nTI  - Two\n"
    reading = balanced(text)
    assert [record.title for record in reading.records] == ["One", "Two"]
    assert "no ER line" in reading.account.repairs[0]


def test_the_last_record_without_its_end_tag_is_kept() -> None:
    assert [record.title for record in balanced("TY  - JOUR\nTI  - One\nER  -\nTY  - JOUR\nTI  - Tw").records] == [
        "One",
        "Tw",
    ]


def test_end_and_start_on_one_line_are_two_records() -> None:
    text = "TY  - JOUR\nTI  - One\nER  - TY  - JOUR\nTI  - Two\nER  - \n"
    assert [record.title for record in balanced(text).records] == ["One", "Two"]


def test_one_space_tags_no_space_tags_and_lower_case_are_read() -> None:
    assert only("TY - JOUR\nTI - One\nAU - Moran, A\nER - \n").authors == ("Moran, A",)
    assert only("TY- JOUR\nTI- One\nAU- Moran, A\nER-\n").authors == ("Moran, A",)
    assert only("ty  - JOUR\nti  - One\nau  - Moran, A\ner  - \n").authors == ("Moran, A",)
    assert only("TY\t- JOUR\nTI\t- One\nAU\t- Moran, A\nER\t-\n").authors == ("Moran, A",)
    assert only("  TY  - JOUR\n  TI  - One\n  AU  - Moran, A\n  ER  -\n").authors == ("Moran, A",)


def test_a_continuation_line_that_looks_like_a_sloppy_tag_is_text() -> None:
    text = "TY  - JOUR\nTI  - One\nAB  - We asked in the\nUS - where peers work,\nJi-Xu, A and\nco-management\nER  - \n"
    assert only(text).abstract == "We asked in the\nUS - where peers work,\nJi-Xu, A and\nco-management"


def test_every_repeat_and_continuation_is_kept() -> None:
    text = "TY  - JOUR\nTI  - One\nAB  - First\nAB  - Second\n more\nL2  - a\nL2  - b\nZZ  - unknown\nER  - \n"
    record = balanced(text).records[0]
    assert record.raw == (
        ("TY", "JOUR"),
        ("TI", "One"),
        ("AB", "First"),
        ("AB", "Second\nmore"),
        ("L2", "a"),
        ("L2", "b"),
        ("ZZ", "unknown"),
    )
    assert record.abstract == "First\nSecond\nmore"


def test_keywords_on_continuation_lines_are_single_keywords() -> None:
    assert only("TY  - JOUR\nTI  - One\nKW  - peers\nwards\nhope; trust\nER  -\n").keywords == (
        "peers",
        "wards",
        "hope",
        "trust",
    )


def test_two_exports_joined_with_a_mark_in_the_middle_lose_nothing() -> None:
    reading = balanced(EBSCO + "\ufeff" + OVID)
    assert len(reading.records) == 3
    assert any("byte order mark" in repair for repair in reading.account.repairs)


def test_a_type_that_is_no_ris_code_opens_a_record_too() -> None:
    record = only("TY  - Journal Article\nTI  - One\nER  - \n")
    assert record.kind == "Journal Article"


def test_the_text_before_the_first_record_is_kept_as_preamble() -> None:
    strategy = "Database: Invented\n1 exp Peers/ (200)\n2 1 and hope.tw. (20)"
    reading = balanced(f"{strategy}\n\n{EBSCO}")
    assert reading.account.preamble == strategy


def test_a_record_without_its_type_line_is_found_by_its_end() -> None:
    text = f"JF  - A Journal\nTI  - The lost one\nER  -\n{EBSCO}"
    reading = balanced(text)
    assert reading.records[0].title == "The lost one"
    assert reading.account.markers == 2
    assert "a record without its TY line (line 1)" in reading.account.repairs


def test_a_file_without_any_type_line_is_still_ris() -> None:
    assert only("TI  - The lost one\nAU  - Moran, A\nER  - \n").title == "The lost one"


def test_a_record_that_says_nothing_is_refused_with_its_line_and_text() -> None:
    reading = balanced("TY  - GEN\nN1  - Reference Type: Generic\nER  - \n\nTY  - JOUR\nTI  - One\nER  - \n")
    (refusal,) = reading.account.refused
    assert refusal.line == 1
    assert "no title" in refusal.reason
    assert "Reference Type: Generic" in refusal.text


def test_a_record_without_title_but_with_doi_is_kept_and_named() -> None:
    reading = balanced("TY  - JOUR\nDO  - 10.1234/abc\nER  - \n")
    assert reading.records[0].doi == "10.1234/abc"
    assert "no title" in reading.account.repairs[0]


def test_escaped_text_is_decoded_once() -> None:
    record = only("TY  - JOUR\nTI  - Care &amp; &lt;i&gt;hope&lt;/i&gt; &amp;amp; more\nER  - \n")
    assert record.title == "Care & hope &amp; more"
    assert record.raw[1][1] == "Care &amp; &lt;i&gt;hope&lt;/i&gt; &amp;amp; more"


def test_values_at_both_scripts_directions_are_kept() -> None:
    record = only("TY  - JOUR\r\nAU  - علي, محمد\r\nTI  - دعم الأقران\r\nPY  - 1998\r\nER  - \r\n")
    assert (record.title, record.authors, record.year) == ("دعم الأقران", ("علي, محمد",), 1998)


def test_tags_without_any_blank_are_read_where_the_record_begins_so() -> None:
    reading = balanced(
        "TY-JOUR\nTI-A title\nAU-Doe, J\nPY-2020\nAB-We tried\nHX-5 and\nCo-work\nER-\n\nTY-CHAP\nT1-B\nER-\n"
    )
    first, second = reading.records
    assert (first.title, first.authors, first.year, first.kind) == ("A title", ("Doe, J",), 2020, "JOUR")
    assert first.abstract == "We tried\nHX-5 and\nCo-work"
    assert (second.title, second.kind) == ("B", "CHAP")


def test_a_search_strategy_after_the_last_record_is_no_part_of_it() -> None:
    strategy = (
        "Database: Invented <1946 to May>\nSearch Strategy:\n-----\n1     exp Nurses/ (88)\n2     1 and hope.tw. (3)"
    )
    reading = balanced(f"{EBSCO}\n\n{strategy}\n")
    assert reading.records == read(EBSCO.encode()).records
    assert reading.account.preamble == strategy


def test_records_go_on_after_a_search_strategy() -> None:
    reading = balanced(f"{EBSCO}\nSearch Strategy:\n1     exp Nurses/ (88)\n\n{EBSCO}{EBSCO}")
    assert [record.raw for record in reading.records] == [read(EBSCO.encode()).records[0].raw] * 3
    assert reading.account.preamble == "Search Strategy:\n1     exp Nurses/ (88)"


def test_lines_that_name_the_database_between_records_are_kept_once() -> None:
    heading = "Provider: Invented Press\nContent: text/plain"
    reading = balanced(f"{heading}\n\n{EBSCO}\n{heading}\n\n{EBSCO}\nDatabase: Another\n\n{EBSCO}")
    assert reading.account.preamble == f"{heading}\nDatabase: Another"
    assert not reading.account.repairs


def test_the_link_after_a_record_stays_with_it() -> None:
    link = "Link to the Ovid Full Text or citation: https://example.org/1"
    reading = balanced(f"{EBSCO}{link}\n\n2.\n{EBSCO}")
    assert reading.records[0].raw[-1] == ("", link)
    assert not reading.account.repairs


def test_what_stands_behind_an_end_before_the_first_record_is_kept() -> None:
    account = read(b"PB  - Databrary\nER  - T1  - Moving language\nTY  - JOUR\nTI  - Owls\nER  - \n").account
    assert "Moving language" in account.preamble
    assert (account.markers, account.stored) == (1, 1)
