"""What a Boolean query asks for: `stigma and (branch:"Support" or not voice:author)`, read and written again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from synthema.refused import Refused

FIELDS = ("code", "branch", "voice", "study", "by", "words")
LONGEST = 2_000  # letters
DEEPEST = 40  # brackets in brackets
_PLAIN = str.maketrans("“”„", '"""')  # as word processors write them; one letter for one, so that places stay
_TOKEN = re.compile(r'\s*(?:([()])|([A-Za-z]+):(?=\S)|"((?:\\.|[^"\\])*)"|([^\s()"]+))')
_WORDS = ("and", "or", "not")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: its field, its value, and where it stands in the query (not compared)."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Not:
    """What does not hold."""

    part: "Expression"


@dataclass(frozen=True, slots=True)
class And:
    """What holds together."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What holds one or another."""

    parts: tuple["Expression", ...]


Expression = Term | Not | And | Or


class NotUnderstood(Refused):
    """A query that does not say what it asks for; `at` is the letter, counted from 1."""


def parse(query: str) -> Expression:
    """The expression of a query; raises NotUnderstood, which says where.

    Words side by side are one value; `and`, `or` and `not` part them; what is in quotation marks is taken as it is.
    """
    if len(query) > LONGEST:
        raise NotUnderstood("The query has more than {most} letters. Ask for less at once.", most=LONGEST)
    return _Reader(query).whole()


def written(expression: Expression) -> str:
    """An expression as a query that `parse` reads back."""
    if isinstance(expression, Term):
        field = "" if expression.field == "code" else f"{expression.field}:"
        return field + quoted(expression.value)
    if isinstance(expression, Not):
        return f"not {_inner(expression.part)}"
    word = " and " if isinstance(expression, And) else " or "
    return word.join(_inner(part) for part in expression.parts)


def quoted(value: str) -> str:
    """A value in quotation marks."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def terms(expression: Expression) -> Iterator[Term]:
    """Everything an expression asks for, in order."""
    if isinstance(expression, Term):
        yield expression
    elif isinstance(expression, Not):
        yield from terms(expression.part)
    else:
        for part in expression.parts:
            yield from terms(part)


def affirmed(expression: Expression, *, holds: bool = True) -> Iterator[Term]:
    """The terms that are asked for, not those that are shut out."""
    if isinstance(expression, Term):
        if holds:
            yield expression
    elif isinstance(expression, Not):
        yield from affirmed(expression.part, holds=not holds)
    else:
        for part in expression.parts:
            yield from affirmed(part, holds=holds)


def _inner(part: Expression) -> str:
    return written(part) if isinstance(part, Term | Not) else f"({written(part)})"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "(", ")", field, value, and, or, not, end
    text: str
    at: int


def _tokens(query: str) -> Iterator[_Token]:
    place, text = 0, query.translate(_PLAIN)
    while found := _TOKEN.match(text, place):
        bracket, field, marked, word = found.groups()
        at = found.start(found.lastindex or 0)
        if bracket:
            yield _Token(bracket, bracket, at)
        elif field:
            yield _Token("field", field.lower(), at)
        elif marked is not None:
            yield _Token("value", re.sub(r"\\(.)", r"\1", query[found.start(3) : found.end(3)]), at - 1)
        else:
            kind = word.lower() if word.lower() in _WORDS else "word"
            yield _Token(kind, query[found.start(4) : found.end(4)], at)
        place = found.end()
    rest = text[place:].lstrip()
    if rest:
        raise NotUnderstood(
            "Letter {at} of the query opens a quotation mark that is never closed. Close it.",
            at=len(text) - len(rest) + 1,
        )
    yield _Token("end", "", len(text.rstrip()))


class _Reader:
    """Reads from the loosest binding (or) to the tightest (not)."""

    def __init__(self, query: str) -> None:
        self._tokens = list(_tokens(query))
        self._place = 0
        self._depth = 0

    def whole(self) -> Expression:
        found = self._any()
        if self._now.kind != "end":
            raise self._unexpected()
        return found

    @property
    def _now(self) -> _Token:
        return self._tokens[self._place]

    def _next(self) -> _Token:
        self._place += 1
        return self._tokens[self._place - 1]

    def _any(self) -> Expression:
        parts = [self._all()]
        while self._now.kind == "or":
            self._next()
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self) -> Expression:
        parts = [self._not()]
        while self._now.kind == "and":
            self._next()
            parts.append(self._not())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _not(self) -> Expression:
        turned = False
        while self._now.kind == "not":
            self._next()
            turned = not turned
        found = self._one()
        return Not(found) if turned else found

    def _one(self) -> Expression:
        if self._now.kind == "(":
            return self._bracket()
        field, at = "code", self._now.at
        if self._now.kind == "field":
            field = self._next().text
            if field not in FIELDS:
                raise NotUnderstood(
                    "Letter {at} of the query: “{field}:” is not known. Known are {fields}; a name with a colon goes "
                    "in quotation marks.",
                    at=at + 1,
                    field=field,
                    fields=", ".join(f"{one}:" for one in FIELDS),
                )
        return Term(field, self._value())

    def _value(self) -> str:
        if self._now.kind == "value":
            at, value = self._now.at, self._next().text
            if not value.strip():
                raise NotUnderstood("Letter {at} of the query: nothing stands between the marks.", at=at + 1)
            return value
        words: list[str] = []
        while self._now.kind == "word":
            words.append(self._next().text)
        if not words:
            raise self._unexpected()
        return " ".join(words)

    def _bracket(self) -> Expression:
        at = self._next().at
        self._depth += 1
        if self._depth > DEEPEST:
            raise NotUnderstood("The query has more than {most} brackets in each other.", most=DEEPEST)
        found = self._any()
        if self._now.kind == "end":
            raise NotUnderstood("The bracket at letter {at} of the query is never closed. Close it.", at=at + 1)
        if self._now.kind != ")":
            raise self._unexpected()
        self._next()
        self._depth -= 1
        return found

    def _unexpected(self) -> NotUnderstood:
        now = self._now
        if now.kind == "end":
            return NotUnderstood("The query ends where a code or another thing to look for should stand.")
        return NotUnderstood(
            "Letter {at} of the query: “{text}” cannot stand here. Part what you ask for by and, or, not.",
            at=now.at + 1,
            text=now.text,
        )
