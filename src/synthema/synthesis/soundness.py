"""Links of a synthesis that lead nowhere or in a circle, all of them named before anything is counted."""

from collections import Counter
from collections.abc import Iterable, Iterator

from synthema.refused import Refused
from synthema.synthesis.model import Synthesis, Theme


class UnsoundSynthesisError(Refused):
    """The synthesis cannot be counted; `faults` says every reason."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def faults(synthesis: Synthesis) -> tuple[str, ...]:
    """Every broken link, repeated identifier and circle of themes, as sentences; empty when sound."""
    return (*_repeated(synthesis), *_dangling(synthesis), *_circles(synthesis.themes))


def assert_sound(synthesis: Synthesis) -> None:
    """Refuse a synthesis with broken links; raises UnsoundSynthesisError."""
    found = faults(synthesis)
    if found:
        raise UnsoundSynthesisError(found)


def _identifiers(synthesis: Synthesis) -> dict[str, list[str]]:
    return {
        "study": [study.id for study in synthesis.studies],
        "report": [report.id for report in synthesis.reports],
        "finding": [finding.id for finding in synthesis.findings],
        "quote": [quote.id for quote in synthesis.quotes],
        "code": [code.id for code in synthesis.codes],
        "theme": [theme.id for theme in synthesis.themes],
    }


def _repeated(synthesis: Synthesis) -> Iterator[str]:
    for kind, ids in _identifiers(synthesis).items():
        for identifier, times in Counter(ids).items():
            if times > 1:
                yield f"{kind.capitalize()} {identifier} is given {times} times: keep one, or give each its own id."


def _dangling(synthesis: Synthesis) -> Iterator[str]:
    known = {kind: set(ids) for kind, ids in _identifiers(synthesis).items()}
    for owner, kind, identifier in _links(synthesis):
        if identifier is not None and identifier not in known[kind]:
            yield f"{owner} names {kind} {identifier}, which does not exist: add the {kind} or correct the id."


def _links(synthesis: Synthesis) -> Iterator[tuple[str, str, str | None]]:
    for report in synthesis.reports:
        yield f"Report {report.id}", "study", report.study_id
    for finding in synthesis.findings:
        yield f"Finding {finding.id}", "study", finding.study_id
        yield f"Finding {finding.id}", "report", finding.report_id
    for quote in synthesis.quotes:
        yield f"Quote {quote.id}", "report", quote.report_id
        yield f"Quote {quote.id}", "study", quote.study_id
        yield f"Quote {quote.id}", "finding", quote.finding_id
    yield from _links_of_themes(synthesis)
    yield from _links_of_notes(synthesis)


def _links_of_themes(synthesis: Synthesis) -> Iterator[tuple[str, str, str | None]]:
    for code in synthesis.codes:
        yield from ((f"Code {code.id}", "quote", quote_id) for quote_id in code.quote_ids)
        yield from ((f"Code {code.id}", "theme", theme_id) for theme_id in code.theme_ids)
    for theme in synthesis.themes:
        yield f"Theme {theme.id}", "theme", theme.parent_id
    for placement in synthesis.placements:
        yield f"The placement of {placement.finding_id}", "finding", placement.finding_id
        yield f"The placement of {placement.finding_id}", "theme", placement.theme_id


def _links_of_notes(synthesis: Synthesis) -> Iterator[tuple[str, str, str | None]]:
    for relation in synthesis.relations:
        yield from ((f"A {relation.kind} relation", "study", study_id) for study_id in relation.study_ids)
    for note in synthesis.disconfirming:
        yield "A note on disconfirming cases", "theme", note.theme_id
    for decision in synthesis.samples:
        yield from (("A decision on shared samples", "report", report_id) for report_id in decision.report_ids)
    for effect in synthesis.stated_effects:
        yield "A stated effect size", "theme", effect.theme_id
    for judgement in synthesis.judgements:
        yield "A judgement of confidence", "theme", judgement.theme_id


def _circles(themes: Iterable[Theme]) -> Iterator[str]:
    parents = {theme.id: theme.parent_id for theme in themes}
    told: set[str] = set()
    for start in parents:
        path: list[str] = []
        current: str | None = start
        while current in parents and current not in path and current not in told:
            path.append(current)
            current = parents[current]
        if current in path:
            circle = path[path.index(current) :]
            chain = " < ".join([*circle, circle[0]])
            yield f"Themes {chain} form a circle: take one of them out from under its parent."
        told.update(path)
