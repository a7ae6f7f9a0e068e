import pytest

from synthema.dedup.places import (
    clean_doi,
    clean_journal,
    clean_volume,
    first_page,
    in_supplement,
    journals_alike,
    last_page,
    roman,
)


@pytest.mark.parametrize(
    ("pages", "first"),
    [
        ("482-91", "482"),
        ("662–671", "662"),
        ("Art. No.: 373", "373"),
        ("e17053", "17053"),
        ("S12-5", "12"),
        ("02-May", "2"),
        ("Dec-21", "12"),
        ("iii--vi", "r3"),
        ("xiv", "r14"),
        ("Suppl-61", ""),
        ("1-18", ""),
        ("Jan-13", ""),
        ("", ""),
        ("in press", ""),
    ],
)
def test_it_reads_the_first_page(pages: str, first: str) -> None:
    assert first_page(pages) == first


def test_roman_numerals_have_their_value() -> None:
    assert [roman(text) for text in ("i", "iv", "ix", "xiv", "xl", "cxc")] == [1, 4, 9, 14, 40, 190]


@pytest.mark.parametrize(
    ("volume", "number"), [("27", "27"), ("19 (Suppl 1)", "19"), ("1)", ""), ("2019", ""), ("UNKNOWN", ""), ("", "")]
)
def test_a_fragment_or_the_year_is_no_volume(volume: str, number: str) -> None:
    assert clean_volume(volume, 2019) == number


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("https://doi.org/10.5555/ABC.1", "10.5555/abc.1"),
        ("doi:10.5555/abc.1.", "10.5555/abc.1"),
        ("10.5555/S0273-2300%2803%2900007-2", "10.5555/s0273-2300(03)00007-2"),
        ("S0018-506X [pii];10.5555/abc.1 [doi]", "10.5555/abc.1"),
        ("10.5555/abc.1/full", "10.5555/abc.1"),
        ("not a doi", ""),
        ("", ""),
    ],
)
def test_it_finds_the_bare_doi(text: str, doi: str) -> None:
    assert clean_doi(text) == doi


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Int J Ment Health Nurs", "International Journal of Mental Health Nursing"),
        ("Front. Psychiatry", "FRONTIERS IN PSYCHIATRY"),
        ("Soc Sci Med", "Social science & medicine (1982)"),
        ("JPEN", "Journal of Parenteral and Enteral Nutrition"),
        ("Pediatr Nephrol", "Pediatric Nephrology.Conference: 44th Annual Meeting. Dubrovnik."),
        ("Brain Res.", "Brain Research.1330 ()(pp 20-30) 2010."),
        ("Natl Hlth Rev", "National Health Review"),
        ("MMWR Morb Mortal Wkly Rep", "MMWR. Morbidity and mortality weekly report"),
    ],
)
def test_abbreviated_journals_are_alike(a: str, b: str) -> None:
    assert journals_alike(clean_journal(a), clean_journal(b))
    assert journals_alike(clean_journal(b), clean_journal(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Journal of Digital Studies", "Workshop of Digital Studies"),
        ("Cancer", "Lung Cancer"),
        ("Nursing Research", "Surgical Oncology"),
        ("Journal of Neurology", "Journal of Neurosurgery"),
        ("Diabetes", "Diabetologia"),
        ("British Journal of Psychology", "British Journal of Psychiatry"),
        ("Journal of Nursing", "Journal of Clinical Nursing"),
        ("Midwifery", "Midwives"),
    ],
)
def test_other_journals_are_not_alike(a: str, b: str) -> None:
    assert not journals_alike(clean_journal(a), clean_journal(b))


def test_it_sees_supplements_and_meetings() -> None:
    assert in_supplement("Journal of X. Conference: Annual Meeting", "", "", "")
    assert in_supplement("Journal of X", "Suppl 2", "31", "")
    assert in_supplement("Journal of X", "s2", "31", "499")
    assert in_supplement("Journal of X", "", "31", "S231-S232")
    assert not in_supplement("Journal of X", "2", "31", "231-232")


@pytest.mark.parametrize(
    ("pages", "last"),
    [
        ("482-91", "491"),
        ("662–671", "671"),
        ("2297-2108", ""),  # no range ends before it begins
        ("S12-S15", "15"),
        ("02-May", "5"),
        ("Jan-13", "13"),
        ("101", ""),
        ("", ""),
    ],
)
def test_it_reads_the_last_page(pages: str, last: str) -> None:
    assert last_page(pages) == last


def test_figures_have_the_doi_of_their_article() -> None:
    assert clean_doi("10.7554/eLife.06487.001") == "10.7554/elife.06487"
    assert clean_doi("10.1371/journal.pone.0094853.g001") == "10.1371/journal.pone.0094853"
    assert clean_doi("10.1371/journal.pone.0094853") == "10.1371/journal.pone.0094853"


def test_a_conference_is_called_by_its_initials() -> None:
    series, short = "International Conference on Information Systems", "ICIS : Transforming Society"
    assert journals_alike(clean_journal(series), clean_journal(short))
