import pytest

from synthema.dedup.telling import other_words
from synthema.dedup.titles import clean_title

STUDY = "Experiences of {} in peer support: a study in three towns"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mothers", "fathers"),
        ("men", "women"),
        ("maternal carers", "paternal carers"),
        ("smokers", "non-smokers"),
        ("hypertension", "hypotension"),
        ("inpatients", "outpatients"),
        ("acute wards", "chronic wards"),
        ("the before period", "the after period"),
        ("hepatitis B", "hepatitis C"),
        ("nurses in Iran", "nurses in Iraq"),
        ("nurses in Niger", "nurses in Nigeria"),
        ("dental care", "mental care"),
        ("typical care", "atypical care"),
        ("patients with breast cancer", "patients with metastatic breast cancer"),
        ("sexual risk", "sexual violence risk"),
        ("研究上", "研究下"),
    ],
)
def test_one_opposed_word_makes_another_report(one: str, other: str) -> None:
    a, b = clean_title(STUDY.format(one)), clean_title(STUDY.format(other))
    assert other_words(a, b)
    assert other_words(b, a)


@pytest.mark.parametrize("behind", [": an update", " revisited", ": executive summary", ": study protocol"])
def test_what_stands_behind_a_title_may_make_another_report_of_it(behind: str) -> None:
    title = STUDY.format("nurses")
    assert other_words(clean_title(title), clean_title(title + behind))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Haemoglobin in paediatric patients", "Hemoglobin in pediatric patients"),
        ("Outcomes of a randomised trial", "Outcomes of a randomized trial"),
        ("Peer support workers and wards", "Peer support worker and ward"),
        ("Lithium in 11C labelled cells", "Lithium in 11 C labelled cells"),
        ("Walking beside", "Walking beside: how peer workers went on after the follow-up of a trial in three towns"),
        ("Walking beside", "Walking beside"),
        ("Oedema in nurses", "Edema in nurses"),
    ],
)
def test_spelling_and_a_missing_subtitle_make_no_other_report(one: str, other: str) -> None:
    assert not other_words(clean_title(one), clean_title(other))
    assert not other_words(clean_title(other), clean_title(one))
