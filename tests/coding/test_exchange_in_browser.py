"""The pages of exchange as people see them: no serious fault for axe, wide and small, light and dark."""

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from playwright.sync_api import FilePayload

from synthema.coding.import_acts import import_project
from synthema.coding.tables import QuoteRow
from synthema.documents.actions import Upload, add_document
from synthema.jobs.staging import stage
from tests.browser import SMALL, chromium, logged_in, mishaps, served
from tests.cast import Cast
from tests.coding.stage import HERON, scene
from tests.coding.test_import_acts import _of
from tests.journeys.test_axe import looked_at


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_axe_finds_nothing_serious_and_a_codebook_is_dropped_on_the_page(cast: Cast, tmp_path: Path) -> None:
    here = scene(cast, tmp_path)
    done = import_project(here.by("chloe"), here.review, _of(tmp_path / "a.qdpx")).body
    changed = HERON.replace("Most keepers felt", "Most of the keepers felt")
    told = ("Most of the keepers felt calm", "Herons teach patience")
    file = _of(tmp_path / "b.qdpx", changed, told, name="heron.txt")
    upload = stage(cast.chloe, here.review, SimpleUploadedFile("b.qdpx", file.read_bytes()))
    newer = add_document(
        here.by("dev"), here.review, here.reports["heron"], Upload("newer.txt", b"1\n" + changed.encode())
    ).body.document_id
    here.code("ben", "heron", "Most keepers felt calm.\nSome were tired of early hours", codes=())
    here.code("ben", "ibis", "Two felt watched by the birds", codes=())
    QuoteRow.objects.filter(document=here.documents["ibis"]).update(exact="x")
    base = f"/reviews/{here.review}/coding/"
    with served() as address, chromium() as running:
        context = logged_in(running, address, cast.chloe, bypass_csp=True, reduced_motion="reduce")
        page = context.new_page()
        seen, wrong = mishaps(page), []
        for name, path in {
            "exchange": "exchange/",
            "look": f"exchange/{upload.id}/",
            "imported": f"imports/{done.import_id}/",
            "moving": f"move/?from={here.documents['heron']}&to={newer}",
            "verify": "verify/",
        }.items():
            wrong += looked_at(page, f"{base}{path}")
            if folder := os.environ.get("SYNTHEMA_LOOK"):
                page.screenshot(path=f"{folder}/{name}-small.png", full_page=True)
                page.set_viewport_size({"width": 1280, "height": 900})
                page.emulate_media(color_scheme="light")
                page.screenshot(path=f"{folder}/{name}.png", full_page=True)
        page.goto(f"{base}exchange/{upload.id}/")
        page.get_by_label("Who anna is").select_option(label="leave their work out")
        page.get_by_role("button", name="Look again with what I chose").click()
        page.get_by_text("it is the work of somebody who is left out").first.wait_for()
        assert page.get_by_label("Who anna is").input_value() == "-"
        assert wrong + seen == []
        page.set_viewport_size(SMALL)
        page.goto(f"{base}exchange/")
        book = b"path,definition\nbirds / herons,Grey\n"
        page.set_input_files("#coding-file", files=[FilePayload(name="book.csv", mimeType="text/csv", buffer=book)])
        page.get_by_role("button", name="Import it").wait_for()
        assert "herons" in page.inner_text("main")
        context.close()
        connections["default"].close()
        del connections["default"]
