import pytest

from synthema.appraisal import for_design, for_publication, instrument, instruments, rated_questions, with_wording
from synthema.forms import FormError, check, compare, form_from_plain, form_to_plain

OWN_COPY = b'source = "our licensed copy, page 1"\n[wording]\n"1" = "An invented sentence for question one."\n'


def test_four_instruments_come_with_synthema() -> None:
    assert [form.id for form in instruments()] == ["casp_2018", "casp_2024", "jbi_qualitative_2015", "mmat_2018"]


@pytest.mark.parametrize("form", instruments(), ids=lambda form: form.id)
def test_each_instrument_names_licence_link_and_citation_and_ships_no_official_wording(form: object) -> None:
    known = instrument(getattr(form, "id", ""))
    assert known == form
    assert known.licence.endswith("(official wording, not included)")
    assert known.official_url.startswith("http")
    assert known.citation
    assert known.note
    assert not known.wording_shareable
    assert all(q.label and q.hint and not q.wording for q in known.questions)
    assert not any(q.label.endswith("?") for q in known.questions)  # labels are ours: topics, not questions
    assert form_from_plain(form_to_plain(known)) == known


@pytest.mark.parametrize(
    ("name", "count", "choices"),
    [
        ("casp_2018", 10, ("yes", "no", "cant_tell")),
        ("casp_2024", 10, ("yes", "no", "cant_tell")),
        ("jbi_qualitative_2015", 10, ("yes", "no", "unclear", "not_applicable")),
        ("mmat_2018", 27, ("yes", "no", "cant_tell")),
    ],
)
def test_each_instrument_has_its_rated_questions_and_answers(name: str, count: int, choices: tuple[str, ...]) -> None:
    rated = rated_questions(instrument(name))
    assert len(rated) == count
    assert {question.choices for question in rated} == {choices}


def test_casp_2024_asks_the_ten_topics_of_2018_and_says_it_is_not_verified() -> None:
    old, new = instrument("casp_2018"), instrument("casp_2024")
    assert old.verified
    assert not new.verified
    assert "Not verified" in new.note
    assert not [change for change in compare(old, new) if change.key]


def test_the_first_two_casp_questions_are_for_screening() -> None:
    form = instrument("casp_2018")
    assert [q.key for q in form.questions if q.group == "screening"] == ["1", "2"]
    sections = {section: [q.key for q in rated_questions(form) if q.section[0] == section] for section in "ABC"}
    assert sections == {"A": ["1", "2", "3", "4", "5", "6"], "B": ["7", "8", "9"], "C": ["10"]}


def test_every_answer_but_yes_needs_a_reason_and_not_reported_is_no_answer() -> None:
    form = instrument("casp_2018")
    given = dict.fromkeys([q.key for q in rated_questions(form)], "yes")
    assert check(form, given) == ()
    assert [p.where for p in check(form, {**given, "6": "cant_tell"})] == ["Question 6 (Researcher position)"]
    assert check(form, {**given, "6": "cant_tell"}, {"6": "the abstract is silent"}) == ()
    (refused,) = check(form, {**given, "6": "not reported"})
    assert refused.next == "Use one of: Yes, No, Can't tell."


@pytest.mark.parametrize(
    ("design", "groups"),
    [
        ("qualitative", ["screening", "1"]),
        ("randomised", ["screening", "2"]),
        ("non_randomised", ["screening", "3"]),
        ("descriptive", ["screening", "4"]),
        ("mixed_randomised", ["screening", "1", "2", "5"]),
        ("mixed_non_randomised", ["screening", "1", "3", "5"]),
        ("mixed_descriptive", ["screening", "1", "4", "5"]),
    ],
)
def test_the_mmat_asks_only_the_parts_that_fit_a_design_and_requires_them(design: str, groups: list[str]) -> None:
    form = for_design(instrument("mmat_2018"), design)
    assert list(dict.fromkeys(q.group for q in form.questions)) == groups
    assert len(form.questions) == 2 + 5 * (len(groups) - 1)
    assert all(q.required for q in form.questions)


def test_unknown_instruments_and_designs_are_named() -> None:
    with pytest.raises(FormError, match=r"Instrument casp: there is none of that name\. Use one of: casp_2018,"):
        instrument("casp")
    with pytest.raises(FormError, match=r"Design ethnography: .* has no parts for it"):
        for_design(instrument("mmat_2018"), "ethnography")
    with pytest.raises(FormError, match="has no parts for it"):
        for_design(instrument("casp_2018"), "qualitative")


def test_a_team_may_load_its_own_copy_of_the_wording_and_a_public_export_leaves_it_out() -> None:
    plain = instrument("casp_2018")
    worded = with_wording(plain, OWN_COPY, "wording.toml")
    first = worded.question("1")
    assert first is not None
    assert first.wording == "An invented sentence for question one."
    assert worded.wording_source == "our licensed copy, page 1"
    assert compare(plain, worded) == ()
    assert for_publication(worded) == plain


def test_wording_whose_licence_allows_it_stays_in_a_public_export() -> None:
    shareable = form_from_plain({**form_to_plain(instrument("casp_2018")), "wording_shareable": True})
    worded = with_wording(shareable, OWN_COPY, "wording.toml")
    assert for_publication(worded) == worded


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "the file is empty"),
        (b'source = "x"\n', "it has no wording"),
        (b'[wording]\n"1" = "x"\n', "no source"),
        (b'source = "x"\n[wording]\n"11" = "x"\n', '"11" is not a question of CASP'),
        (b'source = "x"\n[wording]\n"1" = 2\n', 'the wording of "1" is not text'),
    ],
)
def test_faulty_wording_is_refused_with_its_place(content: bytes, what: str) -> None:
    with pytest.raises(FormError, match=r"wording\.toml: ") as caught:
        with_wording(instrument("casp_2018"), content, "wording.toml")
    assert what in str(caught.value)
