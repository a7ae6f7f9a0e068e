"""A matcher's answer after what people decided."""

from dataclasses import replace

from synthema.dedup.model import Duplicates, Group, Kind, Match, Pair, Relation
from synthema.dedup.settling import BOTH_SOUGHT, Decided, components, name_groups, settle, still_open


def answer(*edges: tuple[str, str], asked: tuple[tuple[str, str], ...] = ()) -> Duplicates:
    """One group of a, b, c that these edges join, with d alone."""
    matches = tuple(Match(a, b, "alike", 90 - n) for n, (a, b) in enumerate(edges))
    return Duplicates((Group(("a", "b", "c"), matches), Group(("d",))), tuple(Pair(*p, "near", 80) for p in asked))


def members(found: Duplicates) -> list[str]:
    return ["".join(group.members) for group in found.groups]


def test_without_decisions_nothing_changes() -> None:
    found = answer(("a", "b"), ("b", "c"), asked=(("c", "d"),))
    settled = settle(found, Decided())
    assert (members(settled), settled.review) == (["abc", "d"], found.review)
    assert settled.groups[0].matches == found.groups[0].matches


def test_who_was_kept_apart_stays_apart_and_is_not_asked_about_again() -> None:
    found = answer(("a", "b"), ("b", "c"), asked=(("c", "d"),))
    settled = settle(found, parted := Decided(apart=((("c",), ("b",)), (("d",), ("a",)))))
    assert members(settled) == ["ab", "c", "d"]
    assert still_open(settled, parted.apart) == found.review  # c left those judged different from d
    assert still_open(found, ((("d",), ("a",)),)) == ()


def test_two_groups_are_asked_about_once_by_their_most_alike_pair() -> None:
    found = answer(("a", "b"), ("b", "c"), asked=(("c", "d"), ("a", "d")))
    assert [(p.a, p.b) for p in still_open(found, ())] == [("a", "d")]
    assert still_open(replace(found, relations=(Relation("b", "d", Kind.NOTICE, "on it", 80),)), ()) == ()


def test_who_was_merged_is_in_one_group_and_its_question_is_closed_until_that_is_withdrawn() -> None:
    found = answer(("a", "b"), ("b", "c"), asked=(("c", "d"),))
    settled = settle(found, Decided(same=(("a", "d"), ("a", "gone"))))
    assert (members(settled), settled.review) == (["abcd"], found.review)
    assert still_open(settled, ()) == ()


def test_parting_the_link_in_the_middle_does_not_lose_its_neighbours() -> None:
    parts = ((("b",), ("a", "c")),)
    decided = Decided(apart=parts, parted=parts)
    assert members(settle(answer(("a", "b"), ("b", "c")), decided)) == ["ac", "b", "d"]
    assert members(settle(answer(("a", "b"), ("b", "c")), Decided(apart=parts))) == ["a", "b", "c", "d"]


def test_a_parting_keeps_nobody_together_whom_nothing_else_joins() -> None:
    parts = ((("b",), ("a", "c", "d")),)
    decided = Decided(apart=parts, parted=parts)
    assert members(settle(answer(("b", "c")), decided)) == ["a", "b", "c", "d"]
    merged = Decided(same=(("a", "d"),), apart=parts, parted=parts)
    assert members(settle(answer(("b", "c")), merged)) == ["ad", "b", "c"]


def test_what_is_called_a_version_is_joined_after_all_that_is_called_the_same() -> None:
    found = answer(("b", "c"))
    assert members(settle(found, Decided(versions=(("a", "d"), ("a", "gone"))))) == ["ad", "bc"]
    apart, same = ((("a",), ("d",)),), (("b", "d"),)
    assert members(settle(found, Decided(versions=(("a", "b"),), apart=apart, same=same))) == ["a", "bcd"]
    left = ((("b",), ("a", "d")),)
    assert members(settle(answer(), Decided(versions=(("a", "d"),), apart=left, parted=left))) == ["ad", "b", "c"]


def test_two_reports_are_not_joined_but_asked_about() -> None:
    settled = settle(answer(("a", "b"), ("b", "c")), Decided(reports={"a": "g1", "c": "g2"}))
    assert members(settled) == ["ab", "c", "d"]
    assert [(p.a, p.b) for p in settled.review] == [("b", "c")]
    assert BOTH_SOUGHT in settled.review[0].reason


def test_groups_keep_their_identifiers() -> None:
    groups = settle(answer(("a", "b"), ("b", "c")), Decided()).groups
    assert name_groups(groups, {}, {}, lambda one: f"new-{one}") == ("new-a", "new-d")
    assert name_groups(groups, {"a": "g1", "d": "g2"}, {}, str) == ("g1", "g2")
    assert name_groups(groups, {"a": "g1", "b": "g3", "d": "g1"}, {}, lambda one: f"new-{one}") == ("g1", "new-d")
    assert name_groups(groups, {"a": "g1", "c": "g3"}, {"c": "g3"}, lambda one: f"new-{one}") == ("g3", "new-d")
    taken = name_groups(groups, {"a": "g1", "d": "g1"}, {"d": "g1"}, lambda one: f"new-{one}")
    assert taken == ("new-a", "g1")


def test_components_follow_the_order_of_the_members() -> None:
    assert components(["c", "a", "b"], [("a", "c"), ("a", "elsewhere")]) == (("c", "a"), ("b",))
