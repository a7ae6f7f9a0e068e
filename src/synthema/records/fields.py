"""What a source printed, turned into one normal field; the rules that every format shares."""

import html
import re
from collections.abc import Iterable
from urllib.parse import unquote

ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNWANTED = re.compile(f"{_UNPRINTABLE.pattern[:-1]}{_SURROGATE.pattern[1:]}")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ATTRIBUTES = r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*"""
_HEADING = re.compile(rf"<(h[1-6]|jats:title|title){_ATTRIBUTES}\s*>([^<>]*)</\1\s*>", re.IGNORECASE)
_LABELLED = re.compile(r"""<AbstractText\b[^<>]*?\bLabel=["']([^"']*)["'][^<>]*>""", re.IGNORECASE)
_BLOCK = re.compile(
    rf"</?(?:jats:)?(?:p|br|div|sec|title|h[1-6]|AbstractText|list(?:-item)?|ul|ol|li){_ATTRIBUTES}\s*/?>", re.I
)
_INLINE = re.compile(
    rf"</?(?:jats:)?(?:i|b|u|em|strong|italic|bold|sub|sup|sc|span|tt|underline){_ATTRIBUTES}\s*/?>", re.I
)

_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?=\d{4}(?!\d)|(?!\d))")
_DOI = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\"]+")
_DOI_ALONE = re.compile(r"doi\s*[:=]?\s*(10\.\S+)|(10\.\S+)", re.IGNORECASE)
_DOI_LINK = re.compile(
    r"https?://(?:\S*doi\.org/|\S*/doi/(?:[a-z]+/)?|link\.springer\.com/(?:[a-z]+/)?)(10\.[^\s?#]+)", re.I
)
_LANDING = re.compile(r"(?:/(?:full|abstract|pdf|epdf|fulltext|meta)|\.pdf)$", re.IGNORECASE)
_PMID_ALONE = re.compile(r"(?:PMID:?|PUBMED:?)\s*([0-9]{1,8})", re.IGNORECASE)
_PMID_LINK = re.compile(
    r"https?://[^\s?#]*(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/([0-9]{1,8})/?", re.I
)
_ACCESSION_HINT = re.compile(
    r"^Accession Number:\s*([^\s;]+)|^https?://\S*[?&](?:AN=([^&|\s]+)|eid=(2-s2\.0-[0-9]+))", re.I
)
_ISBN = re.compile(r"(?<![0-9])(?:97[89][- ]?)?(?:[0-9][- ]?){9}[0-9Xx](?![0-9])")
_ISSN = re.compile(r"(?<![0-9])([0-9]{4})[-‐–]?([0-9]{3}[0-9Xx])(?![0-9A-Za-z])")
_LINK = re.compile(r"(?:https?://|ftp://|www\.)\S+?(?=;\s*https?://|\s|$)", re.IGNORECASE)
_PAGE_MARK = re.compile(r"^(?:pp?\.\s*)+", re.IGNORECASE)
_DASH = re.compile(r"[\s‐‑‒–—−-]*[‐‑‒–—−-][\s‐‑‒–—−-]*")
_COMMA = re.compile(r"\s*,[\s,]*")
_COPYRIGHT = re.compile(r"\s*Copyright of .{1,600}? is the property of .{1,600}?may not be copied.*", re.DOTALL)
_NO_ABSTRACT = frozenset({"na", "n/a", "null", "none", "-", "no abstract available", "not available", "no abstract"})
_NO_TITLE = frozenset({"no title", "no title available", "untitled"})
_LONGEST_PLACEHOLDER = max(map(len, _NO_ABSTRACT | _NO_TITLE))
_NOT_AN_AUTHOR = frozenset({"et al", "et al.", "others", "anonymous", "[anonymous]", "na", "n/a"})
_NO_PERSON = re.compile(
    r"[0-9&@/()]|\b(?:group|committee|consortium|association|university|network|team|collaborati(?:on|ve)|society|"
    r"institut\w*|council|cent(?:er|re)|department|ministry|organi[sz]ation|foundation|agency|office|of|for|and)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    ("da", "das", "de", "dei", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "la", "le")
) | {"ten", "ter", "van", "vom", "von", "zu", "zum", "zur"}
_NOT_A_NOTE = re.compile(
    r"cited by\s*:?\s*[0-9]+$|export date:[^;|]*$|total times cited|cited reference count|references:", re.IGNORECASE
)
_RETRACTION = re.compile(
    r"\bretract|\berrat(?:um|a)\b|\bcorrigend|expression of concern|\bcorrect(?:ed|ion)\b|\bwithdrawn\b", re.IGNORECASE
)
_NOTICE = re.compile(
    r"""^\W*(?:
        (?:retract(?:ed|ion)|withdrawn|errat(?:um|a)|corrigend(?:um|a)|correction|expression\ of\ concern)
        (?:\ (?:article|paper|chapter|notice|note))?(?:\ (?:of|to|for|in))?\s*(?:[:\])"“]|[.–—]\s|$)
        |(?:errat(?:um|a)|corrigend(?:um|a)|(?:retraction|correction)\ not(?:e|ice))\ (?:of|to|for|in|on)\b
    )|[\[(](?:retracted|withdrawn)\b[^\])]*[\])]\W*$""",
    re.IGNORECASE | re.VERBOSE,
)


def printable(value: str) -> str:
    """The value with LF line ends, without control characters, byte order marks and lone surrogates."""
    if value.isprintable() or not _UNWANTED.search(value):
        return value
    if "\r" in value or "\x0b" in value or "\x0c" in value:
        value = re.sub("\r\n|[\r\x0b\x0c]", "\n", value)
    if _SURROGATE.search(value):
        value = _SURROGATE.sub("\ufffd", value)
    return _UNPRINTABLE.sub("", value)


def decode_entities(value: str) -> str:
    """HTML character references decoded once (`&amp;lt;` becomes `&lt;`), only those that end in a semicolon."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), value) if "&" in value else value


def guard_entities(value: str) -> str:
    """The value so written that `decode_entities` gives it back; unchanged unless it holds a character reference."""
    return _ENTITY.sub(lambda found: "&amp;" + found[0][1:], value) if "&" in value else value


def strip_markup(value: str) -> str:
    """The value without JATS and HTML tags; `<h4>Aim</h4>` becomes `Aim: `, a lone `<` in `p < 0.05` stays."""
    before = ""
    while "<" in value and value != before:
        before = value
        value = _HEADING.sub(lambda found: f"\n{found[2].rstrip(': ')}: " if found[2].strip() else "\n", value)
        value = _LABELLED.sub(lambda found: f"\n{found[1].rstrip(': ')}: ", value)
        value = _INLINE.sub("", _BLOCK.sub("\n", value))
    return value


def _is_clean(value: str) -> bool:
    """Whether a value is one line without markup, references, control characters and white space but single spaces."""
    return value.isprintable() and not ("<" in value or "&" in value or "  " in value)


def block(value: str) -> str:
    """Text with its paragraphs kept: one line each, white space collapsed, no empty lines."""
    if _is_clean(value):
        return value.strip(" ")
    return _paragraphs(decode_entities(printable(value)))


def text(value: str) -> str:
    """Text on one line."""
    return block(value).replace("\n", " ")


def _paragraphs(value: str) -> str:
    lines = (" ".join(line.split()) for line in printable(strip_markup(value)).split("\n"))
    return "\n".join(line for line in lines if line)


def _parts(values: Iterable[str]) -> list[str]:
    """The parts between semicolons and line ends; character references are decoded first, they end in semicolons."""
    parts: list[str] = []
    for value in values:
        if not _is_clean(value):
            split = decode_entities(printable(value)).replace("\n", ";").split(";")
            parts += [_paragraphs(part).replace("\n", " ").replace(";", ",") for part in split]
        elif ";" in value:
            parts += [part.strip(" ") for part in value.split(";")]
        else:
            parts.append(value.strip(" "))
    return parts


def title(value: str) -> str:
    """A title, or nothing where the source prints a placeholder such as "No Title"."""
    value = text(value)
    return "" if _is_one_of(value.strip("[]. "), _NO_TITLE) else value


def _is_one_of(value: str, known: frozenset[str]) -> bool:
    return len(value) <= _LONGEST_PLACEHOLDER and value.casefold() in known


def abstract(values: Iterable[str]) -> str:
    """The abstracts (one per language) below each other, without EBSCO's copyright notice and placeholders."""
    kept: list[str] = []
    for value in values:
        own = block(value)
        if "Copyright of" in own:
            own = _COPYRIGHT.sub("", own).strip()
        if own and not _is_one_of(own.strip("[]. "), _NO_ABSTRACT) and own not in kept:
            kept.append(own)
    if len(kept) == 1 and "&" not in kept[0] and "<" not in kept[0]:
        return kept[0]
    return block("\n".join(map(guard_entities, kept)))


def year(value: str) -> int | None:
    """The year of `2024/04/03/`, `2022//`, `2024 Spring` or `20240403`; None where there is none from 1400 to 2099."""
    found = _YEAR.search(value)
    return int(found[1]) if found else None


def doi(value: str) -> str:
    """A DOI in lower case without resolver, quotation or trailing punctuation; empty where it is no DOI."""
    value = printable(decode_entities(value))
    while "%" in value and "%2f" in value.lower():
        value = unquote(value)
    found = _DOI.search(value)
    if not found:
        return ""
    name = found[0].split("</")[0]
    while (
        name
        and not name[-1].isalnum()
        and (name[-1] in ".,;:'’”" or any(name.endswith(b) and a not in name for a, b in ("()", "[]", "{}", "<>")))
    ):
        name = name[:-1]
    return name.lower() if _DOI.fullmatch(name) else ""


def doi_hint(value: str) -> str:
    """A DOI from a field that may hold one (a link, a note): only where it is the whole value."""
    value = value.strip().removesuffix("[doi]").rstrip()
    alone = _DOI_ALONE.fullmatch(value)
    if alone:
        return doi(alone[1] or alone[2])
    link = _DOI_LINK.fullmatch(value.split("?")[0].split("#")[0])
    return doi(_LANDING.sub("", link[1])) if link else ""


def pmid(value: str) -> str:
    """The PubMed identifier, digits only, or nothing."""
    found = re.fullmatch(r"(?:PMID:?\s*|MEDLINE:)?0*([1-9][0-9]{0,7})", value.strip(), re.IGNORECASE | re.ASCII)
    return found[1] if found else ""


def pmid_hint(value: str) -> str:
    """A PubMed identifier where `PMID: 1` or a PubMed link is the whole value; never from inside a sentence."""
    found = _PMID_ALONE.fullmatch(value.strip()) or _PMID_LINK.fullmatch(value.strip().split("?")[0])
    return pmid(found[1]) if found else ""


def accession_hint(value: str) -> str:
    """The accession number that EBSCO prints in a note and EBSCO and Scopus in the link."""
    found = _ACCESSION_HINT.search(value.strip())
    return text(next(group for group in found.groups() if group)) if found else ""


def isbn(value: str) -> str:
    """The first ISBN of the value, digits only."""
    found = _ISBN.search(value)
    return re.sub(r"[- ]", "", found[0]).upper() if found else ""


def issn(value: str) -> str:
    """The first ISSN of the value as `1234-567X`."""
    found = _ISSN.search(_ISBN.sub(" ", value))
    return f"{found[1]}-{found[2].upper()}" if found else ""


def pages(value: str) -> str:
    """A page range with one plain hyphen: `pp. 65 – 80` becomes `65-80`, `7-7` becomes `7`."""
    if value.isalnum():
        return value
    value = _PAGE_MARK.sub("", text(value))
    value = _DASH.sub("-", value).strip(" -,;")
    first, _, last = value.partition("-")
    return first if first == last else value


def page_range(start: str, end: str) -> str:
    """First and last page as one range, where the first is not a range already."""
    start, end = pages(start), pages(end)
    return pages(f"{start}-{end}") if start and end and "-" not in start else start or end


def link(value: str) -> str:
    """The first web address of the value."""
    value = printable(value).strip()
    while "&amp;" in value:
        value = value.replace("&amp;", "&")
    found = _LINK.search(value)
    return found[0].rstrip(";,") if found else ""


def authors(values: Iterable[str]) -> tuple[str, ...]:
    """The names in order, each once, `Family, Given` where the source sets a comma; semicolons part names."""
    names = (_COMMA.sub(", ", part).strip(" ,") for part in _parts(values))
    return tuple(dict.fromkeys(name for name in names if name and name.casefold() not in _NOT_AN_AUTHOR))


def with_comma(name: str) -> str:
    """`Mouse M` as `Mouse, M`: only for sources known to print the family name, then initials."""
    found = re.fullmatch(r"(.+?)\s+((?:[^\W\d_a-z]\.?[- ]?){1,5})", name.strip())
    return f"{found[1]}, {found[2].strip()}" if found and "," not in name and found[2].isupper() else name


def given_first(name: str) -> str:
    """`Ludwig van Beethoven` as `van Beethoven, Ludwig`: only for sources known to print persons so."""
    words = name.split()
    if "," in name or not 2 <= len(words) <= 6 or _NO_PERSON.search(name):
        return name
    start = next((at for at, word in enumerate(words[1:-1], 1) if word in _PARTICLES), len(words) - 1)
    return f"{' '.join(words[start:])}, {' '.join(words[:start])}"


def keywords(values: Iterable[str]) -> tuple[str, ...]:
    """The keywords in order, each once; a value with semicolons or lines holds several."""
    return tuple(dict.fromkeys(word for part in _parts(values) if (word := part.strip(" ,"))))


def notes(values: Iterable[str]) -> tuple[str, ...]:
    """The notes a person should still see: no citation counts, export dates, reference lists or bare identifiers."""
    kept = (block(value) for value in values)
    return tuple(
        dict.fromkeys(
            note for note in kept if note and not (_NOT_A_NOTE.match(note) or pmid_hint(note) or doi_hint(note))
        )
    )


def is_notice(title: str) -> bool:
    """Whether a title is that of a retracted work, or of a notice of retraction, erratum or correction."""
    return bool(_NOTICE.search(title))


def is_retraction(value: str) -> bool:
    """Whether the value speaks of a retraction, an erratum or a correction."""
    return bool(_RETRACTION.search(value))
