"""Which file is the full text of which report: sure, to check, or none, each with the reason in words."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from rapidfuzz import fuzz

from synthema.dedup.titles import is_generic, notice, numbers
from synthema.documents.beginnings import Beginning, Wanted, is_supplement

SURELY = 95  # percent of a title's letters, where no DOI says the same
LIKE = 90
ALMOST = 78
TOP = 1500  # letters of a page within which its title stands
SHORTEST = 20  # letters of a title that can tell one report from another
_BEFORE = re.compile(
    r"(?:correct(?:ion|ed)|corrigendum|erratum|retract\w*|repl(?:y|ies)|comment(?:ary)?|response|letter|supplement\w*"
    r"|supporting information|appendix|additional file|book review|editorial|protocol)"
)


class Verdict(StrEnum):
    """How sure it is which report a file is."""

    SURE = "sure"
    CHECK = "to check"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A report that a file may be, and why; a doubt keeps it from being sure."""

    report: UUID
    score: int
    why: str
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What became of one file: its report where there is one, and the others it may be."""

    file: UUID
    verdict: Verdict
    report: UUID | None = None
    why: str = ""
    others: tuple[Candidate, ...] = ()


def match(files: Sequence[Beginning], reports: Sequence[Wanted]) -> list[Match]:
    """One match for each file, in the order of the files; only what nothing speaks against is sure."""
    found = [_one(file, reports) for file in files]
    claims = Counter(one.report for one in found if one.report is not None)
    names = {file.file: file.name for file in files}
    return [_alone(one, found, names) if one.report and claims[one.report] > 1 else one for one in found]


def _alone(one: Match, found: Sequence[Match], names: dict[UUID, str]) -> Match:
    """A match to a report that other files match as well."""
    if one.report is None:
        return one
    others = ", ".join(names[other.file] for other in found if other.report == one.report and other.file != one.file)
    return replace(one, verdict=Verdict.CHECK, why=f"{one.why}; but {others} may be this report as well")


def _one(file: Beginning, reports: Sequence[Wanted]) -> Match:
    candidates = [one for report in reports if (one := _candidate(file, report)) is not None]
    candidates = _without_shorter(candidates, reports)
    candidates.sort(key=lambda one: (bool(one.doubt), -one.score))
    if not candidates:
        return Match(file=file.file, verdict=Verdict.NONE, why=_nothing(file))
    best, others = candidates[0], tuple(candidates[1:6])
    also = [one for one in others if not one.doubt]
    doubt = best.doubt
    if not doubt and also:
        called = {report.report: report.called for report in reports}
        doubt = f"it may be {', '.join(called[one.report] for one in also)} as well"
    why = f"{best.why}; but {doubt}" if doubt else best.why
    return Match(
        file=file.file,
        verdict=Verdict.CHECK if doubt else Verdict.SURE,
        report=best.report,
        why=why,
        others=others,
    )


def _nothing(file: Beginning) -> str:
    if not any(file.words):
        return "its first pages hold no text; choose the report by hand"
    return "neither DOI nor title of a report stands on its first pages"


def _without_shorter(found: list[Candidate], reports: Sequence[Wanted]) -> list[Candidate]:
    """Leave out reports whose title is only the beginning of that of another candidate, unless their DOI says more."""
    titles = {report.report: report.clean_titles[:1] for report in reports}
    full = [titles[one.report][0] for one in found if not one.doubt and titles[one.report]]

    def within(one: Candidate) -> bool:
        mine = titles[one.report]
        return bool(mine) and one.score < _DOI_SCORE and any(mine[0] != t and mine[0] in t for t in full)

    return [one for one in found if not within(one)]


_DOI_SCORE = 1000


def _candidate(file: Beginning, report: Wanted) -> Candidate | None:
    doi, doi_words = _doi(file, report)
    likeness, place, title = _title(file, report)
    named = [bool(family & file.words) for family in report.families]
    doubts = list(_standing_doubts(file, report, title))
    if doi and likeness >= LIKE:
        why = f"{doi_words}, and the title {place}"
    elif doi:
        why, doubts = doi_words, [*doubts, "the title does not stand there: it may only cite the report"]
    elif likeness >= SURELY:
        why = f"the title {place}" + (f", with {report.authors[0]}" if any(named[:1]) else "")
        doubts += _title_alone(file, report, title, named, top=place != _FURTHER_DOWN)
    elif likeness >= ALMOST and any(named[:1]):
        why, doubts = f"a title much like it {place}", [*doubts, f"only {likeness} of 100 letters agree"]
    elif file.doi_in_name and file.doi_in_name in report.clean_dois:
        why, doubts = f"the file's name spells the DOI {file.doi_in_name}", [*doubts, "its pages do not tell"]
    else:
        return None
    return Candidate(
        report=report.report, score=likeness + (_DOI_SCORE if doi else 0), why=why, doubt="; ".join(doubts[:2])
    )


def _doi(file: Beginning, report: Wanted) -> tuple[bool, str]:
    for doi in sorted(report.clean_dois):
        if doi in file.own_dois:
            return True, f"its metadata give the DOI {doi}"
        for number, printed in enumerate(file.printed_dois[:2], start=1):
            if doi in printed:
                return True, f"the DOI {doi} stands on page {number}"
    return False, ""


_FURTHER_DOWN = "stands further down"


def _title(file: Beginning, report: Wanted) -> tuple[int, str, str]:
    """How much of the best fitting title the file holds (percent), where, and which title that is."""
    best = (0, "", "")
    for title, words in zip(report.clean_titles, report.title_words, strict=True):
        compact = title.replace(" ", "")
        whole = _whole(file, compact)
        if whole is not None:
            best = max(best, (100, whole, title))
        elif words and len(words & file.words) >= 0.6 * len(words):
            best = max(best, (*_like(file, compact), title))
    return best


def _whole(file: Beginning, compact: str) -> str | None:
    if len(compact) < 4:
        return None
    if any(compact in title.replace(" ", "") for title in file.own_titles):
        return "stands in big print"
    places = [page.find(compact) for page in file.compact[:2]]
    for number, place in enumerate(places, start=1):
        if 0 <= place <= TOP:
            return f"stands on page {number}"
    return _FURTHER_DOWN if any(place > TOP for place in places) else None


def _like(file: Beginning, compact: str) -> tuple[int, str]:
    best = (0, "")
    for title in file.own_titles:
        best = max(best, (int(fuzz.ratio(compact, title.replace(" ", ""), score_cutoff=ALMOST)), "stands in big print"))
    for number, page in enumerate(file.compact[:2], start=1):
        top = page[: TOP + len(compact)]
        if len(top) >= len(compact):
            like = int(fuzz.partial_ratio(compact, top, score_cutoff=ALMOST))
            best = max(best, (like, f"stands on page {number}"))
    return min(99, best[0]), best[1]


def _standing_doubts(file: Beginning, report: Wanted, title: str) -> list[str]:
    """What speaks against a report however well its title and DOI fit."""
    doubts = []
    if report.held:
        doubts.append(f"it has a full text already: {', '.join(report.held)}")
    if report.given_up:
        doubts.append("it is recorded as not retrieved")
    if any(is_supplement(doi) for doi in file.dois):
        doubts.append("the DOI in its metadata is that of a supplement")
    if doubt := _other_kind(file, title):
        doubts.append(doubt)
    return doubts


def _other_kind(file: Beginning, title: str) -> str:
    """A correction, comment, reply, protocol or supplement names the report it belongs to, and is another document."""
    if not title:
        return ""
    mine = notice(title)
    for own in (*file.own_titles, *(page[:300] for page in file.folded[:1])):
        place = own.find(title)
        before = own[max(0, place - 60) : place] if place >= 0 else own[:60]
        said = _BEFORE.search(before)
        if said and not _BEFORE.search(title) and (place >= 0 or said.start() < 25):
            return f"it begins as another kind of document: “{said.group()}”"
        if place >= 0 and notice(own[place:][:400].split(" abstract ")[0]) not in ("", mine) and own in file.own_titles:
            return "its title goes on as that of another kind of document"
    return ""


def _title_alone(file: Beginning, report: Wanted, title: str, named: list[bool], *, top: bool) -> list[str]:
    """What is missing where no DOI confirms a title."""
    doubts = []
    if len(title.replace(" ", "")) < SHORTEST or is_generic(title):
        doubts.append("so short a title may belong to several reports")
    if not top:
        doubts.append("not where a title stands: it may be cited there")
    if doi := _other_doi(file, report):
        doubts.append(f"it gives another DOI, {doi}")
    if _other_numbers(file, title):
        doubts.append("the numbers in the titles differ")
    if not named:
        doubts.append("the report has no author to compare")
    elif not named[0]:
        doubts.append(f"{report.authors[0]} is not named on its first pages")
    elif sum(named) < min(2, len(named)):  # a family name may be any word
        doubts.append(f"none of its authors but {report.authors[0]} is named there")
    if report.year and file.years and not file.years & {report.year - 1, report.year, report.year + 1}:
        doubts.append(f"the year {report.year} is not named there")
    return doubts


def _other_doi(file: Beginning, report: Wanted) -> str:
    said = file.own_dois or (file.printed_dois[0] if file.printed_dois else frozenset())
    return min(said - report.clean_dois, default="") if report.clean_dois and not said & report.clean_dois else ""


def _other_numbers(file: Beginning, title: str) -> bool:
    own = [one for one in file.own_titles if title in one or one in title or fuzz.ratio(title, one) >= LIKE]
    return bool(own) and all(numbers(one) != numbers(title) for one in own)
