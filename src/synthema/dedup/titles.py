"""What a title says: its words, its numbers, and whether it is a notice about another report."""

import re
from itertools import accumulate

from rapidfuzz import fuzz

from synthema.dedup.places import roman
from synthema.dedup.text import fold

_LANGUAGES = (
    "arabic|bulgarian|chinese|croatian|czech|danish|dutch|english|finnish|french|german|greek|hebrew|hungarian|italian"
    "|japanese|korean|lithuanian|norwegian|persian|polish|portuguese|romanian|russian|serbian|slovak|spanish|swedish"
    "|turkish|ukrainian"
)
_BRACKET_NOTES = (
    r"see |published |article |in |full text |comment|errat|correct|retract|update|reprint|appears"
    rf"|review|letter|abstract|summary|original|\d+ refs?|(?:{_LANGUAGES})\b"
)
_ROUND_NOTES = rf"in (?:{_LANGUAGES})|(?:{_LANGUAGES})\b|author's transl|multiple letters|review\)|letter\)|abstract\)"
_NOTE = re.compile(
    rf"\[(?:{_BRACKET_NOTES})[^\]]*(?:\]|$)|\((?:{_ROUND_NOTES})[^)]*\)?"
    rf"|\((?:retracted|withdrawn|reprinted) [^)]*\)?$|\[\d{{1,2}}\]|(?<=[.?!\])])\s*(?:{_LANGUAGES})\W*$",
    re.IGNORECASE,
)
# Databases name what is corrected behind the title: "(vol 360, pg 542, 2009)", "(Lancet (2009) 360 (5-8))"
_CORRECTED = re.compile(
    r"\((?:vol\.? ?\d+,? [^()]*|[^()]{3,80}\((?:19|20)\d\d\)[^()]*(?:\([^()]*\)[^()]*)*)\)\s*$", re.IGNORECASE
)
_RETRACTED = re.compile(r"^\W*(?:retracted(?: article| paper)?|withdrawn)\b\W*", re.IGNORECASE)
_NOTICES = {
    "correction": re.compile(
        r"^(?:publisher |author )?(?:correct(?:ion|ed)|errat|corrigend|addend)|errat(?:um|a)\b|corrigend|\bcorrection$"
    ),
    "retraction": re.compile(r"^(?:notice of )?retraction|retraction notice|expression of concern"),
    "reply": re.compile(
        r"^(?:(?:the )?authors? (?:s )?(?:repl(?:y|ies)|respon\w+)|repl(?:y|ies)|response|re|in (?:reply|response)"
        r"|rejoinder)\b"
        r"|\breply$|\bauthors? (?:s )?(?:reply|response)\b|: a response to\b"
    ),
    "comment": re.compile(
        r"^(?:comment|commentary|letter|editorial|discussion|invited (?:comment\w*|editorial|discussion))\b"
        r"|comments? (?:on|to)\b|commentary$|\bcomment$"
    ),
    "reprint": re.compile(r"^(?:reprint(?:ed)?|republished(?: \w+)?|republication)\b"),
    "summary": re.compile(
        r"^(?:(?:plain language |patient |lay )?summary|synopsis|in brief|abridged(?: \w+)? of|update of"
        r"|critically appraised (?:paper|topic)|peer review report)\b|\b(?:executive summary|technical appendix)$"
    ),
    "protocol": re.compile(r"\bprotocol (?:for|of)\b|\b(?:study|trial|review) protocol\b|\bprotocol$"),
}
_KINDS_NOTED = {
    "letter": "comment", "comment": "comment", "commentary": "comment", "editorial": "comment", "reply": "reply",
    "authors reply": "reply", "author's reply": "reply",
}  # fmt: skip
_NOTED = re.compile(rf"[\[(]({'|'.join(_KINDS_NOTED)})[\])]\W*$", re.IGNORECASE)
_ABOUT = re.compile(
    r"^(?:(?:publisher|author) )?(?:authors? s? ?(?:reply|response)|correction|corrigendum|erratum"
    r"|retraction(?: notice)?|reply|response|comment(?:s|ary)?|letter|reprint|republished(?: \w+)?|summary"
    r"|abridged(?: \w+)?|re|in reply)"
    r"(?: (?:to|on|of|for|re|the|letter|article|comments?))* "
)
_PARTS = re.compile(
    r"\b(case|parts?|phases?|stage|types?|class|volume|vol|chapter|section|book|study|series|report|paper|level|round|wave"
    r"|step|factor|group|no|number)"
    r" (i{1,3}|iv|vi{0,3}|ix|x|a|b|c|one|two|three|four|five|first|second|third)\b"
)
_ROMAN = re.compile(r"\b(ii|iii|iv|vi|vii|viii|ix|xi|xii|xiii|xiv|xv)\b|\b(i|v|x)$")
_COUNTED = "one two three four five six seven eight nine ten eleven twelve"
_ORDERED = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
NUMBER_WORDS = {
    word: str(number) for words in (_COUNTED, _ORDERED) for number, word in enumerate(words.split(), start=1)
}
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(NUMBER_WORDS)})\b")
_GENERIC_WORDS = """
a abstract abstracts an and announcement announcements author authors back board book books brief calendar
call column comment commentary comments conference content contents contributors correction corrections
correspondence cover current desk discussion editor editorial editorials editors erratum essay events feature
for foreword forum from front guest highlights in index information international introduction isbn issn issue
issues item items journal letter letters list literature masthead matter meeting message minitrack misc
miscellaneous name new news note notes notice notices number obituary of on other papers preface presentation
president presidential proceedings program programme prologue publication published publisher reader readers
recent reply research response review reviewer reviewers reviews s section special summary table thanks the
this title titles to track unknown untitled update volume welcome with
"""
_GENERIC = frozenset(_GENERIC_WORDS.split())
_COLUMN = re.compile(
    r"\beditors? s? ?(?:comments?|notes?|choice|remarks|introduction|page|letter)\b|\bin this issue\b"
    r"|^special (?:section|issue)\b|\b(?:first|second|third|fourth|last|next) issue of\b"
)
_BREAKS = re.compile(r"[:;.?!()\[\]–—…]+|\s-+\s")
_SHORTEST_MAIN = 12  # letters
IDEOGRAPHS = "\u2e80"  # from here on a letter is a syllable or a word
_LONGEST = 600  # characters of a title that are compared


def clean_title(title: str) -> str:
    """The title's folded words without database notes, brackets of translation and retraction marks; '' for none."""
    if title.strip().lower() in {"#name?", "#n/a", "#value!", "unknown", "no title", "nan", "title"}:
        return ""
    title = title[: 2 * _LONGEST]
    bare = _CORRECTED.sub(" ", _NOTE.sub(" ", title))
    bare = _RETRACTED.sub("", bare if fold(bare) else title)
    return fold(bare)[:_LONGEST]


def main_title(title: str) -> str:
    """The cleaned title before its colon, where databases that drop the subtitle end; '' without one."""
    head, colon, rest = title[: 2 * _LONGEST].partition(":")
    main = clean_title(head) if colon and rest.strip() else ""
    return main if len(main) >= _SHORTEST_MAIN and " " in main else ""


def subtitles(title: str) -> tuple[int, ...]:
    """After how many words of the cleaned title a point, a colon, a dash or an ellipsis lets it go on or not."""
    title = title[: 2 * _LONGEST].strip()
    marked = [len(clean_title(part).split()) for part in _BREAKS.split(title.rstrip(" ."))]
    return tuple(accumulate(marked if title.endswith(("...", "…")) else marked[:-1]))


def is_correction(title: str) -> bool:
    """Whether a title as printed names the place of what it corrects."""
    return bool(_CORRECTED.search(title))


def subject(title: str) -> str:
    """What a notice is about: the cleaned title without 'Erratum to', 'Reprint of', 'Author reply to' and the like."""
    return _ABOUT.sub("", title) or title


def notice(title: str) -> str:
    """The notice a cleaned title announces: correction, retraction, reply, comment, reprint, summary, protocol, ''."""
    return next((kind for kind, pattern in _NOTICES.items() if pattern.search(title)), "")


def noted(title: str) -> str:
    """The notice that a title as printed bears in brackets, [letter], (comment), (reply); or ''."""
    found = _NOTED.search(title)
    return _KINDS_NOTED[found.group(1).lower()] if found else ""


def numbers(title: str) -> tuple[str, ...]:
    """The sorted digit runs of a cleaned title, with number words and roman numerals counted as digits."""
    found = [run.lstrip("0") or "0" for run in re.findall(r"[0-9]+", title)]
    parts = [match.group(2) for match in _PARTS.finditer(title) if match.group(2) not in NUMBER_WORDS]
    parts += [match.group() for match in _ROMAN.finditer(title) if match.group() not in parts]
    parts += _NUMBER_WORD.findall(title)
    return tuple(sorted(found + [_part_number(part) for part in parts]))


def _part_number(part: str) -> str:
    if part in NUMBER_WORDS:
        return NUMBER_WORDS[part]
    return str(roman(part)) if set(part) <= set("ivx") else part


def is_generic(title: str) -> bool:
    """Whether a cleaned title could head many reports: 'Editorial', 'Book review', 'Reply on RC2', a regular column."""
    if _COLUMN.search(title):
        return True
    words = title.split()
    telling = [word for word in words if word not in _GENERIC and not word.isdigit() and len(word) > 2]
    return len(telling) < 2 and weight("".join(telling)) < 20 and len(words) < 12


def weight(text: str) -> int:
    """How many letters a text has; an ideograph says as much as three."""
    return len(text) + (0 if text.isascii() else 2 * sum(letter >= IDEOGRAPHS for letter in text))


def likeness(a: str, b: str, main_a: str = "", main_b: str = "") -> int:
    """How alike two cleaned titles are in percent; a title cut short counts 90, another word order up to 95.

    Main titles, where given, say that a title without its subtitle counts as cut short, however short it is.
    """
    if a == b:
        return 100 if a else 0
    if (a and a == main_b) or (b and b == main_a):
        return 90
    ratio = fuzz.ratio(a.replace(" ", ""), b.replace(" ", ""))
    if ratio < 95:
        ratio = max(ratio, min(95.0, fuzz.token_sort_ratio(a, b)), 90.0 if ratio < 90 and cut_short(a, b) else 0.0)
    return min(99, int(ratio))


def cut_short(a: str, b: str) -> bool:
    """Whether one cleaned title is the other without its end or its beginning, and still long enough to tell."""
    short, long = sorted((a, b), key=len)
    if len(short) < 30 or len(long) - len(short) < 5:
        return False
    return fuzz.partial_ratio(short, long, score_cutoff=97) > 0
