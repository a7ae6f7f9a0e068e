"""Where the title of a report stands in a file: as its heading, within a longer one, or in running text."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from synthema.documents.beginnings import Beginning, Wanted

ALMOST = 78  # percent of a title's letters
CUT = 92  # how alike a title without its end counts
TOP = 1500  # letters of a page within which its title stands
SHORTEST = 20  # letters that can tell one report from another
HEADING = 12  # more letters than the title in a heading: its own number, an asterisk, a journal's label
_SHARED = 0.5  # of a title's words


@dataclass(frozen=True, slots=True)
class Standing:
    """How much of a title a file holds (percent), whether as its heading, where, and else what speaks against it."""

    likeness: int = 0
    heading: bool = False
    begins: bool = False  # the heading begins with it
    where: str = ""
    doubt: str = ""
    title: str = ""


NOWHERE = Standing()


def _best(found: Sequence[Standing]) -> Standing:
    """The most telling one; of several equal ones the first."""
    return max(found, key=lambda one: (one.likeness, one.heading, one.begins))


def may_be(file: Beginning, report: Wanted) -> bool:
    """Whether a closer look is worth while: a DOI, the letters of a title, or most of its words are there."""
    if not report.clean_dois.isdisjoint(file.dois_named):
        return True
    if any(words and len(words & file.words) >= _SHARED * len(words) for words in report.title_words):
        return True
    return any(len(title) >= SHORTEST and title in file.letters for title in report.compact_titles)


def standing(file: Beginning, report: Wanted) -> Standing:
    """The best standing of any of a report's titles."""
    named = zip(report.clean_titles, report.compact_titles, strict=True)
    found = [_whole(file, title, compact) or _like(file, title, compact) for title, compact in named]
    return _best([NOWHERE, *(one for one in found if one is not None)])


def _whole(file: Beginning, title: str, compact: str) -> Standing | None:
    if len(compact) < 4 or compact not in file.letters:
        return None
    found = [one for own in file.own_titles if (one := _in_heading(own, title, compact)) is not None]
    for number, (page, ends) in enumerate(zip(file.compact[:2], file.ends[:2], strict=True), start=1):
        place = page.find(compact)
        if place < 0:
            continue
        where = f"the title stands on page {number}"
        if place > TOP:
            found.append(Standing(100, False, False, where, "not where a title stands: it may be cited there", title))
        elif place in ends and place + len(compact) in ends:
            found.append(Standing(100, True, True, where, "", title))
        else:
            found.append(Standing(100, False, False, where, "in running text: it may be cited there", title))
    return _best(found) if found else None


def _in_heading(own: str, title: str, compact: str) -> Standing | None:
    letters = own.replace(" ", "")
    if compact not in letters:
        return None
    where, more = "the title stands in big print", len(letters) - len(compact)
    if more <= HEADING:
        return Standing(100, True, True, where, "", title)
    said = f"the whole heading is “{own[:90]}”"
    return Standing(100, False, letters.startswith(compact), where, said, title)


def _like(file: Beginning, title: str, compact: str) -> Standing | None:
    found = [NOWHERE]
    for own in file.own_titles:
        letters = own.replace(" ", "")
        if len(letters) >= SHORTEST and compact.startswith(letters):
            found.append(Standing(CUT, True, True, "the beginning of the title stands in big print", "", title))
        like = int(fuzz.ratio(compact, letters, score_cutoff=ALMOST))
        found.append(Standing(min(99, like), True, True, "the title stands in big print", "", title))
    for number, page in enumerate(file.compact[:2], start=1):
        top = page[: TOP + len(compact)]
        if len(compact) >= SHORTEST and len(top) >= len(compact):
            like = int(fuzz.partial_ratio(compact, top, score_cutoff=ALMOST))
            where = f"a title much like it stands on page {number}"
            found.append(Standing(min(99, like), False, False, where, "not letter by letter", title))
    best = _best(found)
    return best if best.likeness >= ALMOST else None
