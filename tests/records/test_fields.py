import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.records import fields


@pytest.mark.parametrize(
    ("printed", "year"),
    [
        ("2024/04/03/", 2024),
        ("2022//", 2022),
        ("2021//", 2021),
        ("2024 Spring", 2024),
        ("2019///", 2019),
        ("2019/09//undefined", 2019),
        ("Winter 1998-1999", 1998),
        ("20231001", 2023),
        ("10 15", None),
        ("0000", None),
        ("n.d.", None),
        ("12024", None),
        ("", None),
    ],
)
def test_it_finds_the_year_however_a_database_prints_it(printed: str, year: int | None) -> None:
    assert fields.year(printed) == year


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("10.1111/INM.13415", "10.1111/inm.13415"),
        ("https://doi.org/10.1111/inm.13415", "10.1111/inm.13415"),
        ("http://dx.doi.org/10.1111%2Finm.13415", "10.1111/inm.13415"),
        ("doi: 10.1111/inm.13415.", "10.1111/inm.13415"),
        ("(10.1111/inm.13415)", "10.1111/inm.13415"),
        ("10.1016/S0027-9684(15)31340-7", "10.1016/s0027-9684(15)31340-7"),
        (
            "10.1002/(SICI)1097-4571(199806)49:8&lt;693::AID-ASI4&gt;3.0.CO;2-O",
            "10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o",
        ),
        ("10.1", ""),
        ("not a DOI", ""),
        ("10.12/too-short", ""),
    ],
)
def test_it_normalises_a_doi_or_refuses_it(printed: str, doi: str) -> None:
    assert fields.doi(printed) == doi


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        ("10.1371/journal.pone.0298242", "10.1371/journal.pone.0298242"),
        ("doi: 10.1063/1.4814070", "10.1063/1.4814070"),
        ("10.4103/2277-9175.180636 [doi]", "10.4103/2277-9175.180636"),
        ("S0048-9697(17)30912-9 [pii]", ""),
        ("https://www.tandfonline.com/doi/full/10.1080/1234?download=1", "10.1080/1234"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1.full.pdf", ""),
        ("See also the reply, doi 10.1000/reply, and the erratum", ""),
    ],
)
def test_it_takes_a_doi_from_other_fields_only_when_it_is_the_whole_value(printed: str, doi: str) -> None:
    assert fields.doi_hint(printed) == doi


@pytest.mark.parametrize(
    ("printed", "pages"),
    [
        ("pp. 65 – 80", "65-80"),
        ("493--518", "493-518"),
        ("500 - 510", "500-510"),
        ("7-7", "7"),
        ("1 ---- 2 - - 3", "1-2-3"),
        ("e0815", "e0815"),
        ("454-81", "454-81"),
    ],
)
def test_it_prints_page_ranges_one_way(printed: str, pages: str) -> None:
    assert fields.pages(printed) == pages


def test_it_joins_first_and_last_page() -> None:
    assert fields.page_range("193", "194") == "193-194"
    assert fields.page_range("16-82", "") == "16-82"
    assert fields.page_range("16-82", "82") == "16-82"
    assert fields.page_range("", "12") == "12"


def test_it_decodes_entities_once() -> None:
    assert fields.text("Caf&eacute; &amp;lt;b&amp;gt;") == "Café &lt;b&gt;"
    assert fields.text("R&D at AT&T") == "R&D at AT&T"


def test_it_strips_markup_and_keeps_comparisons() -> None:
    assert fields.text("<i>Bos taurus</i> with p < 0.05 and n > 3") == "Bos taurus with p < 0.05 and n > 3"
    assert fields.block("<h4>Objective</h4>To see.<h4>Methods:</h4><p>We saw.</p>") == (
        "Objective: To see.\nMethods:\nWe saw."
    )
    assert fields.block("<jats:p>One</jats:p><jats:p>H<jats:sub>2</jats:sub>O</jats:p>") == "One\nH2O"
    assert fields.block('<AbstractText Label="Aim" NlmCategory="X">See.</AbstractText>') == "Aim: See."


def test_it_leaves_the_copyright_notice_and_placeholders_out_of_the_abstract() -> None:
    notice = "Copyright of A Journal is the property of A Press and its content may not be copied without permission."
    assert fields.abstract(["We listened.", notice]) == "We listened."
    assert fields.abstract([f"We listened. {notice}"]) == "We listened."
    assert fields.abstract(["NA"]) == ""
    assert fields.abstract(["[No abstract available]"]) == ""
    assert fields.abstract(["We listened.", "Escuchamos."]) == "We listened.\nEscuchamos."


def test_it_takes_no_placeholder_for_a_title() -> None:
    assert fields.title("No Title") == ""
    assert fields.title("[No title available]") == ""
    assert fields.title("No title fits this life") == "No title fits this life"


def test_it_tells_issn_from_isbn_in_one_field() -> None:
    both = "25228595 (ISSN); 9783030942847 (ISBN)"
    assert fields.issn(both) == "2522-8595"
    assert fields.isbn(both) == "9783030942847"
    assert fields.issn("1660-4601 1661-7827") == "1660-4601"
    assert fields.isbn("1660-4601 1661-7827") == ""


def test_it_sets_the_comma_only_where_the_source_tells_the_family_name() -> None:
    assert fields.authors(["Shannon,Claude E.", "Alan Simpson", "Ser, A; Pua, B"]) == (
        "Shannon, Claude E.",
        "Alan Simpson",
        "Ser, A",
        "Pua, B",
    )
    assert fields.with_comma("van Raaij MJ") == "van Raaij, MJ"
    assert fields.with_comma("Alan Simpson") == "Alan Simpson"


def test_it_keeps_notes_a_person_should_see_and_drops_counts() -> None:
    printed = [
        "Cited By :10",
        "Export Date: 13 July 2022",
        "PMID: 123",
        "doi: 10.1000/abc",
        'RAYYAN-INCLUSION: {"A"=>"In"}',
    ]
    assert fields.notes(printed) == ('RAYYAN-INCLUSION: {"A"=>"In"}',)


def test_it_never_takes_a_pmid_out_of_a_sentence() -> None:
    assert fields.pmid_hint("PMID: 30080086") == "30080086"
    assert fields.pmid_hint("https://pubmed.ncbi.nlm.nih.gov/30080086/") == "30080086"
    assert fields.pmid_hint("Retraction in: A Journal 2023 PMID: 37502092") == ""


def test_it_reads_the_accession_number_from_notes_and_links() -> None:
    assert fields.accession_hint("Accession Number: 176404503; Doe, J 1;") == "176404503"
    assert fields.accession_hint("https://search.ebscohost.com/login.aspx?db=aph&AN=176404503&site=x") == "176404503"
    assert fields.accession_hint("https://www.scopus.com/inward/record.uri?eid=2-s2.0-123&md5=f") == "2-s2.0-123"


def test_it_tells_retractions_from_series_titles() -> None:
    assert fields.is_retraction("Retraction in: A Journal 2023")
    assert fields.is_retraction("Erratum for: A Journal 2020")
    assert not fields.is_retraction("Lecture Notes in Nursing")


@pytest.mark.parametrize(
    "title",
    [
        "RETRACTED: Larks",
        "[Retracted] Larks",
        "Retracted Article: Larks",
        "Retraction: Larks",
        "Retraction notice to “Larks”",
        "WITHDRAWN: Larks",
        "Larks over fields [Retracted]",
        "Larks (Retracted article. See vol. 3, p. 4, 2020)",
        "Erratum",
        "Erratum to: Larks",
        "Corrigendum to Larks",
        "Correction to: Larks",
        'Correction to "Larks"',
        "Expression of concern: Larks",
    ],
)
def test_a_title_tells_that_the_work_is_retracted_or_corrected(title: str) -> None:
    assert fields.is_notice(title)


@pytest.mark.parametrize(
    "title",
    [
        "",
        "Retraction of the tongue in infants",
        "Correction for multiple testing: a primer",
        "Why papers are retracted: a survey",
        "Withdrawn children at school",
        "Correctional officers and larks",
        "Trust after a retraction",
    ],
)
def test_a_title_about_retractions_and_corrections_tells_nothing_of_the_kind(title: str) -> None:
    assert not fields.is_notice(title)


@given(st.text())
def test_a_guarded_entity_is_read_back_as_it_was(value: str) -> None:
    once = fields.block(value)
    assert fields.block(fields.guard_entities(once)) == once


@given(st.text(alphabet="&ampltgx#;38<>ib /h4 =\"'AbstractTextLabel"))
def test_markup_and_entities_in_any_mixture_are_read_back_as_they_were(value: str) -> None:
    once = fields.block(value)
    assert fields.block(fields.guard_entities(once)) == once


@given(st.lists(st.text()))
def test_abstracts_and_notes_are_stable(values: list[str]) -> None:
    abstract = fields.abstract(values)
    assert fields.abstract([fields.guard_entities(abstract)]) == abstract
    notes = fields.notes(values)
    assert fields.notes(map(fields.guard_entities, notes)) == notes


@given(st.text())
def test_identifiers_are_stable(value: str) -> None:
    for rule in (fields.doi, fields.pages, fields.link, fields.issn, fields.isbn, fields.pmid):
        once = rule(value)
        assert rule(fields.guard_entities(once)) == once


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("George A. Akerlof", "Akerlof, George A."),
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("Ana de la Cruz Moreno", "de la Cruz Moreno, Ana"),
        ("Vincent van der Poel", "van der Poel, Vincent"),
        ("Akerlof, George", "Akerlof, George"),
        ("Plato", "Plato"),
        ("American Heart Association", "American Heart Association"),
        ("CRASH-3 Trial Collaborators", "CRASH-3 Trial Collaborators"),
        ("University of Leeds", "University of Leeds"),
    ],
)
def test_a_name_printed_given_name_first_is_turned_round(printed: str, name: str) -> None:
    assert fields.given_first(printed) == name
