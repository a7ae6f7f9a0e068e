"""Uploaded files on their way to a job: written in pieces, under a safe name, swept after a week."""

import hashlib
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

from django.conf import settings

from synthema.audit.clock import now
from synthema.audit.trail import ActConflict
from synthema.jobs.tables import Staged, staging_folder
from synthema.refused import Refused

KEPT = timedelta(days=7)
LONGEST = 150  # bytes of a name; file systems take 255
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)  # device names on Windows


class Upload(Protocol):
    """What arrives with a form; Django's uploaded files are this."""

    name: str | None

    def chunks(self) -> Iterator[bytes]:
        """The bytes, piece by piece."""
        ...


def most_bytes() -> int:
    """How large one upload may be."""
    return int(getattr(settings, "SYNTHEMA_UPLOAD_MB", 512)) << 20


def safe_name(name: str) -> str:
    """A name that is no path, no device and no trick on any system; what it is not allowed to hold becomes `_`."""
    last = re.split(r"[/\\]", name)[-1]
    clean = _UNSAFE.sub("_", last).strip().strip(".").strip() or "upload"
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 12:
        stem, dot, ending = clean, "", ""
    while len(f"{stem}{dot}{ending}".encode()) > LONGEST:
        stem = stem[:-1]
    clean = f"{stem}{dot}{ending}"
    return f"_{clean}" if _RESERVED.fullmatch(clean) else clean


def stage(person: UUID, review: UUID | None, upload: Upload, id: UUID | None = None) -> Staged:
    """Keep an upload for a job; the same identifier again gives the same file. Raises Refused for one too large."""
    name = safe_name(upload.name or "upload")
    key = id or uuid4()
    folder = staging_folder() / str(key)
    known = Staged.objects.filter(pk=key).first()
    incoming = folder / f".incoming-{uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        size, digest = _write(upload, incoming, name)
        if known is not None:
            if (known.person, known.review, known.sha256) != (person, review, digest):
                raise ActConflict("Upload {key} already brought another file. Choose the file again.", key=key)
            return known
        incoming.replace(folder / name)
    except OSError as error:
        raise Refused(
            "{name} could not be kept: {strerror}. Free some space, then upload it again.",
            name=name,
            strerror=error.strerror,
        ) from None
    finally:
        incoming.unlink(missing_ok=True)
        with suppress(OSError):  # it stays where it holds the file
            folder.rmdir()
    return Staged.objects.create(
        id=key, review=review, person=person, name=name, size=size, sha256=digest, made_at=now()
    )


def _write(upload: Upload, path: Path, name: str) -> tuple[int, str]:
    size, digest, most = 0, hashlib.sha256(), most_bytes()
    with path.open("xb") as file:
        for piece in upload.chunks():
            size += len(piece)
            if size > most:
                raise Refused(
                    "{name} is larger than {most} MB. Bring it in parts, or let whoever runs Synthema raise "
                    "SYNTHEMA_UPLOAD_MB.",
                    name=name,
                    most=most >> 20,
                )
            digest.update(piece)
            file.write(piece)
    if not size:
        raise Refused("{name} is empty. Export it again and look whether it has a size.", name=name)
    return size, digest.hexdigest()


def staged(person: UUID, review: UUID | None, id: UUID) -> Staged:
    """An upload of this person for this review; raises Refused for any other, and for one that was swept."""
    found = Staged.objects.filter(pk=id, person=person, review=review).first()
    if found is None or not found.path.is_file():
        raise Refused("This upload is no longer here; uploads are kept for a week. Upload the file again.")
    return found


def drop(upload: Staged) -> None:
    """Forget an upload that was read."""
    Staged.objects.filter(pk=upload.id).delete()
    shutil.rmtree(staging_folder() / str(upload.id), ignore_errors=True)


def sweep_staged() -> int:
    """Delete uploads older than a week, and files that no upload names; returns how many went."""
    gone = 0
    for old in Staged.objects.filter(made_at__lt=now() - KEPT):
        drop(old)
        gone += 1
    for folder in staging_folder().glob("*"):
        if now().timestamp() - folder.stat().st_mtime > KEPT.total_seconds() and not _named(folder.name):
            shutil.rmtree(folder, ignore_errors=True)
            gone += 1
    return gone


def _named(folder: str) -> bool:
    try:
        return Staged.objects.filter(pk=UUID(folder)).exists()
    except ValueError:
        return False
