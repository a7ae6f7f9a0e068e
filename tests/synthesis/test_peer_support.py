"""The worked review's own findings, placed under its themes (read where the reference data is)."""

import csv

from synthema.synthesis import (
    PROFILES,
    Finding,
    Order,
    Placement,
    Polarity,
    Report,
    Status,
    Study,
    Synthesis,
    Theme,
    ThemeLevel,
    run_checks,
    study_theme_matrix,
    summarise,
    supports,
)
from tests.shared_data import shared_data

ORDERS = {"participant words": Order.PARTICIPANT, "author interpretation": Order.AUTHOR}
ONE_STUDY = {"byrne2015": "byrne2016"}  # two reports of the same 13 participants


def peer_support() -> Synthesis:
    with shared_data("peer-support/findings.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    keys = list(dict.fromkeys(row["study_key"] for row in rows))
    studies = list(dict.fromkeys(ONE_STUDY.get(key, key) for key in keys))
    pairs = dict.fromkeys((row["theme"], row["subtheme"]) for row in rows)
    return Synthesis(
        studies=tuple(Study(key, key) for key in studies),
        reports=tuple(Report(id=key, study_id=ONE_STUDY.get(key, key), name=key) for key in keys),
        findings=tuple(
            Finding(
                id=f"{row['study_key']}/{row['finding_no']}",
                study_id=ONE_STUDY.get(row["study_key"], row["study_key"]),
                report_id=row["study_key"],
                statement=row["finding"],
                place=row["locator"],
                order=ORDERS[row["first_or_second_order"]],
                number=int(row["finding_no"]),
            )
            for row in rows
        ),
        themes=(
            *(Theme(id=name, name=name, level=ThemeLevel.ANALYTICAL) for name in dict.fromkeys(p[0] for p in pairs)),
            *(Theme(id=f"{over}/{name}", name=name, parent_id=over) for over, name in pairs),
        ),
        placements=tuple(
            Placement(
                finding_id=f"{row['study_key']}/{row['finding_no']}",
                theme_id=f"{row['theme']}/{row['subtheme']}",
                polarity=Polarity(row["polarity"]),
            )
            for row in rows
        ),
    )


def test_its_main_themes_rest_on_the_reports_it_says() -> None:
    support = supports(peer_support())
    reports = {theme: len(support[theme].report_ids) for theme in support if "/" not in theme and theme != "none"}
    assert reports == {"emotional_impacts": 14, "justify_roles": 19, "complex_roles": 18, "sources_of_support": 14}
    assert len(support["justify_roles"].study_ids) == 18  # the two Byrne reports are one study


def test_every_finding_is_in_the_matrix_once() -> None:
    review = peer_support()
    matrix = study_theme_matrix(review, [theme.id for theme in review.themes if theme.parent_id is None])
    assert len(matrix.studies) == 24
    assert sum(c.supports + c.contradicts + c.nuance for row in matrix.rows for c in row) == 108


def test_its_effect_sizes_are_out_of_24_not_25() -> None:
    assert {effect.reports for effect in summarise(peer_support()).frequencies} == {24}


def test_its_thin_subthemes_are_found() -> None:
    results = {result.id: result for result in run_checks(peer_support(), PROFILES["framework"])}
    thin = {hit.subject.partition("/")[2] for hit in results["S06"].hits}
    assert {"learning to pace oneself", "own coping", "power in the peer relation", "medical culture"} <= thin
    assert results["S01"].status is results["S04"].status is results["S13"].status is Status.PASSED
    assert results["S02"].status is Status.NOT_APPLICABLE  # abstracts only: there is no quote to look up
