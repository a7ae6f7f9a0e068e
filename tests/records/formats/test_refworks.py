"""RefWorks tagged files."""

from synthema.records import read

ONE = """RT Journal Article
SR Electronic(1)
ID 206
A1 Moran,Ana S.
A1 Bell,Ben
T1 Peers on the ward: a long
title that is wrapped
JF Inventive Research
YR 2016
VO 5
IS 2
SP 67
OP 69
K1 peer support
K1 recovery
AB We asked nine peers.
SN 1234-5679
DO 10.1234/INV.180636
LA English
AN 2016-1
DB PsycINFO
PMID 30000001
U11 kept as it is
"""
HEAD = "Refworks Export Tagged Format\n\nTag legend\n*****\nRT=Reference Type\nT1=Primary Title\n*****\n\n"


def test_a_record_is_read_with_every_field() -> None:
    (record,) = read(ONE.encode()).records
    assert record.title == "Peers on the ward: a long title that is wrapped"
    assert record.authors == ("Moran, Ana S.", "Bell, Ben")
    assert (record.year, record.volume, record.issue, record.pages) == (2016, "5", "2", "67-69")
    assert (record.journal, record.kind, record.language) == ("Inventive Research", "Journal Article", "English")
    assert (record.doi, record.pmid, record.issn) == ("10.1234/inv.180636", "30000001", "1234-5679")
    assert (record.accession, record.database) == ("2016-1", "PsycINFO")
    assert record.keywords == ("peer support", "recovery")
    assert dict(record.raw)["U11"] == "kept as it is"


def test_the_legend_is_kept_and_is_no_record() -> None:
    reading = read((HEAD + ONE + "\n" + ONE).encode())
    assert (reading.account.markers, reading.account.stored, reading.account.refused) == (2, 2, ())
    assert "RT=Reference Type" in reading.account.preamble
    assert reading.account.tag_characters == reading.account.kept_characters > 0
