from tests.records.formats.xml_cases import balanced, case

PRIMO = "primo-xml"


def test_every_field_of_an_article() -> None:
    record = balanced(case(PRIMO), PRIMO).records[0]
    assert (record.title, record.authors) == ("The larks: a song", ("Moran, Ada", "Oster, B"))
    assert (record.year, record.volume, record.issue, record.pages) == (2013, "84", "1", "60-74")
    assert (record.journal, record.issn) == ("Invented journal", "1234-5679")
    assert (record.doi, record.pmid) == ("10.1234/lark", "25000001")
    assert (record.abstract, record.keywords) == ("To hear larks.", ("Birds", "Song"))
    assert (record.accession, record.database, record.kind) == ("TN_1", "medline", "article")
    assert record.url == "https://example.org/lark"


def test_names_with_dates_and_subfields_are_cleaned() -> None:
    text = case(PRIMO).replace("<au>Moran, Ada</au><au>Oster, B</au>", "").replace("<addau>Vale, C</addau>", "")
    text = text.replace("Moran, Ada ; Oster, B", "Moran, Ada, 1904-1991. $$QMoran")
    assert balanced(text, PRIMO).records[0].authors == ("Moran, Ada",)


def test_a_chapter_stands_in_its_book() -> None:
    text = case(PRIMO).replace("<jtitle>Invented journal</jtitle>", "<btitle>A book</btitle><atitle>Larks</atitle>")
    record = balanced(text.replace("</addata>", "<genre>bookitem</genre></addata>"), PRIMO).records[0]
    assert record.journal == "A book"


def test_a_name_with_and_without_its_comma_is_one_author() -> None:
    text = case(PRIMO).replace("<au>Oster, B</au>", "<au>Moran Ada</au>")
    assert balanced(text, PRIMO).records[0].authors == ("Moran, Ada",)
