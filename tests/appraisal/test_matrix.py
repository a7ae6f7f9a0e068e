from synthema.appraisal import LETTERS, answers_by_question, for_design, instrument, mmat_parts, weakest_parts
from synthema.forms import Sheet
from tests.appraisal.published import VIKEN, answers

CASP = instrument("casp_2018")


def test_the_matrix_counts_answers_by_question_and_by_study() -> None:
    sheets = [Sheet("A", {**answers("YYYYYCYYYN"), "10_level": "valuable"}), Sheet("B", {"1": "yes", "6": "no"})]
    matrix = answers_by_question(CASP, sheets)
    assert matrix.questions == tuple(str(number) for number in range(1, 11))
    assert " ".join(LETTERS[answer] for answer in matrix.rows["A"]) == "Y Y Y Y Y CT Y Y Y N"
    sixth = matrix.by_question[5]
    assert (sixth.name, sixth.counts, sixth.blank) == ("6", {"yes": 0, "no": 1, "cant_tell": 1}, 0)
    second = matrix.by_study[1]
    assert (second.name, second.counts, second.blank) == ("B", {"yes": 1, "no": 1, "cant_tell": 0}, 8)
    assert matrix.blank_studies == ()


def test_a_blank_row_of_a_published_table_is_flagged() -> None:
    matrix = answers_by_question(CASP, [Sheet(study, answers(letters)) for study, (letters, _) in VIKEN.items()])
    assert matrix.blank_studies == ("Smith 2011",)
    assert len(matrix.by_study) == 17
    printed = [letters for letters, _ in VIKEN.values() if letters]
    for number, tally in enumerate(matrix.by_question):
        column = "".join(letters[number] for letters in printed)
        assert tally.counts == {"yes": column.count("Y"), "no": column.count("N"), "cant_tell": column.count("U")}
        assert tally.blank == 1


def test_no_studies_make_an_empty_matrix_with_every_question() -> None:
    matrix = answers_by_question(CASP, [])
    assert [tally.name for tally in matrix.by_question] == list(matrix.questions)
    assert matrix.rows == {}


def test_a_mixed_methods_study_is_as_strong_as_its_weakest_part() -> None:
    form = for_design(instrument("mmat_2018"), "mixed_descriptive")
    given = dict.fromkeys(form.keys, "yes") | {"4.2": "no", "4.4": "cant_tell", "5.3": "no"}
    parts = mmat_parts(form, given)
    assert [(part.group, part.yes, part.asked) for part in parts] == [("1", 5, 5), ("4", 3, 5), ("5", 4, 5)]
    assert [part.title for part in weakest_parts(parts)] == ["4. Descriptive"]
    assert weakest_parts(()) == ()
