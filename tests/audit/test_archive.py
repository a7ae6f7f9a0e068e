"""Packages from outside are opened with care."""

import hashlib
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from synthema.audit import archive
from synthema.audit.archive import Archive, BadArchive, write

AT = datetime(2026, 5, 6, 7, 8, 9, tzinfo=UTC)


def test_the_same_members_give_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path / "a.zip", {"x": b"1", "y/z": b"2"}, AT)
    write(tmp_path / "b.zip", {"y/z": b"2", "x": b"1"}, AT)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with Archive(tmp_path / "a.zip") as opened:
        assert opened.names == ["x", "y/z"]
        assert opened.read("y/z") == b"2"


def test_every_single_altered_byte_is_noticed_or_harmless(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    write(path, {"trail.jsonl": b"one line\n" * 20, "package.json": b"{}"}, AT)
    whole = path.read_bytes()
    with Archive(path) as opened:
        truth = {name: opened.read(name) for name in opened.names}
    for position in range(len(whole)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0x20]) + whole[position + 1 :])
        try:
            with Archive(path) as opened:
                found = {name: opened.read(name) for name in truth}
        except BadArchive:
            continue
        assert found == truth, f"byte {position} changed what was read, unnoticed"


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    listing = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in members.items())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in {**members, archive.CHECKSUMS: listing.encode()}.items():
            made.writestr(name, data)
    return path


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../../b", "..\\evil", "C:evil"])
def test_a_path_that_climbs_out_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadArchive, match="climbs out"):
        Archive(_zip(tmp_path / "a.zip", {name: b"x"}))


def test_a_zip_bomb_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(BadArchive, match="zip bomb"):
        Archive(_zip(tmp_path / "bomb.zip", {"zeros": bytes(60 << 20)}))


def test_unlisted_and_missing_members_are_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", {"x": b"1"})
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("stowaway", b"hello")
    with pytest.raises(BadArchive, match="stowaway"):
        Archive(path)
    write(tmp_path / "b.zip", {"x": b"1"}, AT)
    with Archive(tmp_path / "b.zip") as opened, pytest.raises(BadArchive, match="no complete package"):
        opened.read("trail.jsonl")


def test_what_is_no_package_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("not a zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as made:
        made.writestr("hello", "world")
    for name, message in (
        ("text.zip", "not a readable zip"),
        ("gone.zip", "no file"),
        ("other.zip", "no Synthema package"),
        ("", "folder"),
    ):
        with pytest.raises(BadArchive, match=message):
            Archive(tmp_path / name)
