"""Checks on themes: S05, S06, S11, S12, S14 and S18."""

from collections import Counter
from collections.abc import Iterable, Iterator

from synthema.synthesis.checks.evidence import Evidence, folded, named
from synthema.synthesis.checks.registry import Hit, Outcome
from synthema.synthesis.model import Code, Finding, Polarity, PolarityAgainst, Quote, Theme, ThemeLevel
from synthema.synthesis.tree import Support


def orphans(evidence: Evidence) -> Outcome:
    """S05: a code without a quote or a theme, a theme with nothing under it."""
    codes, themes = evidence.synthesis.codes, evidence.synthesis.themes
    parents = {theme.parent_id for theme in themes}
    coded = {theme_id for code in codes for theme_id in code.theme_ids}
    empty = [
        Hit(
            f"Nothing stands under {named(theme)}: no finding, no code, no subtheme.",
            named(theme),
            "Place what belongs there, or keep it and say that the studies are silent.",
            theme.id,
        )
        for theme in themes
        if theme.id not in parents | coded and not evidence.support[theme.id].own_placements
    ]
    return Outcome(looked_at=len(codes) + len(themes), hits=(*_orphan_codes(codes), *empty))


def _orphan_codes(codes: Iterable[Code]) -> Iterator[Hit]:
    for code in codes:
        missing = [word for word, ids in (("quote", code.quote_ids), ("theme", code.theme_ids)) if not ids]
        if missing:
            yield Hit(
                f"The code “{code.name}” has no {' and no '.join(missing)}.",
                f"code “{code.name}”",
                "Give it what is missing, merge it with another code, or retire it.",
                code.id,
            )


def few_studies(evidence: Evidence) -> Outcome:
    """S06: a theme that fewer than two studies support."""
    held = _held(evidence)
    hits = tuple(
        _too_few(support.theme, studies) for support in held if len(studies := _speaking(evidence, support)) < 2
    )
    return Outcome(looked_at=len(held), hits=hits)


def _speaking(evidence: Evidence, support: Support) -> tuple[str, ...]:
    either_way = evidence.synthesis.any_finding_speaks_for(support.theme)
    return support.study_ids if either_way else support.supporting_study_ids


def _too_few(theme: Theme, studies: tuple[str, ...]) -> Hit:
    return Hit(
        f"{len(studies) or 'No'} study supports {named(theme)}.",
        named(theme),
        "Look for further support, merge it, or present it as the voice of one study.",
        theme.id,
    )


def one_study_dominates(evidence: Evidence) -> Outcome:
    """S11: more than half of what a theme rests on comes from one study."""
    held = _held(evidence)
    hits = []
    for support in held:
        things: tuple[Finding | Quote, ...] = (*support.findings, *support.quotes)
        origins = Counter(evidence.study_of(thing).id for thing in things)
        study_id, most = origins.most_common(1)[0]
        if 2 * most > origins.total():
            hits.append(
                Hit(
                    f"{most} of {origins.total()} findings and quotes come from {evidence.studies[study_id].name}.",
                    named(support.theme),
                    "Ask whether the theme would stand without that study, and say so in the report.",
                    support.theme.id,
                )
            )
    return Outcome(looked_at=len(held), hits=tuple(hits))


def nothing_disconfirming(evidence: Evidence) -> Outcome:
    """S12: a theme for which nobody recorded what speaks against it, or that nothing does."""
    held = _asked_for_contrary(evidence)
    sought = {search.theme_id for search in evidence.synthesis.disconfirming if search.note.strip()}
    hits = tuple(
        Hit(
            f"No disconfirming case is recorded for {named(support.theme)}.",
            named(support.theme),
            "Look for findings that speak against it, and note what you found, even if it is nothing.",
            support.theme.id,
        )
        for support in held
        if support.theme.id not in sought and not any(p.polarity is Polarity.CONTRADICTS for p in support.placements)
    )
    return Outcome(looked_at=len(held), hits=hits)


def _asked_for_contrary(evidence: Evidence) -> list[Support]:
    """Where polarity is read against a framework, its themes are asked; a subtheme cannot contradict itself."""
    held = list(_held(evidence))
    if evidence.synthesis.polarity_against is not PolarityAgainst.FRAMEWORK:
        return held
    return [support for support in held if support.theme.level is not ThemeLevel.DESCRIPTIVE]


def name_or_definition(evidence: Evidence) -> Outcome:
    """S14: two themes of one name, or a theme without a definition."""
    themes = evidence.synthesis.themes
    names = Counter(folded(theme.name) for theme in themes)
    return Outcome(looked_at=len(themes), hits=tuple(hit for theme in themes for hit in _naming(theme, names)))


def _naming(theme: Theme, names: Counter[str]) -> Iterator[Hit]:
    times = names[folded(theme.name)]
    if times > 1:
        what = f"{times} themes are called “{theme.name}”."
        yield Hit(what, named(theme), "Rename one of them, or merge them.", theme.id)
    if not theme.definition.strip():
        what = f"Theme “{theme.name}” has no definition."
        yield Hit(what, named(theme), "Write in a sentence what belongs under it and what does not.", theme.id)


def edited_after_judgement(evidence: Evidence) -> Outcome:
    """S18: a theme that changed, in words or in what stands under it, after confidence in it was judged."""
    judged: dict[str, int] = {}
    for judgement in evidence.synthesis.judgements:
        judged[judgement.theme_id] = max(judgement.judged_at, judged.get(judgement.theme_id, 0))
    hits = tuple(
        Hit(
            f"Theme “{evidence.themes[theme_id].name}” was changed after confidence in it was judged.",
            f"{named(evidence.themes[theme_id])}, judged at event {at}, changed at event {changed}",
            "Judge it again, or confirm that the judgement still holds.",
            theme_id,
        )
        for theme_id, at in judged.items()
        if (changed := _changed(evidence.support[theme_id])) > at
    )
    return Outcome(looked_at=len(judged), hits=hits)


def _changed(support: Support) -> int:
    return max([support.theme.edited_at, *(placement.placed_at for placement in support.placements)])


def _held(evidence: Evidence) -> list[Support]:
    """Themes that hold something; an empty theme is S05's business."""
    return [support for support in evidence.support.values() if support.findings or support.quotes]
