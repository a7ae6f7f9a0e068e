"""Bytes to characters, as the byte order mark, the XML declaration or the page's own <meta> says."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"), (b"<\x00!\x00", "utf-16-le"))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_META = re.compile(rb"""(?i)<meta\b[^>]{0,400}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_LOOKED_AT = 4096
# Browsers read these names as the larger sets (the Encoding Standard).
_READ_AS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874", "iso8859-11": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip
_NEVER_SAID = ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-7")


def marked(data: bytes) -> tuple[str, int]:
    """The encoding that a byte order mark tells, and the length of the mark; "" where there is none."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name, len(mark)
    return next(((name, 0) for signs, name in _UNMARKED if data.startswith(signs)), ("", 0))


def beginning_of(data: bytes) -> str:
    """The first characters of a file, as far as they tell what it is."""
    name, skip = marked(data)
    return data[skip:].decode(name if name.startswith("utf-16") or name.startswith("utf-32") else "latin-1", "replace")


def xml_text(data: bytes) -> str:
    """The characters of an XML file; raises UnicodeDecodeError or LookupError."""
    name, skip = marked(data)
    if not name:
        found = _DECLARED.match(data[:_LOOKED_AT])
        said = _known(found[1]) if found else ""
        name = _READ_AS.get(said, said) if said not in _NEVER_SAID else ""
        if found and not said:
            raise LookupError(found[1].decode("ascii"))
    return data[skip:].decode(name or "utf-8", "strict")


def page_text(data: bytes, sent_as: str = "") -> str:
    """The characters of a web page as browsers read them; what cannot be read is U+FFFD."""
    name, skip = marked(data)
    if not name:
        head = _COMMENT.sub(b"", data[:_LOOKED_AT])
        found = _META.search(head) or _DECLARED.match(head)
        said = _known(sent_as.encode("ascii", "replace")) or (_known(found[1]) if found else "")
        name = "utf-8" if said in _NEVER_SAID else _READ_AS.get(said, said)
    if not name:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            name = "cp1252"
    return data[skip:].decode(name, "replace")


def _known(said: bytes) -> str:
    """The name of an encoding of text as Python spells it; "" where it is not known."""
    try:
        found = codecs.lookup(said.decode("ascii", "replace")).name
        "".encode(found)  # some names mean something else than a set of characters
    except (LookupError, ValueError):
        return ""
    return found
