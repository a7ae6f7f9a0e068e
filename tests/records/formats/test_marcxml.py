import pytest

from tests.records.formats.xml_cases import balanced, case

MARC = "marcxml"


def marc(*fields: tuple[str, ...]) -> str:
    """A record of fields, each its number and its subfields, the code first."""
    inner = "".join(
        f'<datafield tag="{tag}">'
        + "".join(f'<subfield code="{s[0]}">{s[1:]}</subfield>' for s in parts)
        + "</datafield>"
        for tag, *parts in fields
    )
    return f"<collection><record>{inner}</record></collection>"


def test_every_field_of_an_article_behind_the_wrappers_of_a_search_service() -> None:
    record = balanced(case(MARC), MARC).records[0]
    assert (record.title, record.authors) == ("The larks: a song", ("Moran, Ada",))
    assert (record.year, record.volume, record.issue, record.pages) == (2013, "84", "1", "60-74")
    assert (record.journal, record.issn, record.doi) == ("Invented journal", "1234-5679", "10.1234/lark")
    assert (record.abstract, record.keywords) == ("To hear larks.", ("Birds -- Song",))
    assert (record.language, record.kind, record.accession) == ("eng", "Journal article", "42")
    assert {("245$a", "The larks :"), ("245@ind2", "4"), ("001", "42")} <= set(record.raw)


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        (("aKatharina Staritz.", "nBand 2.", "p1903-1953"), "Katharina Staritz. Band 2: 1903-1953"),
        (("aWho sings?", "bA question /"), "Who sings? A question"),
        (("aSongs.", "pLarks"), "Songs. Larks"),
    ],
)
def test_the_parts_of_a_title_are_joined(parts: tuple[str, ...], title: str) -> None:
    assert balanced(marc(("245", *parts)), MARC).records[0].title == title


@pytest.mark.parametrize(
    ("fields", "authors"),
    [
        ([("700", "aVale, C.,", "4edt")], ("Vale, C.",)),
        ([("700", "aCharles, Ray,", "4prf")], ("Charles, Ray",)),
        ([("100", "aMoran, Ada"), ("700", "aVale, C", "tWrens")], ("Moran, Ada",)),
    ],
)
def test_who_is_an_author(fields: list[tuple[str, ...]], authors: tuple[str, ...]) -> None:
    assert balanced(marc(("245", "aLarks"), *fields), MARC).records[0].authors == authors


def test_volume_issue_and_page_of_the_enumeration() -> None:
    record = balanced(marc(("245", "aLarks"), ("773", "tJ", "q24:9<235")), MARC).records[0]
    assert (record.volume, record.issue, record.pages) == ("24", "9", "235")
