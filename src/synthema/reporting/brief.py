"""What a review found, in a few lines for a terminal."""

from collections.abc import Iterator

from synthema.reporting.model import CheckLine, Facts


def brief(facts: Facts) -> list[str]:
    """The flow, the agreement, the themes and the checks, each number counted."""
    return [
        *_flow(facts),
        *_agreement(facts),
        *_coding(facts),
        *_themes(facts),
        _checks(facts.checks),
        *_unfinished(facts),
    ]


def _flow(facts: Facts) -> Iterator[str]:
    flow = facts.flow
    identified = flow.identified_db + flow.identified_other
    doubled = f"{flow.duplicates} {'duplicate' if flow.duplicates == 1 else 'duplicates'}"
    yield f"{identified} records - {doubled} = {flow.records_screened} screened; {flow.records_excluded} excluded"
    yield (
        f"{flow.dbr_sought_reports} reports sought - {flow.dbr_notretrieved_reports} not retrieved "
        f"= {flow.dbr_assessed} assessed; {sum(n for _, n in flow.dbr_excluded)} excluded"
    )
    yield f"{flow.new_reports} reports of {flow.new_studies} studies included"


def _agreement(facts: Facts) -> Iterator[str]:
    for line in facts.agreement:
        kappa = next((s for s in line.statistics if "kappa" in s.name), None)
        if kappa is not None:
            yield f"agreement on {line.stage}: kappa {kappa.value} ({kappa.interval}), {line.n} decided by both"


def _coding(facts: Facts) -> Iterator[str]:
    for line in facts.coding:
        values = ", ".join(f"{s.name} {s.value} ({s.interval})" for s in line.statistics[:2])
        yield f"coding, {line.title.lower()}: {values or 'no agreement measured'}"


def _themes(facts: Facts) -> Iterator[str]:
    for root in facts.themes:
        yield root.name
        for t in root.children:
            yield f"  {t.name}: {t.n_findings} findings of {t.n_studies} studies, {t.n_contradicting} against"


def _checks(checks: tuple[CheckLine, ...]) -> str:
    counted = {status: sum(c.status == status for c in checks) for status in ("passed", "found", "not_applicable")}
    errors = [c.id for c in checks if c.status == "found" and c.severity == "error"]
    return (
        f"checks: {counted['passed']} passed, {counted['found']} with something to look at, "
        f"{counted['not_applicable']} do not apply; errors: {', '.join(errors) or 'none'}"
    )


def _unfinished(facts: Facts) -> Iterator[str]:
    if facts.unfinished:
        yield f"unfinished: {'; '.join(facts.unfinished)}"
