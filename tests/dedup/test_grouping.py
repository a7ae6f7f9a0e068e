from collections import Counter

import pytest

from synthema.dedup.facts import facts
from synthema.dedup.grouping import MOST, Edge, group
from synthema.dedup.setting import Setting
from tests.dedup.invented import PRINTED, like


def test_it_joins_what_matches() -> None:
    known = [facts(PRINTED)] * 3
    grouped = group(known, [Edge(0, 1, "alike", 100), Edge(1, 2, "alike", 90)])
    assert len(set(grouped.group_of)) == 1
    assert (len(grouped.joined), grouped.refused) == (2, ())


def test_a_chain_that_would_join_conflicting_records_is_refused() -> None:
    known = [facts(like(accession=one)) for one in ("NCT01234567", "", "NCT07654321")]
    grouped = group(known, [Edge(0, 1, "alike", 99), Edge(1, 2, "alike", 98)])
    assert grouped.group_of[0] == grouped.group_of[1] != grouped.group_of[2]
    assert [edge.reason for edge in grouped.refused] == [
        "alike; but in their groups the trial registration numbers differ"
    ]


def test_the_strongest_match_wins() -> None:
    known = [facts(like(accession=one)) for one in ("NCT01234567", "", "NCT07654321")]
    grouped = group(known, [Edge(0, 1, "weaker", 90), Edge(1, 2, "stronger", 95)])
    assert grouped.group_of[1] == grouped.group_of[2] != grouped.group_of[0]


def test_a_match_inside_a_group_adds_nothing() -> None:
    known = [facts(PRINTED)] * 3
    grouped = group(known, [Edge(0, 1, "a", 99), Edge(0, 2, "b", 98), Edge(1, 2, "c", 97)])
    assert [edge.reason for edge in grouped.joined] == ["a", "b"]


def test_versions_are_one_group_only_where_they_count_as_duplicates() -> None:
    known = [facts(like(doi=f"10.1002/14651858.CD001234.pub{n}", pages="")) for n in (2, 3)]
    edges = [Edge(0, 1, "versions", 100)]
    assert len(set(group(known, edges).group_of)) == 2
    assert len(set(group(known, edges, Setting(versions=True)).group_of)) == 1


def test_a_poor_record_does_not_bring_a_preprint_and_its_article_together() -> None:
    preprint = like(doi="", journal="medRxiv", volume="", issue="", pages="", year=2019)
    poor = like(doi="", journal="", volume="", issue="", pages="")
    known = [facts(one) for one in (preprint, poor, like(doi=""))]
    grouped = group(known, [Edge(0, 1, "alike", 99), Edge(1, 2, "alike", 98)])
    assert grouped.group_of[1] != grouped.group_of[2]
    assert "preprint" in grouped.refused[0].reason


@pytest.mark.parametrize(("other", "sparse"), [({"journal": "Lancet"}, False), ({"year": 2018}, True)])
def test_nor_what_is_a_question_by_itself(other: dict[str, object], sparse: bool) -> None:
    bare = like(doi="", volume="", issue="", pages="")
    poor = like(bare, journal="") if "journal" in other else like(bare, year=None)
    known = [facts(one) for one in (bare, poor, like(bare, **other))]
    grouped = group(known, [Edge(0, 1, "alike", 99), Edge(1, 2, "alike", 98)], Setting(sparse=sparse))
    assert grouped.group_of[0] == grouped.group_of[1] != grouped.group_of[2]


def test_where_versions_count_as_duplicates_one_without_a_number_is_no_obstacle() -> None:
    numbered = [like(doi=f"10.1002/14651858.CD001234.pub{n}", pages="", year=2000 + 4 * n) for n in (2, 3)]
    nameless = like(doi="", journal="Cochrane Database of Systematic Reviews", volume="", issue="", pages="", year=2009)
    known = [facts(one) for one in (*numbered, nameless)]
    edges = [Edge(0, 1, "versions", 99), Edge(1, 2, "versions", 98)]
    assert len(set(group(known, edges, Setting(versions=True)).group_of)) == 1


def test_a_key_that_many_reports_share_makes_no_group_of_them_all() -> None:
    known = [facts(like(title=f"{PRINTED.title} {word}")) for word in map(str, range(2 * MOST))]
    grouped = group(known, [Edge(0, at, "one identifier", 100) for at in range(1, len(known))])
    assert max(Counter(grouped.group_of).values()) <= MOST
    assert len(grouped.joined) + len(grouped.refused) == len(known) - 1
