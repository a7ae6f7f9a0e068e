"""What is refused when two screen apart: the wrong people, the wrong files, damaged ones, and what to do instead."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from synthema.audit import replay
from synthema.audit.archive import BadArchive
from synthema.audit.model import By
from synthema.audit.tables import Event
from synthema.audit.trail import NoSuchReview
from synthema.refused import Refused
from synthema.screening.hand_collecting import collect
from synthema.screening.hand_covers import HAND_IN, HAND_OUT, PROTOCOL, RECORDS, SEALED, cover_bytes, understood
from synthema.screening.hand_in import hand_in
from synthema.screening.hand_model import HandIn
from synthema.screening.hand_on import take_on
from synthema.screening.hand_opening import open_ready, sealed_waits
from synthema.screening.hand_out import hand_out
from synthema.screening.hand_tables import HandOutKey
from synthema.team.actions import add_person, remove_person
from synthema.team.doors import NotAllowed
from tests.cast import Cast
from tests.screening.handing import Elsewhere, altered, collected, given_out, member
from tests.screening.stage import FT, LARK, OWL, TA, prepare, vote
from tests.screening.test_hand_journey import Homes

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # the journey runs on both


@pytest.fixture
def elsewhere(sqlite_template: Path, tmp_path: Path) -> Callable[[str], Elsewhere]:
    """Somebody's own Synthema."""
    return lambda name: Elsewhere(sqlite_template, tmp_path / name)


def refused(cast: Cast, words: str, act: Callable[[], object]) -> None:
    """The act is refused in these words and leaves the review as it was."""
    before = (Event.objects.count(), replay.digests(cast.review))
    with pytest.raises(Refused, match=words):
        act()
    assert (Event.objects.count(), replay.digests(cast.review)) == before


@pytest.mark.parametrize("who", ["ana", "dev"])
def test_only_the_lead_hands_out_and_collects(cast: Cast, tmp_path: Path, elsewhere: Homes, who: str) -> None:
    known, person = prepare(cast, tmp_path), getattr(cast, who)
    with pytest.raises(NotAllowed):
        hand_out(By(person), cast.review, TA, cast.ben, tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()
    sealed = elsewhere("ben").judge(given_out(cast, tmp_path), {known[LARK]: "include"})
    with pytest.raises(NotAllowed):
        collect(By(person), cast.review, sealed)
    with pytest.raises(NoSuchReview):
        open_ready(By(cast.eve), cast.review)


def test_nothing_is_handed_out_to_who_gives_no_verdicts_or_has_none_to_give(cast: Cast, tmp_path: Path) -> None:
    known, file = prepare(cast, tmp_path), tmp_path / "x.zip"

    def out(person: str, stage: str = TA) -> Callable[[], object]:
        return lambda: hand_out(By(cast.chloe), cast.review, stage, getattr(cast, person), file)

    refused(cast, "gives no verdicts", out("dev"))
    refused(cast, "gives no verdicts", out("eve"))
    refused(cast, "Only titles and abstracts", out("ben", FT))
    for record in known.values():
        vote(cast, record, ben="include")
    refused(cast, "Nothing awaits a first verdict", out("ben"))
    file.write_text("mine")
    refused(cast, "exists already", out("ana"))
    assert file.read_text() == "mine"


@pytest.mark.parametrize("name", [HAND_OUT, PROTOCOL, RECORDS])
@pytest.mark.parametrize("change", [None, b"", b"{}", b"[" * 10_000, b"TY  - JOUR\nTI  - Another\nER  - \n", b"\xff"])
def test_a_handed_out_package_that_was_changed_is_not_taken_on(
    cast: Cast, tmp_path: Path, elsewhere: Homes, name: str, change: bytes | None
) -> None:
    prepare(cast, tmp_path)
    bad = altered(given_out(cast, tmp_path), name, change)
    with elsewhere("ben").there(), pytest.raises(Refused):
        take_on(bad)
    with elsewhere("again").there():
        assert not Event.objects.exists()


def test_a_sealed_file_is_not_taken_on_and_a_handed_out_one_not_collected(
    cast: Cast, tmp_path: Path, elsewhere: Homes
) -> None:
    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    package = given_out(cast, tmp_path)
    sealed = ben.judge(package, {known[LARK]: "include"})
    refused(cast, "this one is what was handed out", lambda: collected(cast, package))
    with pytest.raises(BadArchive, match="this one holds sealed verdicts"):
        take_on(sealed)
    with pytest.raises(BadArchive, match="no file"):
        take_on(tmp_path / "none.zip")


def test_a_file_that_was_cut_or_changed_on_the_way_is_not_collected(
    cast: Cast, tmp_path: Path, elsewhere: Homes
) -> None:
    known = prepare(cast, tmp_path)
    file = elsewhere("ben").judge(given_out(cast, tmp_path), {known[LARK]: "include"})
    sealed, cover = member(file, SEALED), understood(member(file, HAND_IN), HandIn)
    flipped = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for change in (flipped, sealed[:-10], sealed + b"x", b""):
        bad = altered(file, SEALED, change)
        refused(cast, "changed or cut off on the way", partial(collected, cast, bad))
    for again in (replace(cover, verdicts=2), replace(cover, upto=99), replace(cover, hand_in=uuid4())):
        bad = altered(file, HAND_IN, cover_bytes(again))
        refused(cast, "changed or cut off on the way", partial(collected, cast, bad))
    cut = tmp_path / "cut.zip"
    cut.write_bytes(file.read_bytes()[:-200])
    refused(cast, "not a readable zip|altered|no list", lambda: collected(cast, cut))


def test_a_file_for_another_review_person_or_hand_out_is_not_collected(
    cast: Cast, tmp_path: Path, elsewhere: Homes
) -> None:
    known = prepare(cast, tmp_path)
    file = elsewhere("ben").judge(given_out(cast, tmp_path), {known[LARK]: "include"})
    refused(cast, "belongs to another review", lambda: collect(By(cast.eve), cast.other_review, file))
    cover = understood(member(file, HAND_IN), HandIn)
    for again in (replace(cover, person=cast.ana), replace(cover, hand_out=uuid4())):
        bad = altered(file, HAND_IN, cover_bytes(again))
        refused(cast, "answers nothing that was handed out", partial(collected, cast, bad))


def test_a_copy_without_the_key_says_where_to_collect(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    known = prepare(cast, tmp_path)
    package = given_out(cast, tmp_path)
    ben = elsewhere("ben")
    first = ben.judge(package, {known[LARK]: "include"})
    collected(cast, first)
    assert sealed_waits(cast.review)
    second = ben.judge(package, {known[OWL]: "include"}, "second.zip")
    HandOutKey.objects.all().delete()
    refused(cast, "only the computer that handed", lambda: collected(cast, second))
    account = open_ready(By(cast.chloe), cast.review)
    assert (account.still_sealed, account.without_key) == (1, (cast.ben,))


def test_what_was_sealed_by_somebody_who_left_waits_until_they_are_back(
    cast: Cast, tmp_path: Path, elsewhere: Homes
) -> None:
    known = prepare(cast, tmp_path)
    file = elsewhere("ben").judge(given_out(cast, tmp_path), {known[LARK]: "include"})
    vote(cast, known[LARK], ana="include")
    remove_person(By(cast.chloe), cast.review, cast.ben, "reviewer")
    account = collected(cast, file)
    assert (account.opened, account.still_sealed, account.without_role) == (0, 1, (cast.ben,))
    add_person(By(cast.chloe), cast.review, cast.ben, "reviewer")
    assert open_ready(By(cast.chloe), cast.review).opened == 1


def test_a_protocol_changed_where_it_was_screened_is_noticed(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    from synthema.protocol.actions import set_protocol
    from synthema.protocol.model import Criterion
    from synthema.protocol.tables import current

    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    package = given_out(cast, tmp_path)
    with ben.there():
        taken = take_on(package)
        own = current(taken.review).protocol
        more = replace(own, criteria=(*own.criteria, Criterion(key="mood", label="Mood")))
        set_protocol(By(taken.person), taken.review, more, "my own idea")
    file = ben.judge(package, {known[LARK]: "exclude mood"})
    refused(cast, "perhaps the protocol was changed", lambda: collected(cast, file))


def test_nothing_is_handed_in_where_nothing_was_taken_on_or_said(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    known, ben = prepare(cast, tmp_path), elsewhere("ben")
    vote(cast, known[LARK], ana="include")
    refused(cast, "Nothing was taken on", lambda: hand_in(By(cast.ana), cast.review, tmp_path / "x.zip"))
    package = given_out(cast, tmp_path)
    with ben.there():
        taken = take_on(package)
        with pytest.raises(Refused, match="no verdict here yet"):
            hand_in(By(taken.person), taken.review, tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def test_a_record_that_left_the_review_is_passed_over(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    from synthema.dedup.actions import find_duplicates
    from synthema.records.actions import withdraw_import
    from synthema.records.tables import Import
    from tests.screening.stage import bring, by_title

    known = prepare(cast, tmp_path)
    bring(cast, tmp_path, ("A swift that nobody saw",), key="late")
    find_duplicates(By(cast.dev), cast.review)
    swift = by_title(cast)["A swift that nobody saw"]
    file = elsewhere("ben").judge(given_out(cast, tmp_path), {swift: "include", known[LARK]: "include"})
    late = Import.objects.get(search__key="late")
    withdraw_import(By(cast.dev), cast.review, late.id, "by mistake")
    vote(cast, known[LARK], ana="include")
    account = collected(cast, file)
    assert (account.opened, account.still_sealed) == (1, 0)


def test_taking_on_goes_on_after_a_crash(
    cast: Cast, tmp_path: Path, elsewhere: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from synthema.screening import hand_on

    prepare(cast, tmp_path)
    package, ben = given_out(cast, tmp_path), elsewhere("ben")
    for step in ("log_search", "import_file", "write_rows", "_found", "_take_on"):
        with ben.there(), monkeypatch.context() as patch:

            def fall(*_: object, **__: object) -> AbstractContextManager[None]:
                raise KeyboardInterrupt

            patch.setattr(hand_on, step, fall)
            with pytest.raises(KeyboardInterrupt):
                take_on(package)
    with ben.there():
        taken = take_on(package)
        assert Event.objects.filter(kind="ReviewStarted").count() == 1
        assert Event.objects.filter(kind="RecordsImported").count() == 1
        assert replay.verify(taken.review).sound


def test_opening_goes_on_after_a_crash_and_opens_whole_records(
    cast: Cast, tmp_path: Path, elsewhere: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from synthema.screening import hand_opening

    known = prepare(cast, tmp_path)
    words = dict.fromkeys(known.values(), "include")
    anas = elsewhere("ana").judge(given_out(cast, tmp_path, "ana"), words)
    bens = elsewhere("ben").judge(given_out(cast, tmp_path), words)
    collected(cast, anas)
    monkeypatch.setattr(hand_opening, "AT_ONCE", 1)
    with monkeypatch.context() as patch:

        def fall(step: str, done: int, total: int) -> None:
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            collect(By(cast.chloe), cast.review, bens, progress=fall)
        patch.undo()
    assert Event.objects.filter(kind="VerdictGiven").count() == 2
    assert collected(cast, bens).opened == 4
    assert replay.verify(cast.review).sound


def test_the_protocol_of_a_package_is_the_one_in_force(cast: Cast, tmp_path: Path) -> None:
    prepare(cast, tmp_path)
    package = given_out(cast, tmp_path)
    assert json.loads(member(package, PROTOCOL))["title"] == "Birds and those who listen"
    assert json.loads(member(package, HAND_OUT))["protocol_version"] == 1


def test_what_a_verdict_made_ready_is_opened_in_the_background(cast: Cast, tmp_path: Path, elsewhere: Homes) -> None:
    from synthema.jobs.actions import enqueue, run_now

    known = prepare(cast, tmp_path)
    file = elsewhere("ben").judge(given_out(cast, tmp_path), {known[LARK]: "include", known[OWL]: "unsure"})
    collected(cast, file)
    vote(cast, known[LARK], ana="include")
    assert sealed_waits(cast.review)
    job = run_now(enqueue(By(cast.ana), cast.review, "open_sealed"))
    assert (job.state, job.result) == ("done", {"opened": 1, "still_sealed": 1})
