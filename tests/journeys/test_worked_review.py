"""The worked review on both databases: every number of its report, counted again from the example's own tables."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from docx import Document
from lxml.etree import _Element as Element

from synthema.audit import replay
from synthema.audit.model import By
from synthema.reporting.package import export_review, import_review
from synthema.reporting.writing import write_report
from tests import databases
from tests.journeys import example
from tests.journeys.example import FOLDER, folded, kappa, rows, stage, themes, toml
from tests.journeys.page import Written, find, links, strings, text
from tests.worked import lead_of, worked

NOTICE = toml("protocol.toml")["notice"]
CRITERIA = {one["key"]: one["label"] for one in toml("protocol.toml")["criterion"]}
SEARCHES = toml("searches.toml")["search"]


@dataclass(frozen=True)
class World:
    """The worked review in a database of one vendor, and its report."""

    vendor: str
    review: UUID
    report: Written
    folder: Path


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(
    request: pytest.FixtureRequest,
    sqlite_template: Path,
    postgres: databases.PostgreSQL,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Worked once for all tests here, which only read."""
    folder = tmp_path_factory.mktemp(request.param)
    fresh = databases.fresh_sqlite(sqlite_template, folder) if request.param == "sqlite" else postgres.fresh()
    with databases.in_use(fresh, folder / "home"):
        review = worked("peer-support")
        write_report(By(lead_of(review)), review, folder / "report", final=True)
        yield World(request.param, review, Written(folder / "report"), folder)


@pytest.fixture
def report(world: World) -> Written:
    return world.report


def test_records_and_works_are_those_of_the_files(report: Written) -> None:
    per_source = {one["source"]: example.records_in(one["file"]) for one in SEARCHES}
    assert {name: report.flow[f"records from {name}"] for name in per_source} == per_source
    assert {row["source"]: int(row["imported"]) for row in report.table("searches")} == per_source
    total, works = sum(per_source.values()), len(stage("title-abstract").pairs)
    assert (report.flow["records identified"], report.flow["duplicates removed"]) == (total, total - works)
    assert {folded(row["title"]) for row in report.table("works")} == set(stage("title-abstract").pairs)
    assert sum(int(row["records"]) for row in report.table("works")) == total


def test_what_was_excluded_sought_assessed_and_included_follows_from_the_verdicts(report: Written) -> None:
    first, second, sought = stage("title-abstract"), stage("full-text"), rows("retrieval.csv")
    lost = {folded(row["title"]) for row in sought if row["outcome"] == "not_retrieved"}
    forward = first.pairs.keys() - first.excluded.keys()
    assert {folded(row["title"]) for row in sought} == forward
    assert second.pairs.keys() == forward - lost
    counted = {key: n for key, n in report.flow.items() if not key.startswith(("reports excluded:", "records from"))}
    assert counted == {
        "records identified": sum(example.records_in(one["file"]) for one in SEARCHES),
        "duplicates removed": report.flow["records identified"] - len(first.pairs),
        "left unscreened by a stopping decision": 0,
        "records screened": len(first.pairs),
        "records excluded": len(first.excluded),
        "reports sought": len(forward),
        "reports not retrieved": len(lost),
        "reports assessed": len(second.pairs),
        "reports included": len(second.pairs) - len(second.excluded),
        "studies included": len({row["study"] for row in rows("studies.csv")}),
    }  # fmt: skip
    reasons = Counter(CRITERIA[reason] for reason in second.excluded.values())
    assert {key: n for key, n in report.flow.items() if "reports excluded" in key} == {
        f"reports excluded: {label}": n for label, n in reasons.items()
    }
    why = {folded(r["title"]): r["reason"] for r in report.table("reports") if r["state"] == "excluded"}
    assert why == {title: CRITERIA[reason] for title, reason in second.excluded.items()}


@pytest.mark.parametrize(
    ("name", "heading", "categories", "unsure_as"),
    [
        ("title-abstract", "Title and abstract, unsure counted as include", ("include", "exclude"), "include"),
        ("title-abstract", "Title and abstract, three verdicts", ("include", "unsure", "exclude"), "unsure"),
        ("full-text", "Full text", ("include", "exclude"), "unsure"),
    ],
)
def test_conflicts_and_agreement_are_those_of_the_two_readings(
    report: Written, name: str, heading: str, categories: tuple[str, ...], unsure_as: str
) -> None:
    here = stage(name)
    crossed = here.crossed(categories, unsure_as)
    (title,) = [h for h in report.page.iter("h3") if text(h) == heading]
    told, table, statistics = (find(title, f"(following-sibling::*)[{n}]")[0] for n in (1, 2, 3))
    assert [[int(text(td)) for td in tr.iter("td")] for tr in find(table, ".//tbody/tr")] == crossed
    printed = {text(tr[0]): text(tr[1]) for tr in find(statistics, ".//tbody/tr")}
    assert printed["Cohen’s kappa"] == f"{kappa(crossed):.2f}"
    assert printed["Agreement"] == f"{100 * sum(crossed[i][i] for i in range(len(crossed))) / len(here.pairs):.1f} %"
    how = Counter(row["how"] for row in here.settled.values())
    assert here.conflicts == here.settled.keys()
    assert f"{len(here.pairs)} decided by both. {len(here.conflicts)} conflicts settled" in text(told)
    assert f"{how['consensus']} by consensus, {how['arbiter']} by an arbiter" in text(told)


def test_the_appraisal_is_the_one_in_the_file(report: Written) -> None:
    given = {(row["study"], row["question"]): row["answer"] for row in rows("appraisal/casp_2018.csv")}
    shown = {"Yes": "yes", "No": "no", "Can’t tell": "cant_tell"}
    found = Counter(shown[row["answer"]] for row in report.table("appraisal"))
    assert found == Counter(given.values())
    marks: dict[str, Counter[str]] = {}
    for row in find(report.at("appraisal"), "following::table[1]//tbody/tr"):
        marks[text(row[0])] = Counter(mark.get("class", "").split()[1] for mark in row.iter("a") if mark.get("class"))
    assert marks == {study: Counter(a for (s, _), a in given.items() if s == study) for study, _ in given}
    assert f"({len(marks)} studies)" in text(report.page)


def test_every_included_study_has_its_row_of_characteristics(report: Written) -> None:
    given = {row["study"]: row for row in rows("extraction/extraction.csv")}
    shown = {row["study"]: row for row in report.table("characteristics")}
    assert shown.keys() == given.keys() == {row["study"] for row in rows("studies.csv")}
    for study, row in given.items():
        assert shown[study]["Participants (number)"] == row["n_participants"]
        assert shown[study]["Setting"] == row["setting"]


def test_every_theme_counts_its_findings_studies_and_what_speaks_against_it(report: Written) -> None:
    written, shown = themes(), {row["theme"]: row for row in report.table("themes")}
    assert shown.keys() == {theme["name"] for theme in written.by_key.values()}
    for key, theme in written.by_key.items():
        row = shown[theme["name"]]
        assert (int(row["findings"]), int(row["studies"]), int(row["contradicting"])) == written.counts(key), key
        assert row["under"] == (written.by_key[theme["parent"]]["name"] if "parent" in theme else "")
    assert len({row["finding"] for row in report.table("findings")}) == len(example.named(written.findings))


def test_the_matrix_counts_the_findings_of_a_study_under_a_theme(report: Written) -> None:
    written = themes()
    main = {theme["name"]: key for key, theme in written.by_key.items() if theme.get("parent") == "journey"}
    for row in report.table("matrix"):
        for name, key in main.items():
            mine = [placed for placed in written.under(key) if placed["study"] == row["study"]]
            assert int(row[name]) == len(example.named(mine)), (row["study"], name)


def test_the_first_screen_and_the_drawing_say_what_the_table_says(report: Written) -> None:
    flow = report.flow
    figures = [int(text(b)) for b in find(report.page, "//*[@class='figures']//b")]
    placed = themes().counts("journey")[0]
    names = ("records identified", "records screened", "reports assessed", "studies included")
    assert figures == [*(flow[name] for name in names), placed]
    boxes = {
        "database_results": "records identified", "duplicates": "duplicates removed",
        "records_screened": "records screened", "records_excluded": "records excluded",
        "dbr_sought_reports": "reports sought", "dbr_notretrieved_reports": "reports not retrieved",
        "dbr_assessed": "reports assessed", "new_studies": "studies included", "new_reports": "reports included",
    }  # fmt: skip
    drawn = {box: number_in(report.drawing, f"flow-{box}") for box in boxes}
    assert drawn == {box: flow[what] for box, what in boxes.items()}
    sources = [key for key in flow if key.startswith("records from ")]
    assert [number_in(report.drawing, f"flow-database_specific-{n}") for n, _ in enumerate(sources, 1)] == [
        flow[s] for s in sources
    ]
    reasons = [key for key in flow if key.startswith("reports excluded: ")]
    assert [number_in(report.drawing, f"flow-dbr_excluded-{n}") for n, _ in enumerate(reasons, 1)] == [
        flow[r] for r in reasons
    ]
    assert {box: number_in(report.page, f"flow-{box}") for box in boxes} == drawn


def number_in(drawing: Element, box: str) -> int:
    (found,) = find(drawing, "//*[@id=$id]", id=box)
    return int(re.findall(r"n\s=\s(\d+)", text(found))[0])


def test_links_lead_somewhere_and_identifiers_are_given_once(report: Written) -> None:
    ids = Counter(strings(report.page, "//@id"))
    assert [one for one, times in ids.items() if times > 1] == []
    targets = {link.removeprefix("#") for link in strings(report.page, "//@href") if link.startswith("#")}
    assert len(targets) > 500
    assert sorted(targets - ids.keys()) == []
    outward = [link for link in strings(report.page, "//@href") if not link.startswith("#")]
    assert [link for link in outward if not link.startswith("https://")] == []


def test_the_report_fetches_and_runs_nothing(report: Written) -> None:
    assert find(report.page, "//script | //link | //iframe | //object | //embed | //base | //form") == []
    assert strings(report.page, "//@*[starts-with(name(), 'on')]") == []
    assert [s for s in strings(report.page, "//@src | //image/@href") if not s.startswith("data:")] == []
    for style in (*strings(report.page, "//style/text()"), *strings(report.page, "//@style")):
        assert not re.search(r"@import|url\(\s*['\"]?(?!data:)", style)
    (policy,) = strings(report.page, "//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy


def test_the_thread_runs_from_every_theme_to_the_line_of_a_search_export(report: Written) -> None:
    written, walked = themes(), 0
    for key, theme in written.by_key.items():
        (heading,) = [h for h in find(report.at("themes"), "following::h3 | following::h4") if text(h) == theme["name"]]
        block = heading.getparent()
        assert block is not None
        own = {(row["study"], row["statement"]): row for row in written.findings if row["theme"] == key}
        shown = find(block, "./ul[@class='findings']/li")
        assert len(shown) == len(own)
        for finding in shown:
            walked += walk_back(report, finding, own)
    assert walked == len([row for row in written.findings if row["theme"]])


def walk_back(report: Written, finding: Element, own: dict[tuple[str, str], dict[str, str]]) -> bool:
    """From one finding to study, report, work, records, search and act; every step holds what it should."""
    study = report.at(links(finding, "study")[0])
    label = text(find(study, "./h3")[0])
    (row,) = [row for (of, statement), row in own.items() if of == label and statement in text(finding)]
    assert row["polarity"] in (finding.get("class") or "")
    (report_link,) = links(finding, "report")
    assert report_link in links(study, "report")
    found = report.at(report_link)
    assert folded(row["report_title"]) in folded(text(found)) or row["report_doi"] in text(found)
    (work_link,) = links(found, "work")
    work = report.at(work_link)
    for place in find(work, ".//span[starts-with(@id, 'record-')]"):
        search = report.at(links(place, "search")[0])
        named = re.search(r": (\S+), record \d+, line (\d+)", text(place))
        assert named is not None
        assert named[1] in text(search)
        lines = (FOLDER / "searches" / named[1]).read_text(encoding="utf-8-sig").splitlines()
        stands = folded(" ".join(lines[int(named[2]) - 1 :][:60]))
        assert folded(text(find(work, "./h4")[0]))[:20] in stands
        assert find(search, ".//pre")
    assert "finding recorded" in text(report.at(links(finding, "act")[0]))
    return True


def test_every_number_of_the_drawing_leads_to_as_many_entries(report: Written) -> None:
    for box, what in (
        ("records_screened", "records screened"), ("records_excluded", "records excluded"),
        ("duplicates", "duplicates removed"), ("dbr_sought_reports", "reports sought"),
        ("dbr_notretrieved_reports", "reports not retrieved"), ("dbr_assessed", "reports assessed"),
        ("included", "reports included"),
    ):  # fmt: skip
        entries = report.at(f"box-{box}").getnext()
        assert entries is not None
        assert len(entries) == report.flow[what], box
        assert find(report.page, "//*[@id='flow']/following::a[@href=$link]", link=f"#box-{box}")


def test_it_says_everywhere_that_it_is_a_demonstration(world: World) -> None:
    report = world.report
    assert NOTICE in text(find(report.page, "//*[@class='notice']")[0])
    document = Document(str(report.folder / "report.docx"))
    assert any(NOTICE in paragraph.text for paragraph in document.paragraphs[:8])
    for name, publishable in (("whole.zip", False), ("public.zip", True)):
        export_review(By(lead_of(world.review)), world.review, world.folder / name, publishable=publishable)
        with ZipFile(world.folder / name) as package:
            assert NOTICE in package.read("README.txt").decode()


def test_the_trail_holds_and_the_tables_can_be_made_anew(world: World) -> None:
    checked, before = replay.verify(world.review), replay.digests(world.review)
    assert checked.sound
    assert checked.events == len(world.report.table("acts"))
    replay.rebuild(world.review)
    assert replay.digests(world.review) == before


def test_another_machine_with_another_database_has_the_same_review(
    world: World, sqlite_template: Path, postgres: databases.PostgreSQL, tmp_path: Path
) -> None:
    lead, first, second = By(lead_of(world.review)), tmp_path / "first.zip", tmp_path / "second.zip"
    export_review(lead, world.review, first)
    export_review(lead, world.review, second)
    assert first.read_bytes() == second.read_bytes()
    digests = replay.digests(world.review)
    other = postgres.fresh() if world.vendor == "sqlite" else databases.fresh_sqlite(sqlite_template, tmp_path)
    with ExitStack() as elsewhere:
        elsewhere.enter_context(databases.in_use(other, tmp_path / "home"))
        assert import_review(first)[0] == world.review
        assert replay.digests(world.review) == digests
        export_review(lead, world.review, second)
        assert first.read_bytes() == second.read_bytes()


def test_an_earlier_day_of_the_review_is_an_unfinished_report_with_smaller_numbers(
    world: World, tmp_path: Path
) -> None:
    verdicts = world.report.table("verdicts")
    full_text = [int(row["act"].removeprefix("act ")) for row in verdicts if row["stage"] == "full text"]
    before = min(full_text) - 1
    done = write_report(By(lead_of(world.review)), world.review, tmp_path, as_of=str(before))
    assert done.unfinished
    then, now = Written(tmp_path), world.report
    assert "unfinished draft" in text(find(then.page, "//*[@class='eyebrow']")[0])
    assert f"As of act {before} " in text(then.page)
    assert then.flow["records screened"] == now.flow["records screened"]
    assert then.flow["reports assessed"] == then.flow["reports included"] == then.flow["studies included"] == 0
    assert then.flow["awaiting full text"] == now.flow["reports assessed"]
    assert len(then.table("acts")) == before
    assert then.table("findings") == [] != now.table("findings")
    assert len([row for row in then.table("verdicts") if row["stage"] == "full text"]) == 0


def test_every_duplicate_says_what_makes_it_one_work_or_who_decided(report: Written) -> None:
    decided = set()
    for work in report.table("works"):
        why = work["held to be one work because"]
        assert bool(why) == (int(work["records"]) > 1), work["title"]
        if "decided by First reader" in why:
            decided.add(folded(work["title"]))
    by_hand = [{folded(row["title"]), folded(row["same_as_title"])} for row in rows("duplicates-by-hand.csv")]
    assert len(decided) == len(by_hand)
    assert all(decided & either for either in by_hand)
