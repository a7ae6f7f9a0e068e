"""Damaged exports of every format: read or refused with a sentence, never a crash, and nothing lost in silence.

Each format is tried with a number of mutations of real and of invented files; the numbers are drawn from a fixed seed.
The environment variable SYNTHEMA_MUTATIONS sets how many (200 in the normal suite, 10 000 for a thorough run); the
variable SYNTHEMA_MUTATIONS_FROM names the first one, to see a failure again.
"""

import os
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pytest

from synthema.records import Unreadable, iter_read
from synthema.records.export import Export
from synthema.records.formats.registry import BY_NAME, detect, detect_packed
from tests.records.invented_files import INVENTED
from tests.shared_data import ROOT

TRIES = int(os.environ.get("SYNTHEMA_MUTATIONS", "200"))
FIRST = int(os.environ.get("SYNTHEMA_MUTATIONS_FROM", "0"))
SMALL = 10_000  # bytes; a larger file of lines is cut, a larger one of another kind is left out
MOST = 24  # files of a format
LINED = frozenset({"ris", "nbib", "wos", "endnote-tagged", "refworks", "ovid", "noteexpress", "inspec"})
NAME = re.compile(
    r"\{[^{}\n]{1,60}\}|^[ \t]*(?:[A-Z][A-Za-z /()&'-]+:?[ \t]*$|[A-Z0-9]{5}(?= {1,2}-))", re.MULTILINE
)  # names of fields, no values

Mutation = Callable[[random.Random, bytes], bytes]


def span(chance: random.Random, content: bytes, most: int = 400) -> tuple[int, int]:
    start = chance.randrange(len(content) + 1)
    return start, min(len(content), start + chance.randrange(1, most))


def delete(chance: random.Random, content: bytes) -> bytes:
    start, end = span(chance, content)
    return content[:start] + content[end:]


def duplicate(chance: random.Random, content: bytes) -> bytes:
    start, end = span(chance, content)
    return content[:end] + content[start:]


def swap(chance: random.Random, content: bytes) -> bytes:
    (first, second), (third, fourth) = sorted((span(chance, content), span(chance, content)))
    second = min(second, third)
    return content[:first] + content[third:fourth] + content[second:third] + content[first:second] + content[fourth:]


def insert(chance: random.Random, content: bytes) -> bytes:
    pieces = (
        *(b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b"\n\n", b"\r", b"\x1a", b'"', b"{", b"}", b"<", b"&", b"\\", b"\xe9"),
        *(b"\x85", b"\xe2\x80\xa8", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"]]>", b"<![CDATA[", b"\nTY  - JOUR\n"),
        *(b"\nER  - \n", b"\n<9. >\n", b"\n{Reference Type}: Book\n", b"\nPMID- 7\n", b"\nPT J\n", b"\n%0 Book\n"),
        *(b"@article{", b"\n ", b"\t", b"\xed\xa0\x80", bytes(chance.randrange(256) for _ in range(9))),
    )
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(pieces) * chance.choice((1, 1, 2, 40)) + content[at:]


def cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def behead(chance: random.Random, content: bytes) -> bytes:
    return content[chance.randrange(len(content) + 1) :]


def double(chance: random.Random, content: bytes) -> bytes:
    return content + chance.choice((b"", b"\n", b"\xef\xbb\xbf")) + content


def line_ends(chance: random.Random, content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\n", chance.choice((b"\r\n", b"\r", b"\n\n", b"\r\r\n", b" ")))


def flip(chance: random.Random, content: bytes) -> bytes:
    flipped = bytearray(content)
    for _ in range(chance.choice((1, 1, 5, 50)) if flipped else 0):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def shuffle(chance: random.Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    start, end = sorted((chance.randrange(len(lines) + 1), chance.randrange(len(lines) + 1)))
    some = lines[start:end]
    chance.shuffle(some)
    return b"".join((*lines[:start], *some, *lines[end:]))


def indent(chance: random.Random, content: bytes) -> bytes:
    return content.replace(b"\n", b"\n" + chance.choice((b" ", b"  ", b"\t", b"> ")))


def other_encoding(chance: random.Random, content: bytes) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "gb18030")), "replace")


def within(mutation: Mutation, chance: random.Random, content: bytes) -> bytes:
    """A mutation of one file of an archive; of the content itself where it is none."""
    if not zipfile.is_zipfile(BytesIO(content)):
        return mutation(chance, content)
    made = BytesIO()
    try:
        with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            damaged = chance.choice(old.namelist() or [""])
            for name in dict.fromkeys(old.namelist()):
                part = old.read(name)
                new.writestr(zipfile.ZipInfo(name), mutation(chance, part) if name == damaged else part)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, zlib.error, EOFError, RuntimeError):
        return mutation(chance, content)  # damaged already
    return made.getvalue()


MUTATIONS: tuple[Mutation, ...] = (
    *(delete, duplicate, swap, insert, cut, behead, double, line_ends, flip, shuffle, indent, other_encoding),
)


@cache
def samples() -> dict[str, tuple[bytes, ...]]:
    """Invented files of each format and, where they lie here, real ones."""
    found = {name: list(INVENTED.get(name, ())) for name in BY_NAME}
    for path in sorted((ROOT / "formats").rglob("*")) if ROOT.exists() else ():
        if (
            not path.is_file()
            or path.name in ("SOURCES.txt", "TRUTH.tsv")
            or path.suffixes[-2:] == [".zotero-expected"]
        ):
            continue
        try:
            export = Export(path)
            known = detect_packed(export) or detect(export.head)
        except Unreadable:
            continue
        content = path.read_bytes()
        if known is not None and known.name in LINED | {"csv", "bibtex"}:
            found[known.name].append(content[:SMALL])
        elif known is not None and len(content) <= SMALL:
            found[known.name].append(content)
    return {name: tuple(random.Random(name).sample(all_, min(len(all_), MOST))) for name, all_ in found.items()}


def mutated(name: str, number: int) -> tuple[bytes, str | None]:
    """A damaged file, and the format that is asked for."""
    chance = random.Random(f"{name} {number}")
    content = chance.choice(samples()[name])
    for mutation in chance.choices(MUTATIONS, k=chance.choice((1, 1, 2, 3))):
        content = within(mutation, chance, content) if chance.randrange(3) else mutation(chance, content)
    return content, chance.choice((None, None, name))


def check(content: bytes, asked: str | None) -> str:
    """What a reading has to keep to, whatever the file; gives the format it was read as, or nothing."""
    try:
        stream = iter_read(content, format=asked, name="damaged")
        records = tuple(stream)
    except Unreadable as refused:
        assert "damaged" in str(refused)
        return ""
    account = stream.account
    assert account.balances, f"{account.markers} markers, {account.stored} stored, {len(account.refused)} refused"
    assert account.lossless, f"{account.tag_characters} characters, {account.kept_characters} kept"
    assert len(records) == account.stored
    assert all(one.reason for one in account.refused)
    counted = iter_read(content, format=asked, name="damaged").count()
    assert (counted.markers, counted.stored, counted.refused) == (account.markers, account.stored, account.refused)
    if account.format in LINED:
        kept = [part for record in records for pair in record.raw for part in pair]
        text = "\n".join((*kept, *(one.text for one in account.refused), account.preamble))
        lost = words(NAME.sub(" ", "".join(Export(content).pieces()))) - words(text)
        assert not lost, f"lost: {sorted(lost)[:9]}"
    return account.format


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]{5,}", text.casefold().replace("\ufeff", "")))


@pytest.mark.parametrize("name", INVENTED)
def test_the_invented_files_are_whole_and_of_their_format(name: str) -> None:
    for content in INVENTED[name]:
        assert check(content, None) == name


@pytest.mark.parametrize("name", BY_NAME)
def test_no_damage_to_a_file_is_a_crash_or_a_silent_loss(name: str) -> None:
    if not samples()[name]:
        pytest.skip(f"no small file of the format {name} lies here")
    read_as = []
    for number in range(FIRST, FIRST + TRIES):
        content, asked = mutated(name, number)
        try:
            read_as.append(check(content, asked))
        except BaseException as error:
            error.add_note(f"mutation {number} of {name}")
            raise
    assert read_as.count(name) > TRIES / 8 or TRIES < 50
