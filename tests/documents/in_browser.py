"""The reader's modules in a browser without a server: as they lie in the static folder, on a page of their own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, Route

import synthema.web
from tests.browser import chromium

STATIC = Path(synthema.web.__file__).parent / "static"
ADDRESS = "http://reader.test/"


@contextmanager
def modules(*names: str) -> Iterator[Page]:
    """A page that has these modules as `window.M[name]`."""
    tags = "".join(f'<script type="module" src="/static/{name}?v=1"></script>' for name in names)
    ready = ",".join(f'"{name}": await import("/static/{name}?v=1")' for name in names)
    html = f'<!doctype html><title>t</title>{tags}<script type="module">window.M = {{{ready}}};</script>'

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS).partition("?")[0]
        if path.startswith("static/"):
            file = STATIC / path.removeprefix("static/")
            route.fulfill(body=file.read_text(encoding="utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body=html, content_type="text/html")

    with chromium() as running:
        page = running.new_page()
        page.route(f"{ADDRESS}**", answer)
        page.goto(ADDRESS)
        page.wait_for_function("window.M")
        yield page
