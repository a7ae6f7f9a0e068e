"""The addresses by which coding comes in and goes out; merged into `coding_addresses.CODING`."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from synthema.coding.import_acts import import_project
from synthema.coding.move_acts import move_quotes
from synthema.coding.tables import ImportedProject, MoveRow
from synthema.documents.actions import Upload, add_document
from synthema.documents.tables import Document
from synthema.jobs.staging import stage
from tests.hostile.coding_worlds import text_on, words_of
from tests.hostile.every_address import DECIDERS, MEMBERS, SEARCHERS, Address, chosen, together, words
from tests.hostile.twin_worlds import World

BOOK = b"path,definition\nfeathers,What they wear\nfeathers / down,The soft ones\n"
BENS = UUID(int=1901)  # the file he brought
NONE = UUID(int=1902)
OTHERS: Mapping[str, int] = {"lead": 422, "arbiter": 422}  # whose file it is not


def a_book(world: World) -> Mapping[str, Any]:
    """A codebook as a file."""
    return {"file": SimpleUploadedFile("book.csv", BOOK)}


def ben_brought(world: World) -> None:
    """Ben brought a codebook and did not import it."""
    stage(world.cast.ben, world.cast.review, SimpleUploadedFile("book.csv", BOOK), BENS)


def bens_file(world: World) -> Mapping[str, Any]:
    """That file, as a part of an address."""
    return {"file": BENS}


def book_imported(world: World) -> None:
    """Chloe imported it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.csv"
        path.write_bytes(BOOK)
        if not ImportedProject.objects.filter(review=world.cast.review).exists():
            import_project(world.act("chloe", 1903), world.cast.review, path)


def the_import(world: World) -> Mapping[str, Any]:
    """What was imported."""
    found = ImportedProject.objects.filter(review=world.cast.review).values_list("id", flat=True).first()
    return {"imported": found or NONE}


def newer_file(world: World) -> None:
    """The report on grebes has a newer full text."""
    if newer(world) is None:
        upload = Upload("newer.txt", ("Birds and People 4(2)\n\n" + words_of("grebe")).encode())
        add_document(world.act("dev", 1904), world.cast.review, text_on(world, "grebe").report_id, upload)


def newer(world: World) -> Document | None:
    """That full text."""
    return Document.objects.filter(review=world.cast.review, file_name="newer.txt").first()


def both_files(world: World) -> Mapping[str, Any]:
    """The older and the newer one."""
    row = newer(world)
    return {"source": text_on(world, "grebe").id, "target": row.id if row else NONE}


def quotes_moved(world: World) -> None:
    """Quotes went to the newer file."""
    newer_file(world)
    if not MoveRow.objects.filter(review=world.cast.review, withdrawn_seq=None).exists():
        held = both_files(world)
        move_quotes(world.act("chloe", 1905), world.cast.review, held["source"], held["target"])


def the_move(world: World) -> Mapping[str, Any]:
    """That move."""
    rows = MoveRow.objects.filter(review=world.cast.review, withdrawn_seq=None)
    return {"moved": rows.order_by("-seq").values_list("id", flat=True).first() or NONE}


EXCHANGE: dict[str, Address] = {
    "coding:attach": Address(
        SEARCHERS,
        first=ben_brought,
        parts=bens_file,
        fields=together(chosen(source="x"), lambda w: {"report": w.reports["grebe"]}),
        told=dict.fromkeys(("lead", "reviewer", "librarian"), 422),  # a codebook has no sources
    ),
    "coding:bring": Address(DECIDERS, fields=a_book),
    "coding:exchange": Address(MEMBERS),
    "coding:export": Address(MEMBERS),
    "coding:forget": Address(DECIDERS, first=ben_brought, parts=bens_file, told=OTHERS),
    "coding:imported": Address(MEMBERS, first=book_imported, parts=the_import),
    "coding:look": Address(DECIDERS, first=ben_brought, parts=bens_file, told=OTHERS),
    "coding:losses": Address(MEMBERS),
    "coding:move_quotes_back": Address(DECIDERS, first=quotes_moved, parts=the_move),
    "coding:move_quotes_on": Address(DECIDERS, first=newer_file, parts=both_files),
    "coding:moving": Address(
        DECIDERS,
        first=newer_file,
        queries=lambda w: ("", f"?from={both_files(w)['source']}&to={both_files(w)['target']}"),
    ),
    "coding:relook": Address(DECIDERS, first=ben_brought, parts=bens_file, told=OTHERS),
    "coding:stop": Address(DECIDERS),
    "coding:take": Address(DECIDERS, first=ben_brought, parts=bens_file, told=OTHERS),
    "coding:verify": Address(MEMBERS),
    "coding:withdraw_imported": Address(
        DECIDERS, first=book_imported, parts=the_import, fields=words(reason="another book")
    ),
}
