"""The decision about two records, with its reason: the same report, related, a question for a person, or apart."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from rapidfuzz import fuzz

from synthema.dedup.against import Conflict
from synthema.dedup.boosting import shipped
from synthema.dedup.conflicts import conflict
from synthema.dedup.evidence import Evidence, Sign, weigh
from synthema.dedup.facts import Facts
from synthema.dedup.features import features
from synthema.dedup.model import Kind
from synthema.dedup.relations import Tie, tie
from synthema.dedup.setting import AS_USUAL, Setting
from synthema.dedup.telling import other_words
from synthema.dedup.titles import cut_short, subject

SURE = 0.9  # nothing speaks against it
SURE_DESPITE = 0.97  # something speaks against it that a slip of the pen explains
SURE_BY_RULE = 0.3  # what a librarian would call the same by its identifier or its place
WORTH_ASKING = 0.02
WORTH_ASKING_ALIKE = 0.003  # when title and authors are the same all the same
ONE_REVIEW = 97  # letters of the titles of two versions at least this alike, in percent

ALIKE_WITH_IDENTIFIER = 75  # one DOI may cover a whole supplement, so titles must be alike too
ALIKE_WITH_PLACE = 85
ALIKE = 95
OTHER_TITLE = 60  # titles less alike than this are of other reports, unless the place or an identifier is the same
CUT_SHORT = 90
SAME_TITLE = 97
LONG_TITLE = 40  # letters; shorter titles recur by chance
FELLOW_AUTHORS = 3


class Verdict(Enum):
    """What the matcher says about two records."""

    SAME = "same"
    RELATED = "related"
    REVIEW = "review"
    APART = "apart"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on two records, why, how probable it is in percent that they are the same, and how they are related.

    `turned`: the second record is the version, preprint, notice, ... of the first.
    """

    verdict: Verdict
    reason: str
    score: int
    relation: Kind | None = None
    turned: bool = False


APART = Judgement(Verdict.APART, "", 0)  # most pairs: not worth a sentence


def judge(a: Facts, b: Facts, setting: Setting = AS_USUAL) -> Judgement:
    """Compare two records; the same answer whichever comes first."""
    return judge_all([a], [b], setting)[0]


def judge_all(left: Sequence[Facts], right: Sequence[Facts], setting: Setting = AS_USUAL) -> list[Judgement]:
    """Compare records pair by pair: the first of the left with the first of the right, and so on."""
    found = [weigh(a, b) for a, b in zip(left, right, strict=True)]
    if not found:
        return []
    rows = np.array([features(a, b, one) for a, b, one in zip(left, right, found, strict=True)])
    scores = shipped().probability(rows).tolist()
    return [_judged(*one, setting) for one in zip(left, right, found, scores, strict=True)]


def _judged(a: Facts, b: Facts, found: Evidence, score: float, setting: Setting) -> Judgement:
    asked = _worth_asking(found, score) or _one_mark(a, b, found)
    related = _stated(a, b, tie(a, b, found), asked)
    if not asked and related is None:
        return APART
    against = conflict(a, b, found, sparse=setting.sparse)
    if related and related.kind is Kind.VERSION and setting.versions and _one_title(a, b):
        return Judgement(Verdict.SAME, f"{describe(found)}; {related.reason}", round(100 * score))
    if related and (related.certain or not asked):
        return _related(related, found, score)
    if against and against.certain:
        return APART
    if related is None and _is_same(a, b, found, against, score, setting):
        return Judgement(Verdict.SAME, describe(found), round(100 * score))
    said = against or related
    doubt = f"but {said.reason}" if said else "not enough to be sure"
    kind, turned = (related.kind, related.turned) if related else (None, False)
    return Judgement(Verdict.REVIEW, f"{describe(found)}; {doubt}", min(99, round(100 * score)), kind, turned)


def _stated(a: Facts, b: Facts, related: Tie | None, asked: bool) -> Tie | None:
    """The relation; only suggested where a word of the titles differs, as it may be one to a sister study."""
    if related is None or related.kind is Kind.VERSION:
        return related
    if set(a.numbers) - set(b.numbers) and set(b.numbers) - set(a.numbers):
        return None
    if not other_words(subject(a.title), subject(b.title)):
        return related
    return replace(related, certain=False) if asked else None


def _one_title(a: Facts, b: Facts) -> bool:
    # A version under another title often has another scope.
    return fuzz.ratio(a.compact, b.compact) >= ONE_REVIEW


def _worth_asking(found: Evidence, score: float) -> bool:
    here = found.same_place or found.same_identifier or found.abstract == Sign.AGREE
    if found.titled and found.title < OTHER_TITLE and not here:
        return False
    alike = found.title >= SAME_TITLE and found.authors == Sign.AGREE
    return score >= (WORTH_ASKING_ALIKE if alike else WORTH_ASKING)


def _one_mark(a: Facts, b: Facts, found: Evidence) -> bool:
    """Whether something that one report alone should bear is the same, so that a person is asked in any case."""
    if found.same_identifier:
        alike = found.title >= OTHER_TITLE or not found.titled or set(a.compact).isdisjoint(b.compact)
        return alike or found.authors == Sign.AGREE
    if Sign.DIFFER in (found.authors, found.year):
        return False
    if not found.titled:
        return found.same_place or found.abstract == Sign.AGREE
    registered = bool(a.registration[0]) and a.registration == b.registration
    book = bool(a.isbns & b.isbns) and found.authors == found.year == Sign.AGREE
    return (registered or book) and found.page != Sign.DIFFER


def _related(related: Tie, found: Evidence, score: float) -> Judgement:
    reason = f"{describe(found)}; {related.reason}"
    return Judgement(Verdict.RELATED, reason, round(100 * score), related.kind, related.turned)


def _is_same(a: Facts, b: Facts, found: Evidence, against: Conflict | None, score: float, setting: Setting) -> bool:
    if against:
        return against.soft and score >= SURE_DESPITE
    if setting.sparse and _same_in_sparse(a, b, found):
        return True
    return score >= SURE or (score >= SURE_BY_RULE and _same_report(a, b, found))


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


def _same_in_sparse(a: Facts, b: Facts, found: Evidence) -> bool:
    """Whether title, authors and year are all that there is, and all the same."""
    if found.authors != Sign.AGREE or min(len(a.compact), len(b.compact)) < LONG_TITLE:
        return False
    if found.year == Sign.AGREE:
        cut = found.journal == Sign.AGREE and found.title >= CUT_SHORT and cut_short(a.title, b.title)
        return found.title >= ALIKE or cut
    return found.title == 100


def _same_report(a: Facts, b: Facts, found: Evidence) -> bool:
    if found.same_identifier:
        return found.title >= ALIKE_WITH_IDENTIFIER or (found.same_place and found.authors == Sign.AGREE)
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
