import pytest

from synthema.records import Unreadable, read
from synthema.records.formats import zotero_rdf
from tests.records.formats.xml_cases import balanced, case

RDF = "zotero-rdf"


def test_every_field_of_an_article_and_of_the_journal_it_names() -> None:
    reading = balanced(case(RDF), RDF)
    record = reading.records[0]
    assert (record.title, record.authors, record.year) == ("Larks", ("Moran, Ada",), 2013)
    assert (record.journal, record.volume, record.issue, record.pages) == ("Invented journal", "84", "1", "60-74")
    assert (record.doi, record.issn) == ("10.1234/lark", "1234-5679")
    assert (record.abstract, record.kind) == ("To hear larks.", "journalArticle")
    assert set(record.keywords) == {"Birds", "Song"}
    assert (record.url, record.notes) == ("https://example.org/lark", ("A note of mine",))
    assert "1 notes, attachments or other parts that belong to no work were left out" in reading.account.repairs


def test_people_named_by_address_are_authors_in_their_order() -> None:
    text = """<rdf:RDF xmlns:rdf="r" xmlns:bibo="http://purl.org/ontology/bibo/"><bibo:AcademicArticle rdf:about="a">
    <dcterms:title>Larks</dcterms:title><bibo:authorList><rdf:Seq><rdf:li rdf:nodeID="n2"/><rdf:li rdf:nodeID="n1"/>
    </rdf:Seq></bibo:authorList></bibo:AcademicArticle><foaf:Person rdf:nodeID="n1"><foaf:givenname>B</foaf:givenName>
    <foaf:surname>Oster</foaf:surname></foaf:Person><foaf:Person rdf:nodeID="n2"><foaf:surname>Moran</foaf:surname>
    </foaf:Person></rdf:RDF>"""
    assert [record.authors for record in balanced(text, RDF).records] == [("Moran", "Oster, B")]


def test_a_work_whose_end_is_missing_does_not_swallow_the_next() -> None:
    text = case(RDF).replace("</bib:Article>", "")
    assert [record.title for record in balanced(text, RDF).records] == ["Larks", "Wrens"]


def test_a_part_that_many_works_name_is_not_repeated_without_end() -> None:
    memo = f'<bib:Memo rdf:about="#m"><rdf:value>{"y" * 200_000}</rdf:value></bib:Memo>'
    book = (
        '<bib:Book rdf:about="b"><z:itemType>book</z:itemType><dc:title>W</dc:title><a rdf:resource="#m"/></bib:Book>'
    )
    text = case(RDF, memo + book * 200)
    reading = balanced(text, RDF)
    assert reading.account.stored == 202
    assert reading.account.tag_characters < 5 * len(text) + 2**20


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zotero_rdf, "_LARGEST", 100)
    with pytest.raises(Unreadable, match="RIS or CSL JSON"):
        read(case(RDF).encode())
