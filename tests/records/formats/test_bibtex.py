from synthema.records import read
from synthema.records.formats.bibtex import names
from synthema.records.model import Record

SCOPUS = r"""Scopus
EXPORT DATE: 1 July 2020

@ARTICLE{Moran20203,17,
author={Moran, A. and Oster, B.},
title={Peers in {HIV} care: caf{\'e} talks},
journal={Journal of Invention},
year={2020},
volume={65},
number={4},
pages={3--17},
doi={10.1234/joi_5},
url={https://www.scopus.com/inward/record.uri?eid=2-s2.0-1234&partnerID=40},
author_keywords={Peers;  Hope},
funding_details={A},
funding_details={B},
note={cited By 5},
source={Scopus},
}

@BOOK{Moran2019,
author={Moran, A.},
title={One},
}

@BOOK{Moran2019,
author="Moran, A. and Oster, B.",
title={Two},
}
"""


def titles(text: str) -> list[str]:
    reading = read(text.encode())
    assert reading.account.balances
    return [record.title for record in reading.records]


def first(text: str) -> Record:
    return read(text.encode()).records[0]


def test_it_reads_scopus_with_its_broken_key_and_repeated_fields() -> None:
    record = first(SCOPUS)
    assert record.title == "Peers in HIV care: café talks"
    assert record.authors == ("Moran, A.", "Oster, B.")
    assert (record.year, record.volume, record.issue, record.pages) == (2020, "65", "4", "3-17")
    assert (record.doi, record.accession, record.database) == ("10.1234/joi_5", "2-s2.0-1234", "Scopus")
    assert record.keywords == ("Peers", "Hope")
    assert record.notes == ()
    assert [value for tag, value in record.raw if tag == "funding_details"] == ["A", "B"]


def test_two_entries_with_one_key_are_both_kept_and_named() -> None:
    reading = read(SCOPUS.encode())
    assert [record.title for record in reading.records][1:] == ["One", "Two"]
    assert reading.records[2].authors == ("Moran, A.", "Oster, B.")
    assert any("key used twice" in repair for repair in reading.account.repairs)
    assert reading.account.preamble.startswith("Scopus")


def test_an_entry_without_key_is_read() -> None:
    assert titles("@misc{\nauthor={Moran,A.}, year={2014},\n title={One}, }\n\n@misc{\ntitle={Two}, }\n") == [
        "One",
        "Two",
    ]


def test_an_entry_without_its_closing_brace_does_not_take_the_next_with_it() -> None:
    reading = read(b"@article{a,\n title={One},\n year={2001}\n\n@article{b,\n title={Two},\n}\n")
    assert [record.title for record in reading.records] == ["One", "Two"]
    assert "an entry without its closing brace was mended (line 1)" in reading.account.repairs


def test_an_entry_that_cannot_be_mended_is_refused_whole() -> None:
    broken = "@article{b,\n keywords={x }, y: 1}, z,\n title={Two},\n}\n"
    text = "@article{a,\n title={One},\n}\n" + broken + "@article{c,\n title={Three},\n}\n"
    reading = read(text.encode())
    assert [record.title for record in reading.records] == ["One", "Three"]
    (refusal,) = reading.account.refused
    assert refusal.line == 4
    assert "title={Two}" in refusal.text
    assert reading.account.balances


def test_rayyans_decisions_are_kept_as_they_are() -> None:
    text = (
        "@article{rayyan-1,\n  title={One},\n  issn={25228595 (ISSN); 9783030942847 (ISBN)},\n"
        "  author={MacKenzie, B.A. and Nayyar A.},\n"
        '  note={Export Date: 1 May 2022 | RAYYAN-INCLUSION: {\\"Ana\\"=>\\"Excluded\\"}}\n}\n'
    )
    record = first(text)
    assert record.notes == ('Export Date: 1 May 2022 | RAYYAN-INCLUSION: {"Ana"=>"Excluded"}',)
    assert record.authors == ("MacKenzie, B.A.", "Nayyar, A.")


def test_names_are_parted_as_bibtex_parts_them() -> None:
    assert names("Ludwig van Beethoven and {World Health Organization} and von Hicks, III, Michael") == [
        "van Beethoven, Ludwig",
        "World Health Organization",
        "von Hicks, Michael, III",
    ]


def test_abbreviations_are_resolved() -> None:
    assert first('@string{jin = "Journal of Inventions"}\n@article{a, title={One}, journal=jin}\n').journal == (
        "Journal of Inventions"
    )


def test_comments_are_no_entries() -> None:
    assert titles("% made by hand\n@comment{jabref-meta: x;}\n@preamble{ {x} }\n@article{a, title={One}}\n") == ["One"]
