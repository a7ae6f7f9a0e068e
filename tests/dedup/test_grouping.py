from synthema.dedup.facts import facts
from synthema.dedup.grouping import Edge, group
from tests.dedup.invented import PRINTED, like


def test_it_joins_what_matches() -> None:
    known = [facts(PRINTED)] * 3
    grouped = group(known, [Edge(0, 1, "alike", 100), Edge(1, 2, "alike", 90)])
    assert len(set(grouped.group_of)) == 1
    assert (len(grouped.joined), grouped.refused) == (2, ())


def test_a_chain_that_would_join_conflicting_records_is_refused() -> None:
    known = [
        facts(like(doi="10.5555/a", pages="")),
        facts(like(doi="", pages="")),
        facts(like(doi="10.5555/b", pages="")),
    ]
    grouped = group(known, [Edge(0, 1, "alike", 99), Edge(1, 2, "alike", 98)])
    assert grouped.group_of[0] == grouped.group_of[1] != grouped.group_of[2]
    assert [edge.reason for edge in grouped.refused] == ["alike; but in their groups the DOIs differ"]


def test_the_strongest_match_wins() -> None:
    known = [
        facts(like(doi="10.5555/a", pages="")),
        facts(like(doi="", pages="")),
        facts(like(doi="10.5555/b", pages="")),
    ]
    grouped = group(known, [Edge(0, 1, "weaker", 90), Edge(1, 2, "stronger", 95)])
    assert grouped.group_of[1] == grouped.group_of[2] != grouped.group_of[0]


def test_a_match_inside_a_group_adds_nothing() -> None:
    known = [facts(PRINTED)] * 3
    grouped = group(known, [Edge(0, 1, "a", 99), Edge(0, 2, "b", 98), Edge(1, 2, "c", 97)])
    assert [edge.reason for edge in grouped.joined] == ["a", "b"]
