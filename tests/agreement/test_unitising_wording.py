from synthema.agreement import Unitising, alpha_u, describe_alpha_u, describe_extents, unitise, unitise_by_code
from synthema.agreement.unitising_wording import UNITISING_NAMES
from tests.agreement.continua import KRIPPENDORFF_2004, THREE_CODERS, section


def test_every_coefficient_says_what_it_answers() -> None:
    assert set(UNITISING_NAMES) == set(Unitising)
    assert describe_extents(unitise([THREE_CODERS])) == [
        "Read by two or more: 20 characters of findings; studies: 1",
        "Marks: Alex 3; Paul 2; Susan 2",
        "Marked by both: 38.3 % of what was read",
        "u-alpha (same places, same codes): 0.47, no interval: One study gives no interval.",
        "|u-alpha (same places, whatever the code): 0.43, no interval: One study gives no interval.",
        "cu-alpha (same codes where both marked): 0.78, no interval: One study gives no interval.",
        "(k)u-alpha of 1: 0.77, no interval: One study gives no interval.",
        "(k)u-alpha of 2: 0.79, no interval: One study gives no interval.",
    ]


def test_the_interval_says_that_studies_were_drawn() -> None:
    other = section(40, ("Alex", 0, 9, "1"), ("Paul", 3, 9, "1"), ("Susan", 20, 24, "2"), study="other")
    assert "95% CI" in describe_extents(unitise([THREE_CODERS, other]))[3]
    assert "bootstrap over studies" in describe_extents(unitise([THREE_CODERS, other]))[3]


def test_one_code_by_itself_has_no_line_of_its_own() -> None:
    lines = describe_extents(unitise_by_code([KRIPPENDORFF_2004])["c"])
    assert not any(line.startswith("(k)") for line in lines)


def test_what_was_left_out_is_said() -> None:
    alone = section(40, coders=("Alex",))
    assert describe_extents(unitise([THREE_CODERS, alone]))[0].endswith("left out for want of a second reader: 1")
    nothing = describe_extents(unitise([alone]))
    assert nothing[1] == "Marks: none"
    assert nothing[2].endswith("undefined: No section was read by two coders.")


def test_the_older_statistic_names_its_years() -> None:
    lines = describe_alpha_u(alpha_u([KRIPPENDORFF_2004]), digits=4)
    assert lines[0].startswith("alpha-U of 1995/2004: 0.8587, no interval")
    assert lines[1].startswith("alpha-U of 1995/2004 for c: 0.7286")
