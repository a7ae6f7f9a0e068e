import pytest

from synthema.reporting.flow_model import AWAITING, Flow, Template, grouped, in_words
from tests.reporting.flow_examples import NEW_V1, TEMPLATES, change


@pytest.mark.parametrize("template", Template)
def test_the_template_is_the_smallest_that_shows_every_number(template: Template) -> None:
    assert TEMPLATES[template].template is template


def test_a_chosen_template_wins() -> None:
    assert Flow(chosen=Template.UPDATED_V2).template is Template.UPDATED_V2


def test_other_methods_that_were_searched_without_a_hit_need_no_column() -> None:
    assert Flow(other_not_sought=0).template is Template.NEW_V1


def test_an_update_of_an_empty_review_is_still_an_update() -> None:
    assert Flow(previous_studies=0, previous_reports=0).template is Template.UPDATED_V1


def test_removed_is_what_was_stated_or_else_the_sum() -> None:
    assert Flow(duplicates=3, excluded_other=1).removed_before_screening == 4
    assert Flow(duplicates=3, removed=5).removed_before_screening == 5


def test_the_studies_of_an_update_are_all_of_them() -> None:
    assert TEMPLATES[Template.UPDATED_V1].studies_in_review == 33
    assert change(NEW_V1, total_studies=None).studies_in_review == 24


@pytest.mark.parametrize("field", AWAITING)
def test_what_awaits_is_listed_with_its_number(field: str) -> None:
    assert change(NEW_V1, **{field: 2}).awaits == ((field, 2),)


def test_one_record_awaits_and_many_await() -> None:
    assert in_words("awaiting_screening", 1) == "1 record awaits screening"
    assert in_words("awaiting_screening", 1200) == "1\u00a0200 records await screening"


def test_thousands_are_set_apart() -> None:
    assert [grouped(n) for n in (0, 999, 4210, 1234567)] == ["0", "999", "4\u00a0210", "1\u00a0234\u00a0567"]
