"""Packages of every released version import and rebuild to the same review."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit import replay
from synthema.audit.tables import Review
from synthema.reporting.facts import gather
from synthema.reporting.package import import_review
from synthema.reporting.tables_csv import tables_of

PACKAGES = sorted(Path(__file__).parent.glob("*.zip"))


def test_there_are_golden_packages() -> None:
    assert {p.name.rsplit("-", 1)[0] for p in PACKAGES} >= {"peer-support", "invented"}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda p: p.stem)
def test_an_old_package_gives_the_same_review(database: str, package: Path) -> None:
    expected = json.loads(package.with_suffix(".json").read_text(encoding="utf-8"))
    review, added = import_review(package)
    assert (review, added) == (UUID(expected["review"]), expected["events"])
    assert Review.objects.get(pk=review).head_hash == expected["head"]
    rows = {name: count for name, (count, _) in replay.digests(review).items()}
    assert {name: rows[name] for name in expected["rows"] if name in rows} == expected["rows"]
    assert replay.verify(review).sound
    before = replay.digests(review)
    replay.rebuild(review)
    assert replay.digests(review) == before
    facts = gather(review)
    flow = next(table for table in tables_of(facts) if table.name == "flow")
    assert [list(row) for row in flow.rows] == expected["flow"]
    themes = {t.name: [t.n_findings, t.n_studies] for root in facts.themes for t in root.children}
    assert themes == expected["themes"]
    assert {c.id: c.status for c in facts.checks} == expected["checks"]
