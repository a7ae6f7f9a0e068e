"""Packages that are damaged, dangerous, from elsewhere or forged: refused with a reason, and nothing changes."""

import hashlib
import json
import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from synthema.audit import replay, trail
from synthema.audit.archive import CHECKSUMS
from synthema.audit.canonical import canonical, sha256
from synthema.audit.chain import COLUMNS
from synthema.audit.model import By
from synthema.audit.tables import Event, Review
from synthema.reporting.package import export_review
from synthema.search.actions import log_search
from synthema.search.model import Search
from synthema.team.tables import Person
from tests import databases
from tests.hostile.commands import refused, run, untouched
from tests.worked import lead_of

IMPORT = ("review", "import", "--as", "First reader (invented)")
Members = dict[str, bytes]
Line = dict[str, Any]


@pytest.fixture
def package(review: UUID, tmp_path: Path) -> Path:
    """The same review with one act more, rightly forged: importing it would change something."""
    export_review(By(lead_of(review)), review, tmp_path / "early.zip")
    return forge(tmp_path / "early.zip", tmp_path / "more.zip", another_search)


def members_of(path: Path) -> Members:
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def pack(path: Path, members: Mapping[str, bytes], *, sums: bool = True) -> Path:
    """A zip of these members, with checksums made anew or as they were."""
    every = dict(members)
    if sums:
        listing = [f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in every.items() if name != CHECKSUMS]
        every[CHECKSUMS] = "".join(listing).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in every.items():
            archive.writestr(name, data)
    return path


def chained(lines: list[Line]) -> list[Line]:
    """The lines with every hash made anew, as a forger would."""
    previous = ""
    for line in lines:
        line["previous_hash"] = previous
        line["hash"] = previous = sha256(canonical([line[name] for name in COLUMNS]))
    return lines


def forge(path: Path, to: Path, change: Callable[[list[Line]], list[Line]]) -> Path:
    """A package whose trail was changed and everything else made to fit: hashes, manifest and checksums."""
    members = members_of(path)
    lines = change([json.loads(line) for line in members["trail.jsonl"].decode().split("\n")[:-1]])
    members["trail.jsonl"] = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
    manifest = json.loads(members["package.json"]) | {"head_seq": len(lines), "head_hash": lines[-1].get("hash")}
    members["package.json"] = json.dumps(manifest).encode()
    return pack(to, members)


def another(lines: list[Line], kind: str, payload: object, **other: object) -> list[Line]:
    """The lines and one more, rightly chained."""
    last = lines[-1]
    line: Line = last | {"id": str(uuid4()), "act_id": str(uuid4()), "seq": last["seq"] + 1, "kind": kind, "version": 1}
    line |= {"payload": payload if isinstance(payload, str) else canonical(payload)} | other
    return chained([*lines, line])


def another_search(lines: list[Line]) -> list[Line]:
    search = {"key": "new", "source": "Another source"} | dict.fromkeys(
        ("platform", "date_run", "strategy", "limits", "filters", "peer_review", "notes"), ""
    )
    return another(
        lines,
        "SearchLogged",
        {"search_id": uuid4(), "search": search | {"kind": "database", "hits": None}},
        stage="search",
    )


def test_the_forged_package_without_a_fault_is_taken(review: UUID, package: Path) -> None:
    assert "1 events taken in" in run(*IMPORT, package).out
    assert replay.verify(review).sound


def test_a_byte_changed_anywhere_is_noticed_or_means_nothing(review: UUID, package: Path, tmp_path: Path) -> None:
    """Either the zip does not hold, or a checksum does not, or it is a date in the zip and every event is the same."""
    whole, luck, bad = package.read_bytes(), random.Random(20240801), tmp_path / "bad.zip"
    heads = {Review.objects.get(pk=review).head_hash, json.loads(members_of(package)["package.json"])["head_hash"]}
    refusals = 0
    for place in [*luck.sample(range(len(whole)), 60), *range(len(whole) - 60, len(whole), 3)]:
        bad.write_bytes(whole[:place] + bytes([whole[place] ^ (1 + luck.randrange(255))]) + whole[place + 1 :])
        ended = run(*IMPORT, bad)
        assert (ended.code, ended.err[:10]) in [(0, ""), (2, "Not done: ")], (place, ended)
        assert Review.objects.get(pk=review).head_hash in heads
        refusals += ended.code == 2
    assert refusals > 40
    assert replay.verify(review).sound


def test_a_package_that_breaks_off(review: UUID, package: Path, tmp_path: Path) -> None:
    whole = package.read_bytes()
    for kept in (0.0, 0.1, 0.5, 0.9, 0.999):
        (tmp_path / "cut.zip").write_bytes(whole[: int(len(whole) * kept)])
        assert "not a readable zip file" in refused(review, *IMPORT, tmp_path / "cut.zip")


def test_what_is_no_package(review: UUID, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("no zip")
    for path, says in (
        (tmp_path / "none.zip", "There is no file"),
        (tmp_path, "is a folder"),
        (tmp_path / "text.zip", "not a readable zip"),
        (tmp_path / "text.zip" / "x", "Not a directory"),
        (tmp_path / ("x" * 300), "too long"),
        (pack(tmp_path / "empty.zip", {}, sums=False), "no list of checksums"),
        (pack(tmp_path / "other.zip", {"a.txt": b"a"}), "no package.json"),
        (pack(tmp_path / "sums.zip", {CHECKSUMS: b"\xff\xfe"}, sums=False), "no list of checksums"),
    ):
        assert says in refused(review, *IMPORT, path)


def test_a_path_that_climbs_out(review: UUID, package: Path, tmp_path: Path) -> None:
    for name in ("../out.txt", "/etc/out.txt", "a/../../out.txt", "C:\\out.txt", "..\\out.txt"):
        bad = pack(tmp_path / "bad.zip", members_of(package) | {name: b"climbed"})
        assert "climbs out" in refused(review, *IMPORT, bad), name
    assert not list(tmp_path.parent.glob("**/out.txt"))


def test_a_zip_bomb(review: UUID, package: Path, tmp_path: Path) -> None:
    bomb = pack(tmp_path / "bomb.zip", members_of(package) | {"content/00/bomb": bytes(80 << 20)})
    assert bomb.stat().st_size < 1 << 20
    assert "zip bomb" in refused(review, *IMPORT, bomb)


def test_a_bomb_that_understates_its_size(review: UUID, package: Path, tmp_path: Path) -> None:
    """The directory says 10 bytes; what is packed is 80 MB. Only the ten bytes are ever unpacked."""
    bomb = pack(tmp_path / "bomb.zip", members_of(package) | {"content/00/bomb": bytes(80 << 20)}).read_bytes()
    small = bomb.replace(struct.pack("<L", 80 << 20), struct.pack("<L", 10))
    (tmp_path / "small.zip").write_bytes(small)
    assert "cannot be read" in refused(review, *IMPORT, tmp_path / "small.zip")


def test_members_twice_or_unlisted_or_packed_in_another_way(review: UUID, package: Path, tmp_path: Path) -> None:
    members, path = members_of(package), tmp_path / "bad.zip"
    with zipfile.ZipFile(pack(path, members), "a") as more, pytest.warns(UserWarning, match="Duplicate"):
        more.writestr("trail.jsonl", b"{}\n")
    assert "twice" in refused(review, *IMPORT, path)
    assert "do not list" in refused(review, *IMPORT, pack(path, members | {"more.txt": b"more"}, sums=False))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as other:
        for name, data in members.items():
            other.writestr(name, data)
    assert "packed in another way" in refused(review, *IMPORT, path)


MANIFESTS: list[tuple[dict[str, object], str]] = [
    ({"format": 2, "made_with": "Synthema 9", "and": "more"}, "Synthema 9, whose packages are newer"),
    ({"format": "new"}, "no readable package.json"),
    ({"review": 5}, "no readable package.json"),
    ({"head_seq": 1}, "does not end where"),
    ({"head_hash": "0" * 64}, "does not end where"),
    ({"purpose": "publishable"}, "publishable package"),
    ({"and": "more"}, "no readable package.json"),
]


def test_a_manifest_that_does_not_fit(review: UUID, package: Path, tmp_path: Path) -> None:
    members = members_of(package)
    for values, says in MANIFESTS:
        manifest = json.dumps(json.loads(members["package.json"]) | values).encode()
        bad = pack(tmp_path / "bad.zip", members | {"package.json": manifest})
        assert says in refused(review, *IMPORT, bad)


def test_members_that_hold_something_else(review: UUID, package: Path, tmp_path: Path) -> None:
    members = members_of(package)
    for member in ("package.json", "people.json", "trail.jsonl"):
        for content in (b"", b"[]", b"5", b"\xff", b"[" * 100_000, b'{"a"'):
            bad = pack(tmp_path / "bad.zip", members | {member: content})
            said = refused(review, *IMPORT, bad)
            assert "bad.zip" in said or "Line 1 of trail.jsonl" in said


def test_people_who_are_none(review: UUID, package: Path, tmp_path: Path) -> None:
    someone = str(uuid4())
    for people in ({"x": "Ana"}, {someone: 5}, {someone: "A" * 300}, {someone: "A\nB"}, {someone: " "}):
        bad = pack(tmp_path / "bad.zip", members_of(package) | {"people.json": json.dumps(people).encode()})
        assert "names nobody" in refused(review, *IMPORT, bad)


def as_a_lead(lines: list[Line]) -> list[Line]:
    """The first reviewer made a lead."""
    joined = next(line for line in lines if line["kind"] == "PersonJoined" and "reviewer" in line["payload"])
    joined["payload"] = joined["payload"].replace("reviewer", "lead")
    return lines


def test_an_altered_event_is_caught_by_the_chain_though_all_checksums_are_made_anew(
    review: UUID, package: Path, tmp_path: Path
) -> None:
    said = refused(review, *IMPORT, forge(package, tmp_path / "bad.zip", as_a_lead))
    assert "of bad.zip does not match its hash. Nothing was imported" in said


def test_a_whole_forged_chain_is_another_review_and_refused_here(review: UUID, package: Path, tmp_path: Path) -> None:
    bad = forge(package, tmp_path / "bad.zip", lambda lines: chained(as_a_lead(lines)))
    assert "differ from event" in refused(review, *IMPORT, bad)


def unknown_kind(lines: list[Line]) -> list[Line]:
    return another(lines, "VerdictDreamt", {})


def newer_version(lines: list[Line]) -> list[Line]:
    return another(lines, "SearchLogged", {}, version=9)


def other_fields(lines: list[Line]) -> list[Line]:
    return another(lines, "SearchLogged", {"what": "ever"})


def no_json(lines: list[Line]) -> list[Line]:
    return another(lines, "SearchLogged", "{")


def a_list(lines: list[Line]) -> list[Line]:
    return another(lines, "SearchLogged", "[1]")


def a_number(lines: list[Line]) -> list[Line]:
    return chained([*lines, another(lines, "SearchLogged", {})[-1] | {"payload": 5}])


def deep(lines: list[Line]) -> list[Line]:
    return another(lines, "SearchLogged", "[" * 100_000)


def a_true_number(lines: list[Line]) -> list[Line]:
    return another(lines, "SearchLogged", {}, version=True)


def lone_surrogate(lines: list[Line]) -> list[Line]:
    return another(lines, "SearchLogged", {}, stage="\\ud800")


def missing_content(lines: list[Line]) -> list[Line]:
    return another(lines, "PersonJoined", {"person": uuid4(), "role": "reader", "texts": {"content": "a" * 64}})


def climbing_content(lines: list[Line]) -> list[Line]:
    return another(lines, "PersonJoined", {"person": uuid4(), "role": "reader", "texts": {"content": "../../x"}})


def climbing_withdrawal(lines: list[Line]) -> list[Line]:
    return another(lines, "ContentWithdrawn", {"contents": [{"content": "../../x"}], "reason": ""})


def too_long(lines: list[Line]) -> list[Line]:
    return another(lines, "PersonJoined", {"person": uuid4(), "role": "r" * 300})


def twice_the_same_row(lines: list[Line]) -> list[Line]:
    joined = next(json.loads(line["payload"]) for line in lines if line["kind"] == "PersonJoined")
    return another(lines, "PersonJoined", joined)


def same_identifier(lines: list[Line]) -> list[Line]:
    return another(lines, "PersonJoined", {"person": uuid4(), "role": "reader"}, id=lines[0]["id"])


def same_act(lines: list[Line]) -> list[Line]:
    more = another(lines, "PersonJoined", {"person": uuid4(), "role": "reader"})
    return another(more, "PersonLeft", {"person": uuid4(), "role": "reader"}, act_id=more[-1]["act_id"])


FORGERIES = [
    unknown_kind, newer_version, other_fields, no_json, a_list, a_number, deep, a_true_number, lone_surrogate,
    missing_content, climbing_content, climbing_withdrawal, too_long, twice_the_same_row, same_identifier, same_act,
]  # fmt: skip


def test_a_trail_forged_with_right_hashes_still_has_to_make_sense(review: UUID, package: Path, tmp_path: Path) -> None:
    with untouched(review):
        for forgery in FORGERIES:
            said = refused(review, *IMPORT, forge(package, tmp_path / f"{forgery.__name__}.zip", forgery))
            assert said.startswith("Not done: "), said
            assert f"{forgery.__name__}.zip" in said or "trail.jsonl" in said or "package" in said, said
    assert replay.verify(review).sound


def test_an_empty_machine_stays_empty_when_a_forged_package_is_refused(
    review: UUID, package: Path, tmp_path: Path, sqlite_template: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    fresh = databases.fresh_sqlite(sqlite_template, tmp_path / "elsewhere")
    with databases.in_use(fresh, tmp_path / "elsewhere" / "home"):
        for forgery in FORGERIES:
            ended = run("review", "import", forge(package, tmp_path / "bad.zip", forgery))
            assert ended.code == 2, (forgery.__name__, ended)
            assert not Review.objects.exists(), forgery.__name__
            assert not Person.objects.exists(), forgery.__name__
            assert list(trail.store(review).names()) == [], forgery.__name__


def test_an_event_of_another_review_is_not_taken_over(review: UUID, tmp_path: Path) -> None:
    """An identifier that an event of another review has here would collide with it."""
    package = tmp_path / "package.zip"
    export_review(By(lead_of(review)), review, package)
    theirs = run("review", "new", "Another one", "--as", "Somebody")
    assert theirs.code == 0
    taken = Event.objects.exclude(review=review).get()

    def collide(lines: list[Line]) -> list[Line]:
        return another(lines, "PersonJoined", {"person": uuid4(), "role": "reader"}, id=str(taken.id))

    said = refused(review, *IMPORT, forge(package, tmp_path / "bad.zip", collide))
    assert "one identifier" in said


def test_an_import_that_was_cut_short_is_completed_by_running_it_again(
    review: UUID, package: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_template: Path
) -> None:
    """Also on a machine that was empty, where nobody has a seat yet."""
    (tmp_path / "elsewhere").mkdir()
    fresh = databases.fresh_sqlite(sqlite_template, tmp_path / "elsewhere")
    cut_short(review, package, IMPORT, monkeypatch)
    with databases.in_use(fresh, tmp_path / "elsewhere" / "home"):
        cut_short(review, package, ("review", "import"), monkeypatch)
        assert Person.objects.filter(name="First reader (invented)").exists()


def cut_short(review: UUID, package: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop an import before the tables are made, and run it again."""

    def killed(_: UUID) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(replay, "rebuild", killed)
        assert run(*words, package).code == 130
    assert Review.objects.get(pk=review).offline
    assert run(*words, package).code == 0
    assert not Review.objects.get(pk=review).offline
    assert replay.verify(review).sound


def test_lines_may_hold_every_letter_that_parts_lines_elsewhere(
    review: UUID, tmp_path: Path, sqlite_template: Path
) -> None:
    source = "One\u2028two\u2029three\x85four\x1cfive"
    log_search(By(lead_of(review)), review, Search(key="odd", source=source))
    package = tmp_path / "odd.zip"
    export_review(By(lead_of(review)), review, package)
    (tmp_path / "elsewhere").mkdir()
    before = replay.digests(review)
    with databases.in_use(databases.fresh_sqlite(sqlite_template, tmp_path / "elsewhere"), tmp_path / "elsewhere"):
        assert run("review", "import", package).code == 0
        assert replay.digests(review) == before
