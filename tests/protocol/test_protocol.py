"""The protocol is read with all its problems at once, laid down, amended."""

from dataclasses import replace
from pathlib import Path

import pytest

from synthema.audit import replay
from synthema.audit.model import By
from synthema.protocol.actions import set_protocol
from synthema.protocol.formats import read_protocol
from synthema.protocol.rules import FRAMEWORKS, problems
from synthema.protocol.tables import current, versions
from synthema.refused import Refused
from synthema.team.doors import NotAllowed
from tests.cast import Cast

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
        (("PICo", "PICOS"), "Framework 'PICOS' is not known"),
        (('population = "peers"', 'population = " "'), "slot 'population', which is empty"),
        (('slot = "population"', 'slot = "outcome"'), "'outcome', which the question does not have"),
        (('context = "services"', 'context = "services"\ntime = "2014"'), "has no slot 'time'"),
        (('title = "Small"', 'title = ""'), "no title"),
        (('title = "Small"', "title = 3"), "t.toml.title"),
        (('title = "Small"', 'titel = "Small"'), "titel"),
        (("[question]", "[question"), "not valid TOML"),
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


def test_every_framework_names_its_slots() -> None:
    assert all(mandatory for mandatory, _ in FRAMEWORKS.values())


def test_an_amendment_needs_an_explanation_and_both_versions_stay(cast: Cast) -> None:
    protocol = read_protocol(EXAMPLES / "peer-support" / "protocol.toml")
    with pytest.raises(Refused, match="no protocol yet"):
        current(cast.review)
    with pytest.raises(NotAllowed):
        set_protocol(By(cast.ana), cast.review, protocol)
    set_protocol(By(cast.chloe), cast.review, protocol)
    with pytest.raises(Refused, match="needs an explanation"):
        set_protocol(By(cast.chloe), cast.review, protocol)
    with pytest.raises(Refused, match="unchanged"):
        set_protocol(By(cast.chloe), cast.review, protocol, "again")
    set_protocol(By(cast.chloe), cast.review, replace(protocol, title="Another title"), "The title was too long.")
    assert [v.number for v in versions(cast.review)] == [1, 2]
    assert versions(cast.review)[0].protocol == protocol
    assert current(cast.review).protocol.title == "Another title"
    assert replay.verify(cast.review).sound
