"""What somebody means who writes a title."""

from uuid import UUID

import pytest

from synthema.dedup.naming import Named, Names, key
from synthema.refused import Refused

FIRST, SECOND, THIRD = (UUID(int=n) for n in (1, 2, 3))


def test_only_letters_and_digits_count() -> None:
    assert key("Workers’ place : co-designed <i>care</i>.") == key("WORKERS' PLACE—co designed care")
    assert key("Déjà vu") == key("deja vu")
    assert key("Part 1") != key("Part 2")


def test_year_and_doi_tell_works_of_one_title_apart() -> None:
    names = Names([Named(FIRST, FIRST, "Editorial", 2019, "10.5555/a"), Named(SECOND, SECOND, "Editorial", 2020)])
    assert names.find("Editorial", doi="https://doi.org/10.5555/A").id == FIRST
    assert names.find("editorial.", year="2020").id == SECOND
    with pytest.raises(Refused, match="2 works are called"):
        names.find("Editorial")


def test_two_records_of_one_unit_are_no_question() -> None:
    names = Names([Named(FIRST, THIRD, "Larks"), Named(SECOND, THIRD, "Larks")])
    assert names.find("Larks").id == FIRST


def test_a_doi_finds_what_a_changed_title_does_not() -> None:
    names = Names([Named(FIRST, FIRST, "Larks", 2019, "10.5555/a")])
    assert names.find("Skylarks, printed otherwise", doi="10.5555/a").id == FIRST


def test_a_near_miss_gets_a_hint_and_nothing_a_way_on() -> None:
    names = Names([Named(FIRST, FIRST, "Larks over the lower fields"), Named(SECOND, SECOND, "")])
    with pytest.raises(Refused, match="Did you mean 'Larks over the lower fields'"):
        names.find("Larks over lower fields")
    for title in ("Something else", "", "…"):
        with pytest.raises(Refused, match="synthema records list"):
            names.find(title)
