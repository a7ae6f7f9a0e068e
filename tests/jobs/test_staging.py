"""Uploads on their way to a job."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from synthema.audit.clock import now
from synthema.audit.trail import ActConflict
from synthema.jobs.staging import LONGEST, drop, safe_name, stage, staged, sweep_staged
from synthema.jobs.tables import Staged, staging_folder
from synthema.refused import Refused
from tests.cast import Cast


@dataclass
class Endless:
    """An upload that never ends, and counts how much of it was taken."""

    name: str | None = "endless.ris"
    taken: int = 0

    def chunks(self) -> Iterator[bytes]:
        while True:
            self.taken += 1
            yield b"x" * (1 << 20)


def folders() -> list[str]:
    return [folder.name for folder in staging_folder().glob("*")]


def test_an_upload_is_kept_under_its_name(cast: Cast) -> None:
    kept = stage(cast.ana, cast.review, SimpleUploadedFile("Été 2020.ris", b"TY  - JOUR"))
    assert (kept.name, kept.size) == ("Été 2020.ris", 10)
    found = staged(cast.ana, cast.review, kept.id)
    assert found.path.name == "Été 2020.ris"
    assert found.path.read_bytes() == b"TY  - JOUR"
    assert found.sha256 == hashlib.sha256(b"TY  - JOUR").hexdigest()


def test_an_upload_belongs_to_its_person_and_review(cast: Cast) -> None:
    kept = stage(cast.ana, cast.review, SimpleUploadedFile("a.ris", b"x"))
    for person, review, id_ in (
        (cast.ben, cast.review, kept.id),
        (cast.ana, cast.other_review, kept.id),
        (cast.ana, None, kept.id),
        (cast.ana, cast.review, uuid4()),
    ):
        with pytest.raises(Refused, match="no longer here"):
            staged(person, review, id_)


def test_the_same_upload_sent_twice_is_one(cast: Cast) -> None:
    key = uuid4()
    first = stage(cast.ana, cast.review, SimpleUploadedFile("a.ris", b"x"), key)
    assert stage(cast.ana, cast.review, SimpleUploadedFile("a.ris", b"x"), key).id == first.id
    assert first.path.read_bytes() == b"x"


@pytest.mark.parametrize("other", ["bytes", "person"])
def test_another_upload_under_the_same_identifier_is_refused(cast: Cast, other: str) -> None:
    key = uuid4()
    first = stage(cast.ana, cast.review, SimpleUploadedFile("a.ris", b"x"), key)
    with pytest.raises(ActConflict):
        stage(
            cast.ben if other == "person" else cast.ana,
            cast.review,
            SimpleUploadedFile("a.ris", b"y" if other == "bytes" else b"x"),
            key,
        )
    assert first.path.read_bytes() == b"x"
    assert [path.name for path in first.path.parent.iterdir()] == ["a.ris"]


def test_an_upload_that_is_too_large_is_stopped_at_the_limit_and_leaves_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SYNTHEMA_UPLOAD_MB", 3, raising=False)
    upload = Endless()
    with pytest.raises(Refused, match="larger than 3 MB"):
        stage(cast.ana, cast.review, upload)
    assert upload.taken == 4
    assert folders() == []
    assert not Staged.objects.exists()


def test_an_empty_upload_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="is empty"):
        stage(cast.ana, cast.review, SimpleUploadedFile("a.ris", b""))
    assert folders() == []


def test_a_full_disk_is_said(cast: Cast) -> None:
    class Full(Endless):
        def chunks(self) -> Iterator[bytes]:
            yield b"x"
            raise OSError(28, "No space left on device")

    with pytest.raises(Refused, match="No space left on device"):
        stage(cast.ana, cast.review, Full())
    assert folders() == []


def test_a_dropped_upload_is_gone(cast: Cast) -> None:
    kept = stage(cast.ana, cast.review, SimpleUploadedFile("a.ris", b"x"))
    drop(kept)
    assert folders() == []
    with pytest.raises(Refused):
        staged(cast.ana, cast.review, kept.id)


def test_uploads_are_swept_after_a_week_and_strays_with_them(cast: Cast) -> None:

    old, young = (stage(cast.ana, cast.review, SimpleUploadedFile("a.ris", b"x")) for _ in range(2))
    Staged.objects.filter(pk=old.pk).update(made_at=now() - timedelta(days=8))
    week_ago = now().timestamp() - 8 * 86400
    for stray in (uuid4().hex, "no identifier"):
        (staging_folder() / stray).mkdir()
        os.utime(staging_folder() / stray, (week_ago, week_ago))
    os.utime(young.path.parent, (week_ago, week_ago))
    (staging_folder() / str(uuid4())).mkdir()  # an upload just arriving
    assert sweep_staged() == 3
    assert str(young.id) in folders()
    assert len(folders()) == 2


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ana\\export.nbib", "export.nbib"),
        ("con.ris", "_con.ris"),
        ("LPT1", "_LPT1"),
        ("...", "upload"),
        ("", "upload"),
        ("a\x00b\n.ris", "a_b_.ris"),
        ("gpj.\u202eexe.ris", "gpj._exe.ris"),
        ('<img src=x onerror="alert(1)">.ris', "_img src=x onerror=_alert(1)__.ris"),
        ("  spaced. ", "spaced"),
        ("é" * 200 + ".ris", "é" * 73 + ".ris"),
        ("x." + "y" * 300, "x." + "y" * 148),
    ],
)
def test_a_name_is_made_safe(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(st.text())
def test_a_safe_name_is_a_name_on_every_system(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert safe == safe_name(safe)
    assert len(safe.encode()) <= LONGEST + 1
    assert not set(safe) & set('<>:"/\\|?*\x00')
    assert safe not in (".", "..")
    assert not safe.endswith((".", " "))
