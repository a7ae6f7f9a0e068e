import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.forms import (
    NOT_REPORTED,
    Form,
    FormError,
    Question,
    Sheet,
    Value,
    check,
    form_from_plain,
    form_to_plain,
    read_long,
    read_wide,
    write_long,
    write_wide,
)
from synthema.forms.cells import folded
from synthema.forms.model import KINDS
from tests.forms.tool import tool

WIDE = """study,country,n,design,collection,gathered,roles,key_quote,key_quote (place)
Almeida 2020,United States,15,Qualitative,interviews; focus_groups,2019-04,"peer specialist | 8
service user | 7",I belong here,p. 7
Byrne 2015,Not reported,,mixed methods,,,not reported,,
"""

CHECKLIST = form_from_plain(
    {
        "id": "own",
        "version": 1,
        "title": "Own checklist",
        "not_reported": False,
        "choices": ["yes", "no", "cant_tell"],
        "choice_labels": ["Yes", "No", "Can't tell"],
        "question": [
            {"key": "1", "label": "Aims", "kind": "choice", "required": True},
            {"key": "2", "label": "Approach", "kind": "choice", "required": True},
            {"key": "proof", "label": "Proof", "kind": "quote"},
        ],
    }
)

LONG = """study,question,answer,reason
Almeida 2020,1,yes,One aim is named.
Almeida 2020,2,Can’t tell,"Silent, as abstracts are."
Smith 2011,1,,
Smith 2011,2,,
"""


def test_a_wide_table_gives_one_sheet_per_study() -> None:
    reading = read_wide(tool(), WIDE.encode(), "extraction.csv")
    assert reading.problems == ()
    assert reading.sheets == (
        Sheet(
            "Almeida 2020",
            {
                "country": "United States",
                "n": "15",
                "design": "qualitative",
                "collection": ["interviews", "focus_groups"],
                "gathered": "2019-04",
                "roles": [{"role": "peer specialist", "n": "8"}, {"role": "service user", "n": "7"}],
                "key_quote": {"text": "I belong here", "place": "p. 7"},
            },
        ),
        Sheet("Byrne 2015", {"country": NOT_REPORTED, "design": "mixed_methods", "roles": NOT_REPORTED}),
    )


SEMICOLONS = (
    "study;country;n;design;collection\n"
    'Almeida 2020;United States;15;Qualitative;"interviews; focus_groups"\n'
    "Byrne 2015;Canada, Québec;;mixed_methods;\n"
)


def test_a_table_with_semicolons_between_columns_reads_as_well() -> None:
    reading = read_wide(tool(), SEMICOLONS.encode(), "x.csv")
    assert reading.problems == ()
    assert reading.sheets[0].answers["collection"] == ["interviews", "focus_groups"]
    assert reading.sheets[1].answers == {"country": "Canada, Québec", "design": "mixed_methods"}


@pytest.mark.parametrize("content", [WIDE.encode("utf-8-sig"), WIDE.replace("\n", "\r\n").encode()])
def test_a_byte_order_mark_and_windows_line_ends_change_nothing(content: bytes) -> None:
    assert read_wide(tool(), content, "x.csv") == read_wide(tool(), WIDE.encode(), "x.csv")


def test_a_value_counts_before_a_label_that_reads_the_same() -> None:
    question = {"key": "1", "label": "A", "kind": "choice", "choices": ["a", "b"], "choice_labels": ["B", "A"]}
    form = form_from_plain({"id": "f", "version": 1, "title": "F", "question": [question]})
    reading = read_long(form, b"study,question,answer\nX,1,a\nY,1,B\n", "x.csv")
    assert [sheet.answers["1"] for sheet in reading.sheets] == ["a", "b"]


def test_a_cell_with_nothing_but_separators_is_no_answer() -> None:
    reading = read_wide(tool(), b"study,country,design,collection,roles\nA,x,qualitative,;,|\n", "x.csv")
    assert set(reading.sheets[0].answers) == {"country", "design"}
    assert reading.problems == ()


def test_a_bad_cell_is_named_by_line_and_column_and_the_rest_is_read() -> None:
    table = WIDE.replace(",15,", ",fifteen,").replace(",mixed methods,", ",,")
    reading = read_wide(tool(), table.encode(), "extraction.csv")
    assert [str(problem) for problem in reading.problems] == [
        'Line 2 of extraction.csv, column n: "fifteen" is not a number. '
        "Write digits only, with a point for decimals, such as 15 or 4210.5.",
        'Line 4 of extraction.csv, column design: no answer. Fill it in ("not reported" is an answer).',
    ]
    assert [problem.missing for problem in reading.problems] == [False, True]
    assert "n" not in reading.sheets[0].answers
    assert reading.sheets[0].answers["country"] == "United States"


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("study,country,design,region\nA,x,qualitative,y\n", 'Line 1 of x.csv, column 4: "region" is not a column'),
        ("study,country,design\nA,x,qualitative\nA,y,qualitative\n", "Line 3 of x.csv, column study: A stands twice"),
        ("study,country,design\n,x,qualitative\n", "Line 2 of x.csv, column study: no study"),
        ("study,country,design\nA,x\n", "Line 2 of x.csv: 2 cells where the first line has 3"),
        ("study,country,design,roles\nA,x,qualitative,a | b | c\n", '"column 3" is not a column of this table'),
        ("study,country,design,key_quote\nA,x,qualitative,hm\n", "column key_quote: a quote without its place"),
        ("study,country,design,key_quote (place)\nA,x,qualitative,p. 1\n", "a place without a quoted text"),
        ("study,country\nA,x\n", "Line 2 of x.csv, column design: no answer"),
    ],
)
def test_every_odd_row_or_column_is_named(table: str, text: str) -> None:
    (problem,) = read_wide(tool(), table.encode(), "x.csv").problems
    assert text in str(problem)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "Line 1 of x.csv: no column study"),
        (b"name,country\nA,x\n", "Line 1 of x.csv: no column study"),
        (b"study,country,country\nA,x,y\n", 'the column "country" stands twice'),
        ("study,country\nA,Côte\n".encode("cp1252"), "Line 2 of x.csv: these letters are not UTF-8"),
        (b'study,country\nA,x\nB,"y\n', "Line 3 of x.csv: the table breaks off"),
        (b"study,country\nA," + b"x" * 200_000, "Line 2 of x.csv: the table breaks off"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(content: bytes, text: str) -> None:
    with pytest.raises(FormError) as caught:
        read_wide(tool(), content, "x.csv")
    assert text in str(caught.value)


def test_a_long_table_gives_answers_with_reasons_and_flags_blanks() -> None:
    reading = read_long(CHECKLIST, LONG.encode(), "casp.csv")
    assert reading.sheets == (
        Sheet(
            "Almeida 2020", {"1": "yes", "2": "cant_tell"}, {"1": "One aim is named.", "2": "Silent, as abstracts are."}
        ),
        Sheet("Smith 2011", {}, {}),
    )
    assert [(p.where, p.what, p.missing) for p in reading.problems] == [
        ("Line 4 of casp.csv, column answer", "no answer", True),
        ("Line 5 of casp.csv, column answer", "no answer", True),
    ]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        ("Almeida 2020,3,yes,", 'Line 6 of x.csv, column question: "3" is not a question of Own checklist, version 1'),
        ("Almeida 2020,1,no,", "Line 6 of x.csv: question 1 is answered a second time for Almeida 2020"),
        (",1,no,", "Line 6 of x.csv, column study: no study"),
        ("Zhou 2014,1,perhaps,", 'Line 6 of x.csv, column answer: "perhaps" is not one of the choices'),
        ("Zhou 2014,1,not reported,", '"not reported" is not an answer on this form'),
        ("Zhou 2014,1,yes,", "x.csv, Zhou 2014: no row for question 2"),
    ],
)
def test_every_odd_row_of_a_long_table_is_named(row: str, text: str) -> None:
    problems = [str(problem) for problem in read_long(CHECKLIST, f"{LONG}{row}\n".encode(), "x.csv").problems]
    assert any(text in problem for problem in problems)


def test_a_cell_that_a_spreadsheet_would_run_is_written_as_text_and_read_back_unchanged() -> None:
    sheet = Sheet("=cmd()", {"country": "-2+3", "n": "-2", "design": "qualitative"})
    table = write_wide(tool(), [sheet])
    assert "'=cmd(),'-2+3,-2," in table
    assert read_wide(tool(), table.encode(), "x.csv").sheets == (sheet,)


# --- round trips -----------------------------------------------------------------------------------------------------


def _printable(text: str) -> bool:
    return bool(text) and text == text.strip() and text.casefold() != NOT_REPORTED


letters = st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n;,|\\\"'=+-@")
texts = st.text(letters, min_size=1, max_size=12).map(str.strip).filter(_printable)
words = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=";"), min_size=1, max_size=6)
names = st.lists(words.map(str.strip).filter(_printable), min_size=1, max_size=4, unique_by=folded)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=2).map(lambda d: format(d, "f"))
dates = st.dates().map(lambda day: day.isoformat()[:7])


@st.composite
def forms(draw: st.DrawFn) -> Form:
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=6))
    rows: list[dict[str, object]] = []
    for number, kind in enumerate(kinds):
        row: dict[str, object] = {
            "key": f"q{number}",
            "label": draw(texts),
            "kind": kind,
            "required": draw(st.booleans()),
        }
        if kind in {"choice", "many"}:
            row["choices"] = choices = draw(names)
            row["choice_labels"] = draw(st.permutations(choices))  # labels that read like other values
        if kind == "table":
            row["columns"] = draw(names)
        rows.append(row)
    return form_from_plain({"id": "f", "version": 1, "title": "F", "question": rows})


def values(question: Question) -> st.SearchStrategy[Value]:
    kinds: dict[str, st.SearchStrategy[Value]] = {
        "text": texts,
        "number": numbers,
        "date": dates,
        "quote": st.fixed_dictionaries({"text": texts, "place": texts}),
        "choice": st.sampled_from(question.choices or ("x",)),
        "many": st.lists(st.sampled_from(question.choices or ("x",)), min_size=1, unique=True),
        "table": st.lists(
            st.dictionaries(st.sampled_from(question.columns or ("x",)), texts, min_size=1), min_size=1, max_size=3
        ),
    }
    return st.one_of(st.just(NOT_REPORTED), kinds[question.kind])


@st.composite
def sheets(draw: st.DrawFn, form: Form) -> list[Sheet]:
    filled = []
    for study in draw(st.lists(texts, max_size=3, unique=True)):
        answers = {q.key: draw(values(q)) for q in form.questions if draw(st.booleans())}
        reasons = {q.key: draw(texts) for q in form.questions if draw(st.booleans())}
        filled.append(Sheet(study, answers, reasons))
    return filled


@given(st.data())
def test_any_form_and_any_answers_survive_a_wide_and_a_long_table(data: st.DataObject) -> None:
    form = data.draw(forms())
    assert form_from_plain(form_to_plain(form)) == form
    filled = data.draw(sheets(form))
    wrong = [problem for sheet in filled for problem in check(form, sheet.answers) if not problem.missing]
    assert wrong == []
    wide = read_wide(form, write_wide(form, filled).encode(), "x.csv")
    assert wide.sheets == tuple(Sheet(sheet.study, sheet.answers) for sheet in filled)
    long = read_long(form, write_long(form, filled).encode(), "x.csv")
    assert long.sheets == tuple(filled)
    assert all(problem.missing for problem in (*wide.problems, *long.problems))


@given(st.binary(max_size=200))
def test_no_bytes_make_a_reader_fail_other_than_with_its_own_error(content: bytes) -> None:
    for read in (read_wide, read_long):
        try:
            reading = read(tool(), content, "x.csv")
        except FormError as error:
            assert str(error)
        else:
            assert all(str(problem) for problem in reading.problems)
