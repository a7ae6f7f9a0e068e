from tests.records.formats.xml_cases import balanced, case

MSBIB = "msbib"


def test_every_field_of_a_source() -> None:
    record = balanced(case(MSBIB), MSBIB).records[0]
    assert (record.title, record.authors) == ("Larks", ("Moran, Ada S.",))
    assert (record.year, record.volume, record.issue, record.pages) == (2013, "84", "1", "60-74")
    assert (record.journal, record.issn, record.doi) == ("Invented journal", "1234-5679", "10.1234/lark")
    assert record.kind == "JournalArticle"


def test_a_corporate_author_and_editors_where_there_is_no_author() -> None:
    assert balanced(case(MSBIB), MSBIB).records[1].authors == ("Wren Group",)
    text = case(MSBIB).replace("<b:Last>Moran</b:Last><b:First>Ada</b:First><b:Middle>S.</b:Middle>", "")
    assert balanced(text, MSBIB).records[0].authors == ("Vale",)
