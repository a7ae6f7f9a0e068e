"""The decision about two records: the same report, a question for a person, or apart; always with its reason."""

from dataclasses import dataclass
from enum import Enum

from synthema.dedup.conflicts import conflict
from synthema.dedup.evidence import Evidence, Sign, weigh
from synthema.dedup.facts import Facts

ALIKE_WITH_IDENTIFIER = 75  # one DOI may cover a whole supplement, so titles must be alike too
ALIKE_WITH_PLACE = 85
ALIKE = 95
LONG_TITLE = 40  # letters; shorter titles recur by chance
FELLOW_AUTHORS = 3


class Verdict(Enum):
    """What the matcher says about two records."""

    SAME = "same"
    REVIEW = "review"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on two records, why, and how alike they are in percent."""

    verdict: Verdict
    reason: str
    score: int


APART = Judgement(Verdict.APART, "", 0)  # most pairs: not worth a sentence


def judge(a: Facts, b: Facts) -> Judgement:
    """Compare two records; the same answer whichever comes first."""
    found = weigh(a, b)
    against = conflict(a, b, found)
    if not against and _same_report(a, b, found):
        return Judgement(Verdict.SAME, describe(found), found.score)
    if (against and against.final) or not _worth_a_look(found):
        return APART
    doubt = f"but {against.reason}" if against else "not enough to be sure"
    return Judgement(Verdict.REVIEW, f"{describe(found)}; {doubt}", found.score)


def describe(found: Evidence) -> str:
    """What two records share, in one sentence without its full stop."""
    parts = ["same DOI"] if found.doi == Sign.AGREE else []
    parts += ["same PubMed number"] if found.pmid == Sign.AGREE else []
    parts.append(f"titles {found.title} % alike" if found.titled else "a title is missing")
    fields = {
        "authors": found.authors, "year": found.year, "journal": found.journal, "volume": found.volume,
        "first page": found.page, "abstract": found.abstract,
    }  # fmt: skip
    for word, sign in (("same", Sign.AGREE), ("different", Sign.DIFFER)):
        named = [name for name, value in fields.items() if value == sign]
        if named:
            parts.append(f"{word} {_list(named)}")
    return "; ".join(parts)


def _list(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _same_report(a: Facts, b: Facts, found: Evidence) -> bool:
    if found.same_identifier:
        return found.title >= ALIKE_WITH_IDENTIFIER
    if found.same_place:
        return _same_report_in_one_place(a, b, found)
    if found.page == Sign.AGREE and found.authors == Sign.AGREE == found.year:
        return found.title >= 90
    if found.title < ALIKE or Sign.DIFFER in (found.volume, found.journal):
        return False
    return _enough_without_pages(min(len(a.compact), len(b.compact)) >= LONG_TITLE, found)


def _same_report_in_one_place(a: Facts, b: Facts, found: Evidence) -> bool:
    if found.title >= ALIKE:
        return Sign.AGREE in (found.authors, found.journal, found.year)
    if found.authors != Sign.AGREE:
        return False
    # Several meeting abstracts share a page, and a working group's abstracts have similar titles.
    everything = found.journal == Sign.AGREE == found.year and not (a.supplement or b.supplement)
    return found.title >= (ALIKE_WITH_IDENTIFIER if everything else ALIKE_WITH_PLACE)


def _enough_without_pages(long_title: bool, found: Evidence) -> bool:
    agreed = sum(sign == Sign.AGREE for sign in (found.journal, found.volume, found.abstract, found.page))
    if found.authors == Sign.AGREE and found.year == Sign.AGREE:
        return agreed > 0 or (long_title and found.shared_authors >= FELLOW_AUTHORS)
    if found.authors == Sign.AGREE:
        return agreed > 0 and long_title
    return agreed > 1 and (long_title or found.page == Sign.AGREE)


def _worth_a_look(found: Evidence) -> bool:
    here = Sign.AGREE in (found.page, found.abstract) and found.authors == Sign.AGREE == found.year
    if found.same_identifier or here:
        return True
    supported = Sign.AGREE in (found.authors, found.journal, found.abstract, found.page)
    return (found.title >= 85 and supported) or (found.title >= ALIKE and found.authors != Sign.DIFFER)
