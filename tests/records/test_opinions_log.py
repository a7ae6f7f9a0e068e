"""Rayyan's log of decisions: the last value counts, and it agrees with the records' own export."""

import pytest

from synthema.records import Unreadable, read
from synthema.records.export import Export
from synthema.records.opinions import Opinion, opinions, rayyan_key
from synthema.records.opinions_log import log_opinions, read_log
from tests.shared_data import shared_data

HEADER = "created_at,user_id,user_email,article_id,key,value\n"


def lines(text: str) -> str:
    return HEADER + text


def test_the_last_value_of_a_person_counts_whatever_the_order_of_the_lines() -> None:
    log = read_log(
        Export(
            lines(
                '2023-02-02T10:00:00.000Z,1,a@example.org,7,"""peers""",deleted\n'
                "2023-01-01T10:00:00.000Z,1,a@example.org,7,included,1\n"
                '2023-01-01T10:00:01.000Z,1,a@example.org,7,"""peers""",1\n'
                "2023-01-01T10:00:02.000Z,1,a@example.org,7,included,-1\n"
                '2023-01-01T10:00:03.000Z,1,a@example.org,7,"""__EXR__wrong \\""age\\"", too""",1\n'
                "2023-01-01T10:00:04.000Z,2,,7,included,0\n"
                "2023-01-01T10:00:04.000Z,2,,8,included,deleted\n"
            ).encode()
        )
    )
    assert log_opinions(log) == {
        "rayyan-7": (
            Opinion("Rayyan", "a@example.org", "exclude", reasons=('wrong "age", too',)),
            Opinion("Rayyan", "2", "maybe"),
        ),
        "rayyan-8": (Opinion("Rayyan", "2"),),
    }


def test_lines_that_cannot_be_read_are_kept_with_their_fault() -> None:
    log = list(read_log(Export(lines("x,1,a,7,included,5\n2023,1,a,7,included\n\n2023,1,a,,included,1\n").encode())))
    assert [(one.line, one.fault) for one in log] == [
        (2, "5 is no value that is known"), (3, "5 cells instead of 6"), (5, "no record or no key"),
    ]  # fmt: skip
    assert log_opinions(log) == {}


def test_another_file_is_refused_by_name() -> None:
    with pytest.raises(Unreadable, match=r"records\.csv is not Rayyan's log of decisions: it has no column article_id"):
        list(read_log(Export(b"title,key,value\n", name="records.csv")))


def test_the_log_and_the_records_of_a_review_agree() -> None:
    folder = shared_data("formats/rayyan")
    said = log_opinions(read_log(Export(folder / "nalaham_customizations_log.csv")))
    records = read(folder / "nalaham_articles.csv").records
    assert {rayyan_key(record) for record in records} == set(said)
    for record in records:
        (logged,), (noted,) = said[rayyan_key(record)], opinions(record)
        assert (logged.verdict, set(logged.labels)) == (noted.verdict, set(noted.labels))
