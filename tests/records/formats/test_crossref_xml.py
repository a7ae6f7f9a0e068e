from tests.records.formats.xml_cases import balanced, case

CROSSREF = "crossref-xml"


def test_every_field_of_an_article() -> None:
    record = balanced(case(CROSSREF), CROSSREF).records[0]
    assert record.title == "Larks: a song"
    assert record.authors == ("Moran, Ada", "Lark Group")
    assert (record.year, record.volume, record.issue, record.pages) == (2013, "84", "1", "60-74")
    assert (record.journal, record.issn, record.language) == ("Invented journal", "1234-5679", "en")
    assert (record.doi, record.url) == ("10.1234/lark", "https://example.org/lark")
    assert (record.abstract, record.kind) == ("Aim: To hear larks.", "journal_article")
    assert record.notes == ("Retraction of 10.1234/old",)


def test_a_chapter_has_its_own_title_and_doi() -> None:
    record = balanced(case(CROSSREF), CROSSREF).records[1]
    assert (record.title, record.journal) == ("Wrens", "A book of wrens")
    assert (record.authors, record.doi, record.isbn) == (("Vale",), "10.1234/wren", "9781860163593")
