from tests.records.formats.xml_cases import balanced, case

MODS = "mods"


def test_every_field_of_an_article_and_its_host() -> None:
    record = balanced(case(MODS), MODS).records[0]
    assert (record.title, record.authors) == ("The Larks: a song", ("Moran, Ada",))
    assert (record.year, record.volume, record.issue, record.pages) == (2013, "84", "1", "60-74")
    assert (record.journal, record.issn, record.doi) == ("Invented journal", "1234-5679", "10.1234/lark")
    assert (record.abstract, record.keywords) == ("To hear larks.", ("Birds",))
    assert (record.language, record.kind, record.accession) == ("English", "article", "r1")
    assert record.url == "https://example.org/lark"


def test_editors_stand_where_nobody_is_called_an_author() -> None:
    text = case(MODS).replace("<roleTerm>aut</roleTerm>", "<roleTerm>ill</roleTerm>")
    assert balanced(text, MODS).records[0].authors == ("Vale, C",)
