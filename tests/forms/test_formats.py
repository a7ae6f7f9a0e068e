from pathlib import Path

import pytest

from synthema.forms import FormError, form_from_plain, form_to_plain, parse_form, read_form
from synthema.refused import Refused
from tests.forms.tool import TOML, tool

HEAD = 'id = "f"\nversion = 1\ntitle = "F"\n'


def question(**fields: str) -> str:
    lines = {"key": '"a"', "label": '"A"', "kind": '"text"', **fields}
    return "[[question]]\n" + "".join(f"{name} = {value}\n" for name, value in lines.items() if value)


def complaints(toml: str) -> list[str]:
    with pytest.raises(FormError) as caught:
        parse_form(toml.encode(), "tool.toml")
    return [str(problem) for problem in caught.value.problems]


def test_it_reads_questions_of_every_kind_in_order() -> None:
    form = tool()
    assert (form.id, form.version, form.title) == ("peer_support_extraction", 2, "Extraction tool")
    assert [(q.key, q.kind) for q in form.questions] == [
        ("country", "text"),
        ("n", "number"),
        ("design", "choice"),
        ("collection", "many"),
        ("gathered", "date"),
        ("roles", "table"),
        ("key_quote", "quote"),
    ]
    assert form.questions[0].required
    assert not form.questions[1].required
    assert form.questions[2].choice_label("mixed_methods") == "Mixed methods"
    assert form.questions[3].choice_label("interviews") == "interviews"
    assert form.questions[5].columns == ("role", "n")
    assert form.question("nothing") is None


def test_choices_given_once_for_the_form_serve_every_choice_question_without_its_own() -> None:
    toml = 'choices = ["yes", "no"]\nchoice_labels = ["Yes", "No"]\n' + HEAD
    toml += question(kind='"choice"') + question(key='"b"', kind='"choice"', choices='["x"]') + question(key='"c"')
    form = parse_form(toml.encode(), "tool.toml")
    assert [q.choices for q in form.questions] == [("yes", "no"), ("x",), ()]
    assert [q.choice_labels for q in form.questions] == [("Yes", "No"), (), ()]


def test_a_form_survives_the_way_through_plain_values() -> None:
    assert form_from_plain(form_to_plain(tool())) == tool()


@pytest.mark.parametrize(
    ("toml", "where", "what", "step"),
    [
        ("", "tool.toml", "the file is empty", "Write the form"),
        ("id = ", "tool.toml", "it is not TOML", "Correct that place"),
        (f"n = {'9' * 5000}", "tool.toml", "it is not TOML", "Correct that place"),
        (HEAD, "tool.toml", "it has no questions", "[[question]]"),
        ('question = "x"\n' + HEAD, "tool.toml", "it has no questions", "[[question]]"),
        ('id = "f"\ntitle = "F"\n' + question(), "tool.toml", "no version", "version = 1"),
        (HEAD.replace("1", "0") + question(), "tool.toml", "version = 0", "whole number from 1"),
        (HEAD + question(key=""), "Question no. 1 of tool.toml", "no key", 'key = "…"'),
        (HEAD + question(key="1"), "Question no. 1 of tool.toml", "key = 1", "text in double quotes"),
        (HEAD + question(key='"a b"'), "Question a b of tool.toml", "cannot head a column", "Use letters"),
        (HEAD + question(key='"study"'), "Question study of tool.toml", "column of every", "another key"),
        (HEAD + question(label='""'), "Question a of tool.toml", "no label", "label ="),
        (HEAD + question(kind='"essay"'), "Question a of tool.toml", '"essay" is not a kind', "text, number, choice"),
        (HEAD + question() + question(), "Question a of tool.toml", "key stands twice", "Rename one"),
        (HEAD + question(kind='"choice"'), "Question a of tool.toml", "it has no choices", "Add choices"),
        (
            HEAD + question(choices='["x"]'),
            "Question a of tool.toml",
            "choices on a question of kind text",
            "choice or",
        ),
        (
            HEAD + question(kind='"many"', choices='["x y", "X  y"]'),
            "Question a of tool.toml",
            '"x y" stands twice',
            "Keep one",
        ),
        (
            HEAD + question(kind='"many"', choices='["x; y"]'),
            "Question a of tool.toml",
            "cannot be a choice",
            "semicolon",
        ),
        (
            HEAD + question(kind='"choice"', choices='["Not reported"]'),
            "Question a of tool.toml",
            "cannot be a choice",
            "always there",
        ),
        (
            HEAD + question(kind='"choice"', choices='["x"]', choice_labels='["X", "Y"]'),
            "Question a of tool.toml",
            "2 choice_labels for 1 choices",
            "one label per choice",
        ),
        (HEAD + question(kind='"table"'), "Question a of tool.toml", "a table without columns", "Give columns"),
        (
            HEAD + question(columns='["x"]'),
            "Question a of tool.toml",
            "columns on a question of kind text",
            "only to a",
        ),
        (HEAD + question(requird="true"), "Question a of tool.toml", '"requird" means nothing here', "required"),
        (HEAD + question(required='"yes"'), "Question a of tool.toml", "required = 'yes'", "true or false"),
        (
            HEAD + question(kind='"choice"', choices='"x"'),
            "Question a of tool.toml",
            "choices = 'x'",
            "a list of texts",
        ),
        ('owner = "Ana"\n' + HEAD + question(), "tool.toml", '"owner" means nothing here', "It may hold"),
    ],
)
def test_a_faulty_form_says_where_what_and_what_next(toml: str, where: str, what: str, step: str) -> None:
    first = complaints(toml)[0]
    assert first.startswith(f"{where}: ")
    assert what in first
    assert step in first


def test_all_faults_are_named_at_once() -> None:
    toml = 'id = "f"\n' + question(kind='"essay"') + question(key='"b"', kind='"choice"')
    assert len(complaints(toml)) == 4  # no version, no title, the kind, the choices


def test_letters_that_are_not_utf8_are_reported_with_their_line() -> None:
    with pytest.raises(FormError, match=r"Line 3 of tool\.toml: these letters are not UTF-8"):
        parse_form('id = "f"\nversion = 1\ntitle = "Prüfung"\n'.encode("cp1252"), "tool.toml")


def test_it_reads_a_file_with_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "tool.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TOML.replace("\n", "\r\n").encode())
    assert read_form(path) == tool()


def test_a_folder_or_a_missing_file_is_no_form(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is a folder"):
        read_form(tmp_path)
    with pytest.raises(Refused, match=r"absent\.toml cannot be read"):
        read_form(tmp_path / "absent.toml")
