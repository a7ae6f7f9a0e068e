"""What people may write: names of codes, definitions, memos, made clean or refused."""

import unicodedata

from synthema.refused import Refused

LONGEST_NAME = 300


LONGEST_DEFINITION = 20_000


LONGEST_MEMO = 100_000


def clean_name(name: str) -> str:
    """The name of a code on one line; raises Refused for an empty or endless one."""
    shown = " ".join(name.split())
    if not shown:
        raise Refused("A code needs a name: a word or a few that say what the passage is about.")
    if len(shown) > LONGEST_NAME:
        raise Refused(
            "A code's name has at most {most} letters; this one has {length}. Put the rest into its definition.",
            most=LONGEST_NAME,
            length=len(shown),
        )
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in shown):
        raise Refused("A code's name holds a control character. Type it anew.")
    if shown != without_path(shown):
        raise Refused(
            "A code's name neither holds “ / ” nor begins or ends with “/”: it parts the names of a path. Write “a/b” "
            "or make the code under another one."
        )
    return shown


def without_path(name: str) -> str:
    """A name in which nothing can be taken for the steps of a path: “a / b” becomes “a/b”."""
    return "/".join(" ".join(name.split()).split(" / ")).strip("/ ")


def clean_definition(definition: str) -> str:
    """The definition of a code; raises Refused for an endless one."""
    if len(definition) > LONGEST_DEFINITION:
        raise Refused(
            "A definition has at most {most:,} letters; this one has {length:,}. Put the rest into a memo.",
            most=LONGEST_DEFINITION,
            length=len(definition),
        )
    return definition.strip()


def clean_memo(text: str) -> str:
    """The text of a memo; raises Refused for an empty or endless one."""
    if not text.strip():
        raise Refused("The memo is empty. Write something, or take it back.")
    if len(text) > LONGEST_MEMO:
        raise Refused(
            "A memo has at most {most:,} letters; this one has {length:,}. Write it as several.",
            most=LONGEST_MEMO,
            length=len(text),
        )
    return text.strip()


def same_name(name: str) -> str:
    """What two names have in common that differ only in case, accents' spelling and spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
