"""The process that opens files of strangers, alone, with limits: `python -m synthema.documents.reading_child FOLDER`.

It reads FOLDER/task.json and leaves FOLDER/answer.json there. Nothing of the server is in it: no database, no secret,
no environment. Whatever a hostile file does to it, the server only sees that it is gone.
"""

import contextlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

FIRST_PAGES = 3


class Unreadable(Exception):
    """The file cannot be read: one of the known reasons, and a number or word on it."""


def main(folder: Path) -> None:
    """Do the task in a folder and leave the answer there."""
    task = json.loads((folder / "task.json").read_text(encoding="utf-8"))
    confine(task["limits"])
    try:
        answer = _TASKS[task["do"]](folder, task)
    except Unreadable as error:
        answer = {"refused": error.args[0], "detail": str(error.args[1]) if len(error.args) > 1 else ""}
    except (MemoryError, RecursionError):
        answer = {"refused": "memory", "detail": ""}
    written = folder / "answer.part"
    written.write_text(json.dumps(answer), encoding="utf-8")
    written.replace(folder / "answer.json")


def confine(limits: dict[str, int]) -> None:
    """Limit memory, processor, files and time as far as this system can; the parent watches the clock as well."""
    with contextlib.suppress(ImportError, AttributeError):
        import resource
        import signal

        wanted = (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_CPU, limits["seconds"]),
            (resource.RLIMIT_FSIZE, 512 << 20),
            (resource.RLIMIT_AS, limits["memory_mb"] << 20),
        )
        for what, most in wanted:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(what, (most, most))
        signal.alarm(limits["seconds"] + 5)  # also when the parent was killed
        os.nice(10)


def read(folder: Path, task: dict[str, Any]) -> dict[str, Any]:
    """The canonical text of a PDF into text.txt, and what else is known of it."""
    from synthema.documents import pdf_facts, pdf_outline, pdf_text

    data, limits = bytes_of(task), task["limits"]
    document = opened(data)
    count = len(document)
    if count == 0:
        raise Unreadable("no pages")
    if count > limits["pages"]:
        raise Unreadable("pages", count)
    pages, labels, sizes, bad, first, characters = [], [], [], [], [], 0
    for number in range(count):
        text, size, lines = "", [0, 0], []
        try:
            page = document[number]
            text, size = pdf_text.page_text(page), [round(side) for side in page.get_size()]
            lines = pdf_text.lines(page) if number < FIRST_PAGES else []
            page.close()
        except RuntimeError:  # PDFium's own error: this page is broken, others may not be
            bad.append(number + 1)
        pages.append(text)
        first.append(lines)
        sizes.append(size)
        labels.append(_label(document, number))
        characters += len(text) + 1
        if characters > limits["characters"]:
            raise Unreadable("characters", characters)
    if len(bad) == count:
        raise Unreadable("broken")
    (folder / "text.txt").write_bytes("".join(f"{page}\f" for page in pages).encode())
    metadata, outline = _metadata(document), pdf_outline.told(pdf_outline.bookmarks(document), pages)
    return {
        "engine": pdf_text.engine(),
        "pages": count,
        "labels": labels,
        "sizes": sizes,
        "unreadable": bad,
        "title": metadata.get("Title", "")[: pdf_facts.LONGEST_TITLE],
        "titles": pdf_facts.big_print(first[:FIRST_PAGES]),
        "dois": pdf_facts.own_dois(data, metadata),
        "structure": asdict(outline) if outline else None,
    }


def read_markup(folder: Path, task: dict[str, Any]) -> dict[str, Any]:
    """The canonical text of a web page, an article or a Word file into text.txt, and its structure."""
    from synthema.documents.markup.reading import read_markup as read_it
    from synthema.documents.markup.writing import TooLong
    from synthema.refused import Refused

    try:
        found = read_it(Path(task["path"]), task["name"], task["limits"]["characters"])
    except Refused as refusal:
        raise Unreadable("said", refusal) from None
    except TooLong:
        raise Unreadable("characters") from None
    (folder / "text.txt").write_bytes(found.text.encode())
    return {"engine": found.recipe, "structure": asdict(found.structure)}


def _label(document: Any, number: int) -> str:
    try:
        return _whole(str(document.get_page_label(number)))[:40]
    except (RuntimeError, ValueError):
        return ""


def _metadata(document: Any) -> dict[str, str]:
    try:
        found = document.get_metadata_dict(skip_empty=True)
    except (RuntimeError, ValueError):
        return {}
    return {str(key): _whole(str(value)) for key, value in found.items()}


def _whole(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "")


def draw(folder: Path, task: dict[str, Any]) -> dict[str, Any]:
    """Pictures of some pages as page-NUMBER.png or .webp; a page that cannot be drawn has none."""
    from synthema.documents import pdf_images

    document = opened(bytes_of(task))
    drawn = []
    for number in task["pages"]:
        if number <= len(document):
            with contextlib.suppress(RuntimeError, OSError, ValueError):
                pdf_images.draw(document, number, task["width"], folder / f"page-{number}.{task['kind']}")
                drawn.append(number)
    return {"drawn": drawn}


def measure(_: Path, task: dict[str, Any]) -> dict[str, Any]:
    """Where each letter of some pages stands; a page that is broken is left out."""
    from synthema.documents import boxes, pdf_boxes

    document = opened(bytes_of(task))
    measured = []
    for number in task["pages"]:
        if number <= len(document):
            with contextlib.suppress(RuntimeError, ValueError):
                page = document[number - 1]
                measured.append(boxes.packed(pdf_boxes.measure(page, number)))
                page.close()
    return {"measured": measured}


def bytes_of(task: dict[str, Any]) -> bytes:
    """The file's bytes; content of the store has its salt before them."""
    with Path(task["path"]).open("rb") as file:
        file.seek(task["skip"])
        return file.read()


def opened(data: bytes) -> Any:
    """The PDF; raises Unreadable where it is locked or broken."""
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Unreadable("locked" if locked else "broken") from None


_TASKS = {"read": read, "read markup": read_markup, "draw": draw, "measure": measure}

if __name__ == "__main__":
    main(Path(sys.argv[1]))
