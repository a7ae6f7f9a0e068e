"""The content store keeps bytes under salted names and notices every change."""

from pathlib import Path

import pytest

from synthema.audit.model import Content
from synthema.audit.store import Damaged, Store


def test_what_was_put_comes_back(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.read(store.put(b"words")) == b"words"
    assert store.read(store.put(b"")) == b""


def test_the_name_cannot_be_guessed_from_the_bytes(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.put(b"exclude") != store.put(b"exclude")


def test_one_altered_byte_is_noticed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    content = store.put(b"words of a reviewer")
    path = store.path(content)
    path.write_bytes(path.read_bytes()[:-1] + b"R")
    with pytest.raises(Damaged, match="altered"):
        store.read(content)


def test_a_missing_content_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path)
    content = store.put(b"words")
    store.withdraw(content)
    assert not store.has(content)
    with pytest.raises(Damaged, match=content.content[:12]):
        store.read(content)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "A" * 64, "", "g" * 64])
def test_a_name_that_is_no_hash_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Damaged, match="is not the name of a content"):
        Store(tmp_path).path(Content(name))


def test_bytes_under_a_wrong_name_are_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(Damaged, match="other bytes"):
        store.put_salted(b"x" * 40, expected="0" * 64)
    assert list(store.names()) == []


def test_a_crash_while_writing_leaves_no_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)

    def crash(self: Path, target: Path) -> None:
        raise OSError("power failed")

    monkeypatch.setattr(Path, "replace", crash)
    with pytest.raises(OSError, match="power failed"):
        store.put(b"words")
    assert list(store.names()) == []
    assert not list(tmp_path.glob("*/.incoming-*"))
