"""A zip of files is taken apart with care: what is wrong with it is named, and what is sound is taken."""

import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from synthema.records import batch
from synthema.records.batch import is_batch, unpack_into
from synthema.records.model import Unreadable

RIS = b"TY  - JOUR\nTI  - Larks\nER  - \n"
Pack = Callable[[zipfile.ZipFile], None]


def packed(folder: Path, pack: Pack) -> Path:
    with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        pack(archive)
    return folder / "all.zip"


def taken(path: Path) -> tuple[list[str], list[str]]:
    """The names of the files that are taken, and what is said of the others."""
    (folder := path.parent / "out").mkdir(exist_ok=True)
    names, said = [], []
    for one in unpack_into(folder, path, path.name):
        if isinstance(one, Unreadable):
            said.append(str(one))
        else:
            assert one[1].read_bytes() == RIS
            names.append(one[0])
    assert not list(folder.iterdir())
    return names, said


def sound_beside(name: str, content: bytes = RIS, attributes: int = 0) -> Pack:
    """A sound file, and one of this name."""

    def pack(archive: zipfile.ZipFile) -> None:
        archive.writestr("sound.ris", RIS)
        info = zipfile.ZipInfo(name)
        info.external_attr = attributes
        archive.writestr(info, content, zipfile.ZIP_DEFLATED)

    return pack


def test_sound_files_are_taken_and_litter_is_passed_over(tmp_path: Path) -> None:
    def pack(archive: zipfile.ZipFile) -> None:
        for name in ("__MACOSX/one/._a.ris", ".DS_Store", "one/.DS_Store", "Thumbs.db", "one/._b.ris", "one/"):
            archive.writestr(name, b"" if name.endswith("/") else b"litter")
        archive.writestr("one/a.ris", RIS)
        archive.writestr("two/a.ris", RIS)
        archive.writestr("two/Ünïcode.ris", RIS)

    assert taken(packed(tmp_path, pack)) == (["one - a.ris", "two - a.ris", "Ünïcode.ris"], [])


@pytest.mark.parametrize(
    ("name", "content", "attributes", "said"),
    [
        ("../../evil.ris", RIS, 0, "has a name that leads out of the zip"),
        ("/etc/evil.ris", RIS, 0, "has a name that leads out of the zip"),
        ("C:/evil.ris", RIS, 0, "has a name that leads out of the zip"),
        ("one\\..\\..\\evil.ris", RIS, 0, "has a name that leads out of the zip"),
        ("link.ris", b"/etc/passwd", (stat.S_IFLNK | 0o777) << 16, "is a link to another file"),
        ("bomb.ris", b"0" * (1 << 25), 0, "would grow more than two hundred times"),
    ],
)
def test_one_hostile_file_is_named_and_the_others_are_unharmed(
    tmp_path: Path, name: str, content: bytes, attributes: int, said: str
) -> None:
    names, refused = taken(packed(tmp_path, sound_beside(name, content, attributes)))
    assert names == ["sound.ris"]
    assert said in refused[0]


def test_a_zip_in_a_zip_is_named(tmp_path: Path) -> None:
    inner = packed(tmp_path, lambda archive: archive.writestr("deep.ris", RIS)).read_bytes()
    names, refused = taken(packed(tmp_path, sound_beside("inner.zip", inner)))
    assert names == ["sound.ris"]
    assert "inner.zip in all.zip is itself a zip. Unpack it yourself" in refused[0]


def test_an_encrypted_file_is_named(tmp_path: Path) -> None:
    path = packed(tmp_path, sound_beside("secret.ris"))
    content = bytearray(path.read_bytes())
    local, central = content.rfind(b"PK\x03\x04"), content.rfind(b"PK\x01\x02")
    content[local + 6] |= 1
    content[central + 8] |= 1
    path.write_bytes(content)
    names, refused = taken(path)
    assert names == ["sound.ris"]
    assert "secret.ris in all.zip is encrypted" in refused[0]


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = packed(tmp_path, sound_beside("hurt.ris", bytes(range(256)) * 9))
    content = bytearray(path.read_bytes())
    at = content.rfind(b"hurt.ris", 0, content.rfind(b"PK\x01\x02")) + 20
    content[at : at + 40] = bytes(40)
    path.write_bytes(content)
    names, refused = taken(path)
    assert names == ["sound.ris"]
    assert "hurt.ris in all.zip is damaged" in refused[0]


def test_ten_thousand_files_are_refused_at_once(tmp_path: Path) -> None:
    def pack(archive: zipfile.ZipFile) -> None:
        for number in range(10_000):
            archive.writestr(f"{number}.ris", b"")

    with pytest.raises(Unreadable, match=r"all.zip holds 10,000 files; at most 500 are taken at once"):
        taken(packed(tmp_path, pack))


def test_more_than_can_be_kept_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "MOST_BYTES", 40)
    with pytest.raises(Unreadable, match=r"all.zip unpacks to 60 bytes; at most 40"):
        taken(packed(tmp_path, sound_beside("b.ris")))


def test_an_empty_zip_a_cut_one_and_a_document_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="holds no files"):
        taken(packed(tmp_path, lambda archive: None))
    with pytest.raises(Unreadable, match="is a document of Word"):
        taken(packed(tmp_path, lambda archive: archive.writestr("[Content_Types].xml", b"<x/>")))
    path = packed(tmp_path, sound_beside("b.ris"))
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(Unreadable, match="cannot be opened; it may be cut off"):
        taken(path)


def test_a_file_that_says_it_is_smaller_than_it_is_never_outgrows_what_it_said(tmp_path: Path) -> None:
    path = packed(tmp_path, sound_beside("liar.ris", b"x" * 100_000))
    content = bytearray(path.read_bytes())
    central = content.rfind(b"PK\x01\x02")
    content[central + 24 : central + 28] = (50).to_bytes(4, "little")
    path.write_bytes(content)
    names, refused = taken(path)
    assert names == ["sound.ris"]
    assert "liar.ris in all.zip is damaged" in refused[0]


def test_a_table_that_is_a_zip_is_no_batch(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.create_sheet("Records", 0).append(["Title", "Year"])
    book.save(tmp_path / "table.xlsx")
    assert not is_batch(tmp_path / "table.xlsx")
    assert is_batch(packed(tmp_path, sound_beside("b.ris")))
    (tmp_path / "a.ris").write_bytes(RIS)
    assert not is_batch(tmp_path / "a.ris")
