"""What forbids an automatic merge; a conflict may only prevent, never bring about, a match."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from rapidfuzz import fuzz

from synthema.dedup.evidence import Evidence, Sign, same_beginning
from synthema.dedup.facts import Facts
from synthema.dedup.kinds import OF_THEIR_OWN
from synthema.dedup.living import UNKNOWN
from synthema.dedup.telling import other_words
from synthema.dedup.titles import weight

PART_AT_END = re.compile(r"\b(?:\d{1,2}|[ivx]{1,5}|[a-d]|one|two|three|four|five|first|second|third)$")
VERSIONS = "they are versions of one publication"
REWORDED = 85  # titles less alike may be two translations of one title, or two reports by one group
REWORDED_WITH_IDENTIFIER = 70
ALMOST = 95
LONG_ABSTRACT = 120  # letters
OTHER_ABSTRACT = 50
SERIES = re.compile(
    r"\b(?:reports?|statistics|annual|yearbook|standards|guidelines?|schedule|surveillance|updates?|surveys?|proceedings"
    r"|conference|congress|meeting|census|outlook|recommendations|bulletin|newsletter)\b"
)
_BOOK = "/978"  # the DOI of a book is made of its ISBN
SHORT_TITLE = 30  # letters
CUT = 5  # letters
MEETS = 55  # one identifier, author, volume and page


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why two records must not be merged automatically.

    A soft one gives way where all else speaks for a merge; a certain one leaves nothing to ask.
    """

    reason: str
    soft: bool = False
    certain: bool = False


def conflict(a: Facts, b: Facts, found: Evidence, *, sparse: bool = False) -> Conflict | None:
    """The gravest conflict between two records, certain ones first, soft ones last; or None."""
    rules = (*RULES, _unplaced) if sparse else RULES
    against = [one for rule in rules if (one := rule(a, b, found))]
    return min(against, key=lambda one: (not one.certain, one.soft), default=None)


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


def _one_place(a: Facts, b: Facts, found: Evidence) -> bool:
    """Whether the identifier or the place is the same, and not that of a supplement or a book, which hold many."""
    many = a.supplement or b.supplement or (found.doi == Sign.AGREE and _BOOK in a.doi)
    pages = _one_range(a, b, found)
    if pages and found.authors == Sign.AGREE == found.year:
        return True
    one_text = not many or pages or (found.abstract == Sign.AGREE and found.same_place)
    return (found.same_identifier or found.same_place) and one_text


def _one_range(a: Facts, b: Facts, found: Evidence) -> bool:
    """Whether both name the same pages, several of them: short texts may share one page, no two share more."""
    return found.page == Sign.AGREE and a.last == b.last and a.last not in ("", a.page)


def _words(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if not found.titled or a.title == b.title or _one_place(a, b, found) or (a.living and a.living == b.living):
        return None
    slips = Sign.AGREE in (found.volume, found.page, found.abstract)
    differ = other_words(a.title, b.title, breaks=(*a.breaks, *b.breaks), slips=slips)
    return Conflict("a word of the titles differs") if differ else None


def _abstracts(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    # Under one title a database may print the highlights, or another language, instead of the abstract.
    if a.title == b.title or _one_place(a, b, found):
        return None
    return Conflict("the abstracts differ") if _abstracts_differ(a, b) else None


def _abstracts_differ(a: Facts, b: Facts) -> bool:
    long = min(len(a.abstract), len(b.abstract)) >= LONG_ABSTRACT
    return long and same_beginning(a.abstract, b.abstract) < OTHER_ABSTRACT


def _series(a: Facts, _b: Facts, found: Evidence) -> Conflict | None:
    # "World health report", "Annual survey of ...": one each year, under one title, and often on the same page.
    if found.year == Sign.AGREE or found.same_identifier:
        return None
    if found.volume != Sign.DIFFER and Sign.AGREE in (found.page, found.volume, found.abstract):
        return None
    return Conflict("it may appear every year, and no page tells") if SERIES.search(a.title) else None


def _undated(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    # What is in no volume may be an edition or a yearly report.
    placed = any(one.volume or one.page or one.last or one.doi or one.pmid for one in (a, b))
    if found.year != Sign.DIFFER or placed or found.abstract == Sign.AGREE:
        return None
    return Conflict("the years differ and no page tells")


def _short(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    # "Images in clinical medicine": a column comes again with the same title, journal and even author.
    if not found.titled or max(weight(a.compact), weight(b.compact)) >= SHORT_TITLE or found.same_identifier:
        return None
    numbered = bool(a.living) and a.living == b.living  # a Cochrane review's number is as good as a volume
    same = found.year == found.authors == Sign.AGREE and (numbered or found.volume == Sign.AGREE)
    if same or Sign.AGREE in (found.page, found.abstract):
        return None
    return Conflict("so short a title may come again and no page tells")


def _generic(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if not (a.generic or b.generic) or found.same_identifier:
        return None
    if found.same_place and found.doi != Sign.DIFFER and a.issue == b.issue and found.year == Sign.AGREE:
        return None
    return Conflict("many reports carry such a title")


SEVERAL = frozenset({"correction", "reply", "comment"})
_OF_THEIR_OWN = ("correction", "protocol", "reprint", "summary")


def _notices(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if a.notice == b.notice:
        return None
    here = found.same_place or (found.doi == Sign.AGREE and Sign.DIFFER not in (found.page, found.volume, found.year))
    if here and found.authors == Sign.AGREE and {a.notice, b.notice} <= {"", *_OF_THEIR_OWN}:
        return None  # each is printed on a page of its own, so that here only one of two databases named it
    return Conflict(f"only one is a {a.notice or b.notice}" if not (a.notice and b.notice) else "the notices differ")


def _two_notices(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    # An article may have several corrections, and several replies, under one title.
    if a.notice not in SEVERAL or a.notice != b.notice or found.same_identifier or found.page == Sign.AGREE:
        return None
    return Conflict("there may be several such notices and no page tells")


def _nowhere(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    # Without a word where it appeared it may be a preprint, a report or a thesis that was printed later.
    nowhere = any(not (one.journal or one.volume or one.page) for one in (a, b))
    if not nowhere or found.year != Sign.DIFFER or found.same_identifier:
        return None
    return Conflict("the years differ and one does not say where it appeared")


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


def _kinds(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if a.kind == b.kind or found.same_identifier or OF_THEIR_OWN.isdisjoint({a.kind, b.kind}):
        return None
    own, other = sorted((a, b), key=lambda one: (one.kind not in OF_THEIR_OWN, one.kind))
    told = own.kind != "thesis" or other.kind or other.journal or other.volume or other.page
    return Conflict(f"only one is a {own.kind}") if told else None


def _languages(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if not a.language or not b.language or a.language == b.language or found.same_identifier or found.same_place:
        return None
    return Conflict("the languages differ")


def _isbns(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if not a.isbns or not b.isbns or a.isbns & b.isbns or found.same_identifier:
        return None
    return Conflict("the ISBNs differ", soft=True)  # print and online have their own


def _living(a: Facts, b: Facts, _found: Evidence) -> Conflict | None:
    if are_versions(a, b):
        return Conflict(VERSIONS)
    if not a.living or not b.living:
        return None
    if a.living != b.living:
        return Conflict("they are different reviews with numbers of their own", certain=True)
    return None


def are_versions(a: Facts, b: Facts) -> bool:
    """Whether two records are of one publication that appears in versions, but not of the same version."""
    if not a.living or a.living != b.living:
        nameless = _in_cochrane(a) and _in_cochrane(b) and not (a.living and b.living) and a.title == b.title
        return nameless and bool(a.year and b.year and a.year != b.year)
    told = UNKNOWN not in (a.version, b.version)
    return a.version != b.version if told else bool(a.year and b.year and a.year != b.year)


def _in_cochrane(one: Facts) -> bool:
    return one.living.startswith("cd") or one.journal.startswith("cochrane database")


def _registrations(a: Facts, b: Facts, _found: Evidence) -> Conflict | None:
    (registry, number), (other_registry, other_number) = a.registration, b.registration
    if registry and registry == other_registry and number != other_number:
        return Conflict("the trial registration numbers differ", certain=True)
    return None


def _identifiers(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if found.pmid == Sign.DIFFER and Sign.AGREE not in (found.doi, found.abstract):
        return Conflict("the PubMed numbers differ")  # letters under one title share a page
    if found.same_place or (a.living and b.living):
        return None
    elsewhere = Sign.DIFFER in (found.page, found.volume)
    if found.doi == Sign.DIFFER:
        return Conflict("the DOIs differ", soft=not elsewhere)
    return Conflict("the PubMed numbers differ") if found.pmid == Sign.DIFFER else None


def _pages(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if found.page != Sign.DIFFER:
        return None
    if found.same_identifier:
        return _one_identifier(found)
    if _one_abstract(a, b, found) or _misprinted(a, b, found):
        return None
    if found.volume == Sign.DIFFER:
        return Conflict("volume and pages differ")
    return Conflict("the pages differ", soft=True)


def _one_identifier(found: Evidence) -> Conflict | None:
    # A whole supplement may share one DOI, and sources give the article's DOI to the meeting abstract.
    elsewhere = found.journal == Sign.DIFFER == found.volume
    if elsewhere or found.title < 95 or found.authors == Sign.DIFFER:
        return Conflict("the same identifier is given for different pages")
    return None


def _misprinted(a: Facts, b: Facts, found: Evidence) -> bool:
    # 2297-2108 and 2097-2108: one end of the range is a slip of the pen when everything else is the same.
    same_end = bool(a.last) and a.last == b.last
    return same_end and found.title >= 97 and min(found.volume, found.authors, found.year) == Sign.AGREE


def _one_abstract(a: Facts, b: Facts, found: Evidence) -> bool:
    agreed = min(found.abstract, found.authors, found.year, found.journal) == Sign.AGREE
    return agreed and found.title >= 97 and found.volume != Sign.DIFFER and not (a.supplement or b.supplement)


def _supplement(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if a.supplement == b.supplement or found.page == Sign.AGREE or found.same_identifier:
        return None
    if found.page == Sign.DIFFER or Sign.DIFFER in (found.journal, found.volume):
        return Conflict("only one appeared at a meeting or in a supplement, and elsewhere")
    article = b if a.supplement else a
    later = found.year == Sign.DIFFER and (article.volume or article.page)
    if found.journal == Sign.AGREE and not later and not _abstracts_differ(a, b):
        return None  # one database names the meeting, the other only where it was printed
    return Conflict("only one appeared at a meeting or in a supplement", soft=True)


def _ends(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    # An article online counts its pages from 1; only where it ends can then be compared.
    unsaid = found.page == Sign.MISSING and bool(a.last) and bool(b.last) and a.last != b.last
    if not unsaid or found.same_identifier or found.volume == Sign.AGREE:
        return None
    return Conflict("the last pages differ")


def _years(_a: Facts, _b: Facts, found: Evidence) -> Conflict | None:
    if found.years_apart < 2 or found.same_place or found.same_identifier:
        return None
    return Conflict(f"they are {found.years_apart} years apart")


def _authors(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if found.authors != Sign.DIFFER or (found.same_identifier and found.title >= ALMOST):
        return None
    if found.same_place and (_one_range(a, b, found) or (found.doi != Sign.DIFFER and found.abstract == Sign.AGREE)):
        return None  # letters under one title share a page, but not the pages from here to there
    return Conflict("no author is the same")


def _issues(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    if not a.issue or not b.issue or a.issue == b.issue or found.page == Sign.AGREE or found.same_identifier:
        return None
    return None if found.abstract == Sign.AGREE else Conflict("the issues differ and no page tells")


def _elsewhere(_a: Facts, _b: Facts, found: Evidence) -> Conflict | None:
    if found.same_identifier or Sign.AGREE in (found.page, found.abstract):
        return None
    return Conflict("journal and volume differ", soft=True) if found.journal == Sign.DIFFER == found.volume else None


RULES: tuple[Callable[[Facts, Facts, Evidence], Conflict | None], ...] = (
    _titles,
    _short,
    _generic,
    _two_notices,
    _nowhere,
    _numbers,
    _registrations,
    _living,
    _identifiers,
    _notices,
    _words,
    _series,
    _undated,
    _abstracts,
    _supplement,
    _pages,
    _ends,
    _years,
    _authors,
    _issues,
    _kinds,
    _languages,
    _isbns,
    _elsewhere,
)


def _unplaced(a: Facts, b: Facts, found: Evidence) -> Conflict | None:
    # Where a search names hardly any identifier, volume or page, year and place must tell.
    if found.same_identifier or Sign.AGREE in (found.page, found.volume):
        return None
    if found.year == Sign.DIFFER:
        return Conflict("the years differ and no page tells")
    if found.journal == Sign.DIFFER:
        return Conflict("they appeared in different places and no page tells")
    return Conflict("the numbers in the titles differ and no page tells") if a.numbers != b.numbers else None
