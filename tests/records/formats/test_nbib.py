from synthema.records import read

PUBMED = """
PMID- 30000001
OWN - NLM
STAT- MEDLINE
IS  - 1234-5679 (Electronic)
IS  - 0000-0001 (Linking)
VI  - 5
IP  - 2
DP  - 2016 Mar 4
TI  - Peers on the ward: a long
      title that is wrapped.
PG  - 67-9
LID - S0000-1 [pii]
LID - 10.1234/INV.180636 [doi]
AB  - We asked nine
      peers.
FAU - Moran, Ana S
AU  - Moran AS
AD  - Department of Invention, A Town. ana@example.org
CN  - Peer Research Group
LA  - eng
PT  - Journal Article
PT  - Retracted Publication
TA  - Inv Res
JT  - Inventive research
RIN - Inv Res. 2018;1:1. PMID: 31111111
MH  - Hope
OT  - peers
PMC - PMC123
SO  - Inv Res. 2016;5:67.

PMID- 30000002
STAT- Publisher
TI  - Second.
AU  - Oster B
DP  - 2021 Spring
"""

ERIC = """
OWN - ERIC
TI  - Learning from peers
AU  - Moran, Ana
OT  - Keyword
JT  - Journal of Invented Learning
AID - http://dx.doi.org/10.1234/123456789
OID - EJ0000001
VI  - 10
PG  - 1-9
DP  - 2000
ISSN - ISSN-1234-5679
PT  - Journal Articles

OWN - ERIC
TI  - Second
OID - ED0000002
"""


def test_it_reads_pubmed() -> None:
    reading = read(PUBMED.encode())
    first, second = reading.records
    assert first.title == "Peers on the ward: a long title that is wrapped."
    assert first.authors == ("Moran, Ana S", "Peer Research Group")
    assert (first.year, first.volume, first.issue, first.pages) == (2016, "5", "2", "67-9")
    assert (first.doi, first.pmid, first.issn) == ("10.1234/inv.180636", "30000001", "1234-5679")
    assert first.journal == "Inventive research"
    assert first.keywords == ("Hope", "peers")
    assert first.kind == "Journal Article; Retracted Publication"
    assert first.database == "PubMed"
    assert second.authors == ("Oster, B",)
    assert second.year == 2021


def test_a_retraction_stays_visible() -> None:
    assert read(PUBMED.encode()).records[0].notes == ("Retraction in: Inv Res. 2018;1:1. PMID: 31111111",)


def test_every_marker_and_character_is_accounted_for() -> None:
    for text in (PUBMED, ERIC):
        account = read(text.encode()).account
        assert (account.format, account.markers, account.stored) == ("nbib", 2, 2)
        assert account.lossless
        assert account.tag_characters > 100


def test_it_reads_eric_which_has_no_pmid() -> None:
    first, second = read(ERIC.encode()).records
    assert (first.database, first.accession, first.doi) == ("ERIC", "EJ0000001", "10.1234/123456789")
    assert first.issn == "1234-5679"
    assert second.accession == "ED0000002"


def test_eric_records_without_blank_lines_are_told_apart() -> None:
    assert len(read(ERIC.replace("\n\n", "\n").encode()).records) == 2


def test_the_line_of_each_record_is_kept() -> None:
    assert [record.line for record in read(PUBMED.encode()).records] == [2, 32]
