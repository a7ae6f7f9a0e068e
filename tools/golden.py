"""Keep a package of the worked reviews as this version writes it: later versions must import and rebuild it alike."""

import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
SEED = UUID("6d0b1f2e-5f0a-4a53-9d3c-2f5f6c6f0a01")


def main() -> None:
    """Write tests/golden/<example>-<version>.zip and what must follow from it; refuses to replace one that is there."""
    os.environ["SYNTHEMA_HOME"] = tempfile.mkdtemp(prefix="synthema-golden-")
    from synthema import __version__
    from synthema.cli.common import open_house

    open_house()
    from synthema.audit.clock import frozen
    from synthema.web.examples import EXAMPLES, example_folder
    from synthema.web.worked import work

    for example in EXAMPLES:
        target = GOLDEN / f"{example}-{__version__}.zip"
        if target.exists() and "--again" not in sys.argv:
            sys.exit(f"{target.name} is there: a released version's package never changes (before release: --again).")
        with frozen(datetime(2026, 11, 23, 12, tzinfo=UTC)):
            review = work(example_folder(example), uuid5(SEED, example), lambda _stage, _what: None)
        _keep(review, target)
        sys.stdout.write(f"{target}\n")


def _keep(review: UUID, target: Path) -> None:
    from synthema.audit import replay
    from synthema.audit.model import By
    from synthema.reporting.facts import gather
    from synthema.reporting.package import export_review
    from synthema.reporting.tables_csv import tables_of
    from synthema.team.tables import Seat

    GOLDEN.mkdir(exist_ok=True)
    lead = By(Seat.objects.filter(review=review, role="lead").values_list("person", flat=True)[0])
    export_review(lead, review, target)
    facts = gather(review)
    flow = next(table for table in tables_of(facts) if table.name == "flow")
    follows = {
        "review": str(review),
        "events": facts.seq,
        "head": facts.head,
        "rows": {name: count for name, (count, _) in replay.digests(review).items()},
        "flow": [list(row) for row in flow.rows],
        "themes": {t.name: [t.n_findings, t.n_studies] for root in facts.themes for t in root.children},
        "checks": {c.id: c.status for c in facts.checks},
    }
    target.with_suffix(".json").write_text(json.dumps(follows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
