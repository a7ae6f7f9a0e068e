"""A codebook goes out as a file of three kinds and comes in again as it was."""

import io
import zipfile
from uuid import UUID, uuid4

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synthema.coding.book import Listed
from synthema.coding.codebook_files import as_csv, as_docx, as_qdc, read_csv, read_docx
from synthema.coding.refi.codebook import read_codebook
from synthema.coding.refi.xml import parsed
from synthema.refused import Refused

names = st.text(alphabet="ab =/ü'\"-+", min_size=1, max_size=6).map(str.strip).filter(bool)


def listed(name: str, parent: Listed | None = None, definition: str = "", color: str = "#2b67e1") -> Listed:
    identifier = uuid4()
    return Listed(
        id=identifier, key=1, name=name, path=f"{parent.path} / {name}" if parent else name,
        level=parent.level + 1 if parent else 0, definition=definition, color=color,
        parent=parent.id if parent else None, person=UUID(int=1), round=None, retired=False, merged=False,
        effective=identifier, edited_seq=1, in_vivo=None,
    )  # fmt: skip


def small() -> list[Listed]:
    ties = listed("Ties", definition="Bonds, old\nand new")
    lost = listed("lost / given up", ties, "=cmd|' /C calc'!A0")
    return [ties, lost, listed("friends", lost), listed("-1 more", None, "", "#d61f3d")]


def told(codes: list[Listed]) -> list[tuple[tuple[str, ...], str, str]]:
    paths: dict[UUID | None, tuple[str, ...]] = {None: ()}
    found = []
    for one in codes:
        paths[one.id] = (*paths[one.parent], one.name)
        found.append((paths[one.id], one.definition, one.color))
    return found


def test_a_table_holds_no_formula_and_comes_back_as_it_was() -> None:
    content = as_csv(small())
    assert b"'=cmd" in content and b"'-1 more" in content
    assert [(one.path, one.definition, one.color) for one in read_csv(content, "codes.csv")] == told(small())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(names, st.integers(0, 5)), min_size=1, max_size=8))
def test_any_tree_comes_back_from_a_table(drawn: list[tuple[str, int]]) -> None:
    codes: list[Listed] = []
    for name, above in drawn:
        parent = codes[above - 1] if 0 < above <= len(codes) else None
        one = listed(name, parent)
        if one.path not in {known.path for known in codes}:
            codes.append(one)
    assert [one.path for one in read_csv(as_csv(codes), "codes.csv")] == [path for path, _, _ in told(codes)]


def test_a_word_document_comes_back_as_it_was() -> None:
    codes = small()
    assert as_docx(codes) == as_docx(codes)
    back = read_docx(as_docx(codes), "codes.docx")
    assert [(one.path, one.color) for one in back] == [(path, color) for path, _, color in told(small())]
    assert back[0].definition.split() == ["Bonds,", "old", "and", "new"]
    assert back[1].where == "Row 3 of the table in codes.docx"


def test_refi_qda_holds_the_tree_with_definitions_and_colours() -> None:
    codes = small()
    back = read_codebook(parsed(as_qdc(codes), "codes.qdc"))
    assert [(one.guid, one.name, one.parent, one.color) for one in back.codes] == [
        (str(one.id), one.name, str(one.parent) if one.parent else "", one.color) for one in codes
    ]


def test_a_part_of_a_codebook_begins_at_the_top() -> None:
    codes = small()[1:]
    assert read_codebook(parsed(as_qdc(codes), "codes.qdc")).codes[0].parent == ""


def test_tables_of_others_are_read_by_what_their_columns_are_called() -> None:
    theirs = b"Tag;Description;Number of highlights\nhope;what is to come;3\nloss;;1\n"
    assert [(one.path, one.definition) for one in read_csv(theirs, "tags.csv")] == [
        (("hope",), "what is to come"), (("loss",), "")
    ]  # fmt: skip
    below = b"name,parent\nTies,\nfriends,Ties\n"
    assert [one.path for one in read_csv(below, "codes.csv")] == [("Ties",), ("Ties", "friends")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n1,2\n", "no column path or name"),
        (b"name,code\n1,2\n", "one that stands twice"),
        (b"name\n\n", "holds no code"),
        (b"name,definition\nhope\n", "Line 2 of codes.csv"),
        ("name\nhöhe\n".encode("latin-1"), "not UTF-8"),
    ],
)
def test_a_table_that_is_none_says_where(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said):
        read_csv(content, "codes.csv")


def test_a_word_document_without_such_a_table_is_refused() -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "Something"
    out = io.BytesIO()
    document.save(out)
    with pytest.raises(Refused, match="holds no table"):
        read_docx(out.getvalue(), "codes.docx")
    bare = io.BytesIO()
    with zipfile.ZipFile(bare, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(Refused):
        read_docx(bare.getvalue(), "codes.docx")


def test_without_codes_no_refi_qda_is_written() -> None:
    with pytest.raises(Refused, match="no codes yet"):
        as_qdc([])
