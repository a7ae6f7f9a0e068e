"""Sealed bytes: opened by one key only, bound to their cover, broken by any change, of a size that tells little."""

import json
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some

from synthema.audit.archive import Archive, BadArchive, write
from synthema.audit.clock import now
from synthema.screening.hand_covers import (
    HAND_IN,
    HAND_OUT,
    Newer,
    cover_bytes,
    opened_verdicts,
    read_cover,
    sealed_bytes,
    understood,
)
from synthema.screening.hand_model import HandIn, HandOut, SealedVerdict
from synthema.screening.hand_sealing import STEP, Unsealable, new_private_key, public_key, seal, unseal

OURS, OTHERS = new_private_key(), new_private_key()
COVER = HandIn(
    format=1,
    hand_in=uuid4(),
    hand_out=uuid4(),
    review=uuid4(),
    person=uuid4(),
    stage="title_abstract",
    verdicts=1,
    upto=9,
    at="2026-03-02T12:00:00.000000Z",
    made_with="Synthema",
)
SAID = SealedVerdict(
    verdict_id=uuid4(),
    subject=uuid4(),
    verdict="exclude",
    reason="date",
    note="é\n",
    at="2026-03-02T12:00:00.000000Z",
    protocol_version=1,
    order="random",
    position=3,
)


@given(some.binary(max_size=300), some.binary(max_size=40))
def test_who_holds_the_key_reads_what_was_sealed(words: bytes, cover: bytes) -> None:
    assert unseal(seal(words, public_key(OURS), cover), OURS, cover) == words


@given(some.integers(0, STEP + 55), some.integers(1, 255))
def test_one_changed_byte_anywhere_is_noticed(place: int, change: int) -> None:
    sealed = bytearray(seal(b"include", public_key(OURS), b"cover"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(Unsealable):
        unseal(bytes(sealed), OURS, b"cover")


def test_another_key_another_cover_and_missing_bytes_open_nothing() -> None:
    sealed = seal(b"include", public_key(OURS), b"cover")
    for bytes_, key, cover in (
        (sealed, OTHERS, b"cover"),
        (sealed, OURS, b"coves"),
        (sealed[:-1], OURS, b"cover"),
        (sealed[:20], OURS, b"cover"),
        (b"", OURS, b"cover"),
        (bytes(32) + sealed[32:], OURS, b"cover"),
    ):
        with pytest.raises(Unsealable):
            unseal(bytes_, key, cover)


def test_the_same_words_sealed_twice_look_different() -> None:
    assert seal(b"include", public_key(OURS), b"") != seal(b"include", public_key(OURS), b"")


def test_the_size_tells_only_how_much_room_was_asked_for() -> None:
    sizes = {len(seal(words, public_key(OURS), b"", room=3 * STEP)) for words in (b"", b"x" * STEP, b"x" * 2 * STEP)}
    assert len(sizes) == 1
    assert len(seal(b"x" * 4 * STEP, public_key(OURS), b"")) > max(sizes)


def test_verdicts_come_out_as_they_went_in() -> None:
    sealed = sealed_bytes(COVER, [SAID], public_key(OURS))
    assert opened_verdicts(unseal(sealed, OURS, cover_bytes(COVER))) == [SAID]
    with pytest.raises(Unsealable):
        unseal(sealed, OURS, cover_bytes(replace(COVER, upto=10)))


@pytest.mark.parametrize(
    "rows",
    [
        b"",
        b"{}",
        b"[1]",
        b'[{"verdict": "include"}]',
        b"[" * 100_000,
        b'[{"subject": "x"}]',
    ],
)
def test_what_is_no_list_of_verdicts_is_refused(rows: bytes) -> None:
    with pytest.raises(ValueError):
        opened_verdicts(rows)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("position", -1),
        ("position", 1 << 40),
        ("position", True),
        ("note", "\x00"),
        ("note", 5),
        ("note", "x" * 100_001),
        ("subject", "x"),
        ("verdict_id", None),
    ],
)
def test_a_verdict_with_a_strange_field_is_refused(name: str, value: object) -> None:
    row = {key: str(getattr(SAID, key)) for key in SealedVerdict.__dataclass_fields__}
    fine = {**row, "protocol_version": 1, "position": 3}
    assert opened_verdicts(json.dumps([fine]).encode()) == [SAID]
    with pytest.raises(ValueError):
        opened_verdicts(json.dumps([{**fine, name: value}]).encode())
    with pytest.raises(ValueError):
        opened_verdicts(json.dumps([{**fine, "more": 1}]).encode())


def test_one_record_or_one_verdict_twice_is_refused() -> None:
    for twin in (replace(SAID, subject=uuid4()), replace(SAID, verdict_id=uuid4())):
        words = unseal(sealed_bytes(COVER, [SAID, twin], public_key(OURS)), OURS, cover_bytes(COVER))
        with pytest.raises(ValueError):
            opened_verdicts(words)


def test_a_cover_of_a_newer_kind_says_what_made_it() -> None:
    with pytest.raises(Newer, match="Synthema 9"):
        understood(cover_bytes(replace(COVER, format=2, made_with="Synthema 9")), HandIn)


def test_the_wrong_package_is_told_from_the_right_one(tmp_path: Path) -> None:
    file = tmp_path / "some.zip"
    write(file, {HAND_IN: cover_bytes(COVER)}, now())
    with Archive(file) as archive:
        assert read_cover(archive, HandIn, HAND_IN) == COVER
        with pytest.raises(BadArchive, match="this one holds sealed verdicts"):
            read_cover(archive, HandOut, HAND_OUT)
    write(file, {HAND_IN: b"{}", "package.json": b"{}"}, now())
    with Archive(file) as archive:
        with pytest.raises(BadArchive, match=r"no readable hand-in\.json"):
            read_cover(archive, HandIn, HAND_IN)
        with pytest.raises(BadArchive, match="no package of this kind"):
            read_cover(archive, HandOut, HAND_OUT)
