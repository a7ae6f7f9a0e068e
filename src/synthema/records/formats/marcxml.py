"""MARC 21 in XML as library catalogues export it: one `<record>` a work, of fields with subfields."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from synthema.records.assembly import assemble
from synthema.records.formats.xml_stream import Reader
from synthema.records.formats.xml_tree import each, inside, local
from synthema.records.model import Found, Record

_PREFIX = r"(?:[\w.-]+:)?"
_FIELD = rf"<{_PREFIX}(?:leader|controlfield|datafield)(?=[\s>/])"
_SIGN = re.compile(rf"<{_PREFIX}record(?=[\s>])[^<>]*>\s*{_FIELD}")
_CORE = re.compile(_FIELD)
_AUTHOR = re.compile(r"aut|cre|dis|author|creator|verfasser|auteur|autor|", re.IGNORECASE)
_NO_AUTHOR = re.compile(r"edt|editor|hrsg|herausgeber", re.IGNORECASE)
_VOLUME = re.compile(r"\b(?:vol(?:ume)?|v|bd|band|jg|jahrg|t|tome)\b\.?[ :]*([0-9]+[A-Za-z]?)", re.IGNORECASE)
_ISSUE = re.compile(r"\b(?:no|nr|n|issue|iss|heft|h|num)\b\.?[ :°]*([0-9]+(?:[-/][0-9]+)?)", re.IGNORECASE)
_PAGES = re.compile(r"\b(?:pp?|pages?|s|seiten?)\b\.?[ :]*([0-9]+(?:\s*[-–]\s*[0-9]+)?)", re.IGNORECASE)
_ENUMERATION = re.compile(r"([0-9]+)(?::([^<:]*))?[^<]*(?:<([0-9]+))?")
_BETWEEN = {"a": ". ", "b": ": ", "n": ". ", "p": ": ", "k": ". ", "f": ", "}
_LEADER_KIND = {"aa": "Book chapter", "ab": "Journal article", "am": "Book", "as": "Journal", "tm": "Manuscript"}
_NAMED_BY = {"controlfield": "tag", "datafield": "tag", "subfield": "code"}
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("245$a", "245$b", "245$n", "245$p", "246$a"),
    "authors": ("100$a", "110$a", "110$b", "111$a", "700$a", "710$a", "710$b", "711$a"),
    "year": ("264$c", "260$c", "773$g", "008", "502$d"),
    "journal": ("773$t",),
    "volume": ("773$g", "773$q"),
    "issue": ("773$g", "773$q"),
    "pages": ("773$g", "773$q"),
    "doi": ("024$a",),
    "doi_hint": ("856$u",),
    "isbn": ("020$a", "773$z"),
    "issn": ("022$a", "773$x"),
    "abstract": ("520$a", "520$b"),
    "keywords": ("600$a", "610$a", "650$a", "650$x", "650$y", "650$z", "651$a", "653$a"),
    "language": ("041$a", "008"),
    "kind": ("655$a", "leader"),
    "url": ("856$u",),
    "accession": ("001",),
    "database": ("003", "040$a"),
    "notes": ("500$a", "502$a"),
}


def _step(element: etree._Element) -> str:
    """The number of a field, the code of a subfield."""
    name = local(element.tag)
    attribute = _NAMED_BY.get(name)
    return str(element.get(attribute) or "").strip() or name if attribute else name


find = Reader("record", _CORE, name=_step, joint="$", without=frozenset({"tag", "code"}))


def recognise(head: str) -> int:
    """Where the first record starts, or -1."""
    found = _SIGN.search(head)
    return found.start() if found else -1


def record(found: Found) -> Record:
    """A record of a MARCXML file."""
    marc = _Fields(found.of)
    fixed = marc.control("008")
    part = " ".join(marc.all("773", "g"))
    number = _ENUMERATION.match("".join(marc.all("773", "q")))
    volume, issue, first = number.groups("") if number else ("", "", "")
    groups: dict[str, Sequence[Sequence[str]]] = {
        "title": [
            [_title(one) for one in marc.fields("245")],
            [_title(one) for one in marc.fields("246")],
            [value for tag, value in found.raw if tag == "245$a"],  # in a field that is damaged
        ],
        "authors": list(_author_groups(marc)),
        "year": [[*marc.dated(), part, fixed[7:11], *marc.all("502", "d"), *marc.all("046", "ck")]],
        "journal": [[_without_end(one) for one in marc.all("773", "t")]],
        "volume": [_VOLUME.findall(part), [volume]],
        "issue": [_ISSUE.findall(part), [issue]],
        "pages": [_PAGES.findall(part), [first]],
        "doi": [[text for one in marc.fields("024") if "doi" in _sub(one, "2").lower() for text in _subs(one, "a")]],
        "doi_hint": [marc.all("024", "a"), marc.all("856", "u")],
        "isbn": [marc.all("020", "a"), marc.all("773", "z")],
        "issn": [marc.all("022", "a"), marc.all("773", "x")],
        "abstract": [marc.all("520", "ab")],
        "keywords": [[*marc.subjects()]],
        "language": [marc.all("041", "a"), [fixed[35:38].strip(" |")]],
        "kind": [[_LEADER_KIND.get(marc.control("leader")[6:8], "")], marc.all("655", "a")],
        "url": [marc.all("856", "u")],
        "accession": [[marc.control("001")]],
        "database": [[marc.control("003")], marc.all("040", "a")],
        "notes": [marc.all("500", "a") + marc.all("502", "a")],
    }
    return assemble(groups, raw=found.raw, line=found.line)


class _Fields:
    """The fields of one record."""

    def __init__(self, element: etree._Element) -> None:
        self._element = element

    def control(self, tag: str) -> str:
        """The text of a control field as it stands, or of the leader."""
        for one in each(self._element, "leader" if tag == "leader" else "controlfield"):
            if tag in ("leader", one.get("tag")):
                return one.text or ""
        return ""

    def fields(self, *tags: str) -> Iterator[etree._Element]:
        """The fields of these numbers in order."""
        for one in each(self._element, "datafield"):
            if one.get("tag") in tags:
                yield one

    def all(self, tag: str, codes: str) -> list[str]:
        """The texts of subfields."""
        return [text for one in self.fields(tag) for text in _subs(one, codes)]

    def dated(self) -> list[str]:
        """The dates of publication, before those of copyright and manufacture."""
        later = sorted(self.fields("264", "260"), key=lambda one: one.get("ind2") in ("2", "3", "4"))
        return [text for one in later for text in _subs(one, "c")]

    def subjects(self) -> Iterator[str]:
        """The subject headings with their subdivisions."""
        for one in self.fields("600", "610", "611", "630", "648", "650", "651", "653"):
            parts = [_without_end(text) for text in _subs(one, "axyzv")]
            if one.get("tag") == "653":
                yield from parts
            else:
                yield " -- ".join(parts)


def _subs(field: etree._Element, codes: str) -> list[str]:
    return [text for one in each(field, "subfield") if (one.get("code") or "-") in codes and (text := inside(one))]


def _sub(field: etree._Element, code: str) -> str:
    return next(iter(_subs(field, code)), "")


def _without_end(text: str) -> str:
    """A text without the punctuation that cataloguing rules set behind it."""
    text = text.strip().rstrip("/:;=, ")
    return text[:-1] if re.search(r"[^\W\d_]{3}\.$", text) else text


def _title(field: etree._Element) -> str:
    whole, last = "", ""
    for one in each(field, "subfield"):
        code, said = one.get("code") or "", _without_end(inside(one)).removesuffix(".")
        if code in "abnpkf" and code and said:
            between = ". " if code == "p" and last != "n" else _BETWEEN[code]
            whole = f"{whole}{' ' if whole[-1] in '?!' else between}{said}" if whole else said
            last = code
    return whole


def _author_groups(marc: _Fields) -> Iterator[Sequence[str]]:
    """Authors, then editors, then whoever is named."""
    fields = [one for one in marc.fields("100", "110", "111", "700", "710", "711") if not _subs(one, "t")]
    main = [one for one in fields if _role(one, _AUTHOR) and (_subs(one, "e4j") or str(one.get("tag"))[0] == "1")]
    others = [one for one in fields if one not in main and _role(one, _AUTHOR)]
    yield [_name(one) for one in (*main, *others)]
    yield [_name(one) for one in fields if _role(one, _NO_AUTHOR)]
    yield [_name(one) for one in fields]


def _role(field: etree._Element, wanted: re.Pattern[str]) -> bool:
    said = [re.sub(r"^.*/", "", one).strip(" .,") for one in _subs(field, "e4j")] or [""]
    return any(wanted.fullmatch(one) for one in said)


def _name(field: etree._Element) -> str:
    codes = "a" if str(field.get("tag")).endswith("00") else "ab"
    return _without_end(". ".join(_without_end(part) for part in _subs(field, codes)))
