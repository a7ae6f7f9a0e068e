"""Reports are sought, retrieved and linked to studies, and each step can be taken back."""

from pathlib import Path
from uuid import uuid4

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.audit.trail import NoSuchReview
from synthema.dedup.actions import find_duplicates
from synthema.records.actions import import_file
from synthema.refused import Refused
from synthema.screening.actions import seek
from synthema.screening.states import to_seek
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.studies import actions
from synthema.studies.actions import (
    link_report,
    name_study,
    record_retrieval,
    remove_study,
    rename_study,
    unlink_report,
    withdraw_retrieval,
    withdraw_sought,
)
from synthema.studies.tables import report, reports, reports_of, studies, study, study_by_label
from synthema.team.actions import add_person, register_person
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.screening.stage import LARK, MARSH, OWL, group_named, prepare, vote


def sought(cast: Cast, folder: Path, *titles: str) -> None:
    known = prepare(cast, folder)
    for title in titles:
        vote(cast, known[title], ana="include", ben="include")
    seek(By(cast.dev), cast.review)


def same_after_replay(cast: Cast) -> None:
    assert replay.verify(cast.review).sound
    before = replay.digests(cast.review)
    replay.rebuild(cast.review)
    assert replay.digests(cast.review) == before


def test_a_report_has_the_best_values_of_all_its_records(cast: Cast, tmp_path: Path) -> None:
    title = "Larks over the lower fields of the old estate"
    known = prepare(cast, tmp_path, (title, MARSH))
    log_search(By(cast.dev), cast.review, Search(key="fuller", source="Fuller"))
    (tmp_path / "fuller.ris").write_text(
        f"TY  - JOUR\nTI  - {title}\nAU  - Invented, Ida\nAU  - Other, Olga\nPY  - 2020\n"
        "T2  - Journal of Invented Birds\nDO  - 10.5555/lark\nVL  - 7\nER  - \n",
        encoding="utf-8",
    )
    import_file(By(cast.dev), cast.review, tmp_path / "fuller.ris", "fuller")
    find_duplicates(By(cast.dev), cast.review)
    vote(cast, known[title], ana="include", ben="include")
    assert seek(By(cast.dev), cast.review) == 1
    (made,) = reports(cast.review)
    assert (made.title, made.doi, made.volume, made.year) == (title, "10.5555/lark", "7", 2020)
    assert (made.author_names, made.short_name) == (["Invented, Ida", "Other, Olga"], "Invented 2020")
    assert (made.group, made.record) == (group_named(cast, known[title]), known[title])
    same_after_replay(cast)


def test_seeking_again_seeks_nothing_twice_and_many_take_several_acts(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("synthema.screening.actions.MOST", 2)
    sought(cast, tmp_path, LARK, MARSH, OWL)
    assert [one.title for one in reports(cast.review)] == [LARK, MARSH, OWL]
    assert Event.objects.filter(review=cast.review, kind="ReportsSought").count() == 2
    assert (seek(By(cast.dev), cast.review), to_seek(cast.review)) == (0, [])
    withdraw_sought(By(cast.dev), cast.review, reports(cast.review)[1].id, "a second look")
    assert len(to_seek(cast.review)) == 1
    assert seek(By(cast.dev), cast.review) == 1
    same_after_replay(cast)


def test_an_act_never_seeks_more_than_five_hundred() -> None:
    assert actions.MOST == 500


def test_retrieval_is_recorded_once_and_taken_back(cast: Cast, tmp_path: Path) -> None:
    sought(cast, tmp_path, LARK)
    (lark,) = reports(cast.review)
    with pytest.raises(Refused, match="Write retrieved or not_retrieved"):
        record_retrieval(By(cast.dev), cast.review, lark.id, "lost")
    record_retrieval(By(cast.dev), cast.review, lark.id, "not_retrieved", "no reply from the authors")
    assert report(cast.review, lark.id).note == "no reply from the authors"
    with pytest.raises(Refused, match="recorded as not retrieved already"):
        record_retrieval(By(cast.dev), cast.review, lark.id, "retrieved")
    withdraw_retrieval(By(cast.dev), cast.review, lark.id, "they replied")
    with pytest.raises(Refused, match="Nothing is recorded"):
        withdraw_retrieval(By(cast.dev), cast.review, lark.id)
    record_retrieval(By(cast.dev), cast.review, lark.id, "retrieved")
    assert report(cast.review, lark.id).outcome == "retrieved"
    with pytest.raises(Refused, match="no report"):
        record_retrieval(By(cast.dev), cast.review, uuid4(), "retrieved")
    same_after_replay(cast)


def test_two_reports_tell_of_one_study(cast: Cast, tmp_path: Path) -> None:
    sought(cast, tmp_path, LARK, MARSH)
    lark, marsh = reports(cast.review)
    made = name_study(By(cast.dev), cast.review, "  Invented   2020 ").body.study_id
    for one in (lark, marsh):
        link_report(By(cast.dev), cast.review, one.id, made)
    assert [one.title for one in reports_of(cast.review, made)] == [LARK, MARSH]
    assert study_by_label(cast.review, "invented 2020").id == made
    other = name_study(By(cast.dev), cast.review, "Invented 2020a").body.study_id
    with pytest.raises(Refused, match="linked to Invented 2020 already"):
        link_report(By(cast.dev), cast.review, lark.id, other)
    with pytest.raises(Refused, match="is linked to it"):
        remove_study(By(cast.dev), cast.review, made)
    with pytest.raises(Refused, match="linked to the study Invented 2020"):
        withdraw_sought(By(cast.dev), cast.review, lark.id)
    unlink_report(By(cast.dev), cast.review, lark.id, "another sample")
    with pytest.raises(Refused, match="linked to no study"):
        unlink_report(By(cast.dev), cast.review, lark.id)
    link_report(By(cast.dev), cast.review, lark.id, other)
    assert [one.title for one in reports_of(cast.review, made)] == [MARSH]
    same_after_replay(cast)


def test_labels_of_studies_are_their_own(cast: Cast) -> None:
    made = name_study(By(cast.dev), cast.review, "Invented 2020").body.study_id
    for label, says in (("INVENTED, 2020", "already"), ("…", "needs a label"), ("x" * 201, "needs a label")):
        with pytest.raises(Refused, match=says):
            name_study(By(cast.dev), cast.review, label)
    rename_study(By(cast.dev), cast.review, made, "Invented (2020)")
    assert study(cast.review, made).label == "Invented (2020)"
    with pytest.raises(Refused, match=r"Studies: Invented \(2020\)"):
        study_by_label(cast.review, "Nobody 1999")
    remove_study(By(cast.dev), cast.review, made, "a slip")
    assert studies(cast.review) == []
    with pytest.raises(Refused, match="no study"):
        rename_study(By(cast.dev), cast.review, made, "Again")
    same_after_replay(cast)


def test_every_door_asks_who_comes(cast: Cast, tmp_path: Path) -> None:
    sought(cast, tmp_path, LARK)
    (lark,) = reports(cast.review)
    made = name_study(By(cast.dev), cast.review, "Invented 2020").body.study_id
    reader = register_person("Rita").id
    add_person(By(cast.chloe), cast.review, reader, "reader")
    for who, error in ((cast.eve, NoSuchReview), (reader, NotAllowed)):
        for act, *asked in (
            (record_retrieval, lark.id, "retrieved"),
            (withdraw_retrieval, lark.id),
            (withdraw_sought, lark.id),
            (name_study, "Other 2020"),
            (rename_study, made, "Other 2020"),
            (remove_study, made),
            (link_report, lark.id, made),
            (unlink_report, lark.id),
        ):
            with pytest.raises(error):
                act(By(who), cast.review, *asked)
    withdraw_sought(By(cast.dev), cast.review, lark.id)
    for who, error in ((cast.eve, NoSuchReview), (reader, NotAllowed)):
        with pytest.raises(error):
            seek(By(who), cast.review)
