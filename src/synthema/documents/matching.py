"""Which file is the full text of which report: sure, to check, or none, each with the reason in words."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from rapidfuzz import fuzz

from synthema.dedup.titles import is_generic, notice, numbers
from synthema.documents.beginnings import Beginning, Wanted, is_supplement
from synthema.documents.standing import SHORTEST, Standing, may_be, standing

SURELY = 95  # percent of a title's letters, where no DOI says the same
LIKE = 90
MOST_OTHERS = 5
_DOI_SCORE = 1000
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
    sure: dict[UUID, list[Beginning]] = defaultdict(list)
    for file, one in zip(files, found, strict=True):
        if one.report is not None and one.verdict is Verdict.SURE:
            sure[one.report].append(file)
    return [_among(one, sure) for one in found]


def _among(one: Match, sure: dict[UUID, list[Beginning]]) -> Match:
    """A match beside the other files that are surely the same report."""
    others = [file.name for file in sure.get(one.report, ()) if file.file != one.file] if one.report else []
    if not others:
        return one
    names = ", ".join(others[:3]) + (" and others" if len(others) > 3 else "")
    said = "may be this report as well" if one.verdict is Verdict.SURE else "is surely this report"
    joined = "; but" if one.verdict is Verdict.SURE else ";"
    return replace(one, verdict=Verdict.CHECK, why=f"{one.why}{joined} {names} {said}")


def _one(file: Beginning, reports: Sequence[Wanted]) -> Match:
    looked = [report for report in reports if may_be(file, report)]
    candidates = [one for report in looked if (one := _candidate(file, report)) is not None]
    candidates = _without_shorter(candidates, looked)
    candidates.sort(key=lambda one: (bool(one.doubt), -one.score))
    if not candidates:
        return Match(file=file.file, verdict=Verdict.NONE, why=_nothing(file))
    best, others = candidates[0], tuple(candidates[1 : 1 + MOST_OTHERS])
    doubt, also = best.doubt, [one.report for one in others if not one.doubt]
    if not doubt and also:
        doubt = f"it may be {', '.join(one.called for one in looked if one.report in also)} as well"
    why = f"{best.why}; but {doubt}" if doubt else best.why
    verdict = Verdict.CHECK if doubt else Verdict.SURE
    return Match(file=file.file, verdict=verdict, report=best.report, why=why, others=others)


def _nothing(file: Beginning) -> str:
    if not file.words:
        return "its first pages hold no text; choose the report by hand"
    return "neither DOI nor title of a report stands on its first pages"


def _without_shorter(found: list[Candidate], reports: Sequence[Wanted]) -> list[Candidate]:
    """Leave out reports whose title is only part of that of a surer candidate, unless their DOI says more."""
    titles = {report.report: report.clean_titles[0] if report.clean_titles else "" for report in reports}
    full = [titles[one.report] for one in found if not one.doubt]

    def within(one: Candidate) -> bool:
        mine = titles[one.report]
        return one.score < _DOI_SCORE and any(mine != title and mine in title for title in full)

    return [one for one in found if not within(one)]


def _candidate(file: Beginning, report: Wanted) -> Candidate | None:
    doi, stands = _doi(file, report), standing(file, report)
    named = [bool(family & file.words) for family in report.families]
    if doi:
        why, doubts = _by_doi(file, report, doi, stands)
    elif stands.likeness >= SURELY and (stands.heading or any(named[:1])):
        why, doubts = stands.where + (f", with {report.authors[0]}" if any(named[:1]) else ""), []
        doubts = _by_title(file, report, stands, named)
    elif stands.likeness and any(named[:1]):
        doubt = f"only {stands.likeness} of 100 letters agree" if stands.likeness < SURELY else stands.doubt
        why, doubts = stands.where, [doubt]
    elif file.doi_in_name and file.doi_in_name in report.clean_dois:
        why, doubts = f"the file's name spells the DOI {file.doi_in_name}", ["its pages do not tell"]
    else:
        return None
    doubts = [*_standing_doubts(file, report, stands.title), *doubts]
    score = stands.likeness + (_DOI_SCORE if doi else 0)
    return Candidate(report=report.report, score=score, why=why, doubt="; ".join(doubts[:2]))


def _doi(file: Beginning, report: Wanted) -> str:
    for doi in sorted(report.clean_dois):
        if doi in file.own_dois:
            return f"its metadata give the DOI {doi}"
        for number, printed in enumerate(file.printed_dois[:2], start=1):
            if doi in printed:
                return f"the DOI {doi} stands on page {number}"
    return ""


def _by_doi(file: Beginning, report: Wanted, said: str, stands: Standing) -> tuple[str, list[str]]:
    if stands.likeness < LIKE:
        return said, ["the title does not stand there: it may only cite the report"]
    own = not report.clean_dois.isdisjoint(file.own_dois)
    safe = stands.heading or stands.begins or own
    return f"{said}, and {stands.where}", [] if safe else [stands.doubt]


def _by_title(file: Beginning, report: Wanted, stands: Standing, named: list[bool]) -> list[str]:
    """What is missing where no DOI confirms a title."""
    doubts = [] if stands.heading else [stands.doubt]
    if len(stands.title.replace(" ", "")) < SHORTEST or is_generic(stands.title):
        doubts.append("so short a title may belong to several reports")
    if doi := _other_doi(file, report):
        doubts.append(f"it gives another DOI, {doi}")
    if _other_numbers(file, stands.title):
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
        if said and (place >= 0 or (said.start() < 25 and said.group() not in title)):
            return f"it begins as another kind of document: “{said.group()}”"
        if place >= 0 and own in file.own_titles and notice(own[place:]) not in ("", mine):
            return "its title goes on as that of another kind of document"
    return ""


def _other_doi(file: Beginning, report: Wanted) -> str:
    said = file.own_dois or (file.printed_dois[0] if file.printed_dois else frozenset())
    return min(said - report.clean_dois, default="") if report.clean_dois and not said & report.clean_dois else ""


def _other_numbers(file: Beginning, title: str) -> bool:
    own = [one for one in file.own_titles if title in one or one in title or fuzz.ratio(title, one) >= LIKE]
    return bool(own) and all(numbers(one) != numbers(title) for one in own)
