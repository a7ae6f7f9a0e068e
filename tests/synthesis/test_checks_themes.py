"""Counter-examples to the rules on themes."""

from dataclasses import replace

from synthema.synthesis import Code, Placement, Polarity, PolarityAgainst, Status
from synthema.synthesis.model import Judgement
from tests.synthesis.clean import CLEAN, PLACEMENTS, THEMES, result, subjects, theme, with_theme, without_placements


def test_s05_names_a_theme_with_nothing_under_it() -> None:
    assert subjects("S05", replace(CLEAN, themes=(*THEMES, theme("empty", "Empty", "cost")))) == ["empty"]


def test_s05_names_a_code_without_a_quote_or_a_theme() -> None:
    codes = (*CLEAN.codes, Code(id="c2", name="adrift", theme_ids=("doubt",)), Code(id="c3", name="alone"))
    hits = result("S05", replace(CLEAN, codes=codes)).hits
    assert [hit.what for hit in hits] == [
        "The code “adrift” has no quote.",
        "The code “alone” has no quote and no theme.",
    ]


def test_s06_names_a_theme_of_one_study() -> None:
    one = without_placements(("f4", "belonging"))
    assert subjects("S06", one) == ["belonging"]
    assert result("S06", one).hits[0].what == "1 study supports theme “Belonging”."


def test_s06_does_not_count_who_contradicts() -> None:
    against = without_placements(("f6", "strain"))
    assert subjects("S06", against) == ["strain"]  # Mill supports, Harbour contradicts


def test_s06_says_that_no_study_supports_a_theme() -> None:
    left = without_placements(("f5", "strain"), ("f6", "strain"))
    assert result("S06", left).hits[0].what == "No study supports theme “Strain”."


def test_s06_counts_two_reports_of_one_study_once() -> None:
    placements = tuple(replace(p, finding_id="f1") if p == PLACEMENTS[3] else p for p in PLACEMENTS)
    assert subjects("S06", replace(CLEAN, placements=placements)) == ["belonging"]


def test_s06_counts_whoever_speaks_under_a_subtheme_of_a_framework() -> None:
    against = without_placements(("f6", "strain"))  # Mill supports, Harbour contradicts
    framework = replace(against, polarity_against=PolarityAgainst.FRAMEWORK)
    assert subjects("S06", framework) == []
    thin = without_placements(("f6", "strain"), ("f7", "strain"))
    assert subjects("S06", replace(thin, polarity_against=PolarityAgainst.FRAMEWORK)) == ["strain"]


def test_s06_still_asks_for_support_of_the_framework_itself() -> None:
    doubted = tuple(replace(p, polarity=Polarity.CONTRADICTS) for p in PLACEMENTS)
    framework = replace(CLEAN, placements=doubted, polarity_against=PolarityAgainst.FRAMEWORK)
    assert subjects("S06", framework) == ["cost"]  # Gain and Journey have coded quotes of two studies


def test_s11_names_a_theme_that_one_study_fills() -> None:
    placements = (*PLACEMENTS, Placement(finding_id="f1", theme_id="belonging"))
    broken = replace(CLEAN, placements=placements)
    assert subjects("S11", broken) == ["belonging"]
    assert result("S11", broken).hits[0].what == "2 of 3 findings and quotes come from Harbour 2018."


def test_s11_allows_exactly_half() -> None:
    assert result("S11", CLEAN).status is Status.PASSED  # Growth rests half on Harbour, half on Mill


def test_s12_asks_for_disconfirming_cases() -> None:
    assert subjects("S12", replace(CLEAN, disconfirming=CLEAN.disconfirming[1:])) == ["gain"]


def test_s12_wants_more_than_an_empty_note() -> None:
    blank = tuple(replace(search, note=" ") for search in CLEAN.disconfirming)
    assert subjects("S12", replace(CLEAN, disconfirming=blank)) == ["gain", "growth", "belonging", "doubt"]


def test_s14_names_themes_of_one_name_however_it_is_written() -> None:
    assert subjects("S14", with_theme("doubt", name=" STRAIN ")) == ["strain", "doubt"]


def test_s14_names_a_theme_without_a_definition() -> None:
    broken = with_theme("gain", definition="")
    assert subjects("S14", broken) == ["gain"]
    assert result("S14", broken).hits[0].what == "Theme “Gain” has no definition."


def test_s18_names_a_theme_reworded_after_its_judgement() -> None:
    broken = with_theme("growth", edited_at=41)
    assert subjects("S18", broken) == ["growth"]
    assert result("S18", broken).hits[0].where == "theme “Growth”, judged at event 40, changed at event 41"


def test_s18_names_a_theme_that_gained_a_finding_below_it() -> None:
    late = Placement(finding_id="f6", theme_id="growth", placed_at=50)
    broken = replace(CLEAN, placements=(*PLACEMENTS, late), judgements=(Judgement("gain", 45),))
    assert subjects("S18", broken) == ["gain"]


def test_s18_takes_the_latest_judgement() -> None:
    again = (Judgement("growth", 60), Judgement("growth", 40))
    judged = replace(with_theme("growth", edited_at=50), judgements=again)
    assert result("S18", judged).status is Status.PASSED
