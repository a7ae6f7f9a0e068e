"""Words that tell two reports apart whose titles are otherwise the same: men and women, acute and chronic, update."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from rapidfuzz.distance import Levenshtein

from synthema.dedup.titles import IDEOGRAPHS, NUMBER_WORDS

# A word that only one of two titles has, and that makes another report of it.
_TELLING_WORDS = """
non not no new continued concluded conclusion without former never pre post update updated revisited follow followup
followon appendix summary abstract synopsis protocol reply retraction appraised supplement addendum companion
interim preliminary final baseline sequel rationale editorial rebuttal critique preface foreword draft cost severe
mild moderate acute chronic early late north south east west gestational male female primary secondary
"""
_TELLING = frozenset(_TELLING_WORDS.split())
_PREFIXES = (
    "a",
    "e",
    "m",
    "non",
    "in",
    "un",
    "hypo",
    "hyper",
    "pre",
    "post",
    "anti",
    "out",
    "over",
    "under",
    "intra",
    "inter",
)
_OPPOSED = frozenset(
    {frozenset({"maternal", "paternal"}), frozenset({"inter", "intra"}), frozenset({"male", "female"})}
)
ANYWHERE = range(10_000)
ADDED = 4  # more words are a subtitle, in which anything may stand
PUT_IN = 2  # so many words in the midst of a title make another subject of it
_FILLING_WORDS = """
about among based between during from into that their these this those upon using versus what when where which
with within
article original paper research review study
"""
_FILLING = frozenset(_FILLING_WORDS.split())
_ATLANTIC = (
    ("our", "or"), ("ae", "e"), ("oe", "e"), ("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("yse", "yze"),
    ("tre", "ter"), ("ogue", "og"), ("ll", "l"), ("mme", "m"), ("ence", "ense"), ("eing", "ing"),
)  # fmt: skip
LONG_WORD = 6  # letters; in a shorter word one letter makes another word
ENDING = 2  # letters by which one word may go on
SLIP = 1  # letters that a slip of the pen changes


def other_words(a: str, b: str, *, breaks: Sequence[int] = ANYWHERE, slips: bool = True) -> bool:
    """Whether two cleaned titles differ in a word that is no misspelling, or in one that makes another report.

    `breaks`: after how many words of the longer title a subtitle may begin; `slips`: one letter may be misspelt.
    """
    ours, theirs = a.split(), b.split()
    for change, a1, a2, b1, b2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if change == "equal" or "".join(ours[a1:a2]) == "".join(theirs[b1:b2]):
            continue
        if a2 - a1 == b2 - b1:
            if any(_differ(one, other, slips) for one, other in zip(ours[a1:a2], theirs[b1:b2], strict=True)):
                return True
        elif max(a2 - a1, b2 - b1) <= ADDED and not _TELLING.isdisjoint({*ours[a1:a2]} ^ {*theirs[b1:b2]}):
            return True
        elif change != "replace":
            last = (a2, b2) == (len(ours), len(theirs))
            if not (last and max(a1, b1) in breaks) and _added(ours[a1:a2] + theirs[b1:b2], min(a1, b1) == 0 or last):
                return True
    return False


def _added(words: list[str], at_an_end: bool) -> bool:
    """Whether words that one title has more make it another's."""
    few = at_an_end or len(words) <= PUT_IN
    return few and any(len(word) > 3 and word not in _FILLING for word in words)


def _spelling(word: str) -> str:
    """A word as it is written on both sides of the Atlantic."""
    for british, american in _ATLANTIC:
        word = word.replace(british, american)
    return word


def _differ(one: str, other: str, slips: bool) -> bool:
    if _spelling(one) == _spelling(other) or NUMBER_WORDS.get(one, one) == NUMBER_WORDS.get(other, other):
        return False
    if frozenset({one, other}) in _OPPOSED:
        return True
    short, long = sorted((one, other), key=len)
    if long.endswith(short) and long.removesuffix(short) in _PREFIXES:
        return True
    if (one + other).isdigit() or long == short + "s":  # numbers are compared on their own
        return False
    if len(short) < LONG_WORD or max(one + other) >= IDEOGRAPHS:  # Iran and Iraq, hepatitis B and C
        return True
    if long.startswith(short):
        return len(long) - len(short) > ENDING
    same_start = one[0] == other[0] or long[1:] == short  # dental and mental, but oedema and edema
    return not (slips and same_start) or Levenshtein.distance(one, other) > SLIP
