"""Decisions followed one after the other from what a run found."""

from synthema.dedup.belonging import Ground, Step, belong, broken
from synthema.dedup.model import Match


def ground(*edges: tuple[str, str], **more: object) -> Ground:
    """Records a to e, of which those that edges join were found as one group, named by the first in capitals."""
    group = {one: one.upper() for one in "abcde"}
    for first, second in edges:
        group = {one: group[first] if name == group[second] else name for one, name in group.items()}
    return Ground(group=group, matches=tuple(Match(*edge, "alike", 90) for edge in edges), **more)  # type: ignore[arg-type]


def new(first: str) -> str:
    return f"new {first}"


def groups(held: dict[str, str]) -> dict[str, str]:
    """The records of each group in one word."""
    found: dict[str, str] = {}
    for one in sorted(held):
        found[held[one]] = found.get(held[one], "") + one
    return found


def merge(a: str, b: str) -> Step:
    return Step(joined=((a, b),))


def part(leaving: str, staying: str, own: str = "") -> Step:
    return Step(apart=(tuple(leaving), tuple(staying)), parted=True, gave=frozenset([own] if own else []))


def test_without_decisions_groups_are_as_they_were_found() -> None:
    assert groups(belong(ground(("b", "c")), (), new)) == {"A": "a", "B": "bc", "D": "d", "E": "e"}


def test_a_merge_takes_the_name_of_the_earlier_record_or_the_one_that_was_given() -> None:
    assert groups(belong(ground(("b", "c")), [merge("c", "a")], new)) == {"A": "abc", "D": "d", "E": "e"}
    given = Step(joined=(("a", "c"),), gave=frozenset("B"))
    assert groups(belong(ground(("b", "c")), [given], new)) == {"B": "abc", "D": "d", "E": "e"}


def test_a_parting_stands_when_the_merge_before_it_is_gone() -> None:
    found, parted = ground(("b", "c")), part("c", "ab", "own")
    assert groups(belong(found, [merge("a", "b"), parted], new)) == {"A": "ab", "own": "c", "D": "d", "E": "e"}
    assert groups(belong(found, [parted], new)) == {"A": "a", "B": "b", "own": "c", "D": "d", "E": "e"}
    assert groups(belong(found, [merge("a", "b")], new)) == {"A": "abc", "D": "d", "E": "e"}


def test_a_parting_that_meets_its_records_in_two_groups_parts_both() -> None:
    found = ground(("a", "b"), ("c", "d"))
    assert groups(belong(found, [part("bd", "ac", "own")], new)) == {
        "A": "a", "own": "b", "C": "c", "new d": "d", "E": "e"
    }  # fmt: skip


def test_who_parted_with_nobody_left_moves_nobody() -> None:
    assert groups(belong(ground(("a", "b")), [part("ab", "d", "own")], new))["A"] == "ab"


def test_a_decision_that_the_run_knew_is_followed_as_a_run_does_and_free_names_are_found() -> None:
    group = {"a": "A", "b": "A", "c": "A"}  # the run knew a merge of a and b that was taken back since
    named = Ground(group=group, matches=(Match("b", "c", "alike", 90),), names=({"b": "B"}, {"a": "A"}))
    assert groups(belong(named, (), new)) == {"A": "a", "B": "bc"}
    taken = Ground(group=group, matches=named.matches, names=named.names, taken={"B"})
    assert groups(belong(taken, (), new)) == {"A": "a", "new b": "bc"}
    apart = Ground(group=group, matches=named.matches, before=(Step(apart=(("b",), ("c",))),), names=({"b": "B"},))
    assert groups(belong(apart, (), new)) == {"A": "a", "B": "b", "new c": "c"}


def test_decisions_that_groups_do_not_keep_are_found_with_the_groups() -> None:
    steps = (merge("a", "b"), Step(apart=(("a",), ("c",))), merge("a", "gone"))
    assert broken(steps, {"a": "A", "b": "A", "c": "C"}) == {}
    assert broken(steps, {"a": "A", "b": "B", "c": "A"}) == {0: {"A", "B"}, 1: {"A"}}
