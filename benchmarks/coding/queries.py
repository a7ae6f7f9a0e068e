"""How long any question over all codings takes: 60 documents, 20 000 codings, every address of codebook and queries.

    python -m benchmarks.coding.queries [--documents 60] [--codings 20000] [--rounds 15] [sqlite] [postgresql]

Rows are made below the acts, as the acts' projections leave them. *Warm* is asked again while nothing happened; *cold*
is asked when everything remembered in the process was forgotten, as after any act; *first* is the first time ever, when
the texts are folded and cut into sentences (a job folds them after a file is attached). Times are milliseconds through
Django's test client: middleware, views, templates; what the server's start leaves to the collector of garbage is as
in the server (`synthema.web.wsgi`). *Processor* is that of this process, in the median.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from random import Random
from statistics import median
from urllib.parse import urlencode
from uuid import UUID, uuid5

from benchmarks.pages.worlds import WORDS, WORLDS
from django.urls import reverse
from tests.pages import Browser

from synthema.audit import trail
from synthema.audit.canonical import canonical, sha256
from synthema.audit.model import By
from synthema.coding import coverage
from synthema.coding.inks import INKS
from synthema.coding.rules import key_of
from synthema.coding.tables import CodeRow, CodingRow, MarkRow, MemoRow, QuoteRow
from synthema.documents.model import DocumentText
from synthema.documents.tables import Document
from synthema.frame.remembered import forget
from synthema.studies.tables import Report, Study
from synthema.team.actions import add_person, register_person, start_review

SPACE = UUID(int=0x5EED)
LETTERS = 80_000  # of a document
CODES = 300
ALLOWED = 300  # milliseconds
AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Coded:
    """The review, its coders, and a code that is much used."""

    review: UUID
    people: tuple[UUID, UUID]
    code: UUID


def _id(what: str, number: int) -> UUID:
    return uuid5(SPACE, f"{what} {number}")


def text_of(draw: Random, letters: int) -> str:
    """A text of findings and a discussion, in sentences of eight to thirty words."""
    lines, length = ["Findings\n"], 0
    while length < letters:
        sentence = " ".join(draw.choice(WORDS) for _ in range(draw.randint(8, 30))).capitalize() + ". "
        lines.append(sentence + ("\n\n" if draw.random() < 0.15 else ""))
        length += len(lines[-1])
    return "".join(lines) + "\n\nDiscussion\nWhat this means.\n"


def built(documents: int, codings: int, letters: int = LETTERS) -> Coded:
    """A review of so many documents, each of a study of its own, coded by two people."""
    draw = Random(6)
    lead, ana, ben = (register_person(name).id for name in ("Chloe", "Ana", "Ben"))
    review = start_review(By(lead), "A coded review")
    for person in (ana, ben):
        add_person(By(lead), review, person, "reviewer")
    rows = [_document(review, draw, number, letters) for number in range(1, documents + 1)]
    codes = _codes(review, lead)
    _codings(review, draw, rows, codes, (ana, ben), codings)
    return Coded(review, (ana, ben), codes[7])


def _document(review: UUID, draw: Random, number: int, letters: int) -> Document:
    text = DocumentText(text_of(draw, letters))
    shelf, data = trail.store(review), text.text.encode()
    study = Study.objects.create(id=_id("study", number), review=review, number=number, label=f"Study {number:02}")
    report = Report.objects.create(
        id=_id("report", number), review=review, number=1, place=number, group=_id("group", number),
        record=_id("record", number), title=f"Report {number}", authors=canonical([f"Author {number}"]),
        year=2000 + number % 25, outcome="retrieved", study=study,
    )  # fmt: skip
    content = shelf.put(data).content
    row = Document.objects.create(
        id=_id("document", number), review=review, number=number, report=report, file_name=f"{number}.txt",
        file=content, text=content, text_sha256=text.sha256, extractor="plain", pages=1, characters=len(text.text),
        file_sha256=sha256(text.text),
    )  # fmt: skip
    MarkRow.objects.create(
        id=_id("mark", number), review=review, document=row.id, kind="findings", person=SPACE, seq=number,
        ranges=canonical([[0, text.text.index("\n\nDiscussion")]]),
    )  # fmt: skip
    return row


def _codes(review: UUID, person: UUID) -> list[UUID]:
    """A tree of codes, two levels below the top."""
    made = []
    for number in range(CODES):
        identifier = _id("code", number)
        parent = _id("code", number - number % 10) if number % 10 else None
        parent = _id("code", number - 1) if number % 10 > 6 else parent
        made.append(
            CodeRow(
                id=identifier, review=review, key=key_of(identifier), person=person,
                name=f"{WORDS[number % len(WORDS)]} {number}", definition="What it means. " * 6,
                color=INKS[number % 12].color, parent=parent, place=number, effective=identifier,
                made_seq=number + 1, edited_seq=number + 1,
            )
        )  # fmt: skip
    CodeRow.objects.bulk_create(made, batch_size=500)
    return [one.id for one in made]


def _codings(
    review: UUID, draw: Random, documents: list[Document], codes: list[UUID], people: tuple[UUID, UUID], number: int
) -> None:
    """Quotes of one or two codes, every twentieth of two ranges, every fourth with a memo; some codes are common."""
    quotes: list[QuoteRow] = []
    made: list[CodingRow] = []
    memos: list[MemoRow] = []
    while len(made) < number:
        row, person = documents[len(quotes) % len(documents)], people[len(quotes) % 2]
        identifier, start = _id("quote", len(quotes)), draw.randint(10, row.characters - 900)
        end = start + draw.randint(20, 400)
        ranges = [[start, end]] if draw.random() > 0.05 else [[start, end], [end + 40, end + 120]]
        voice = draw.choice(("participant", "author", ""))
        quotes.append(
            QuoteRow(
                id=identifier, review=review, key=key_of(identifier), document=row.id, person=person, voice=voice,
                start=start, end=ranges[-1][1], ranges=canonical(ranges), exact="x" * (end - start),
                prefix32="p" * 32, suffix32="s" * 32, text_sha256=row.text_sha256, at=AT, seq=len(quotes) + 1,
            )
        )  # fmt: skip
        for place in range(1 + (draw.random() < 0.3)):
            code = codes[min(int(draw.expovariate(1 / 60)), CODES - 1)]
            if place and code == made[-1].code_id:
                continue
            made.append(
                CodingRow(
                    id=_id("coding", len(made)), review=review, quote_id=identifier, code_id=code, person=person,
                    at=AT, seq=len(quotes), code_key=key_of(code), quote_key=key_of(identifier),
                    person_key=key_of(person), document_number=row.number, start=start, end=ranges[-1][1],
                    several=len(ranges) > 1, voice=voice,
                )
            )  # fmt: skip
        if not len(quotes) % 4:
            memos.append(
                MemoRow(
                    id=_id("memo", len(memos)), review=review, about_kind="quote", about=identifier, person=person,
                    text=" ".join(draw.choice(WORDS) for _ in range(40)), at=AT, seq=len(quotes),
                )
            )  # fmt: skip
    QuoteRow.objects.bulk_create(quotes, batch_size=500)
    CodingRow.objects.bulk_create(made, batch_size=500)
    MemoRow.objects.bulk_create(memos, batch_size=500)


def questions(coded: Coded) -> Iterator[tuple[str, str]]:
    """Each question and its address."""

    def at(name: str, code: UUID | None = None, **asked: str) -> str:
        parts = {"review": coded.review} | ({"code": code} if code else {})
        return reverse(f"coding:{name}", kwargs=parts) + f"?{urlencode(asked)}"

    name = f"{WORDS[7]} 7"
    yield "codebook", at("codebook")
    yield "codes in one study", at("codebook", show="single")
    yield "one code: passages, history", at("one_code", coded.code)
    yield "one code with those below it", at("one_code", coded.code, below="1")
    yield "all quotes, first page", at("passages_coded")
    yield "quotes of one study and voice", at("passages_coded", study="Study 02", voice="participant")
    yield "query: two codes together", at("queries", q=f'"{name}" and branch:"nurse 0"')
    yield "query: not, voice, study", at("queries", q=f'"{name}" and not voice:author and not study:"Study 02"')
    yield "query: words in the quote", at("queries", q='branch:"nurse 0" and words:"silence night"')
    yield "query: sentences", at("queries", q=f'"{name}" and not branch:"nurse 0"', unit="sentence")
    yield "query: documents", at("queries", q=f'not "{name}"', unit="document")
    yield "together: overlapping", at("together")
    yield "together: in one sentence", at("together", within="sentence")
    yield "together: in one document", at("together", within="document")
    yield "together: in one study", at("together", within="study")
    yield "by study", at("by_study")
    yield "by year", at("by_study", by="year")
    yield "search: a common word", at("searched", q="silence")
    yield "search: two words", at("searched", q="stigma diary")
    yield "search: nothing", at("searched", q="zeppelin")


Times = list[tuple[float, float]]  # on the clock, and of the processor in this process


def measured(coded: Coded, rounds: int) -> Iterator[tuple[str, Times, Times, Times]]:
    """Each question: its first answer ever, cold ones, warm ones."""
    browser = Browser(coded.people[0])

    def asked(url: str, before: Callable[[], object]) -> tuple[float, float]:
        before()
        begun, used = time.perf_counter(), time.process_time()
        answer = browser.get(url)
        took = 1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - used)
        assert answer.status_code == 200, (url, answer.status_code)
        return took

    for words, url in questions(coded):
        first = [asked(url, _cold)]
        yield words, first, [asked(url, _cold) for _ in range(rounds)], [asked(url, int) for _ in range(rounds)]


def _cold() -> None:
    forget()
    coverage._counted.cache_clear()


def main() -> None:
    """Measure on each database that is named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--codings", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("databases", nargs="*", default=list(WORLDS))
    asked = parser.parse_args()
    import_module("synthema.web.wsgi")
    for name in asked.databases:
        with tempfile.TemporaryDirectory() as folder, WORLDS[name](Path(folder)):
            coded = built(asked.documents, asked.codings)
            print(f"\n{name}: {asked.documents} documents, {CodingRow.objects.count():,} codings, {CODES} codes\n")
            print("| question | first | cold p50 | cold worst | of it processor | warm p50 | warm worst |")
            print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
            worst = 0.0
            for words, first, cold, warm in measured(coded, asked.rounds):
                on_clock, processor, known = (
                    [one for one, _ in cold],
                    [one for _, one in cold],
                    [one for one, _ in warm],
                )
                worst = max(worst, *on_clock, *known)
                numbers = (first[0][0], median(on_clock), max(on_clock), median(processor), median(known), max(known))
                print(f"| {words} | " + " | ".join(f"{number:.0f}" for number in numbers) + " |", flush=True)
            print(f"\nworst of all: {worst:.0f} ms ({'within' if worst <= ALLOWED else 'OVER'} {ALLOWED} ms)")


if __name__ == "__main__":
    main()
