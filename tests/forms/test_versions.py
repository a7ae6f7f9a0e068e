from dataclasses import replace

import pytest

from synthema.forms import Form, FormError, Question, compare, successor
from tests.forms.tool import tool


def changed(key: str, **fields: object) -> Form:
    form = tool()
    questions = tuple(replace(q, **fields) if q.key == key else q for q in form.questions)  # type: ignore[arg-type]
    return replace(form, version=3, questions=questions)


def test_a_form_compared_with_itself_has_no_changes() -> None:
    assert compare(tool(), tool()) == ()


@pytest.mark.parametrize(
    ("new", "text", "reopens"),
    [
        (changed("n", label="Sample"), "Question n: label changed from Number of participants to Sample", False),
        (changed("n", kind="text"), "Question n: kind changed from number to text", True),
        (changed("n", required=True), "Question n: required changed from no to yes", True),
        (changed("country", required=False), "Question country: required changed from yes to no", False),
        (
            changed("design", choices=("qualitative", "mixed_methods", "other")),
            "Question design: choices changed from qualitative, mixed_methods to qualitative, mixed_methods, other",
            False,
        ),
        (
            changed("design", choices=("qualitative",)),
            "Question design: choices changed from qualitative, mixed_methods to qualitative",
            True,
        ),
        (changed("roles", hint="One row each"), "Question roles: hint changed from nothing to One row each", False),
        (replace(tool(), title="Tool"), "The form: title changed from Extraction tool to Tool", False),
        (replace(tool(), not_reported=False), "The form: not_reported changed from yes to no", True),
    ],
)
def test_each_change_is_named_and_says_whether_old_answers_need_another_look(
    new: Form, text: str, reopens: bool
) -> None:
    (change,) = compare(tool(), new)
    assert (str(change), change.reopens) == (text, reopens)


def test_added_removed_and_moved_questions_are_named() -> None:
    old = tool()
    added = Question(key="setting", label="Setting", kind="text", required=True)
    first, second, *rest = old.questions[:-1]
    new = replace(old, version=3, questions=(second, first, *rest, added))
    changes = compare(old, new)
    assert [(c.key, c.aspect, c.reopens) for c in changes] == [
        ("setting", "added", True),
        ("key_quote", "removed", False),
        ("", "order", False),
    ]
    assert str(changes[0]) == "Question setting was added: Setting"


def test_official_wording_loaded_by_a_team_is_no_change_of_the_form() -> None:
    assert compare(tool(), changed("n", wording="How many took part?")) == ()


def test_a_changed_form_needs_a_higher_version_and_the_same_id() -> None:
    assert [c.aspect for c in successor(tool(), changed("n", label="Sample"))] == ["label"]
    assert successor(tool(), tool()) == ()
    with pytest.raises(FormError, match=r"it changed 1 things but is still version 2. Set version = 3\."):
        successor(tool(), replace(changed("n", label="Sample"), version=2))
    with pytest.raises(FormError, match="it does not follow form peer_support_extraction"):
        successor(tool(), replace(tool(), id="other", version=3))
