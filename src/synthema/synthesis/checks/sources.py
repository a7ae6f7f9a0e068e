"""Checks on where evidence comes from: S01 to S04, S13, S15 and S17."""

from collections.abc import Iterator
from itertools import combinations

from synthema.synthesis.checks.evidence import Evidence, folded
from synthema.synthesis.checks.registry import Hit, Outcome
from synthema.synthesis.model import Finding, Order, Quote, Report, SuggestionDecision


def study_without_findings(evidence: Evidence) -> Outcome:
    """S01: an included study that gave nothing."""
    things: tuple[Finding | Quote, ...] = (*evidence.synthesis.findings, *evidence.synthesis.quotes)
    heard = {evidence.study_of_included.get(thing.report_id) for thing in things}
    included = [study for study in evidence.synthesis.studies if study.included]
    hits = tuple(
        Hit(
            f"{study.name} is included but has no finding and no quote.",
            f"study {study.name}",
            "Extract its findings, or write down why it has none.",
            study.id,
        )
        for study in included
        if study.id not in heard
    )
    return Outcome(looked_at=len(included), hits=hits)


def quote_not_in_source(evidence: Evidence) -> Outcome:
    """S02: a quote whose words are not in its report."""
    quotes = evidence.synthesis.quotes
    looked = [quote for quote in quotes if quote.found is not None]
    unchecked = len(quotes) - len(looked)
    hits = tuple(
        Hit(
            f"These words are not in the report: “{_short(quote.text)}”.",
            evidence.place(quote),
            "Select the quote in the report again, or correct its wording.",
            quote.id,
        )
        for quote in looked
        if not quote.found
    )
    note = f"{unchecked} of {len(quotes)} quotes could not be looked up: their reports have no text here."
    return Outcome(looked_at=len(looked), hits=hits, note=note if unchecked else "")


def wrong_study(evidence: Evidence) -> Outcome:
    """S03: a finding or quote printed under another study than that of its report."""
    findings, quotes = evidence.synthesis.findings, evidence.synthesis.quotes
    hits = (*_findings_under_wrong_study(evidence), *_quotes_under_wrong_study(evidence))
    return Outcome(looked_at=len(findings) + len(quotes), hits=hits)


def _findings_under_wrong_study(evidence: Evidence) -> Iterator[Hit]:
    for finding in evidence.synthesis.findings:
        home = evidence.study_of(finding)
        if finding.study_id != home.id:
            yield _attributed(finding, evidence.studies[finding.study_id].name, home.name, evidence)


def _quotes_under_wrong_study(evidence: Evidence) -> Iterator[Hit]:
    for quote in evidence.synthesis.quotes:
        home = evidence.study_of(quote)
        stated = quote.study_id
        if stated is None and quote.finding_id is not None:
            stated = evidence.study_of(evidence.findings[quote.finding_id]).id
        if stated is not None and stated != home.id:
            yield _attributed(quote, evidence.studies[stated].name, home.name, evidence)


def _attributed(thing: Finding | Quote, stated: str, home: str, evidence: Evidence) -> Hit:
    words = thing.text if isinstance(thing, Quote) else thing.statement
    return Hit(
        f"“{_short(words)}” is attributed to {stated} but comes from a report of {home}.",
        evidence.place(thing),
        "Correct the study, or the report it was taken from.",
        thing.id,
    )


def not_included(evidence: Evidence) -> Outcome:
    """S04: a theme that rests on a study or report which is not included."""
    citations = list(_citations(evidence))
    hits = tuple(
        Hit(
            f"Theme “{evidence.themes[theme_id].name}” cites {_source_name(evidence, thing)}, which is not included.",
            evidence.place(thing),
            "Take it out of the theme, or include the study by a screening decision.",
            thing.id,
        )
        for theme_id, thing in citations
        if thing.report_id not in evidence.study_of_included
    )
    return Outcome(looked_at=len(citations), hits=hits)


def _citations(evidence: Evidence) -> Iterator[tuple[str, Finding | Quote]]:
    for placement in evidence.synthesis.placements:
        yield placement.theme_id, evidence.findings[placement.finding_id]
    for code in evidence.synthesis.codes:
        for theme_id in code.theme_ids:
            for quote_id in code.quote_ids:
                yield theme_id, evidence.quotes[quote_id]


def _source_name(evidence: Evidence, thing: Finding | Quote) -> str:
    study, report = evidence.study_of(thing), evidence.reports[thing.report_id]
    return study.name if not study.included else f"the report {report.name or report.id}"


def order_not_marked(evidence: Evidence) -> Outcome:
    """S13: a quote or finding that does not say whose words it holds."""
    things: tuple[Finding | Quote, ...] = (*evidence.synthesis.findings, *evidence.synthesis.quotes)
    hits = tuple(
        Hit(
            "It is not marked whether these are a participant's words or the authors'.",
            evidence.place(thing),
            f"Mark {'the quote' if isinstance(thing, Quote) else 'the finding'} as {' or '.join(Order)}.",
            thing.id,
        )
        for thing in things
        if thing.order is None
    )
    return Outcome(looked_at=len(things), hits=hits)


def undecided_suggestion(evidence: Evidence) -> Outcome:
    """S15: something in the synthesis that software suggested and no person took on."""
    synthesis = evidence.synthesis
    here = {
        thing.id
        for things in (synthesis.findings, synthesis.quotes, synthesis.codes, synthesis.themes)
        for thing in things
    }
    suggestions = [suggestion for suggestion in synthesis.suggestions if suggestion.target_id in here]
    taken_on = (SuggestionDecision.ACCEPTED, SuggestionDecision.EDITED)
    hits = tuple(
        Hit(
            f"{suggestion.target_id} was suggested by software and "
            + ("was rejected, yet is still here." if suggestion.decision else "nobody has decided on it."),
            f"suggestion {suggestion.id}",
            "Accept it under your name, edit it, or take it out.",
            suggestion.target_id,
        )
        for suggestion in suggestions
        if suggestion.decision not in taken_on or not suggestion.decided_by
    )
    return Outcome(looked_at=len(suggestions), hits=hits)


def unlinked_reports(evidence: Evidence) -> Outcome:
    """S17: reports of different studies with an author or a site in common, and no decision whether they share."""
    reports = [report for report in evidence.synthesis.reports if report.id in evidence.study_of_included]
    decided = {frozenset(sample.report_ids) for sample in evidence.synthesis.samples}
    pairs = [pair for pair in combinations(reports, 2) if pair[0].study_id != pair[1].study_id]
    hits = tuple(
        Hit(
            f"They have in common: {'; '.join(common).removesuffix('.')}.",
            f"{one.name or one.id} and {other.name or other.id}",
            "Say whether they share a sample: shared samples count once.",
            one.id,
        )
        for one, other in pairs
        if frozenset((one.id, other.id)) not in decided and (common := _in_common(one, other))
    )
    return Outcome(looked_at=len(pairs), hits=hits)


def _in_common(one: Report, other: Report) -> list[str]:
    theirs = {_signature(author) for author in other.authors}
    common = [author for author in one.authors if author.strip() and _signature(author) in theirs]
    if one.site.strip() and folded(one.site) == folded(other.site):
        common.append(f"the site {one.site}")
    return common


def _signature(author: str) -> str:
    """Surname and first initial: sources print the same person as Debyser B, Debyser, B. or Debyser, Bart."""
    family, _, given = author.partition(",")
    if not given:
        *names, last = author.split() or [""]
        family, given = (
            (" ".join(names), last) if names and len(last.strip(".")) <= 3 and last.isupper() else (last, author)
        )
    return f"{folded(family)} {folded(given)[:1]}"


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:77].rstrip()}…"
