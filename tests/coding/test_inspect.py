"""`synthema coding inspect`: what a file holds, in the words of the issue, for every program's way to write it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.coding.projects import LATE, QUOTES, codes, guid, of_nvivo, project, qdpx, selection, text_source
from tests.hostile.commands import run
from tests.shared_data import shared_data


def told(path: Path) -> dict[str, Any]:
    """What the command prints of a file."""
    ended = run("coding", "inspect", path, "--json")
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, Any] = json.loads(ended.out)
    return found


def dropped(path: Path) -> dict[tuple[str, str], int]:
    return {(one["what"], one["reason"]): one["count"] for one in told(path)["dropped"]}


def counts(found: dict[str, Any]) -> tuple[int, ...]:
    names = ("users", "codes", "sources", "selections", "codings", "notes", "cases", "sets", "links")
    return tuple(found[name] for name in names)


@pytest.mark.parametrize(
    ("name", "valid", "numbers"),
    [
        ("spec__AnnexA1_codebook.qdc", True, (0, 6, 0, 0, 0, 0, 0, 0, 0)),
        ("qualcoder4__generated_codebook.qdc", True, (0, 4, 0, 0, 0, 0, 0, 0, 0)),
        ("taguette152__generated_codebook.qdc", False, (0, 3, 0, 0, 0, 0, 0, 0, 0)),
        ("qualcoder4__generated_demo.qdpx", False, (2, 4, 2, 7, 6, 2, 1, 0, 0)),
        ("spec__AnnexA2_ATLASti_simple_NOSOURCES.qdpx", True, (3, 14, 12, 15, 16, 2, 0, 16, 1)),
    ],
)
def test_every_shared_file_is_told_whole(name: str, valid: bool, numbers: tuple[int, ...]) -> None:
    found = told(shared_data("qdpx") / name)
    assert (found["valid"], counts(found)) == (valid, numbers)
    assert bool(found["messages"]) is not valid


def test_the_annex_of_the_standard_counts_ends_as_the_first_character_behind() -> None:
    found = told(shared_data("qdpx") / "spec__AnnexA2_ATLASti_simple_NOSOURCES.qdpx")
    assert (found["offsets"]["end"], found["offsets"]["sure"]) == ("exclusive", "likely")


def test_qualcoder_counts_code_points_without_the_mark() -> None:
    found = told(shared_data("qdpx") / "qualcoder4__generated_demo.qdpx")["offsets"]
    assert (found["unit"], found["bom"], found["end"], found["sure"]) == ("code points", False, "exclusive", "certain")
    assert found["quotes_kept"] == found["selections"] == 5


def test_nvivo_counts_utf_16_and_two_for_a_line_end(tmp_path: Path) -> None:
    found = told(of_nvivo(tmp_path / "a.qdpx"))
    offsets = found["offsets"]
    assert (offsets["unit"], offsets["newline"], offsets["bom"], offsets["end"]) == (
        "UTF-16",
        "as written",
        False,
        "exclusive",
    )
    assert (offsets["sure"], offsets["fit"]) == ("certain", len(QUOTES + LATE))
    assert found["valid"] is True
    assert found["dropped"] == []
    assert found["remarks"] == ["files lie elsewhere than in the folder sources, where the standard wants them"]


def test_a_codebook_of_another_namespace_is_read_and_said_to_be_invalid(tmp_path: Path) -> None:
    file = tmp_path / "a.qdc"
    file.write_text(
        f'<CodeBook xmlns="urn:QDA-XML:codebook:0:4" origin="ATLAS.ti">{codes("a", "b")[10:-11]}</CodeBook>'
    )
    found = told(file)
    assert (found["kind"], found["codes"], found["valid"]) == ("codebook", 2, False)


def test_colours_are_brought_to_one_form_and_others_are_told(tmp_path: Path) -> None:
    each = "".join(
        f'<Code guid="{guid(color)}" name="n" isCodable="true" color="{color}"/>'
        for color in ("#fff", "#00FF00", "rgba(1, 2, 3, 0.5)", "rgb(1,2,3)", "#01020380", "red", "rgb(1,2,300)")
    )
    file = qdpx(tmp_path / "a.qdpx", project(f"<CodeBook><Codes>{each}</Codes></CodeBook>"))
    assert dropped(file) == {("colours", "what is written there is no colour"): 2}


def test_the_wrapper_of_nvivo_is_named_unless_it_is_used(tmp_path: Path) -> None:
    def wrapped(inside: str) -> str:
        below = f'<Code guid="{guid("trust")}" name="trust" isCodable="true"/>'
        nodes = f'<Code guid="{guid("Nodes")}" name="Nodes" isCodable="false">{below}</Code>'
        return project(f"<CodeBook><Codes>{nodes}</Codes></CodeBook><Sources>{inside}</Sources>")

    why = ("codes", "the wrapper that NVivo puts around all codes is no code")
    text = {f"sources/{guid('a')}.txt": b"some words here"}
    free = qdpx(tmp_path / "a.qdpx", wrapped(text_source("a", selection(0, 4))), text)
    used = qdpx(tmp_path / "b.qdpx", wrapped(text_source("a", selection(0, 4, "Nodes"))), text)
    assert dropped(free)[why] == 1
    assert why not in dropped(used)


def test_a_coding_that_names_a_case_is_kept_and_one_that_names_nothing_is_told(tmp_path: Path) -> None:
    inside = selection(0, 4, "Ann") + selection(5, 10, "nowhere")
    whole = project(
        codes("trust")
        + f'<Cases><Case guid="{guid("Ann")}" name="Ann"/></Cases>'
        + f"<Sources>{text_source('a', inside)}</Sources>"
    )
    file = qdpx(tmp_path / "a.qdpx", whole, {f"sources/{guid('a')}.txt": b"some words here"})
    assert dropped(file) == {("codings", "they name a code that is not in the codebook"): 1}


def test_sources_of_one_name_are_two(tmp_path: Path) -> None:
    """MAXQDA writes each row of a survey as a source."""
    each = text_source("row", selection(0, 4, key="1"), key="a") + text_source("row", selection(0, 5, key="2"), key="b")
    texts = {f"sources/{guid('a')}.txt": b"some words", f"sources/{guid('b')}.txt": b"other words"}
    found = told(qdpx(tmp_path / "a.qdpx", project(codes("trust") + f"<Sources>{each}</Sources>", "MAXQDA"), texts))
    assert (found["sources"], found["dropped"]) == (2, [])
    assert [one["fit"] for one in found["offsets"]["by_text"]] == [1, 1]
    assert "several sources have one name; they are told apart by their GUIDs" in found["remarks"]


def test_guids_are_the_same_with_braces_and_in_capitals(tmp_path: Path) -> None:
    own = guid("trust").upper()
    book = f'<CodeBook><Codes><Code guid="{{{own}}}" name="trust" isCodable="true"/></Codes></CodeBook>'
    whole = project(book + f"<Sources>{text_source('a', selection(0, 4))}</Sources>")
    file = qdpx(tmp_path / "a.qdpx", whole, {f"sources/{guid('a').upper()}.TXT": b"some words here"})
    assert (told(file)["valid"], dropped(file)) == (True, {})


def test_a_project_of_another_name_in_a_folder_is_found_and_said(tmp_path: Path) -> None:
    found = told(qdpx(tmp_path / "a.qdpx", project(codes("a"), "ATLAS.ti"), called="My Study/My Study.qde"))
    assert found["codes"] == 1
    assert found["remarks"] == ["the project is called My Study/My Study.qde, not project.qde"]


def test_an_origin_that_is_missing_and_users_without_names_are_said(tmp_path: Path) -> None:
    users = "".join(
        f'<User guid="{guid(n)}"{name}/>' for n, name in (("1", ""), ("2", ' name="Jo"'), ("3", ' name="Jo"'))
    )
    found = told(qdpx(tmp_path / "a.qdpx", project(f"<Users>{users}</Users>", origin="")))
    assert (found["origin"], found["users"], found["remarks"]) == (
        "",
        3,
        [
            "the file does not say which program wrote it",
            "1 user without a name",
            "several users have one name; they are told apart by their GUIDs",
        ],
    )


def test_positions_outside_the_text_are_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    inside = "".join(selection(*place) for place in ((0, 4), (5, 10), (11, 15), (5, 900), (4, 4), (-3, 4)))
    whole = project(codes("trust") + f"<Sources>{text_source('a', inside)}</Sources>")
    file = qdpx(tmp_path / "a.qdpx", whole, {f"sources/{guid('a')}.txt": b"some words here."})
    assert dropped(file) == {
        ("selections", "they lie outside the text, or begin or end within a character"): 2,
        ("selections", "they are a place without words"): 1,
    }


def test_texts_that_are_elsewhere_missing_or_not_utf_8_are_told_with_their_selections(tmp_path: Path) -> None:
    paths = {"a": "relative:///x.txt", "b": "absolute:///C:/x.txt", "c": "internal://gone.txt", "d": None}
    each = "".join(text_source(name, selection(0, 4, key=name), path) for name, path in paths.items())
    whole = project(codes("trust") + f"<Sources>{each}</Sources>")
    found = dropped(qdpx(tmp_path / "a.qdpx", whole, {f"sources/{guid('d')}.txt": "naïve".encode("latin-1")}))
    assert found == {
        (what, reason): count
        for what in ("texts", "selections")
        for reason, count in (
            ("its text lies outside the file, on the computer it came from", 2),
            ("its text is not in the file", 1),
            ("its text is not in UTF-8", 1),
        )
    }


def test_a_rich_text_path_to_a_plain_text_and_a_bare_path_are_read(tmp_path: Path) -> None:
    """QualCoder wrote the one, qc writes the other."""
    rich = f'<TextSource guid="{guid("r")}" name="r" richTextPath="internal://r.txt">{selection(0, 4)}</TextSource>'
    bare = text_source("b", selection(0, 5, key="b"), "b.txt")
    whole = project(codes("trust") + f"<Sources>{rich}{bare}</Sources>")
    file = qdpx(tmp_path / "a.qdpx", whole, {"sources/r.txt": b"some words", "sources/b.txt": b"other words"})
    assert told(file)["offsets"]["selections"] == 2
    assert dropped(file) == {("formatting", "the plain text is taken, not the formatted one beside it"): 1}


def test_pictures_recordings_graphs_and_loose_links_are_told(tmp_path: Path) -> None:
    picture = (
        f'<PictureSource guid="{guid("p")}" name="p.jpg"><PictureSelection guid="{guid("ps")}" firstX="1" firstY="1"'
        ' secondX="2" secondY="2"/></PictureSource>'
    )
    video = (
        f'<VideoSource guid="{guid("v")}" name="v.mp4"><Transcript guid="{guid("t")}" name="t"><SyncPoint'
        f' guid="{guid("s")}" timeStamp="1" position="0"/><TranscriptSelection guid="{guid("ts")}"/></Transcript>'
        f'<VideoSelection guid="{guid("vs")}" begin="1" end="2"/></VideoSource>'
    )
    notes = f'<Notes><Note guid="{guid("n")}"><PlainTextContent>a memo</PlainTextContent></Note></Notes>'
    links = (
        f'<Links><Link guid="{guid("l")}" originGUID="{guid("n")}" targetGUID="{guid("trust")}"/>'
        f'<Link guid="{guid("m")}" name="loose" originGUID="{guid("trust")}" targetGUID="{guid("p")}"/></Links>'
    )
    graphs = f'<Graphs><Graph guid="{guid("g")}" name="drawing"/></Graphs>'
    file = qdpx(
        tmp_path / "a.qdpx",
        project(f"{codes('trust')}<Sources>{picture}{video}</Sources>{notes}{links}{graphs}"),
        {"sources/stray.bin": b"?", "sources/.root": b""},
    )
    assert told(file)["valid"] is True
    assert {what: count for (what, _), count in dropped(file).items()} == {
        "picture sources": 1,
        "video sources": 1,
        "transcripts": 1,
        "sync points": 1,
        "areas": 1,
        "lapses": 1,
        "selections": 1,
        "links": 1,
        "graphs": 1,
        "files": 1,
    }


def test_an_area_of_a_page_is_kept_with_its_words_or_alone(tmp_path: Path) -> None:
    """ATLAS.ti writes both under one GUID; QualCoder puts them in the wrong order."""

    def area(key: str) -> str:
        return f'<PDFSelection guid="{guid(key)}" page="0" firstX="1" firstY="1" secondX="9" secondY="9"/>'

    marked = selection(0, 4, key="x")
    words = f'<Representation guid="{guid("w")}" plainTextPath="internal://w.txt">{marked}</Representation>'
    source = f'<PDFSource guid="{guid("f")}" name="f" path="internal://f.pdf">{words}{area("x")}{area("y")}</PDFSource>'
    whole = project(codes("trust") + f"<Sources>{source}</Sources>", "ATLAS.ti")
    file = qdpx(tmp_path / "a.qdpx", whole, {"sources/w.txt": b"some words", "sources/f.pdf": b"%PDF"})
    assert dropped(file) == {}
    assert told(file)["valid"] is False


def test_what_the_standard_does_not_know_is_told(tmp_path: Path) -> None:
    file = qdpx(tmp_path / "a.qdpx", project("<Mood>good</Mood>" + codes("a"), attributes=' mood="good"'))
    assert dropped(file) == {
        (what, "the standard knows no such element or attribute there"): 1 for what in ("Project/Mood", "Project@mood")
    }


def test_the_same_is_told_in_words(tmp_path: Path) -> None:
    ended = run("coding", "inspect", of_nvivo(tmp_path / "a.qdpx"))
    assert ended.code == 0
    assert ended.out.splitlines() == [
        "Project P, from NVivo 12.6",
        "0 users, 1 code, 1 source, 11 selections, 11 codings, 0 notes, 0 cases, 0 sets, 0 links",
        "It keeps to the standard's schema.",
        "Positions: in UTF-16, line ends counted as they are written, a byte order mark not counted, the end "
        "exclusive: certain (11 of 11 selections fit, 5 by the next best).",
        "Note: files lie elsewhere than in the folder sources, where the standard wants them.",
        "An import would carry everything over.",
    ]
