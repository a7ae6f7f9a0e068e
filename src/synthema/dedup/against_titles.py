"""What in their titles, and in the beginnings of their abstracts, forbids to merge two records."""

import re
from collections import Counter

from rapidfuzz import fuzz

from synthema.dedup.against import ALMOST, Conflict, Rule, abstracts_differ, one_place
from synthema.dedup.evidence import Evidence, Sign
from synthema.dedup.facts import Facts
from synthema.dedup.telling import other_words
from synthema.dedup.titles import weight

PART_AT_END = re.compile(r"\b(?:\d{1,2}|[ivx]{1,5}|[a-d]|one|two|three|four|five|first|second|third)$")
REWORDED = 85  # titles less alike may be two translations of one title, or two reports by one group
REWORDED_WITH_IDENTIFIER = 70
SHORT_TITLE = 30  # letters
CUT = 5  # letters
MEETS = 55  # one identifier, author, volume and page
SEVERAL = frozenset({"correction", "reply", "comment"})
_OF_THEIR_OWN = ("correction", "protocol", "reprint", "summary")


def _titles(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if not found.titled or found.title >= REWORDED:
        return _other_order(a, b, found)
    if found.same_identifier and found.authors == Sign.AGREE:
        enough = MEETS if found.same_place and not (a.supplement or b.supplement) else REWORDED_WITH_IDENTIFIER
        if found.title >= enough:
            return None
    return Conflict("the titles differ")


def _other_order(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    # Without an author or a place to go by, the title must be the same to the letter.
    if not found.titled or found.authors == Sign.AGREE or found.same_identifier or found.same_place:
        return None
    return Conflict("the titles are worded differently") if fuzz.ratio(a.compact, b.compact) < ALMOST else None


def _short(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    # "Images in clinical medicine": a column comes again with the same title, journal and even author.
    if not found.titled or max(weight(a.compact), weight(b.compact)) >= SHORT_TITLE or found.same_identifier:
        return None
    numbered = bool(a.living) and a.living == b.living  # a Cochrane review's number is as good as a volume
    unplaced = found.journal == Sign.AGREE and not any(one.volume or one.issue or one.page for one in (a, b))
    told = numbered or unplaced or found.volume == Sign.AGREE  # unplaced: all that either says is the same
    same = told and found.year == found.authors == Sign.AGREE
    if same or Sign.AGREE in (found.page, found.abstract):
        return None
    return Conflict("so short a title may come again and no page tells")


def _generic(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if not (a.generic or b.generic) or found.same_identifier:
        return None
    if found.same_place and found.doi != Sign.DIFFER and a.issue == b.issue and found.year == Sign.AGREE:
        return None
    return Conflict("many reports carry such a title")


def _two_notices(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    # An article may have several corrections, and several replies, under one title.
    if a.notice not in SEVERAL or a.notice != b.notice or found.same_identifier or found.page == Sign.AGREE:
        return None
    return Conflict("there may be several such notices and no page tells")


def _numbers(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    ours, theirs = Counter(a.numbers) - Counter(b.numbers), Counter(b.numbers) - Counter(a.numbers)
    if not found.titled or not (ours or theirs) or found.same_place:
        return None
    if ours and theirs:
        whole = abs(len(a.compact) - len(b.compact)) <= CUT  # a title may be cut in the midst of a number
        certain = whole and not found.same_identifier and found.page != Sign.AGREE
        return Conflict("the numbers in the titles differ", certain=certain)
    if found.same_identifier or found.page == Sign.AGREE:
        return None
    longer = max(a.title, b.title, key=len)
    return Conflict("only one title has a number or part", soft=not PART_AT_END.search(longer))


def _notices(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if a.notice == b.notice:
        return None
    here = found.same_place or (found.doi == Sign.AGREE and Sign.DIFFER not in (found.page, found.volume, found.year))
    if here and found.authors == Sign.AGREE and {a.notice, b.notice} <= {"", *_OF_THEIR_OWN}:
        return None  # each is printed on a page of its own, so that here only one of two databases named it
    return Conflict(f"only one is a {a.notice or b.notice}" if not (a.notice and b.notice) else "the notices differ")


def _words(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if not found.titled or a.title == b.title or one_place(a, b, found) or (a.living and a.living == b.living):
        return None
    slips = Sign.AGREE in (found.volume, found.page, found.abstract)
    differ = other_words(a.title, b.title, breaks=(*a.breaks, *b.breaks), slips=slips)
    return Conflict("a word of the titles differs") if differ else None


def _abstracts(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    # Under one title a database may print the highlights, or another language, instead of the abstract.
    if a.title == b.title or one_place(a, b, found):
        return None
    return Conflict("the abstracts differ") if abstracts_differ(a, b) else None


RULES: tuple[Rule, ...] = (_titles, _short, _generic, _two_notices, _numbers, _notices, _words, _abstracts)
