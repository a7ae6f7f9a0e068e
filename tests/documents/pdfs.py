"""PDFs made for the tests: a writer of plain ones, and hostile ones."""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

Words = tuple[float, float, float, str]  # size, x, y, text


@dataclass
class Plain:
    """A PDF under construction: numbered objects, written with a right cross-reference table."""

    objects: list[bytes] = field(default_factory=list)

    def add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects)

    def stream(self, data: bytes, entries: bytes = b"") -> int:
        return self.add(b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data))

    def written(self, root: int, more: bytes = b"") -> bytes:
        out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
        for number, body in enumerate(self.objects, start=1):
            places.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
            len(places) + 1,
            root,
            more,
            start,
        )
        return bytes(out)


def text(words: str) -> bytes:
    """A string of a PDF in WinAnsi."""
    plain = words.encode("cp1252", "replace")
    return b"(" + plain.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)") + b")"


def wrapped(words: str, size: float, y: float, width: int = 90, x: float = 60) -> list[Words]:
    """Words in lines of so many letters, from a height downwards."""
    lines, line = [], ""
    for word in words.split():
        if len(line) + len(word) + 1 > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [(size, x, y - place * size * 1.2, one) for place, one in enumerate((*lines, line))]


def pdf(
    pages: Sequence[Sequence[Words]],
    *,
    title: str = "",
    doi: str = "",
    labels: str = "",
    box: str = "0 0 595 842",
    page_entries: str = "",
    root_entries: str = "",
) -> bytes:
    """A PDF of pages of words; `labels` such as "/St 201" numbers the pages, `doi` stands in its XMP metadata."""
    made = Plain()
    font = made.add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    tree = len(made.objects) + 2 * len(pages) + 1
    kids = []
    for page in pages:
        drawn = b"".join(b"BT /F1 %.1f Tf %.1f %.1f Td %s Tj ET\n" % (s, x, y, text(t)) for s, x, y, t in page)
        content = made.stream(zlib.compress(drawn), b"/Filter /FlateDecode")
        kids.append(
            made.add(
                b"<< /Type /Page /Parent %d 0 R /MediaBox [%s] /Resources << /Font << /F1 %d 0 R >> >> "
                b"/Contents %d 0 R %s >>" % (tree, box.encode(), font, content, page_entries.encode())
            )
        )
    assert made.add(_tree(kids)) == tree
    root = b"/Type /Catalog /Pages %d 0 R %s" % (tree, root_entries.encode())
    if labels:
        root += b" /PageLabels << /Nums [0 << /S /D %s >>] >>" % labels.encode()
    if doi:
        xmp = f"<x:xmpmeta><rdf:RDF><prism:doi>{doi}</prism:doi></rdf:RDF></x:xmpmeta>".encode()
        root += b" /Metadata %d 0 R" % made.stream(xmp, b"/Type /Metadata /Subtype /XML")
    info = made.add(b"<< /Title %s >>" % text(title)) if title else 0
    return made.written(made.add(b"<< %s >>" % root), b"/Info %d 0 R" % info if info else b"")


def _tree(kids: Sequence[int]) -> bytes:
    return b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))


def article(title: str, authors: str, *, doi: str = "", year: int = 2020, body: str = "", **more: str) -> bytes:
    """A report of two pages as journals print them."""
    first: list[Words] = [(8, 60, 810, f"Journal of Invented Things, {year}, 7, 1-20")]
    if doi:
        first.append((8, 60, 798, f"https://doi.org/{doi}"))
    lines = wrapped(title, 18, 760, width=46)
    first += lines
    bottom = lines[-1][2] - 30
    first += wrapped(authors, 11, bottom)
    first += wrapped(
        body or "Abstract. We asked those who were there, and wrote down what they said. " * 6, 10, bottom - 40
    )
    return pdf([first, wrapped("Findings. They told us of it at length. " * 30, 10, 780)], **more)


def scan(pages: int = 3) -> bytes:
    """Pages without a letter: a grey box on each."""
    return pdf([[] for _ in range(pages)])


def locked() -> bytes:
    """A PDF that opens with a password only (RC4, 40 bits), which nobody knows."""
    made = Plain()
    made.add(b"<< /Type /Catalog /Pages 2 0 R >>")
    made.add(_tree([3]))
    made.add(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
    owner, user = hashlib.sha256(b"owner").hexdigest(), hashlib.sha256(b"user").hexdigest()
    encrypt = made.add(f"<< /Filter /Standard /V 1 /R 2 /P -44 /O <{owner}> /U <{user}> >>".encode())
    identifier = hashlib.md5(b"invented", usedforsecurity=False).hexdigest()
    return made.written(1, f"/Encrypt {encrypt} 0 R /ID [<{identifier}> <{identifier}>]".encode())


def many_pages(count: int) -> bytes:
    """So many pages that share one content."""
    made = Plain()
    made.add(b"<< /Type /Catalog /Pages 2 0 R >>")
    made.add(_tree(range(5, 5 + count)))
    made.add(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    made.stream(b"BT /F1 12 Tf 60 700 Td (Once more, with feeling.) Tj ET")
    for _ in range(count):
        made.add(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>"
        )
    return made.written(1)


def nested(depth: int = 200_000) -> bytes:
    """An array in an array in an array."""
    made = Plain()
    made.add(b"<< /Type /Catalog /Pages 2 0 R /Deep " + b"[" * depth + b"]" * depth + b" >>")
    made.add(_tree([3]))
    made.add(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>")
    return made.written(1)


def paths(count: int) -> bytes:
    """A page of so many strokes, which take their time."""
    made = Plain()
    made.add(b"<< /Type /Catalog /Pages 2 0 R >>")
    made.add(_tree([3]))
    made.add(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>")
    made.stream(zlib.compress(b"0 0 m 595 842 l S\n" * count, 9), b"/Filter /FlateDecode")
    return made.written(1)


def itself() -> bytes:
    """A page that draws a form which draws itself."""
    made = Plain()
    made.add(b"<< /Type /Catalog /Pages 2 0 R >>")
    made.add(_tree([3]))
    resources = b"/Resources << /XObject << /X 5 0 R >> >>"
    made.add(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % resources)
    made.stream(b"/X Do " * 50)
    made.stream(b"/X Do " * 50, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] %s" % resources)
    return made.written(1)


def bomb(megabytes: int) -> bytes:
    """A stream that unpacks to so many megabytes of spaces."""
    made = Plain()
    made.add(b"<< /Type /Catalog /Pages 2 0 R >>")
    made.add(_tree([3]))
    made.add(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>")
    made.stream(zlib.compress(b" " * (megabytes << 20), 9), b"/Filter /FlateDecode")
    return made.written(1)
