import pytest

from tests.records.formats.xml_cases import balanced, case

PUBMED = "pubmed-xml"


def test_every_field_of_an_article() -> None:
    record = balanced(case(PUBMED), PUBMED).records[0]
    assert record.title == "Larks in vivo & CO2"
    assert record.authors == ("Moran, Ada S", "Oster, B, Jr", "Lark Group")
    assert (record.year, record.volume, record.issue, record.pages) == (2014, "3", "2", "132-42")
    assert (record.journal, record.issn) == ("Invented journal", "1234-5679")
    assert (record.doi, record.pmid, record.database) == ("10.1234/lark", "25000001", "PubMed")
    assert record.abstract == "AIM: To hear larks.\nRESULTS: They sang."
    assert record.keywords == ("Birds/psychology", "song")
    assert (record.language, record.kind) == ("eng", "Journal Article; Retracted Publication")


def test_a_retraction_is_a_note_and_a_cited_work_is_none() -> None:
    record = balanced(case(PUBMED), PUBMED).records[0]
    assert record.notes == ("Retracted Publication", "Retraction in: Invented J. 2015 PMID: 25000009")


def test_a_chapter_stands_in_its_book_and_a_whole_book_in_nothing() -> None:
    record = balanced(case(PUBMED), PUBMED).records[1]
    assert (record.title, record.journal, record.kind) == ("Wrens", "A book of wrens", "Book Chapter")
    assert (record.authors, record.year, record.isbn) == (("Vale, C",), 2009, "9781860163593")
    book = balanced(case(PUBMED).replace("<ArticleTitle>Wrens</ArticleTitle>", ""), PUBMED).records[1]
    assert (book.title, book.journal, book.kind) == ("A book of wrens", "", "Book")


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("<Year>2008</Year><Month>Feb</Month>", 2008),
        ("<Year>2007</Year><Season>Spring</Season>", 2007),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", 1998),
    ],
)
def test_the_three_shapes_of_a_date(date: str, year: int) -> None:
    text = case(PUBMED).replace("<MedlineDate>2014 Nov-Dec</MedlineDate>", date)
    assert balanced(text, PUBMED).records[0].year == year


def test_the_doi_of_the_id_list_is_read_and_an_invalid_one_is_not() -> None:
    text = case(PUBMED).replace('EIdType="doi" ValidYN="Y"', 'EIdType="doi" ValidYN="N"')
    assert balanced(text, PUBMED).records[0].doi == ""
    own = '<ArticleId IdType="pubmed">25000001</ArticleId>'
    given = text.replace(own, f'{own}<ArticleId IdType="doi">10.1234/ids</ArticleId>')
    assert balanced(given, PUBMED).records[0].doi == "10.1234/ids"
