"""Two people appraise, neither sees the other before both are in, differences are settled, originals stay."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from synthema.appraisal import instrument, with_wording
from synthema.appraisal.actions import (
    choose_instrument,
    give_appraisal,
    import_appraisals,
    reconcile_appraisal,
    reconcile_appraisals,
    reopen_appraisal,
    set_appraisers,
    withdraw_appraisal,
)
from synthema.appraisal.tables import appraised, instrument_in_force, matrix, progress, publishable_instrument, scores
from synthema.audit.model import By
from synthema.audit.registry import hidden
from synthema.audit.tables import Event
from synthema.forms import parse_form, tables
from synthema.forms.batch import Done
from synthema.forms.model import FormError, Value
from synthema.refused import Refused
from synthema.studies.actions import remove_study
from synthema.team.actions import add_person, register_person
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.forms.worked import INVENTED, PEER_SUPPORT, name_studies, rows, sound_and_rebuilt

CASP = PEER_SUPPORT / "appraisal" / "casp_2018.csv"
FIRST, SECOND, CONSENSUS = (INVENTED / "appraisal" / f"casp-{name}.csv" for name in ("first", "second", "consensus"))
KEYS = [str(number) for number in range(1, 11)]


def answers(**changed: str) -> dict[str, Value]:
    given: dict[str, Value] = dict.fromkeys(KEYS, "yes")
    return given | {key.removeprefix("q"): value for key, value in changed.items()}


def reasons(given: dict[str, Value]) -> dict[str, str]:
    return {key: f"because {key}" for key, value in given.items() if value != "yes"}


def give(person: UUID, cast: Cast, study: UUID, **changed: str) -> None:
    given = answers(**changed)
    give_appraisal(By(person), cast.review, study, given, reasons(given))


@pytest.fixture
def amber(cast: Cast) -> UUID:
    """The review appraises with CASP 2018, and has one study."""
    choose_instrument(By(cast.chloe), cast.review, instrument("casp_2018"))
    return name_studies(cast, ["Amber 2018"])["Amber 2018"]


def test_the_worked_review_is_appraised_by_one_person_with_a_reason(cast: Cast) -> None:
    found = rows(CASP)
    ids = name_studies(cast, [row["study"] for row in found])
    choose_instrument(By(cast.chloe), cast.review, instrument("casp_2018"))
    set_appraisers(By(cast.chloe), cast.review, 1, "A demonstration by one reader.")
    assert import_appraisals(By(cast.ana), cast.review, CASP) == Done(24, 0)
    final = tables.final_answers(cast.review, "appraisal")
    assert {(s, q): a for s, given in final.items() for q, a in given.items()} == {
        (ids[row["study"]], row["question"]): row["answer"] for row in found
    }
    table = matrix(cast.review)
    assert len(table.rows) == 24
    assert table.blank_studies == ()
    for tally in table.by_question:
        assert sum(tally.counts.values()) == 24
        assert tally.counts["yes"] == sum(r["question"] == tally.name and r["answer"] == "yes" for r in found)
    assert progress(cast.review, cast.dev).settled == 24
    declared = tables.assessors(cast.review, "appraisal")
    assert declared is not None
    assert declared.reason == "A demonstration by one reader."
    sound_and_rebuilt(cast.review)


def test_the_invented_review_is_appraised_by_two_and_reconciled(cast: Cast) -> None:
    first, second, settled = ({(r["study"], r["question"]): r for r in rows(p)} for p in (FIRST, SECOND, CONSENSUS))
    ids = name_studies(cast, [study for study, _ in first])
    choose_instrument(By(cast.chloe), cast.review, instrument("casp_2018"))
    import_appraisals(By(cast.ana), cast.review, FIRST)
    assert len(hidden(cast.review)) == 3
    import_appraisals(By(cast.ben), cast.review, SECOND)
    assert hidden(cast.review) == set()
    assert set(tables.to_settle(cast.review, "appraisal")) == set(ids.values())
    assert matrix(cast.review).blank_studies == tuple(sorted(ids))
    assert reconcile_appraisals(By(cast.ana), cast.review, CONSENSUS) == Done(3, 0)
    final = tables.final_answers(cast.review, "appraisal")
    for (study, question), row in first.items():
        expected = settled.get((study, question), row)["answer"]
        assert final[ids[study]][question] == expected
        assert (row["answer"] == second[study, question]["answer"]) is ((study, question) not in settled)
    kept = tables.sheets(cast.review, "appraisal", cast.dev)
    originals = {(s.study, s.person, q): a for given in kept.values() for s in given for q, a in s.answers.items()}
    for who, given in ((cast.ana, first), (cast.ben, second)):
        assert all(originals[ids[study], who, q] == row["answer"] for (study, q), row in given.items())
    sound_and_rebuilt(cast.review)


def test_the_same_files_again_change_nothing(cast: Cast) -> None:
    name_studies(cast, [row["study"] for row in rows(FIRST)])
    choose_instrument(By(cast.chloe), cast.review, instrument("casp_2018"))
    import_appraisals(By(cast.ana), cast.review, FIRST)
    import_appraisals(By(cast.ben), cast.review, SECOND)
    reconcile_appraisals(By(cast.ben), cast.review, CONSENSUS)
    before = Event.objects.filter(review=cast.review).count()
    assert import_appraisals(By(cast.ana), cast.review, FIRST) == Done(0, 3)
    assert reconcile_appraisals(By(cast.ben), cast.review, CONSENSUS) == Done(0, 3)
    assert Event.objects.filter(review=cast.review).count() == before


def test_an_import_that_broke_off_is_completed_by_the_same_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    name_studies(cast, [row["study"] for row in rows(FIRST)])
    choose_instrument(By(cast.chloe), cast.review, instrument("casp_2018"))
    done: list[object] = []

    def breaks_off(*args: object, **kwargs: object) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(give_appraisal(*args, **kwargs))  # type: ignore[arg-type]

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr("synthema.appraisal.actions.give_appraisal", breaks_off)
        import_appraisals(By(cast.ana), cast.review, FIRST)
    assert import_appraisals(By(cast.ana), cast.review, FIRST) == Done(2, 1)
    assert len(tables.standing_sheets(cast.review, "appraisal")) == 3


def test_a_file_may_be_imported_again_after_its_sheets_were_withdrawn(cast: Cast, amber: UUID, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("study,question,answer,reason\n" + "".join(f"amber 2018,{key},yes,\n" for key in KEYS))
    import_appraisals(By(cast.ana), cast.review, file)
    withdraw_appraisal(By(cast.ana), cast.review, amber)
    assert tables.standing_sheets(cast.review, "appraisal") == {}
    assert import_appraisals(By(cast.ana), cast.review, file) == Done(1, 0)
    assert len(tables.standing_sheets(cast.review, "appraisal")[amber]) == 1


def test_nobody_sees_an_open_sheet_of_another_not_even_the_lead(cast: Cast, amber: UUID) -> None:
    give(cast.ana, cast, amber, q3="no")
    assert [s.person for s in tables.sheets(cast.review, "appraisal", cast.ana)[amber]] == [cast.ana]
    for viewer in (cast.ben, cast.chloe, cast.dev):
        assert tables.sheets(cast.review, "appraisal", viewer) == {}
    assert tables.final_answers(cast.review, "appraisal") == {}
    assert tables.to_settle(cast.review, "appraisal") == {}
    assert matrix(cast.review).blank_studies == ("Amber 2018",)
    give(cast.ben, cast, amber)
    assert len(tables.sheets(cast.review, "appraisal", cast.dev)[amber]) == 2


def test_nobody_appraises_a_study_twice_and_nobody_as_a_third(cast: Cast, amber: UUID) -> None:
    give(cast.ana, cast, amber)
    with pytest.raises(Refused, match="You have answered for this study already"):
        give(cast.ana, cast, amber, q1="no")
    give(cast.ben, cast, amber)
    with pytest.raises(Refused, match="2 people have answered"):
        give(cast.chloe, cast, amber)


def test_a_second_person_is_not_asked_where_one_is_enough(cast: Cast, amber: UUID) -> None:
    set_appraisers(By(cast.chloe), cast.review, 1, "No second person.")
    give(cast.ana, cast, amber)
    with pytest.raises(Refused, match="One person has answered"):
        give(cast.ben, cast, amber)


def test_everything_wrong_with_answers_is_named_at_once(cast: Cast, amber: UUID) -> None:
    given: dict[str, Value] = answers(q1="perhaps", q2="no") | {"11": "yes"}
    del given["4"]
    with pytest.raises(FormError) as refused:
        give_appraisal(By(cast.ana), cast.review, amber, given, {})
    message = str(refused.value)
    for expected in ('"perhaps" is not one of', '"No" without a reason', "Question 11: it is not part", "Question 4 ("):
        assert expected in message
    assert tables.standing_sheets(cast.review, "appraisal") == {}


def test_a_study_that_does_not_exist_cannot_be_appraised(cast: Cast, amber: UUID) -> None:
    with pytest.raises(Refused, match="There is no study"):
        give(cast.ana, cast, UUID(int=7))


def test_without_an_instrument_it_says_how_to_choose_one(cast: Cast) -> None:
    with pytest.raises(Refused, match="appraisal choose casp_2018"):
        import_appraisals(By(cast.ana), cast.review, CASP)


def test_only_those_who_decide_appraise_and_only_the_lead_chooses(cast: Cast, amber: UUID) -> None:
    reader = register_person("Fay").id
    add_person(By(cast.chloe), cast.review, reader, "reader")
    for person in (cast.dev, reader):
        with pytest.raises(NotAllowed, match="needs one of the roles"):
            give(person, cast, amber)
        with pytest.raises(NotAllowed, match="needs one of the roles"):
            import_appraisals(By(person), cast.review, CASP)
        with pytest.raises(NotAllowed, match="needs one of the roles"):
            reconcile_appraisals(By(person), cast.review, CONSENSUS)
    with pytest.raises(Refused, match="There is no review"):
        give(cast.eve, cast, amber)
    with pytest.raises(Refused, match="There is no review"):
        import_appraisals(By(cast.eve), cast.review, CASP)
    with pytest.raises(NotAllowed, match="the role lead"):
        choose_instrument(By(cast.ana), cast.review, instrument("casp_2024"), checked=True)
    with pytest.raises(NotAllowed, match="the role lead"):
        set_appraisers(By(cast.ana), cast.review, 1, "Ben is away.")


def test_a_consensus_needs_two_sheets_that_differ_and_settles_each_difference_and_no_more(
    cast: Cast, amber: UUID
) -> None:
    by = By(cast.ana)
    give(cast.ana, cast, amber, q3="no", q5="cant_tell")
    with pytest.raises(Refused, match="two people's answers; this study has 1"):
        reconcile_appraisal(by, cast.review, amber, {"3": "no"}, {"3": "why"})
    give(cast.ben, cast, amber)
    with pytest.raises(FormError, match="Question 5: the two answers differ"):
        reconcile_appraisal(by, cast.review, amber, {"3": "yes"}, {})
    with pytest.raises(FormError, match="Question 1: both people answered it alike"):
        reconcile_appraisal(by, cast.review, amber, {"1": "no", "3": "yes", "5": "yes"}, {"1": "why"})
    with pytest.raises(FormError, match='"No" without a reason'):
        reconcile_appraisal(by, cast.review, amber, {"3": "no", "5": "yes"}, {})
    reconcile_appraisal(by, cast.review, amber, {"3": "no", "5": "yes"}, {"3": "No design is named."})
    with pytest.raises(Refused, match="settled already"):
        reconcile_appraisal(By(cast.ben), cast.review, amber, {"3": "yes", "5": "yes"}, {})
    done = appraised(cast.review)["Amber 2018"]
    assert done is not None
    assert (done.answers["3"], done.reasons["3"], done.how) == ("no", ("No design is named.",), "consensus")


def test_two_people_who_answered_alike_need_no_consensus(cast: Cast, amber: UUID) -> None:
    give(cast.ana, cast, amber)
    give(cast.ben, cast, amber)
    done = appraised(cast.review)["Amber 2018"]
    assert done is not None
    assert done.how == "agreed"
    with pytest.raises(FormError, match="do not differ"):
        reconcile_appraisal(By(cast.ana), cast.review, amber, {}, {})


def test_nobody_arbitrates_their_own_appraisal(cast: Cast, amber: UUID) -> None:
    give(cast.ana, cast, amber, q3="no")
    give(cast.ben, cast, amber)
    fay = register_person("Fay").id
    add_person(By(cast.chloe), cast.review, fay, "reviewer")
    settled: dict[str, Value] = {"3": "yes"}
    with pytest.raises(NotAllowed, match="cannot arbitrate it"):
        reconcile_appraisal(By(cast.ana), cast.review, amber, settled, {}, how="arbiter")
    with pytest.raises(NotAllowed, match="one of the two who answered"):
        reconcile_appraisal(By(fay), cast.review, amber, settled, {})
    with pytest.raises(NotAllowed, match="needs the role arbiter or lead"):
        reconcile_appraisal(By(fay), cast.review, amber, settled, {}, how="arbiter")
    with pytest.raises(Refused, match="no way to settle"):
        reconcile_appraisal(By(cast.chloe), cast.review, amber, settled, {}, how="lot")
    reconcile_appraisal(By(cast.chloe), cast.review, amber, settled, {}, how="arbiter")
    done = appraised(cast.review)["Amber 2018"]
    assert done is not None
    assert done.how == "arbiter"
    with pytest.raises(NotAllowed, match="reopened by"):
        reopen_appraisal(By(fay), cast.review, amber)


def test_what_a_consensus_rests_on_is_withdrawn_only_after_it_and_everything_stays_in_the_trail(
    cast: Cast, amber: UUID
) -> None:
    give(cast.ana, cast, amber, q3="no")
    give(cast.ben, cast, amber)
    reconcile_appraisal(By(cast.ben), cast.review, amber, {"3": "yes"}, {})
    with pytest.raises(Refused, match="the consensus on this study"):
        withdraw_appraisal(By(cast.ana), cast.review, amber)
    reopen_appraisal(By(cast.ana), cast.review, amber, "Read it again.")
    with pytest.raises(Refused, match="nothing to reopen"):
        reopen_appraisal(By(cast.ana), cast.review, amber)
    withdraw_appraisal(By(cast.ana), cast.review, amber)
    with pytest.raises(Refused, match="nothing to withdraw"):
        withdraw_appraisal(By(cast.ana), cast.review, amber)
    give(cast.ana, cast, amber)
    done = appraised(cast.review)["Amber 2018"]
    assert done is not None
    assert done.how == "agreed"
    assert tables.agreement_pairs(cast.review, "appraisal", "3") in (
        [(amber, "no", "yes")],
        [(amber, "yes", "no")],
    )
    sound_and_rebuilt(cast.review)


def test_the_persons_of_agreement_keep_their_order_over_all_studies(cast: Cast) -> None:
    ids = name_studies(cast, ["Amber 2018", "Birch 2020"])
    choose_instrument(By(cast.chloe), cast.review, instrument("casp_2018"))
    for study, order in ((ids["Amber 2018"], (cast.ana, cast.ben)), (ids["Birch 2020"], (cast.ben, cast.ana))):
        for person in order:
            give(person, cast, study, q3="no" if person == cast.ana else "cant_tell")
    pairs = {(first, second) for _, first, second in tables.agreement_pairs(cast.review, "appraisal", "3")}
    assert len(pairs) == 1
    assert set(pairs.pop()) == {"no", "cant_tell"}


def test_a_sheet_that_lay_open_takes_no_part_in_agreement(cast: Cast, amber: UUID) -> None:
    set_appraisers(By(cast.chloe), cast.review, 1, "Ben is away.")
    give(cast.ana, cast, amber)
    assert tables.sheets(cast.review, "appraisal", cast.ben)
    set_appraisers(By(cast.chloe), cast.review, 2, "Ben is back.")
    assert not tables.sheets(cast.review, "appraisal", cast.ben)
    give(cast.ben, cast, amber)
    assert tables.blind_pairs(cast.review, "appraisal") == []
    sound_and_rebuilt(cast.review)


def test_one_appraiser_needs_a_reason_and_three_are_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="needs a reason"):
        set_appraisers(By(cast.chloe), cast.review, 1, " ")
    with pytest.raises(Refused, match="not supported"):
        set_appraisers(By(cast.chloe), cast.review, 3)
    with pytest.raises(Refused, match="is 2 already"):
        set_appraisers(By(cast.chloe), cast.review, 2)


def test_an_instrument_that_is_not_verified_is_chosen_only_after_somebody_compared_it(cast: Cast) -> None:
    with pytest.raises(Refused, match="choose it with --checked"):
        choose_instrument(By(cast.chloe), cast.review, instrument("casp_2024"))
    done = choose_instrument(By(cast.chloe), cast.review, instrument("casp_2024"), checked=True)
    assert done.body.checked
    with pytest.raises(Refused, match="in force already"):
        choose_instrument(By(cast.chloe), cast.review, instrument("casp_2024"), checked=True)


def test_another_instrument_is_refused_while_sheets_stand(cast: Cast, amber: UUID) -> None:
    give(cast.ana, cast, amber)
    with pytest.raises(Refused, match=r"Sheets filled in with CASP qualitative checklist \(2018\): 1\."):
        choose_instrument(By(cast.chloe), cast.review, instrument("jbi_qualitative_2015"))
    withdraw_appraisal(By(cast.ana), cast.review, amber)
    choose_instrument(By(cast.chloe), cast.review, instrument("jbi_qualitative_2015"))
    assert instrument_in_force(cast.review).id == "jbi_qualitative_2015"


def test_official_wording_stays_out_of_the_trail_and_of_public_exports(cast: Cast) -> None:
    wording = b'source = "our copy"\n[wording]\n"1" = "An invented official question?"\n'
    worded = with_wording(instrument("casp_2018"), wording, "wording.toml")
    choose_instrument(By(cast.chloe), cast.review, worded)
    assert instrument_in_force(cast.review) == worded
    payload = Event.objects.get(review=cast.review, kind="InstrumentChosen").payload
    assert "invented official" not in payload
    asked = publishable_instrument(cast.review).question("1")
    assert asked is not None
    assert asked.wording == ""
    sound_and_rebuilt(cast.review)


def test_reasons_are_free_text_and_answers_stay_in_the_trail(cast: Cast, amber: UUID) -> None:
    given = answers(q3="no")
    give_appraisal(By(cast.ana), cast.review, amber, given, {"3": "A private remark."})
    payload = Event.objects.get(review=cast.review, kind="AppraisalGiven").payload
    assert json.loads(payload)["answers"]["3"] == "no"
    assert "private remark" not in payload


def test_ratings_come_with_a_reason_and_a_difference_between_them_is_settled(
    cast: Cast, amber: UUID, tmp_path: Path
) -> None:
    sheet, none = tmp_path / "casp.csv", tmp_path / "none.csv"
    sheet.write_text("study,question,answer,reason\n" + "".join(f"Amber 2018,{key},yes,\n" for key in KEYS))
    none.write_text("study,question,answer,reason\n")
    for person, level in ((cast.ana, "high"), (cast.ben, "moderate")):
        ratings = tmp_path / f"{level}.csv"
        ratings.write_text(f"study,rating,reason\nAmber 2018,{level},\n")
        with pytest.raises(FormError, match=f"Amber 2018, Rating: {level} without a reason"):
            import_appraisals(By(person), cast.review, sheet, ratings)
        ratings.write_text(f"study,rating,reason\nAmber 2018,{level},Well told.\n")
        import_appraisals(By(person), cast.review, sheet, ratings)
    assert appraised(cast.review) == {"Amber 2018": None}
    settled = tmp_path / "settled.csv"
    settled.write_text("study,rating,reason\nAmber 2018,moderate,\n")
    with pytest.raises(FormError, match="Rating: no reason"):
        reconcile_appraisals(By(cast.ana), cast.review, none, settled)
    settled.write_text("study,rating,reason\nAmber 2018,moderate,After talking.\n")
    assert reconcile_appraisals(By(cast.ana), cast.review, none, settled) == Done(1, 0)
    done = appraised(cast.review)["Amber 2018"]
    assert done is not None
    assert (done.rating, done.rating_reason) == ("moderate", "After talking.")
    sound_and_rebuilt(cast.review)


def test_a_rating_that_departs_from_the_score_needs_a_reason(cast: Cast) -> None:
    study = name_studies(cast, ["Amber 2018"])["Amber 2018"]
    with pytest.raises(Refused, match="cannot be scored with jbi_percent_yes"):
        choose_instrument(By(cast.chloe), cast.review, instrument("casp_2018"), "jbi_percent_yes")
    choose_instrument(By(cast.chloe), cast.review, instrument("casp_2018"), "two_one_zero")
    set_appraisers(By(cast.chloe), cast.review, 1, "A test.")
    assert scores(cast.review) == {}
    with pytest.raises(FormError, match="low instead of high"):
        give_appraisal(By(cast.ana), cast.review, study, answers(), {}, rating="low")
    give_appraisal(By(cast.ana), cast.review, study, answers(), {}, rating="high")
    assert scores(cast.review)["Amber 2018"].value == 20


def test_the_mmat_asks_the_parts_of_one_design(cast: Cast) -> None:
    study = name_studies(cast, ["Amber 2018"])["Amber 2018"]
    form = instrument("mmat_2018")
    choose_instrument(By(cast.chloe), cast.review, form)

    def part(*groups: str) -> dict[str, Value]:
        return {q.key: "yes" for q in form.questions if q.group in groups}

    with pytest.raises(FormError, match="fit no design"):
        give_appraisal(By(cast.ana), cast.review, study, part("screening", "1", "2"), {})
    with pytest.raises(FormError, match=r"Question 1\.5"):
        incomplete = {key: value for key, value in part("screening", "1").items() if key != "1.5"}
        give_appraisal(By(cast.ana), cast.review, study, incomplete, {})
    with pytest.raises(FormError, match="fit no design"):
        give_appraisal(By(cast.ana), cast.review, study, part("screening"), {})
    give_appraisal(By(cast.ana), cast.review, study, part("screening", "1"), {})
    stopped: dict[str, Value] = {"S1": "yes", "S2": "no"}
    give_appraisal(By(cast.ben), cast.review, study, stopped, {"S2": "No data at all."})


def test_a_study_that_was_appraised_is_not_removed(cast: Cast, amber: UUID) -> None:
    give(cast.ana, cast, amber)
    with pytest.raises(Refused, match="1 sheet of its appraisal"):
        remove_study(By(cast.dev), cast.review, amber)
    withdraw_appraisal(By(cast.ana), cast.review, amber)
    remove_study(By(cast.dev), cast.review, amber)


def test_an_appraisal_of_an_earlier_version_is_replaced_and_its_file_read_again(cast: Cast, tmp_path: Path) -> None:
    study = name_studies(cast, ["Amber 2018"])["Amber 2018"]
    first = (
        'id = "ours"\nversion = 1\ntitle = "Ours"\nchoices = ["yes", "no"]\n'
        '[[question]]\nkey = "1"\nlabel = "Clear"\nkind = "choice"\nrequired = true\n'
    )
    second = first.replace("version = 1", "version = 2") + first[first.index("[[") :].replace('"1"', '"2"')
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("study,question,answer\nAmber 2018,1,yes\n")
    choose_instrument(By(cast.chloe), cast.review, parse_form(first.encode(), "ours.toml"))
    import_appraisals(By(cast.ana), cast.review, sheet)
    choose_instrument(By(cast.chloe), cast.review, parse_form(second.encode(), "ours.toml"))
    with pytest.raises(FormError, match="no row for question 2"):
        import_appraisals(By(cast.ana), cast.review, sheet)
    sheet.write_text("study,question,answer\nAmber 2018,1,yes\nAmber 2018,2,no\n")
    assert import_appraisals(By(cast.ana), cast.review, sheet) == Done(1, 0)
    (standing,) = tables.standing_sheets(cast.review, "appraisal")[study]
    assert standing.answers == {"1": "yes", "2": "no"}
    sound_and_rebuilt(cast.review)
