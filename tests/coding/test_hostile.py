"""REFI-QDA files that are damaged or made to do harm: refused in words, or read with what is wrong named."""

import json
import random
import re
import zipfile
from pathlib import Path

import pytest

from synthema.coding import read
from synthema.coding.refi.writing import write_project
from synthema.refused import Refused
from tests.coding.projects import codes, guid, of_nvivo, project, qdpx, selection, text_source
from tests.coding.test_writing import FILES, TEXTS, whole
from tests.hostile.commands import run

SECRET = "what nobody else may read"


def refused(path: Path) -> str:
    """What the command says of a file that it does not read."""
    ended = run("coding", "inspect", path, "--json")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Not done: ")
    return ended.err


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "neither"),
        (b"%PDF-1.7", "neither"),
        (b"PK\x03\x04 and no zip", "cannot be opened"),
        (b"<html><body/></html>", "neither"),
        (b"<CodeBook><Codes>", "no well-formed XML"),
        (b'<?xml version="1.0" encoding="klingon"?><CodeBook/>', "line 1"),
        (b"<CodeBook>\x00</CodeBook>", "no well-formed XML"),
        ("<CodeBook>\ud800</CodeBook>".encode("utf-8", "surrogatepass"), "no well-formed XML"),
        (b"<Code" * 100_000, "no well-formed XML"),
        ("<!DOCTYPE CodeBook><CodeBook/>".encode("utf-16"), "document type definition"),
        (b"<?xml version='1.0'?><!-- a --><!DOCTYPE CodeBook SYSTEM 'x'><CodeBook/>", "document type definition"),
        (b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-<CodeBook/>', ""),
    ],
)
def test_what_is_no_such_file_is_refused_in_words(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "a.qdc"
    file.write_bytes(content)
    assert says in refused(file)


def test_a_file_that_is_not_there_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "There is no file" in refused(tmp_path / "none.qdpx")
    assert "is a folder" in refused(tmp_path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_off_is_refused(tmp_path: Path, share: float) -> None:
    whole = of_nvivo(tmp_path / "a.qdpx").read_bytes()
    file = tmp_path / "b.qdpx"
    file.write_bytes(whole[: int(len(whole) * share)])
    assert "may be cut off" in refused(file)


@pytest.mark.parametrize("place", range(0, 1200, 37))
def test_a_byte_changed_anywhere_is_read_or_refused(tmp_path: Path, place: int) -> None:
    content = bytearray(of_nvivo(tmp_path / "a.qdpx").read_bytes())
    content[place % len(content)] ^= 0x55
    file = tmp_path / "b.qdpx"
    file.write_bytes(content)
    ended = run("coding", "inspect", file, "--json")
    assert ended.code == 0 or ended.err.startswith("Not done: ")


def test_xml_reaches_for_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    entity = f'<!DOCTYPE Project [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    whole = project("<Description>&x;</Description>").replace("<Project", entity + "<Project")
    said = refused(qdpx(tmp_path / "a.qdpx", whole))
    assert "document type definition" in said
    assert SECRET not in said


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    big = b" " * (20 << 20)
    assert "would grow more than two hundred times" in refused(qdpx(tmp_path / "a.qdpx", project("").encode() + big))
    whole = project(codes("trust") + f"<Sources>{text_source('a', selection(0, 4))}</Sources>")
    told = json.loads(
        run("coding", "inspect", qdpx(tmp_path / "b.qdpx", whole, {f"sources/{guid('a')}.txt": big}), "--json").out
    )
    assert [one["what"] for one in told["dropped"]] == ["texts", "selections", "files"]
    assert all("two hundred times" in one["reason"] for one in told["dropped"])


@pytest.mark.parametrize("name", ["../{}", "/etc/{}", "sources/../../{}", "..\\{}", "C:\\{}"])
def test_a_name_that_leads_out_is_not_followed(tmp_path: Path, name: str) -> None:
    whole = project(codes("trust") + f"<Sources>{text_source('a', selection(0, 4))}</Sources>")
    (tmp_path / "in").mkdir()
    file = qdpx(tmp_path / "in" / "a.qdpx", whole, {name.format(guid("a") + ".txt"): b"some words"})
    reading = read(file)
    assert reading.texts[0].absent == "its text has a name that leads out of the zip"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.qdpx", "in"]


def test_a_path_in_the_project_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(SECRET)
    for path in ("internal://../secret.txt", str(tmp_path / "secret.txt"), (tmp_path / "secret.txt").as_uri()):
        whole = project(f"<Sources>{text_source('a', '', path)}</Sources>")
        assert read(qdpx(tmp_path / "a.qdpx", whole)).texts[0].raw is None


def test_a_link_and_an_encrypted_file_are_not_followed(tmp_path: Path) -> None:
    file = qdpx(tmp_path / "a.qdpx", project(f"<Sources>{text_source('a', '')}</Sources>"))
    link = zipfile.ZipInfo(f"sources/{guid('a')}.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert read(file).texts[0].absent == "its text is a link to another file"


@pytest.mark.parametrize("called", [("a.qde", "b.qde"), ()])
def test_none_or_two_projects_are_refused(tmp_path: Path, called: tuple[str, ...]) -> None:
    file = tmp_path / "a.qdpx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("readme.txt", "words")
        for name in called:
            archive.writestr(name, project(""))
    assert f"holds {len(called) or 'no'} projects" in refused(file)


def test_codes_without_bottom_are_refused(tmp_path: Path) -> None:
    deep = f'<Code guid="{guid("a")}" name="a" isCodable="true">' * 100_000 + "</Code>" * 100_000
    file = qdpx(tmp_path / "a.qdpx", project(f"<CodeBook><Codes>{deep}</Codes></CodeBook>"))
    assert "more than 256 deep" in refused(file)


def test_many_wrong_codes_are_told_briefly(tmp_path: Path) -> None:
    wrong = '<Code guid="no" name="a" isCodable="perhaps" color="red"/>' * 2_000
    file = qdpx(tmp_path / "a.qdpx", project(f"<CodeBook><Codes>{wrong}</Codes></CodeBook>"))
    told = json.loads(run("coding", "inspect", file, "--json").out)
    assert (told["codes"], len(told["messages"])) == (2_000, 50)
    assert told["message_count"] >= 6_000
    assert [(one["what"], one["count"]) for one in told["dropped"]] == [("codes", 2_000), ("colours", 2_000)]


def test_numbers_that_are_none_are_told(tmp_path: Path) -> None:
    inside = "".join(
        f'<PlainTextSelection guid="{guid(n)}" startPosition="{n}" endPosition="4"/>'
        for n in ("", "x", "9" * 5000, "1e3")
    )
    whole = project(f"<Sources>{text_source('a', inside)}</Sources>")
    file = qdpx(tmp_path / "a.qdpx", whole, {f"sources/{guid('a')}.txt": b"some words"})
    told = json.loads(run("coding", "inspect", file, "--json").out)
    assert [(one["reason"], one["count"]) for one in told["dropped"]] == [("they have no positions", 4)]


def test_letters_that_no_terminal_shows_are_harmless(tmp_path: Path) -> None:
    file = qdpx(tmp_path / "a\u202eb.qdpx", project(codes("\u202eevil", "\x85")))
    assert run("coding", "inspect", file).code == 0


def test_a_codebook_larger_than_any_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synthema.coding.refi.reading.MOST_BYTES", 100)
    file = tmp_path / "a.qdc"
    file.write_text("<CodeBook>" + " " * 100 + "</CodeBook>")
    with pytest.raises(Refused, match="at most 100 are read"):
        read(file)


@pytest.mark.parametrize("seed", range(8))
def test_a_project_damaged_anywhere_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    """Pieces of its XML are lost, doubled, moved or become something else."""
    write_project(tmp_path / "a.qdpx", whole(), TEXTS, FILES)
    with zipfile.ZipFile(tmp_path / "a.qdpx") as archive:
        content = archive.read("project.qde").decode()
    dice = random.Random(seed)
    pieces = re.split(r"(?<=>)|(?= )", content)
    outcomes = set()
    for _ in range(25):
        damaged = list(pieces)
        for _ in range(dice.randint(1, 3)):
            at, to = dice.randrange(1, len(damaged)), dice.randrange(1, len(damaged))
            what = dice.choice(["", damaged[at] * 2, damaged[to], damaged[at].replace("a", ""), ' page="x"', "<Code/>"])
            damaged[at] = what
        file = qdpx(tmp_path / "b.qdpx", "".join(damaged))
        ended = run("coding", "inspect", file, "--json")
        outcomes.add(ended.code)
        assert ended.code == 0 or ended.err.startswith("Not done: ")
    assert outcomes == {0, 2}
