"""What each word of a query means in a review: a code, a voice, a study, a person, words of the texts."""

from uuid import UUID

import numpy as np

from synthema.coding.asking import NotUnderstood, Term
from synthema.coding.columns import Material
from synthema.coding.model import Voice
from synthema.coding.queries import VOICES, Documents, Meaning, Places, Rows
from synthema.coding.rules import key_of
from synthema.coding.word_places import all_places
from synthema.coding.wording import same_name
from synthema.documents.folding import fold
from synthema.documents.tables import Document
from synthema.refused import Refused
from synthema.team.tables import names

NO_VOICE = "open"  # what a query writes for quotes on whose voice nobody decided


def meaning_of(review: UUID, material: Material, rows: list[Document], term: Term) -> Meaning:
    """What a word of a query stands for; raises NotUnderstood where there is no such thing."""
    of = {"code": _code, "branch": _branch, "voice": _voice, "study": _study}
    if term.field in of:
        return of[term.field](material, term.value)
    return _by(review, material, term.value) if term.field == "by" else _words(rows, term.value)


def _code(material: Material, name: str) -> Meaning:
    return Rows(material.columns.code == material.book.called(name).key)


def _branch(material: Material, name: str) -> Meaning:
    below = material.book.below(material.book.called(name).id)
    keys = [one.key for one in material.book.codes if one.id in below]
    return Rows(np.isin(material.columns.code, keys))


def _voice(material: Material, voice: str) -> Meaning:
    wanted = "" if voice.casefold() == NO_VOICE else voice.casefold()
    if wanted not in VOICES:
        raise Refused(
            "{voice!r} is no voice. Write {voices} or {open}.", voice=voice, voices=", ".join(Voice), open=NO_VOICE
        )
    return Rows(material.columns.voice == VOICES.index(wanted), own=True)


def _study(material: Material, label: str) -> Meaning:
    wanted = same_name(label)
    places = [place for place, one in enumerate(material.studies) if same_name(one) == wanted]
    places = places or [place for place, one in enumerate(material.studies) if same_name(one).startswith(wanted)]
    if not places:
        labels = ", ".join(material.studies[:12]) or "none yet"
        raise Refused(
            "No study that is being coded is called {label!r}. Studies: {labels}.", label=label, labels=labels
        )
    numbers = [text.number for text in material.texts.values() if text.study in places]
    return Documents(np.array(numbers, dtype=np.int64))


def _by(review: UUID, material: Material, name: str) -> Meaning:
    people = {person: called for person, called in names(review).items() if same_name(called) == same_name(name)}
    if not people:
        raise Refused("Nobody of this review is called {name!r}. The page of the team names its people.", name=name)
    return Rows(np.isin(material.columns.person, [key_of(person) for person in people]), own=True)


def _words(rows: list[Document], words: str) -> Meaning:
    if not fold(words).key:
        raise NotUnderstood("The words {words!r} hold no letter and no digit to look for.", words=words)
    return Places(all_places(rows, words))
