"""Projects and codebooks written and read again: the same nouns, and files that keep to the standard."""

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.coding.refi.nouns import (
    Area,
    Case,
    Code,
    Codebook,
    CodeSet,
    Coding,
    Lapse,
    Link,
    Project,
    Selection,
    Source,
    SourceKind,
    Stamp,
    Stretch,
    SyncPoint,
    Text,
    User,
    Value,
    Variable,
)
from synthema.coding.refi.reading import read
from synthema.coding.refi.writing import beyond_two_bytes, codebook_csv, write_codebook, write_project
from synthema.refused import Refused
from tests.coding.projects import guid
from tests.shared_data import shared_data

STAMP = Stamp(by=guid("Ana"), at="2026-01-02T03:04:05Z", changed_by=guid("Ben"), changed_at="2026-01-02T03:04:06Z")
CODES = (
    Code(
        guid=guid("care"),
        name="care",
        codable=False,
        color="#00ff00",
        description="What\nit is.",
        notes=(guid("memo"),),
    ),
    Code(guid=guid("kin"), name="kin <&> “friends”", parent=guid("care")),
    Code(guid=guid("kin 2"), name="kin", parent=guid("kin")),
    Code(guid=guid("time"), name="time"),
)
TEXT = "First words of the study.\nThen “more” of them.\n"
SETS = (CodeSet(guid=guid("set"), name="theme", description="d", codes=(guid("kin"), guid("time"))),)


def coding(key: str, code: str = "kin") -> Coding:
    return Coding(guid=guid(key), code=guid(code), stamp=Stamp(by=guid("Ana"), at=STAMP.at), notes=(guid("memo"),))


def whole() -> Project:
    """A project with something of everything."""
    quote = Selection(
        guid=guid("q"), extent=Stretch(0, 11), name="First words", codings=(coding("1"), coding("2", "time"))
    )
    area = Selection(
        guid=guid("area"),
        extent=Area(1, 2, 3, 4, 0),
        text=Text(guid=guid("in area"), content="words"),
        codings=(coding("3"),),
        description="memo",
        stamp=STAMP,
    )
    text = Text(guid=guid("text"), plain_path=f"internal://{guid('text')}.txt", selections=(quote,))
    words = Text(guid=guid("words"), name="words", plain_path=f"internal://{guid('words')}.txt", stamp=STAMP)
    values = (Value(variable=guid("country"), kind="Text", value="Chile"), Value(variable=guid("age")))
    lapse = Selection(guid=guid("lapse"), extent=Lapse(5, 10), codings=(coding("4"),))
    script = Text(guid=guid("script"), content="spoken", sync_points=(SyncPoint(guid=guid("s"), at=0, position=0),))
    return Project(
        name="A review",
        origin="Synthema",
        description="What it is about.",
        stamp=STAMP,
        notes_on=(guid("memo"),),
        users=(User(guid=guid("Ana"), name="Ana"), User(guid=guid("Ben"), id="b")),
        codebook=Codebook(origin="Synthema", codes=CODES, sets=(replace(SETS[0], sources=(guid("text"),)),)),
        variables=(
            Variable(guid=guid("country"), name="country"),
            Variable(guid=guid("age"), name="age", kind="Integer"),
        ),
        cases=(Case(guid=guid("case"), name="Smith 2019", values=values, sources=(guid("text"),)),),
        sources=(
            Source(kind=SourceKind.TEXT, guid=guid("text"), name="a", text=text, codings=(coding("5"),), values=values),
            Source(kind=SourceKind.PDF, guid=guid("pdf"), path="internal://p.pdf", text=words, selections=(area,)),
            Source(kind=SourceKind.PICTURE, guid=guid("pic"), text=Text(guid=guid("told"), content="a house")),
            Source(kind=SourceKind.VIDEO, guid=guid("film"), transcripts=(script,), selections=(lapse,), stamp=STAMP),
        ),
        notes=(Text(guid=guid("memo"), name="memo", content="a memo", stamp=STAMP),),
        links=(Link(guid=guid("link"), direction="OneWay", color="#000000", origin=guid("memo"), target=guid("q")),),
    )


TEXTS = {guid("text"): TEXT, guid("words"): "Words\f of two pages.\f"}
FILES = {"p.pdf": b"%PDF-1.7"}


def test_a_project_written_and_read_again_is_the_same(tmp_path: Path) -> None:
    write_project(tmp_path / "a.qdpx", whole(), TEXTS, FILES)
    found = read(tmp_path / "a.qdpx")
    assert found.project == whole()
    assert (found.validity.valid, found.remarks, found.unnamed, found.missing) == (True, (), (), ())
    assert {one.text.guid: one.raw.text for one in found.texts if one.raw and one.text.plain_path} == TEXTS
    assert found.texts[0].found.quotes_kept == 1


def test_the_file_is_as_the_strictest_program_wants_it(tmp_path: Path) -> None:
    write_project(tmp_path / "a.qdpx", whole(), TEXTS, FILES)
    with zipfile.ZipFile(tmp_path / "a.qdpx") as archive:
        names = archive.namelist()
        content = archive.read("project.qde")
        text = archive.read(f"sources/{guid('text')}.txt")
    assert names[0] == "project.qde"
    assert all(name.startswith("sources/") and name.count("/") == 1 for name in names[1:])
    assert content.startswith(b"<?xml")
    assert not text.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in text
    assert content.index(b"<PDFSelection") < content.index(b"<Representation", content.index(b"</PDFSelection"))


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_project(tmp_path / name, whole(), TEXTS, FILES)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_nothing_empty_is_written(tmp_path: Path) -> None:
    write_project(tmp_path / "a.qdpx", Project(name="bare", origin="Synthema"), {})
    found = read(tmp_path / "a.qdpx")
    assert (found.validity.valid, found.project) == (
        True,
        Project(name="bare", origin="Synthema", codebook=Codebook(origin="Synthema")),
    )


def test_a_rich_text_is_never_a_plain_file(tmp_path: Path) -> None:
    """ATLAS.ti reads it as empty and refuses everything."""
    text = Text(guid=guid("t"), rich_path="internal://t.txt", content="words")
    write_project(
        tmp_path / "a", Project(name="p", sources=(Source(kind=SourceKind.TEXT, guid=guid("t"), text=text),)), {}
    )
    found = read(tmp_path / "a").project.sources[0].text
    assert found == replace(text, rich_path="")


def test_bad_letters_and_identifiers_are_made_good(tmp_path: Path) -> None:
    codes = (Code(guid="7", name="a\x00\x1fb", color="red"), Code(guid="8", name="c", parent="7"))
    write_project(tmp_path / "a", Project(name="p", codebook=Codebook(codes=codes), stamp=Stamp(at="yesterday")), {})
    found = read(tmp_path / "a")
    first, second = found.project.codebook.codes
    assert found.validity.valid
    assert (first.name, first.color, second.parent) == ("a\ufffd\ufffdb", "", first.guid)


def test_texts_that_programs_count_differently_are_named() -> None:
    assert beyond_two_bytes({"a": "naïve – “yes”", "b": "a 😀", "c": ""}) == ["b"]


def test_a_text_that_is_not_canonical_is_our_mistake(tmp_path: Path) -> None:
    for words in ("a\r\nb", "\ufeffa"):
        with pytest.raises(ValueError, match="canonical"):
            write_project(tmp_path / "a", whole(), {guid("text"): words})
    assert list(tmp_path.iterdir()) == []


def test_what_breaks_the_schema_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Nothing was written"):
        write_project(
            tmp_path / "a", replace(whole(), variables=(Variable(guid=guid("v"), name="v", kind="Mood"),)), {}
        )
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="Choose another place"):
        write_project(tmp_path / "none" / "a.qdpx", whole(), TEXTS, FILES)


def test_a_codebook_written_and_read_again_is_the_same(tmp_path: Path) -> None:
    codebook = Codebook(origin="Synthema", codes=tuple(replace(code, notes=()) for code in CODES), sets=SETS)
    write_codebook(tmp_path / "a.qdc", codebook)
    found = read(tmp_path / "a.qdc")
    assert (found.validity.valid, found.project.codebook) == (True, codebook)


def test_a_codebook_without_codes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no codes yet"):
        write_codebook(tmp_path / "a.qdc", Codebook())


def test_a_codebook_as_a_table_names_the_way_to_each_code() -> None:
    rows = list(csv.DictReader(io.StringIO(codebook_csv(Codebook(codes=CODES)))))
    assert [row["path"] for row in rows] == [
        "care",
        "care / kin <&> “friends”",
        "care / kin <&> “friends” / kin",
        "time",
    ]
    assert (rows[0]["codable"], rows[0]["color"], rows[0]["description"]) == ("no", "#00ff00", "What\nit is.")


names = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=12
)


@given(said=st.lists(st.tuples(names, names, st.integers(0, 3)), min_size=1, max_size=12))
def test_any_codebook_comes_back_the_same(
    said: list[tuple[str, str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    codes: list[Code] = []
    for number, (name, description, up) in enumerate(said):
        line = (
            [codes[-1].guid, codes[-1].parent] if codes else []
        )  # only ancestors of the last: the order is from the top
        parent = line[up] if up < len(line) else ""
        codes.append(Code(guid=guid(str(number)), name=name, description=description, parent=parent))
    file = tmp_path_factory.mktemp("codes") / "a.qdc"
    write_codebook(file, Codebook(codes=tuple(codes)))
    assert read(file).project.codebook.codes == tuple(codes)


@pytest.mark.parametrize("name", ["spec__AnnexA2_ATLASti_simple_NOSOURCES.qdpx", "qualcoder4__generated_demo.qdpx"])
def test_what_others_wrote_comes_back_the_same_but_for_drawings(name: str, tmp_path: Path) -> None:
    first = read(shared_data("qdpx") / name)
    write_project(tmp_path / "a.qdpx", first.project, {})
    second = read(tmp_path / "a.qdpx")
    assert second.validity.valid
    assert second.project == replace(first.project, graphs=())
