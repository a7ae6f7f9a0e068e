"""Decisions in exports of ASReview, Covidence and EPPI-Reviewer."""

from collections import Counter

import pytest

from synthema.records import read
from synthema.records.model import Record
from synthema.records.opinions import Opinion, covidence_list, opinions, opinions_faults
from tests.shared_data import shared_data


def only(text: str) -> tuple[Opinion, ...]:
    return opinions(read(text.encode()).records[0])


def test_asreviews_words_are_read_among_other_notes() -> None:
    assert only("TY  - GEN\nTI  - One\nN1  - Note 1. ASReview_irrelevant. Note 2.\nN1  - ASReview_prior\nER  -\n") == (
        Opinion("ASReview", verdict="exclude", stage="title_abstract", labels=("prior",)),
    )


def test_asreviews_columns_tell_label_reviewer_note_and_tags() -> None:
    header = "title,asreview_label,asreview_user_name,asreview_note,asreview_tag_setting,asreview_prior\n"
    assert only(header + "One,1,Ana,why,1,1\n") == (
        Opinion("ASReview", "Ana", "include", "title_abstract", labels=("prior", "setting"), note="why"),
    )
    assert only(header + "One,,,,,\n") == ()


def test_a_dataset_with_labels_of_somebody_is_heard() -> None:
    assert [one.verdict for one in only("title,included\nOne,1\n")] == ["include"]
    assert [one.verdict for one in only("title,label_included\nOne,0.0\n")] == ["exclude"]
    assert only("title,included\nOne,-1\n") == ()
    assert only("title,included\nOne,by hand\n") == ()


def test_labels_to_validate_stand_apart() -> None:
    first, second = only("TY  - GEN\nTI  - One\nN1  - ASReview_relevant\nN1  - ASReview_validate_irrelevant\nER  -\n")
    assert (first.verdict, first.labels) == ("include", ())
    assert (second.verdict, second.labels) == ("exclude", ("to validate",))


@pytest.mark.parametrize(
    "raw",
    [
        (("N1", "ASReview_relevant ASReview_irrelevant"),),
        (("N1", "ASReview_perhaps"),),
        (("asreviewlabel", "yes"),),
        (("asreviewlabel", "1"), ("included", "0")),
    ],
)
def test_labels_that_contradict_or_are_not_known_are_said_and_not_read(raw: tuple[tuple[str, str], ...]) -> None:
    record = Record(title="One", raw=raw)
    assert opinions(record) == ()
    assert len(opinions_faults(record)) == 1


def test_covidence_tells_reason_notes_and_tags() -> None:
    header = "Title,Covidence #,Study,Notes,Tags\n"
    assert only(header + 'One,#15,Ana 2020,"Exclusion reason: Wrong design; seen twice","SRH; grey"\n') == (
        Opinion("Covidence", "", "exclude", "full_text", ("Wrong design",), ("SRH", "grey"), "seen twice"),
    )
    assert only(header + "One,#15,Ana 2020,,\n") == ()
    assert only(header + "One,#15,Ana 2020,look,\n") == (Opinion("Covidence", note="look"),)


def test_the_name_of_a_covidence_file_tells_which_list_it_is() -> None:
    assert covidence_list("review_59500_irrelevant_csv_20190925102123.csv") == ("exclude", "title_abstract")
    assert covidence_list("review_59500_select_csv_20190925102202.csv") == ("include", "title_abstract")
    assert covidence_list("review_1_excluded_ris_2.ris") == ("exclude", "full_text")
    assert covidence_list("review_1_included_csv_2.csv") == ("include", "full_text")
    assert covidence_list("included.csv") == ("", "")


def test_eppi_reviewers_codes_are_read_from_the_keywords() -> None:
    codes = (
        "INCLUDE based on title & abstract", "EXCLUDE on date", "EXCLUDE on full text: wrong setting",
        "INCLUDE for second opinion", "exclusive breastfeeding",
    )  # fmt: skip
    record = Record(title="One", keywords=("eppi-reviewer", *codes))
    assert opinions(record) == (
        Opinion("EPPI-Reviewer", "", "include", "title_abstract"),
        Opinion("EPPI-Reviewer", "", "exclude", "", ("date",)),
        Opinion("EPPI-Reviewer", "", "exclude", "full_text", ("wrong setting",)),
        Opinion("EPPI-Reviewer", "", "maybe"),
    )
    assert opinions(Record(title="One", keywords=codes)) == ()


def test_asreviews_own_export_is_heard_whole() -> None:
    path = shared_data("formats/asreview/asreview_baseline_tag-notes_labels.ris")
    records = read(path).records
    said = Counter(one.verdict for record in records for one in opinions(record))
    text = path.read_text("utf-8")
    assert said == {"include": text.count("ASReview_relevant"), "exclude": text.count("ASReview_irrelevant")}
    assert not [fault for record in records for fault in opinions_faults(record)]


@pytest.mark.parametrize("folder", ["covidence", "eppi-reviewer"])
def test_exports_without_decisions_say_nothing(folder: str) -> None:
    for path in sorted(shared_data(f"formats/{folder}").iterdir()):
        assert not [one for record in read(path).records for one in opinions(record)]
