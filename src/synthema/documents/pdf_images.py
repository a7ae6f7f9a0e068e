"""Pictures of the pages of a PDF. Only the reading child opens PDFs with this."""

from pathlib import Path
from typing import Any

MOST_PIXELS = 12_000_000  # asked before anything is drawn: a page may say it is a kilometre wide
WEBP_QUALITY, WEBP_METHOD = 80, 2  # higher methods take twice as long and save little


def draw(document: Any, number: int, width: int, to: Path) -> None:
    """Draw a page, counted from 1, so many pixels wide, as WebP or else PNG; a very long page comes out narrower."""
    page = document[number - 1]
    try:
        across, down = (max(1.0, side) for side in page.get_size())
        scale = min(
            (width - 0.01) / across, (MOST_PIXELS / (across * down)) ** 0.5, MOST_PIXELS / 1000 / max(across, down)
        )
        picture = page.render(scale=max(scale, 1 / max(across, down)), may_draw_forms=False).to_pil()
        if to.suffix == ".webp":
            picture.save(to, format="WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
        else:
            picture.save(to, format="PNG", compress_level=4)
    finally:
        page.close()
