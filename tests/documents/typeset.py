"""PDFs whose letters are set one by one: other code tables, turned and far letters, ligatures."""

from collections.abc import Mapping, Sequence

from tests.documents.pdfs import Plain

Shown = tuple[str, str]  # the six numbers of a text matrix, letters


def typeset(shown: Sequence[Shown], meanings: Mapping[str, str] | None = None, page_entries: str = "") -> bytes:
    """A page on which letters are shown; `meanings` says what a letter stands for instead of itself."""
    made = Plain()
    made.add(b"<< /Type /Catalog /Pages 2 0 R >>")
    made.add(b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>")
    made.add(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> %s >>" % page_entries.encode()
    )
    made.add(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 126 "
        b"/Widths [%s] /FontDescriptor 7 0 R /ToUnicode 6 0 R >>" % b" ".join([b"600"] * 95)
    )
    made.stream(b"".join(b"BT /F1 1 Tf %s Tm <%s> Tj ET\n" % (m.encode(), t.encode().hex().encode()) for m, t in shown))
    named = {chr(code): chr(code) for code in range(32, 127)} | dict(meanings or {})
    rows = b"".join(
        b"<%02x> <%s>\n" % (ord(own), meant.encode("utf-16-be").hex().encode()) for own, meant in named.items() if meant
    )
    made.stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def 1 begincodespacerange\n"
        b"<00> <ff>\nendcodespacerange %d beginbfchar\n%sendbfchar endcmap end end" % (len(named), rows)
    )
    made.add(
        b"<< /Type /FontDescriptor /FontName /Helvetica /Flags 32 /FontBBox [0 -200 600 900] /ItalicAngle 0 "
        b"/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    return made.written(1)


def unnamed() -> bytes:
    """A page of four letters; the font does not name those in the middle."""
    made = Plain()
    made.add(b"<< /Type /Catalog /Pages 2 0 R >>")
    made.add(b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>")
    made.add(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 5 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>"
    )
    made.add(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] "
        b"/ToUnicode 8 0 R >>"
    )
    made.stream(b"BT /F1 12 Tf 50 700 Td <0041004200430044> Tj ET")
    made.add(
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 600 /FontDescriptor 7 0 R "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    made.add(
        b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 -200 600 900] /ItalicAngle 0 "
        b"/Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    made.stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def 1 begincodespacerange\n"
        b"<0000> <ffff>\nendcodespacerange 2 beginbfchar\n<0041> <0061>\n<0044> <0064>\nendbfchar endcmap end end"
    )
    return made.written(1)
