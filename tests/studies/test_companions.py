"""Hints that two reports tell of one study."""

from uuid import UUID

from synthema.studies.companions import Companion, hints

WHO = ("Invented, Ida", "Other, Olga", "Third, Theo")


def report(number: int, title: str, **more: object) -> Companion:
    values: dict[str, object] = {"authors": WHO, "year": 2020} | more
    return Companion(report=UUID(int=number), title=title, **values)  # type: ignore[arg-type]


LARKS = report(1, "Listening to larks on lower fields")
AGAIN = report(2, "Larks on lower fields: what keepers hear", authors=("I. Invented", "Olga Other"), year=2022)


def test_people_and_subject_in_common_are_a_hint() -> None:
    (found,) = hints([LARKS, AGAIN])
    assert (found.one, found.other) == (UUID(int=1), UUID(int=2))
    assert found.why == "both by Invented, Other; both titles speak of fields, larks, lower"


def test_people_alone_or_subject_alone_or_long_ago_are_none() -> None:
    assert hints([LARKS, report(2, "Owls heard from night shifts")]) == []
    assert hints([LARKS, report(2, AGAIN.title, authors=("Nobody, Nora", "Other, Olga"))]) == []
    assert hints([LARKS, report(2, AGAIN.title, year=2001)]) == []


def test_a_registration_in_common_is_a_hint_whoever_wrote() -> None:
    one = report(1, "Larks", text="Registered as NCT01234567.")
    other = report(2, "Owls", authors=("Nobody, Nora",), year=2031, text="See nct01234567")
    assert [found.why for found in hints([one, other])] == ["both name the registration NCT01234567"]


def test_reports_of_one_study_need_no_hint() -> None:
    study = UUID(int=9)
    assert hints([report(1, LARKS.title, study=study), report(2, AGAIN.title, study=study)]) == []
    assert len(hints([report(1, LARKS.title, study=study), report(2, AGAIN.title, study=UUID(int=8))])) == 1


def test_words_of_every_title_tell_nothing() -> None:
    many = [report(n, f"Birds and keepers number{n}") for n in range(12)]
    assert hints(many) == []
