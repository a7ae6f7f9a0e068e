"""Two people by pages: inductive and blind, opened, brought together, differences settled, then a deductive round."""

import csv
import io
import re
from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit import replay
from synthema.coding.tables import CodeRow, CodingRow, DifferenceRow, MergeRow, RoundRow, codings, visible
from tests.cast import Cast
from tests.coding.stage import Scene, scene
from tests.pages import Browser, words

WAITING = "“You stand there and the water decides,”"
CALM = "Most keepers felt calm."
TIRED = "Some were tired of early hours."
FAMILY = "“My family never sees me before noon”"
YEARS = "Patience grew with the years, as all of them told us."


@pytest.fixture
def made(cast: Cast, tmp_path: Path) -> Scene:
    """Two documents with marked findings."""
    return scene(cast, tmp_path)


class People:
    """Browsers of everybody, and where they look."""

    def __init__(self, made: Scene) -> None:
        self.made = made
        known = {name: getattr(made.cast, name) for name in ("ana", "ben", "chloe", "dev")}
        self.browsers = {name: Browser(person) for name, person in known.items()}

    def url(self, path: str) -> str:
        """An address of coding."""
        return f"/reviews/{self.made.review}/coding/{path}"

    def sees(self, person: str, path: str, status: int = 200) -> str:
        """What somebody sees there, as plain words."""
        answer = self.browsers[person].get(self.url(path))
        assert answer.status_code == status, words(answer)[-900:]
        return " ".join(re.sub(r"<[^>]+>", " ", words(answer)).split())

    def sends(self, person: str, path: str, status: int = 302, /, **fields: object) -> str:
        """Send a form; what it says where it was refused."""
        answer = self.browsers[person].post(self.url(path), fields)
        assert answer.status_code == status, words(answer)[-900:]
        return words(answer)


def begun(people: People, kind: str = "inductive", names: tuple[str, ...] = ("heron", "ibis")) -> RoundRow:
    """A round of Ana and Ben, begun on the page."""
    cast, documents = people.made.cast, people.made.documents
    people.sends(
        "chloe", "rounds/begin/", kind=kind, coders=[cast.ana, cast.ben], documents=[documents[n] for n in names],
        unit="sentence", blind="1",
    )  # fmt: skip
    return RoundRow.objects.filter(review=people.made.review).latest("number")


def coded(made: Scene, row: RoundRow) -> dict[str, UUID]:
    """What Ana and Ben do in an inductive round, each with a codebook of their own."""
    own = {
        "patience": made.named("ana", "patience", definition="Bearing the wait", round=row.id),
        "strain": made.named("ana", "strain", round=row.id),
        "odd": made.named("ana", "an odd code", round=row.id),
        "waiting": made.named("ben", "waiting", round=row.id),
        "fatigue": made.named("ben", "fatigue", round=row.id),
    }
    made.code("ana", "heron", WAITING, codes=(own["patience"],))
    made.code("ana", "heron", YEARS, codes=(own["patience"],))
    made.code("ana", "heron", TIRED, codes=(own["strain"],))
    made.code("ana", "ibis", "Two felt watched by the birds.", codes=(own["odd"],))
    made.code("ben", "heron", WAITING, codes=(own["waiting"],))
    made.code("ben", "heron", YEARS, codes=(own["waiting"],))
    made.code("ben", "heron", FAMILY, codes=(own["fatigue"],))
    made.code("ben", "heron", TIRED, codes=(own["fatigue"],))
    return own


def test_a_round_from_its_beginning_to_the_second_one(made: Scene) -> None:
    people = People(made)
    assert "No round yet" in people.sees("ana", "rounds/")
    row = begun(people)
    own = coded(made, row)
    here = f"rounds/{row.id}/"
    for page in ("agreement/", "alignment/", "differences/", "differences.csv"):
        refused = {people.sees(person, here + page, 422).split("not done")[-1] for person in ("ana", "chloe")}
        assert all("is not open yet" in one for one in refused)
    for person in ("ben", "chloe", "dev"):
        assert "patience" not in people.sees(person, here)
    assert "sentences of the findings have neither" in people.sees("ana", here)
    people.sends("ana", here + "hand-in/")
    assert "The round opens when everybody has" in people.sees("ana", here)
    people.sends("ana", here + "take-back/")
    for person in ("ana", "ben"):
        people.sends(person, here + "hand-in/")

    told = people.sees("dev", here + "agreement/")
    assert "|u-alpha: same places, whatever the code" in told
    assert "5 codes of this round are not brought together" in told
    assert "cu-alpha" not in told

    told = people.sees("ana", here + "alignment/")
    assert "0 of 5 codes decided" in told
    assert "patience beside waiting" in told
    assert "strain beside fatigue" in told
    assert "Only Ana has a code like this" in told
    people.sends(
        "ana",
        here + "reconcile/",
        how="new",
        codes=[own["patience"], own["waiting"]],
        name="Patience",
        definition="Wait",
    )
    assert "2 of 5 codes decided" in people.sees("ana", here + "alignment/")
    people.sends("ben", here + "reconcile/", how="new", codes=[own["strain"]], name="Strain")
    team = {one.name: one.id for one in CodeRow.objects.filter(review=made.review, round=None)}
    people.sends("ben", here + "reconcile/", how="into", codes=[own["fatigue"]], into=team["Strain"])
    assert "why these codes are left out" in people.sends(
        "ana", here + "reconcile/", 422, how="out", codes=[own["odd"]]
    )
    people.sends("ana", here + "reconcile/", how="out", codes=[own["odd"]], reason="About birds.")
    assert "All of it is decided" in people.sees("chloe", here + "alignment/")
    assert "counts as Patience" in people.sees("chloe", here + "alignment/?show=all")

    told = people.sees("dev", here + "agreement/")
    assert "u-alpha: same places, same codes" in told
    assert re.search(r"Patience \d", told)

    told = people.sees("ana", here + "differences/")
    assert "0 of 1 differences settled" in told
    assert "“My family never sees me before noon”" in told
    only = CodingRow.objects.get(review=made.review, person=made.cast.ben, quote__exact__startswith="“My family")
    place = re.search(
        r'name="start" value="(\d+)"', words(people.browsers["ana"].get(people.url(here + "differences/")))
    )
    end = re.search(r'name="end" value="(\d+)"', words(people.browsers["ana"].get(people.url(here + "differences/"))))
    assert place and end
    people.sends(
        "ana", here + "settle/", document=made.documents["heron"], start=place[1], end=end[1], here=[only.id],
        decision="consensus", note="It is about the family, not the strain.",
    )  # fmt: skip
    assert CodingRow.objects.get(pk=only.id).aside_seq
    assert "1 of 1 differences settled" in people.sees("chloe", here + "differences/")
    answer = people.browsers["chloe"].get(people.url(here + "differences.csv"))
    lines = list(csv.DictReader(io.StringIO(words(answer).removeprefix("\ufeff"))))
    assert [(one["set_aside"], one["decision"], one["by"]) for one in lines] == [("Ben: Strain", "consensus", "Ana")]
    settled = DifferenceRow.objects.get(review=made.review, withdrawn_seq=None)
    people.sends("ana", here + "reopen/", difference=settled.id)
    assert CodingRow.objects.get(pk=only.id).aside_seq is None

    second = begun(people, "deductive", ("ibis",))
    for person in ("ana", "ben"):
        made.code(person, "ibis", "Two felt watched by the birds.", codes=(team["Strain"],))
        people.sends(person, f"rounds/{second.id}/hand-in/")
    told = people.sees("ben", f"rounds/{second.id}/agreement/")
    assert "Some of these people coded some of these documents in an earlier round" in told
    assert re.search(r"u-alpha: same places, same codes .{0,60}1\.00", told)
    assert "No codes of their own" in people.sees("ben", f"rounds/{second.id}/alignment/")
    assert "gave the same codes at the same places" in people.sees("ben", f"rounds/{second.id}/differences/")
    before = replay.digests(made.review)
    replay.rebuild(made.review)
    assert replay.digests(made.review) == before


ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@ONE
def test_a_decision_on_codes_is_taken_back(made: Scene) -> None:
    people = People(made)
    row = begun(people)
    own = coded(made, row)
    made.open(row.id)
    here = f"rounds/{row.id}/"
    people.sends("ana", here + "reconcile/", how="apart", codes=[own["patience"], own["waiting"]])
    assert "2 of 5 codes decided" in people.sees("ana", here + "alignment/")
    for merge in MergeRow.objects.filter(review=made.review, withdrawn_seq=None):
        people.sends("ana", here + "unreconcile/", merge=merge.id)
    assert "0 of 5 codes decided" in people.sees("ana", here + "alignment/")
    assert CodingRow.objects.filter(review=made.review, code=own["patience"]).count() == 2
    assert codings(made.review, visible(made.review, made.cast.dev)).count() == 8


@ONE
def test_forms_that_say_too_little_are_refused_and_do_nothing(made: Scene) -> None:
    people = People(made)
    assert "codes of their own or use" in people.sends("chloe", "rounds/begin/", 422, kind="other")
    people.sends("chloe", "rounds/begin/", 422, kind="inductive", coders=["nobody"], documents=[])
    people.sends("ana", "rounds/begin/", 403, kind="inductive")
    row = begun(people)
    made.open(row.id)
    here = f"rounds/{row.id}/"
    people.sends("ana", here + "reconcile/", 422, how="new")
    people.sends("ana", here + "reconcile/", 422, how="into", codes=[row.id])
    people.sends("ana", here + "settle/", 422, document=made.documents["heron"], start="x", end="9")
    people.sends("ana", here + "unreconcile/", 422)
    people.sends("ana", here + "reopen/", 422)
    people.sees("ana", f"rounds/{made.documents['heron']}/", 422)
    assert not MergeRow.objects.exists()


@ONE
def test_a_coder_who_does_not_finish_is_left_out_of_the_numbers(made: Scene) -> None:
    people = People(made)
    row = begun(people)
    coded(made, row)
    here = f"rounds/{row.id}/"
    people.sends("ana", here + "hand-in/")
    people.sends("ana", here + "excuse/", 403, person=made.cast.ben, reason="ill")
    people.sends("chloe", here + "excuse/", person=made.cast.ben, reason="ill")
    assert "excused" in people.sees("dev", here)
    for page in ("agreement/", "alignment/"):
        assert "Nothing to compare" in people.sees("dev", here + page)
    assert people.sees("dev", here + "differences/")


@ONE
def test_a_round_is_called_off_as_long_as_nobody_has_coded(made: Scene) -> None:
    people = People(made)
    row = begun(people)
    people.sends("chloe", f"rounds/{row.id}/call-off/", reason="The wrong documents")
    assert "called off" in people.sees("chloe", f"rounds/{row.id}/")
    other = begun(people)
    coded(made, other)
    people.sends("chloe", f"rounds/{other.id}/call-off/", 422)
