"""The protocol is read with all its problems at once, laid down, amended."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.protocol.actions import amend, set_protocol
from synthema.protocol.formats import read_protocol
from synthema.protocol.model import Protocol, ScreeningPolicy
from synthema.protocol.rules import problems
from synthema.protocol.tables import current, version, versions
from synthema.refused import Refused
from synthema.team.actions import add_person, remove_person
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.screening.stage import LARK, prepare, vote
from tests.screening.stage import protocol as birds

EXAMPLES = Path(__file__).parents[2] / "examples"
SMALL = """
title = "Small"
[question]
text = "What do peers experience?"
framework = "PICo"
[question.slots]
population = "peers"
phenomenon = "experience"
context = "services"
[[criterion]]
key = "population"
label = "Population"
slot = "population"
"""


@pytest.mark.parametrize("example", ["peer-support", "invented"])
def test_the_examples_are_complete(example: str) -> None:
    protocol = read_protocol(EXAMPLES / example / "protocol.toml")
    assert problems(protocol) == []
    assert protocol.reasons("full_text")
    assert protocol.label(protocol.criteria[0].key) == protocol.criteria[0].label


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("PICo", "PICU"), "Framework 'PICU' is not known"),
        (('population = "peers"', 'population = " "'), "slot 'population', which is empty"),
        (('slot = "population"', 'slot = "outcome"'), "'outcome', which the question does not have"),
        (('context = "services"', 'context = "services"\ntime = "2014"'), "has no slot 'time'"),
        (('title = "Small"', 'title = ""'), "no title"),
        (('title = "Small"', "title = 3"), "t.toml.title"),
        (('title = "Small"', 'titel = "Small"'), "titel"),
        (("[question]", "[question"), "not valid TOML"),
        (('label = "Population"', 'label = "Population"\nwords_for = ["*"]'), "'\\*' cannot be marked"),
        (('label = "Population"', 'label = "Population"\nwords_for = "peer"'), "square brackets"),
        (("[[criterion]]", '[statements]\nregistered_on = "1 May"\n[[criterion]]'), "'1 May' is not a date"),
        (("[[criterion]]", "[previous]\nstudies = 3\n[[criterion]]"), "both the studies and the reports"),
        (
            ("[[criterion]]", "[previous]\nstudies = 3\nreports = 3\ndropped_studies = 4\n[[criterion]]"),
            "no longer included than it had",
        ),
        (("[[criterion]]", '[screening]\narbiters = ["Chloe"]\n[[criterion]]'), "arbiters"),
        (("[[criterion]]", "[screening]\nreviewers = 5\n[[criterion]]"), "must be 1 or 2"),
    ],
)
def test_each_problem_says_where_it_is(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = tmp_path / "t.toml"
    path.write_text(SMALL)
    assert read_protocol(path).title == "Small"
    path.write_text(SMALL.replace(*change, 1))
    with pytest.raises(Refused, match=message):
        read_protocol(path)


def test_no_file_a_folder_and_other_encodings_are_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(SMALL.replace("peers", "pairs aidants été").encode("latin-1"))
    for name, message in (("gone.toml", "no file"), ("", "folder"), ("latin.toml", "not UTF-8")):
        with pytest.raises(Refused, match=message):
            read_protocol(tmp_path / name)


def test_arbiters_are_named_in_a_file_and_kept_as_identifiers(tmp_path: Path) -> None:
    path = tmp_path / "t.toml"
    path.write_text(SMALL.replace("[[criterion]]", '[screening]\narbiters = ["Chloe"]\n[[criterion]]', 1))
    assert read_protocol(path, lambda name: UUID(int=len(name))).screening.arbiters == (UUID(int=5),)


def test_each_version_stays_and_from_the_first_verdict_on_an_amendment_needs_an_explanation(
    cast: Cast, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="no protocol yet"):
        current(cast.review)
    with pytest.raises(Refused, match="no protocol to amend"):
        amend(By(cast.chloe), cast.review, title="Birds")
    with pytest.raises(NotAllowed):
        set_protocol(By(cast.ana), cast.review, birds())
    known = prepare(cast, tmp_path)
    with pytest.raises(Refused, match="unchanged"):
        set_protocol(By(cast.chloe), cast.review, birds(), "again")
    set_protocol(By(cast.chloe), cast.review, replace(birds(), title="Birds and their keepers"))
    vote(cast, known[LARK], ana="include")
    with pytest.raises(Refused, match="needs an explanation"):
        amend(By(cast.chloe), cast.review, title="Keepers")
    with pytest.raises(Refused, match="no section 'colour'"):
        amend(By(cast.chloe), cast.review, "why", colour="blue")
    amend(By(cast.chloe), cast.review, "The title was too long.", title="Keepers")
    assert [v.number for v in versions(cast.review)] == [1, 2, 3]
    assert version(cast.review, 1).protocol == birds()
    assert current(cast.review).protocol == replace(birds(), title="Keepers")
    with pytest.raises(Refused, match="no version 4"):
        version(cast.review, 4)
    assert replay.verify(cast.review).sound


def test_a_named_arbiter_has_the_role_when_named_and_may_leave_afterwards(cast: Cast) -> None:
    def with_arbiters(*people: UUID) -> Protocol:
        return replace(birds(), screening=ScreeningPolicy(arbiters=people))

    with pytest.raises(Refused, match="Give them that role first"):
        set_protocol(By(cast.chloe), cast.review, with_arbiters(cast.ana))
    add_person(By(cast.chloe), cast.review, cast.ana, "arbiter")
    set_protocol(By(cast.chloe), cast.review, with_arbiters(cast.ana, cast.chloe))
    remove_person(By(cast.chloe), cast.review, cast.ana, "arbiter")
    amend(By(cast.chloe), cast.review, title="Other birds")
    assert current(cast.review).protocol.screening.arbiters == (cast.ana, cast.chloe)
    assert replay.verify(cast.review).sound
