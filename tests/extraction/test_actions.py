"""Two people extract, neither sees the other before both are in, differences are settled, the tool may change."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.extraction.actions import (
    extract,
    import_extractions,
    reconcile_extraction,
    reconcile_extractions,
    reopen_extraction,
    set_extractors,
    set_tool,
    withdraw_extraction,
)
from synthema.extraction.tables import as_csv, extracted, progress, tool_in_force
from synthema.forms import Form, Question, parse_form, read_form, read_wide, tables
from synthema.forms.batch import Done
from synthema.forms.model import FormError, Value
from synthema.refused import Refused
from synthema.studies.actions import remove_study
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.forms.tool import TOML
from tests.forms.worked import INVENTED, PEER_SUPPORT, name_studies, rows, sound_and_rebuilt

FIRST, SECOND, CONSENSUS = (INVENTED / "extraction" / f"{name}.csv" for name in ("first", "second", "consensus"))
ANSWERS: dict[str, Value] = {"country": "Norland", "design": "qualitative", "n": "12"}


@pytest.fixture
def amber(cast: Cast) -> UUID:
    """The review has an extraction tool, and one study."""
    set_tool(By(cast.chloe), cast.review, small_tool())
    return name_studies(cast, ["Amber 2018"])["Amber 2018"]


def small_tool() -> Form:
    return parse_form(TOML.encode(), "tool.toml")


def invented_review(cast: Cast) -> dict[str, UUID]:
    set_tool(By(cast.chloe), cast.review, read_form(INVENTED / "extraction" / "tool.toml"))
    return name_studies(cast, [row["study"] for row in rows(FIRST)])


def test_the_worked_review_is_extracted_by_one_person_and_written_as_it_was_read(cast: Cast) -> None:
    file = PEER_SUPPORT / "extraction" / "extraction.csv"
    form = read_form(PEER_SUPPORT / "extraction" / "tool.toml")
    name_studies(cast, [row["study"] for row in rows(file)])
    set_tool(By(cast.chloe), cast.review, form)
    set_extractors(By(cast.chloe), cast.review, 1, "A demonstration by one reader.")
    assert import_extractions(By(cast.ana), cast.review, file) == Done(24, 0)
    found = progress(cast.review, cast.dev)
    assert (found.studies, found.settled, found.waiting, found.differing, found.untouched) == (24, 24, 0, 0, 0)
    again, before = read_wide(form, as_csv(cast.review).encode(), "out.csv"), read_wide(form, file.read_bytes(), "in")
    assert again.problems == ()
    assert {s.study: s.answers for s in again.sheets} == {s.study: s.answers for s in before.sheets}
    sound_and_rebuilt(cast.review)


def test_the_invented_review_is_extracted_by_two_and_reconciled(cast: Cast) -> None:
    ids = invented_review(cast)
    assert import_extractions(By(cast.ben), cast.review, SECOND) == Done(3, 0)
    assert extracted(cast.review) == dict.fromkeys(sorted(ids))
    assert import_extractions(By(cast.ana), cast.review, FIRST) == Done(3, 0)
    assert reconcile_extractions(By(cast.ben), cast.review, CONSENSUS) == Done(3, 0)
    form = tool_in_force(cast.review)
    first, second, settled = (
        {s.study: s.answers for s in read_wide(form, file.read_bytes(), file.name).sheets}
        for file in (FIRST, SECOND, CONSENSUS)
    )
    final = tables.final_answers(cast.review, "extraction")
    for label, study in ids.items():
        assert final[study] == {**first[label], **settled[label]}
        assert {key for key in form.keys if first[label].get(key) != second[label].get(key)} == set(settled[label])
    assert import_extractions(By(cast.ana), cast.review, FIRST) == Done(0, 3)
    assert reconcile_extractions(By(cast.ben), cast.review, CONSENSUS) == Done(0, 3)
    pairs = {
        study: {one, two} for study, one, two in tables.agreement_pairs(cast.review, "extraction", "n_participants")
    }
    assert pairs == {ids["Amber 2018"]: {"12", "11"}, ids["Birch 2020"]: {"14"}, ids["Cedar 2021"]: {"17"}}
    sound_and_rebuilt(cast.review)


def test_nobody_sees_an_open_extraction_of_another(cast: Cast, amber: UUID) -> None:
    extract(By(cast.ana), cast.review, amber, ANSWERS)
    for viewer in (cast.ben, cast.chloe, cast.dev):
        assert tables.sheets(cast.review, "extraction", viewer) == {}
    assert "Norland" not in as_csv(cast.review)
    extract(By(cast.ben), cast.review, amber, ANSWERS)
    assert len(tables.sheets(cast.review, "extraction", cast.dev)[amber]) == 2
    assert "Norland" in as_csv(cast.review)


def test_what_was_extracted_is_free_text_and_can_be_withdrawn_from_the_store(cast: Cast, amber: UUID) -> None:
    extract(By(cast.ana), cast.review, amber, ANSWERS, {"n": "Counted twice."})
    payload = Event.objects.get(review=cast.review, kind="DataExtracted").payload
    assert "Norland" not in payload
    assert "Counted" not in payload
    assert tables.sheets(cast.review, "extraction", cast.ana)[amber][0].reasons == {"n": "Counted twice."}


def test_appraisal_and_extraction_do_not_mix(cast: Cast, amber: UUID) -> None:
    extract(By(cast.ana), cast.review, amber, ANSWERS)
    assert tables.standing_sheets(cast.review, "appraisal") == {}
    assert tables.needed(cast.review, "appraisal") == 2
    set_extractors(By(cast.chloe), cast.review, 1, "A test.")
    assert (tables.needed(cast.review, "extraction"), tables.needed(cast.review, "appraisal")) == (1, 2)


def test_nobody_extracts_twice_and_nobody_as_a_third(cast: Cast, amber: UUID) -> None:
    extract(By(cast.ana), cast.review, amber, ANSWERS)
    with pytest.raises(Refused, match="You have answered for this study already"):
        extract(By(cast.ana), cast.review, amber, ANSWERS | {"n": "13"})
    extract(By(cast.ben), cast.review, amber, ANSWERS)
    with pytest.raises(Refused, match="2 people have answered"):
        extract(By(cast.chloe), cast.review, amber, ANSWERS)


def test_only_those_who_decide_extract_and_only_the_lead_sets_the_tool(cast: Cast, amber: UUID) -> None:
    for act in (import_extractions, reconcile_extractions):
        with pytest.raises(NotAllowed, match="needs one of the roles"):
            act(By(cast.dev), cast.review, FIRST)
        with pytest.raises(Refused, match="There is no review"):
            act(By(cast.eve), cast.review, FIRST)
    with pytest.raises(NotAllowed, match="needs one of the roles"):
        extract(By(cast.dev), cast.review, amber, ANSWERS)
    with pytest.raises(NotAllowed, match="the role lead"):
        set_tool(By(cast.ben), cast.review, replace(small_tool(), version=3))
    with pytest.raises(NotAllowed, match="the role lead"):
        set_extractors(By(cast.ben), cast.review, 1, "Quicker.")


def test_a_consensus_is_undone_before_what_it_rests_on(cast: Cast, amber: UUID) -> None:
    extract(By(cast.ana), cast.review, amber, ANSWERS)
    extract(By(cast.ben), cast.review, amber, ANSWERS | {"n": "13"})
    with pytest.raises(FormError, match="Question n: the two answers differ"):
        reconcile_extraction(By(cast.ana), cast.review, amber, {})
    reconcile_extraction(By(cast.chloe), cast.review, amber, {"n": "14"}, {"n": "Table 1."}, how="arbiter")
    with pytest.raises(Refused, match="the consensus on this study"):
        withdraw_extraction(By(cast.ana), cast.review, amber)
    reopen_extraction(By(cast.ben), cast.review, amber)
    withdraw_extraction(By(cast.ana), cast.review, amber, "Wrong report.")
    with pytest.raises(Refused, match="1 sheet of its extraction"):
        remove_study(By(cast.dev), cast.review, amber)
    assert progress(cast.review, cast.dev).waiting == 1
    sound_and_rebuilt(cast.review)


def next_version() -> Form:
    added = Question(key="funding", label="Funding", kind="text", required=True)
    old = small_tool()
    return replace(old, version=old.version + 1, questions=(*old.questions, added))


def test_a_new_version_of_the_tool_names_who_must_look_again_and_takes_their_new_answers(
    cast: Cast, amber: UUID
) -> None:
    extract(By(cast.ana), cast.review, amber, ANSWERS)
    extract(By(cast.ben), cast.review, amber, ANSWERS | {"n": "13"})
    reconcile_extraction(By(cast.ben), cast.review, amber, {"n": "13"})
    set_tool(By(cast.chloe), cast.review, next_version())
    assert {sheet.person for sheet in tables.outdated(cast.review, "extraction", cast.dev)} == {cast.ana, cast.ben}
    assert progress(cast.review, cast.dev).outdated == 1
    again = ANSWERS | {"funding": "none"}
    with pytest.raises(Refused, match="rests on your answers to the earlier version"):
        extract(By(cast.ana), cast.review, amber, again)
    reopen_extraction(By(cast.ana), cast.review, amber)
    extract(By(cast.ana), cast.review, amber, again)
    extract(By(cast.ben), cast.review, amber, again)
    assert tables.outdated(cast.review, "extraction", cast.dev) == []
    done = extracted(cast.review)["Amber 2018"]
    assert done is not None
    assert (done.how, done.answers) == ("agreed", again)
    with pytest.raises(Refused, match="You have answered for this study already"):
        extract(By(cast.ana), cast.review, amber, again | {"n": "15"})
    ((_, *pair),) = tables.agreement_pairs(cast.review, "extraction", "n")
    assert sorted(map(str, pair)) == ["12", "13"]
    sound_and_rebuilt(cast.review)


def test_a_changed_tool_needs_a_new_version_and_another_tool_needs_an_empty_table(cast: Cast, amber: UUID) -> None:
    with pytest.raises(FormError, match="Set version = 3"):
        set_tool(By(cast.chloe), cast.review, replace(next_version(), version=2))
    with pytest.raises(Refused, match="in force already"):
        set_tool(By(cast.chloe), cast.review, small_tool())
    extract(By(cast.ana), cast.review, amber, ANSWERS)
    with pytest.raises(Refused, match="Sheets filled in with Extraction tool: 1"):
        set_tool(By(cast.chloe), cast.review, replace(small_tool(), id="other"))
    withdraw_extraction(By(cast.ana), cast.review, amber)
    set_tool(By(cast.chloe), cast.review, replace(small_tool(), id="other"))
    assert tool_in_force(cast.review).id == "other"


HEADER = "study,country,design,n\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "Line 1 of mine.csv: no column study"),
        (b"study,country\n", "mine.csv: it holds no answers"),
        (
            HEADER.encode() + b"Amber 2018,Norland,qualitative,12\nNobody 1999,Norland,qualitative,1\n",
            "Nobody 1999: there is no such study",
        ),
        (
            HEADER.encode() + b"Amber 2018,Norland,qualitative,12\namber, 2018,qualitative,12\n",
            "5 cells where|no such study",
        ),
        (
            HEADER.encode() + b"Amber 2018,Norland,qualitative,12\namber-2018,Norland,qualitative,12\n",
            "this study stands twice",
        ),
        (
            HEADER.encode() + b"Amber 2018,Norland,qualitative,about twelve\n",
            "Line 2 of mine.csv, column n: .about twelve. is not a number",
        ),
        (HEADER.encode() + b"Amber 2018,,qualitative,12\n", "Line 2 of mine.csv, column country: no answer"),
        (b"study,country,design,moon\nAmber 2018,Norland,qualitative,full\n", "column 4: .moon. is not a column"),
        (HEADER.encode() + b"Amber 2018,Norl\xff,qualitative,12\n", "Line 2 of mine.csv: these letters are not UTF-8"),
        (HEADER.encode() + b'Amber 2018,"Norland,qualitative,12\n', "the table breaks off"),
    ],
)
def test_a_bad_file_is_refused_whole_with_what_where_and_what_next(
    cast: Cast, amber: UUID, tmp_path: Path, content: bytes, expected: str
) -> None:
    file = tmp_path / "mine.csv"
    file.write_bytes(content)
    with pytest.raises(Refused, match=expected):
        import_extractions(By(cast.ana), cast.review, file)
    assert tables.standing_sheets(cast.review, "extraction") == {}


def test_a_missing_file_and_a_folder_are_refused(cast: Cast, amber: UUID, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"gone\.csv cannot be read: No such file"):
        import_extractions(By(cast.ana), cast.review, tmp_path / "gone.csv")
    with pytest.raises(Refused, match="is a folder"):
        import_extractions(By(cast.ana), cast.review, tmp_path)


def test_a_long_list_of_problems_is_cut_and_says_how_many_more(cast: Cast, amber: UUID, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(HEADER + "".join(f"Nobody {n},Norland,qualitative,12\n" for n in range(40)))
    with pytest.raises(Refused, match=r"… and 15 more\. Nothing was recorded\."):
        import_extractions(By(cast.ana), cast.review, file)


def test_a_consensus_file_is_refused_whole_where_one_study_has_one_sheet(cast: Cast) -> None:
    invented_review(cast)
    import_extractions(By(cast.ana), cast.review, FIRST)
    with pytest.raises(Refused, match=r"Amber 2018: a consensus needs two people's answers, and there are 1"):
        reconcile_extractions(By(cast.ana), cast.review, CONSENSUS)


def test_a_consensus_file_is_refused_whole_where_it_is_not_theirs_or_settled_otherwise(
    cast: Cast, tmp_path: Path
) -> None:
    ids = invented_review(cast)
    import_extractions(By(cast.ana), cast.review, FIRST)
    import_extractions(By(cast.ben), cast.review, SECOND)
    with pytest.raises(Refused, match="Amber 2018: you answered for this study, so you cannot arbitrate"):
        reconcile_extractions(By(cast.ana), cast.review, CONSENSUS, how="arbiter")
    reconcile_extraction(By(cast.ana), cast.review, ids["Amber 2018"], {"n_participants": "12"})
    with pytest.raises(Refused, match="Amber 2018: it is settled already, and otherwise"):
        reconcile_extractions(By(cast.ana), cast.review, CONSENSUS)
    assert set(tables.agreements(cast.review, "extraction")) == {ids["Amber 2018"]}


def test_a_person_of_another_pair_does_not_settle_it(cast: Cast, amber: UUID) -> None:
    extract(By(cast.ana), cast.review, amber, ANSWERS)
    extract(By(cast.chloe), cast.review, amber, ANSWERS | {"n": "13"})
    with pytest.raises(NotAllowed, match="one of the two who answered"):
        reconcile_extraction(By(cast.ben), cast.review, amber, {"n": "12"})
