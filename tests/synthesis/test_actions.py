"""Findings, themes and what joins them: recorded, changed, taken back."""

from collections.abc import Callable
from itertools import pairwise
from uuid import UUID, uuid4

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.audit.trail import NoSuchReview
from synthema.documents.actions import withdraw_document
from synthema.documents.from_files import add_folder
from synthema.documents.tables import documents
from synthema.refused import Refused
from synthema.studies.actions import remove_study, unlink_report
from synthema.studies.tables import find_report, study_by_label
from synthema.synthesis import actions
from synthema.synthesis.tables import (
    FindingRow,
    PlacementRow,
    ThemeRow,
    finding_named,
    method,
    notes,
    samples,
    theme_by_key,
    themes,
    unplaced,
)
from synthema.team.actions import add_person
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.synthesis.story import INVENTED, up_to_studies

CALLED_LOST = "it is four hours in a lay-by"


@pytest.fixture
def story(cast: Cast) -> Cast:
    """The invented review with its studies and full texts, and no findings yet."""
    up_to_studies(cast, INVENTED)
    add_folder(By(cast.dev), cast.review, INVENTED / "documents" / "documents.csv")
    return cast


def ids(story: Cast, name: str) -> tuple[UUID, UUID]:
    """A study and its report."""
    label = {"amber": "Amber 2018", "birch": "Birch 2020", "cedar": "Cedar 2021"}[name]
    study = study_by_label(story.review, label)
    return study.id, find_report(story.review, "", doi=f"10.5555/invented.{name}.{label[-4:]}").id


def record(story: Cast, name: str, number: int = 1, **more: object) -> UUID:
    """A finding recorded by Ana."""
    done = actions.record_finding(By(story.ana), story.review, *ids(story, name), number, "It was so.", **more)  # type: ignore[arg-type]
    return UUID(str(done.body.finding_id))


def create(story: Cast, key: str, level: str = "descriptive", parent: UUID | None = None) -> UUID:
    """A theme created by Ben."""
    done = actions.create_theme(By(story.ben), story.review, key, key.title(), level, parent=parent)
    return UUID(str(done.body.theme_id))


def assert_sound(story: Cast) -> None:
    assert replay.verify(story.review).faults == ()
    before = replay.digests(story.review)
    replay.rebuild(story.review)
    assert replay.digests(story.review) == before


def test_an_illustration_is_anchored_in_the_full_text(story: Cast) -> None:
    record(story, "birch", 2, illustration=CALLED_LOST, place="p. 1", order="participant", credibility="credible")
    row = finding_named(story.review, "birch 2020:2")
    assert row.anchor is not None
    assert row.anchor.exact == CALLED_LOST
    assert row.document is not None
    assert row.document.file_name == "birch.txt"
    assert (row.order, row.credibility, row.place) == ("participant", "credible", "p. 1")
    assert_sound(story)


def test_a_quote_that_is_not_in_its_text_is_refused_unless_kept_knowingly(story: Cast) -> None:
    with pytest.raises(Refused, match=r"birch\.txt: The text does not hold the words .* --keep-unfound"):
        record(story, "birch", illustration="They gave me tea.")
    assert not FindingRow.objects.filter(review=story.review).exists()
    record(story, "birch", illustration="They gave me tea.", allow_missing=True)
    assert finding_named(story.review, "Birch 2020:1").anchor is None
    assert_sound(story)


def test_a_finding_belongs_to_the_study_of_its_report_and_has_a_number_of_its_own(story: Cast) -> None:
    amber, birch = ids(story, "amber"), ids(story, "birch")
    with pytest.raises(Refused, match="belongs to Birch 2020, not to Amber 2018"):
        actions.record_finding(By(story.ana), story.review, amber[0], birch[1], 1, "So.")
    record(story, "amber", 1)
    with pytest.raises(Refused, match="has a finding 1 already"):
        record(story, "amber", 1)
    record(story, "birch", 1)
    for number, statement, more, says in (
        (-1, "So.", {}, "no number"),
        (2, " ", {}, "needs a statement"),
        (2, "So.", {"order": "patient"}, "no order. Write participant, author"),
        (2, "So.", {"credibility": "high"}, "no credibility"),
    ):
        with pytest.raises(Refused, match=says):
            actions.record_finding(By(story.ana), story.review, *amber, number, statement, **more)  # type: ignore[arg-type]


def test_a_retry_is_one_act(story: Cast) -> None:
    by, source = By(story.ana), ids(story, "amber")
    first = actions.record_finding(by, story.review, *source, 1, "So.")
    assert actions.record_finding(by, story.review, *source, 1, "So.") == first
    assert FindingRow.objects.filter(review=story.review).count() == 1


def test_a_finding_stands_once_under_a_theme_and_under_several_themes(story: Cast) -> None:
    finding, gain, cost = record(story, "amber"), create(story, "gain"), create(story, "cost")
    assert [row.id for row in unplaced(story.review)] == [finding]
    actions.place_finding(By(story.ana), story.review, finding, gain)
    actions.place_finding(By(story.ana), story.review, finding, cost, "contradicts", "Another place.")
    with pytest.raises(Refused, match="stands under “Gain” already"):
        actions.place_finding(By(story.ben), story.review, finding, gain, "nuance")
    with pytest.raises(Refused, match="no polarity"):
        actions.place_finding(By(story.ben), story.review, finding, gain, "against")
    assert unplaced(story.review) == []
    assert_sound(story)


def test_undo_lists_what_was_built_on_it(story: Cast) -> None:
    finding, gain = record(story, "birch", illustration=CALLED_LOST), create(story, "gain")
    actions.place_finding(By(story.ana), story.review, finding, gain)
    study, report = ids(story, "birch")
    with pytest.raises(Refused, match="its placement under “Gain”"):
        actions.withdraw_finding(By(story.ana), story.review, finding, "A mistake.")
    with pytest.raises(Refused, match="finding 1 of Birch 2020"):
        actions.retire_theme(By(story.ana), story.review, gain, "Merged.")
    with pytest.raises(Refused, match="finding 1 of Birch 2020"):
        withdraw_document(By(story.dev), story.review, documents(story.review)[1].id, "Wrong.")
    with pytest.raises(Refused, match="finding 1 of Birch 2020"):
        unlink_report(By(story.dev), story.review, report)
    actions.withdraw_placement(By(story.ben), story.review, finding, gain, "Elsewhere.")
    with pytest.raises(Refused, match="does not stand under that theme"):
        actions.withdraw_placement(By(story.ben), story.review, finding, gain)
    actions.withdraw_finding(By(story.ben), story.review, finding, "Not a finding.")
    actions.retire_theme(By(story.ben), story.review, gain, "Empty.")
    withdraw_document(By(story.dev), story.review, documents(story.review)[1].id, "Wrong.")
    unlink_report(By(story.dev), story.review, report)
    remove_study(By(story.dev), story.review, study)
    assert_sound(story)


def test_a_retired_theme_keeps_its_key_and_comes_back(story: Cast) -> None:
    gain = create(story, "gain")
    actions.retire_theme(By(story.ana), story.review, gain, "Empty.")
    assert themes(story.review) == []
    with pytest.raises(Refused, match="synthesis restore gain"):
        create(story, "gain")
    with pytest.raises(Refused, match="was retired"):
        actions.rename_theme(By(story.ana), story.review, gain, "Gains")
    actions.restore_theme(By(story.ana), story.review, gain)
    assert [row.key for row in themes(story.review)] == ["gain"]
    with pytest.raises(Refused, match="no such retired theme"):
        actions.restore_theme(By(story.ana), story.review, gain)
    with pytest.raises(Refused, match=r"There is a theme 'gain' already\.$"):
        create(story, "gain")


def test_themes_stand_in_a_tree_and_never_in_a_circle(story: Cast) -> None:
    top = create(story, "top", "overarching")
    main = create(story, "main", "analytical", top)
    low = create(story, "low", "descriptive", main)
    lower = create(story, "lower", "descriptive", low)
    with pytest.raises(Refused, match="cannot stand under itself"):
        actions.move_theme(By(story.ana), story.review, low, lower)
    with pytest.raises(Refused, match="cannot stand under a theme that is only descriptive"):
        actions.move_theme(By(story.ana), story.review, main, low)
    with pytest.raises(Refused, match="stands there already"):
        actions.move_theme(By(story.ana), story.review, low, main)
    with pytest.raises(Refused, match="the theme “Low” under it"):
        actions.retire_theme(By(story.ana), story.review, main)
    actions.move_theme(By(story.ana), story.review, low, top)
    actions.move_theme(By(story.ana), story.review, lower)
    assert {row.key: row.parent for row in themes(story.review)} == {
        "top": None,
        "main": top,
        "low": top,
        "lower": None,
    }
    assert_sound(story)


def test_a_theme_says_when_it_or_what_stands_under_it_last_changed(story: Cast) -> None:
    finding, gain, cost = record(story, "amber"), create(story, "gain", "analytical"), create(story, "cost")

    def edited() -> tuple[int, int]:
        at = dict(ThemeRow.objects.filter(review=story.review).values_list("key", "edited_at"))
        return at["gain"], at["cost"]

    seen = [edited()]
    acts: list[Callable[[], object]] = [
        lambda: actions.rename_theme(By(story.ana), story.review, gain, "Gains"),
        lambda: actions.redefine_theme(By(story.ana), story.review, gain, "What one gains."),
        lambda: actions.move_theme(By(story.ana), story.review, cost, gain),
    ]
    for act in acts:
        act()
        seen.append(edited())
    assert [later[0] > earlier[0] for earlier, later in pairwise(seen)] == [True] * 3
    assert seen[3][1] > seen[2][1]
    actions.place_finding(By(story.ana), story.review, finding, cost)
    actions.withdraw_placement(By(story.ana), story.review, finding, cost)
    assert edited()[1] > seen[3][1]
    assert theme_by_key(story.review, "gain").name == "Gains"
    for again in acts[:2]:
        with pytest.raises(Refused, match="already"):
            again()


def test_a_bad_theme_is_refused(story: Cast) -> None:
    for key, name, level, says in (
        ("Two words", "A", "descriptive", "cannot be used"),
        ("a", " ", "descriptive", "needs a name"),
        ("a", "A", "main", "no level"),
    ):
        with pytest.raises(Refused, match=says):
            actions.create_theme(By(story.ana), story.review, key, name, level)
    with pytest.raises(Refused, match="no origin"):
        actions.create_theme(By(story.ana), story.review, "a", "A", origin="")
    with pytest.raises(Refused, match="There is no theme"):
        actions.create_theme(By(story.ana), story.review, "a", "A", parent=uuid4())


def test_a_later_method_replaces_the_earlier(story: Cast) -> None:
    actions.choose_method(By(story.ana), story.review, "framework", rationale="It fits.")
    actions.choose_method(By(story.ana), story.review, "thematic", source="doi:10.1186/1471-2288-8-45")
    chosen = method(story.review)
    assert chosen is not None
    assert (chosen.profile, chosen.rationale) == ("thematic", "")
    for profile, against, says in (
        ("grounded", "", "There is no method"),
        ("thematic", "me", "no polarity_against"),
    ):
        with pytest.raises(Refused, match=says):
            actions.choose_method(By(story.ana), story.review, profile, polarity_against=against)
    with pytest.raises(Refused, match="is the method already"):
        actions.choose_method(By(story.ben), story.review, "thematic", source="doi:10.1186/1471-2288-8-45")
    assert_sound(story)


def test_notes_are_written_and_taken_back(story: Cast) -> None:
    gain, (study, _) = create(story, "gain"), ids(story, "amber")
    by, review = By(story.ana), story.review
    actions.note_disagreement(by.then(1), review, "Gift or waste?", "They differ.", (study,))
    actions.write_note(by.then(2), review, "robustness", "Who left", "They were not asked.")
    actions.write_note(by.then(3), review, "disconfirming", "Gain", "Nothing was found.", gain)
    assert [row.kind for row in notes(review)] == ["disagreement", "robustness", "disconfirming"]
    assert notes(review, "disagreement")[0].studies == (study,)
    with pytest.raises(Refused, match="the note “Gain”"):
        actions.retire_theme(By(story.ana), review, gain)
    assert_sound(story)
    for row in notes(review):
        actions.withdraw_note(By(story.ben), review, row.id, "Written anew.")
    assert notes(review) == []
    with pytest.raises(Refused, match="no note"):
        actions.withdraw_note(By(story.ben), review, uuid4())
    for kind, title, text, theme, says in (
        ("remark", "T", "t", None, "no kind of note"),
        ("limit", "", "t", None, "a title and a text"),
        ("limit", "T", "t", gain, "names its theme"),
        ("disconfirming", "T", "t", None, "names its theme"),
    ):
        with pytest.raises(Refused, match=says):
            actions.write_note(By(story.ana), review, kind, title, text, theme)


def test_shared_samples_are_decided_once(story: Cast) -> None:
    one, other = ids(story, "amber")[1], ids(story, "birch")[1]
    actions.decide_sample(By(story.ana), story.review, one, other, False, "Other coasts.")
    with pytest.raises(Refused, match="decided on already"):
        actions.decide_sample(By(story.ben), story.review, other, one, True)
    with pytest.raises(Refused, match="reports of one study"):
        actions.decide_sample(By(story.ben), story.review, one, one, True)
    assert [row.shared for row in samples(story.review)] == [False]
    with pytest.raises(Refused, match="a decision on its sample"):
        unlink_report(By(story.dev), story.review, other)
    assert_sound(story)
    actions.withdraw_sample_decision(By(story.ana), story.review, other, one)
    with pytest.raises(Refused, match="Nobody decided"):
        actions.withdraw_sample_decision(By(story.ana), story.review, other, one)
    unlink_report(By(story.dev), story.review, other)
    with pytest.raises(Refused, match="belongs to no study yet"):
        actions.decide_sample(By(story.ana), story.review, one, other, True)


def test_a_finding_is_named_by_study_and_number_or_by_its_identifier(story: Cast) -> None:
    finding = record(story, "amber", 3)
    assert finding_named(story.review, "AMBER 2018 : 3").id == finding
    assert finding_named(story.review, str(finding)[:8]).id == finding
    for name in ("Amber 2018:4", "Amber 2018", str(finding)[:3], ""):
        with pytest.raises(Refused, match="No finding is called"):
            finding_named(story.review, name)


def test_who_may_act(story: Cast) -> None:
    finding, gain, (study, report) = record(story, "amber"), create(story, "gain"), ids(story, "birch")
    review = story.review
    acts: list[Callable[[By], object]] = [
        lambda by: actions.choose_method(by, review, "thematic"),
        lambda by: actions.record_finding(by, review, study, report, 1, "So."),
        lambda by: actions.withdraw_finding(by, review, finding),
        lambda by: actions.create_theme(by, review, "cost", "Cost"),
        lambda by: actions.rename_theme(by, review, gain, "Gains"),
        lambda by: actions.redefine_theme(by, review, gain, "Gains."),
        lambda by: actions.move_theme(by, review, gain),
        lambda by: actions.retire_theme(by, review, gain),
        lambda by: actions.restore_theme(by, review, gain),
        lambda by: actions.place_finding(by, review, finding, gain),
        lambda by: actions.withdraw_placement(by, review, finding, gain),
        lambda by: actions.note_disagreement(by, review, "T", "t", (study,)),
        lambda by: actions.write_note(by, review, "limit", "T", "t"),
        lambda by: actions.withdraw_note(by, review, gain),
        lambda by: actions.decide_sample(by, review, report, report, True),
        lambda by: actions.withdraw_sample_decision(by, review, report, report),
    ]
    for act in acts:
        with pytest.raises(NoSuchReview):
            act(By(story.eve))
    add_person(By(story.chloe), review, story.eve, "reader")
    for act in acts:
        for who in (story.eve, story.dev):
            with pytest.raises(NotAllowed):
                act(By(who))
    assert PlacementRow.objects.filter(review=review).count() == 0


def test_what_belongs_to_another_review_is_not_there(story: Cast) -> None:
    finding, gain = record(story, "amber"), create(story, "gain")
    by, other = By(story.eve), story.other_review
    acts: list[Callable[[], object]] = [
        lambda: actions.rename_theme(by, other, gain, "Mine"),
        lambda: actions.withdraw_finding(by, other, finding),
        lambda: actions.record_finding(by, other, *ids(story, "amber"), 9, "So."),
        lambda: actions.place_finding(by, other, finding, gain),
    ]
    for act in acts:
        with pytest.raises(Refused, match="There is no"):
            act()
