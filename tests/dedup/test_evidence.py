from synthema.dedup.evidence import Evidence, Sign, weigh
from synthema.dedup.facts import facts
from synthema.records.model import Record
from tests.dedup.invented import OTHER, PRINTED, like


def weighed(a: Record, b: Record) -> Evidence:
    return weigh(facts(a), facts(b))


def test_missing_is_not_different() -> None:
    found = weighed(PRINTED, like(journal="", volume="", pages="", doi="", year=None))
    assert {found.journal, found.volume, found.page, found.doi, found.year} == {Sign.MISSING}
    assert found.authors == Sign.AGREE


def test_different_is_seen_in_every_field() -> None:
    found = weighed(PRINTED, OTHER)
    assert {found.journal, found.volume, found.page, found.doi, found.year, found.authors} == {Sign.DIFFER}


def test_it_weighs_the_same_in_both_directions() -> None:
    assert weighed(PRINTED, OTHER) == weighed(OTHER, PRINTED)
    short = like(authors=("A. Sandoval",), title="Walking beside", journal="J Inv Nurs")
    assert weighed(PRINTED, short) == weighed(short, PRINTED)


def test_a_misspelt_first_author_still_agrees() -> None:
    assert weighed(PRINTED, like(authors=("Sandovall, A.",))).authors == Sign.AGREE


def test_a_dot_between_numbers_tells_dois_apart_and_lost_dashes_do_not() -> None:
    assert weighed(like(doi="10.5555/jin.2012.1.11"), like(doi="10.5555/jin.2012.11.1")).doi == Sign.DIFFER
    assert weighed(like(doi="10.5555/S0140-6736(10)60314-0"), like(doi="10.5555/S014067361060314-0")).doi == Sign.AGREE


def test_page_one_is_no_evidence() -> None:
    assert weighed(like(pages="1-9"), like(pages="1-12")).page == Sign.MISSING
    assert weighed(like(pages="1-9"), PRINTED).page == Sign.MISSING


def test_abstracts_agree_by_their_beginning() -> None:
    words = (
        "Background: peer workers were asked about the first year of their work in two invented hospitals of one city."
    )
    assert weighed(like(abstract=words), like(abstract=words + " More followed.")).abstract == Sign.AGREE
    assert weighed(like(abstract=words), like(abstract="Other words " * 10)).abstract == Sign.MISSING
