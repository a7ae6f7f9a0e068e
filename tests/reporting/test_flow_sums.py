from synthema.reporting.flow_sums import Severity, at_most, in_sum, reasons_add_up, same


def test_a_sum_is_told_as_people_write_it() -> None:
    assert in_sum([(700, "identified"), (-167, "removed"), (0, "awaiting"), (2, "found late")]) == (
        "700 identified − 167 removed + 2 found late = 535"
    )


def test_a_sum_of_one_term_needs_no_total() -> None:
    assert in_sum([(115, "reports"), (0, "awaiting")]) == "115 reports"


def test_the_message_says_which_numbers_contradict_each_other() -> None:
    (breach,) = same("F3", (12311, "screened"), [(15000, "identified"), (-3000, "removed")])
    assert breach.message == "F3: 12\u00a0311 screened, but 15\u00a0000 identified − 3\u00a0000 removed = 12\u00a0000."
    assert breach.severity is Severity.ERROR


def test_an_equal_sum_is_no_breach() -> None:
    assert not list(same("F3", (12, "screened"), [(15, "identified"), (-3, "removed")]))


def test_at_most_allows_the_limit_itself() -> None:
    assert not list(at_most("F9", (5, "studies"), [(5, "reports")]))
    (breach,) = at_most("F9", (6, "studies"), [(5, "reports")], Severity.WARNING)
    assert (breach.severity, breach.message) == (Severity.WARNING, "F9: 6 studies are more than 5 reports.")


def test_reasons_fill_the_gap_between_assessed_and_included() -> None:
    assert not list(reasons_add_up("F6", "", 10, (("Date", 3), ("Language", 1)), 6))
    (breach,) = reasons_add_up("F6", "", 10, (("Date", 3),), 6)
    assert breach.message == "F6: 3 reports excluded, all reasons together, but 10 assessed − 6 included = 4."
