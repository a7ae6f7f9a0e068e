"""The decisions in exports of ASReview, Covidence and EPPI-Reviewer."""

import re
from collections.abc import Iterator, Mapping

from synthema.records.model import Record
from synthema.records.opinion_model import Heard, Opinion, Said, Stage, spoken

_WORD = re.compile(r"\bASReview_(\w+)")
_WORDS: Mapping[str, Said] = {"relevant": "include", "irrelevant": "exclude", "not_seen": ""}
_NUMBERS: Mapping[str, Said] = {"1": "include", "0": "exclude", "-1": "", "": ""}
_LABELS = ("asreviewlabel", "included", "labelincluded")  # column headers, letters and digits only
_NOTES = re.compile(r"asreviewnotes?|exportednotes[0-9]*")
_TAGS = re.compile(r"asreviewtags|asreviewtag(.*)")
_NO = frozenset({"", "0", "false", "[]"})

_REASON = re.compile(r"\s*Exclusion reason:([^;]*);?\s*(.*)", re.IGNORECASE | re.DOTALL)
_COVIDENCE_RIS = frozenset({"NS", "PG", "PD"})
_LISTS: Mapping[str, tuple[Said, Stage]] = {
    "irrelevant": ("exclude", "title_abstract"),
    "select": ("include", "title_abstract"),
    "excluded": ("exclude", "full_text"),
    "included": ("include", "full_text"),
}
_FILE = re.compile(r"review_[0-9]+_(irrelevant|select|excluded|included)_", re.IGNORECASE)

_CODE = re.compile(r"(include|exclude)\b[\s:-]*(?:(?:based on|on|for)\b)?[\s:-]*(.*)", re.IGNORECASE | re.DOTALL)
_STAGES: tuple[tuple[str, Stage], ...] = (
    (r"full[- ]?text|full report", "full_text"),
    (r"title(?: *(?:&|and) *abstract)?|abstract|t *& *a\b", "title_abstract"),
)


def asreview(record: Record) -> Heard:
    """The label of ASReview: words in the notes of RIS, columns in tables; it shows titles and abstracts."""
    words = [word for value in spoken(record) for word in _WORD.findall(value)]
    columns = {tag: value.strip().removesuffix(".0") for tag, value in record.raw}
    faults = [f"ASReview_{word} is not known" for word in words if not _is_known(word)]
    labels = {_WORDS[word] for word in words if word in _WORDS}
    labels |= set(_numbered(columns, _LABELS, faults))
    before = {_WORDS[word[9:]] for word in words if word[9:] in _WORDS and word.startswith("validate_")}
    before |= set(_numbered(columns, ("asreviewlabeltovalidate",), faults))
    said = [
        *_labelled(labels, "", faults, reviewer=_reviewer(columns), labels=_tags(words, columns), note=_note(columns)),
        *_labelled(before, " to validate", faults, labels=("to validate",)),
    ]
    return Heard(tuple(said), tuple(faults))


def _is_known(word: str) -> bool:
    return word == "prior" or word.removeprefix("validate_") in _WORDS


def _numbered(columns: Mapping[str, str], names: tuple[str, ...], faults: list[str]) -> Iterator[Said]:
    for name in names:
        value = columns.get(name)
        if value is None:
            continue
        if value in _NUMBERS:
            yield _NUMBERS[value]
        elif name.startswith("asreview"):
            faults.append(f"{value} is no label of ASReview that is known")


def _labelled(
    verdicts: set[Said],
    which: str,
    faults: list[str],
    *,
    reviewer: str = "",
    labels: tuple[str, ...] = (),
    note: str = "",
) -> Iterator[Opinion]:
    if len(verdicts) > 1:
        faults.append(f"more than one label{which} of ASReview; none was read")
    elif any(verdicts) or note:
        yield Opinion("ASReview", reviewer, next(iter(verdicts), ""), "title_abstract", labels=labels, note=note)


def _reviewer(columns: Mapping[str, str]) -> str:
    return columns.get("asreviewusername", "") or columns.get("asreviewuseremail", "")


def _note(columns: Mapping[str, str]) -> str:
    return "\n".join(value for tag, value in columns.items() if _NOTES.fullmatch(tag))


def _tags(words: list[str], columns: Mapping[str, str]) -> tuple[str, ...]:
    found = ["prior"] if "prior" in words or columns.get("asreviewprior") == "1" else []
    for tag, value in columns.items():
        column = _TAGS.fullmatch(tag)
        if column and value.casefold() not in _NO:
            found.append(column[1] if value.casefold() in ("1", "true") and column[1] else value)
    return tuple(dict.fromkeys(found))


def covidence(record: Record) -> Heard:
    """Covidence's reason for exclusion, notes and tags; which list a record was on, only the name of the file tells."""
    tags = {tag for tag, _ in record.raw}
    values = spoken(record)
    reasons = [found for value in values if (found := _REASON.match(value))]
    if not reasons and "covidence" not in tags and not tags >= _COVIDENCE_RIS:
        return Heard()
    named = tuple(dict.fromkeys(found[1].strip() for found in reasons if found[1].strip()))
    notes = [value for tag, value in record.raw if tag in ("notes", "N1")] or [found[0] for found in reasons]
    note = "\n".join(rest for value in notes if (rest := _without_reason(value)))
    labels = tuple(dict.fromkeys(_parts([value for tag, value in record.raw if tag == "tags"])))
    if reasons:
        return Heard((Opinion("Covidence", "", "exclude", "full_text", named, labels, note),))
    return Heard((Opinion("Covidence", labels=labels, note=note),) if labels or note else ())


def covidence_list(name: str) -> tuple[Said, Stage]:
    """What the name of a Covidence file says of all its records: `review_1_irrelevant_csv_….csv`; else nothing."""
    found = _FILE.search(name)
    return _LISTS[found[1].casefold()] if found else ("", "")


def _without_reason(value: str) -> str:
    found = _REASON.match(value)
    return (found[2] if found else value).strip()


def _parts(values: list[str]) -> Iterator[str]:
    for value in values:
        yield from (part.strip() for part in value.split(";") if part.strip())


_LONGEST_LIST = 5000  # characters of a tag that lists keywords


def eppi(record: Record) -> Heard:
    """The codes of EPPI-Reviewer's screening tools, where its export carries them as keywords."""
    words = tuple(dict.fromkeys((*record.keywords, *_short_words(record))))
    if "eppi-reviewer" not in {word.casefold() for word in words}:
        return Heard()
    return Heard(tuple(_coded(code) for word in words if (code := _CODE.fullmatch(word))))


def _short_words(record: Record) -> Iterator[str]:
    """What stands in the tags as written, for a record whose keywords were taken out of sight."""
    for _, value in record.raw:
        if len(value) <= _LONGEST_LIST:
            yield from (word.strip() for word in re.split(r"[;\n]", value))


def _coded(code: re.Match[str]) -> Opinion:
    """`EXCLUDE on date`, `INCLUDE based on title & abstract`, `INCLUDE for second opinion`."""
    rest = code[2].strip()
    stage: Stage = next((name for sign, name in _STAGES if re.search(sign, rest, re.IGNORECASE)), "")
    if re.search(r"second opinion", rest, re.IGNORECASE):
        return Opinion("EPPI-Reviewer", "", "maybe", stage)
    if code[1].casefold() == "include":
        return Opinion("EPPI-Reviewer", "", "include", stage)
    reason = rest
    for sign, _ in _STAGES:
        reason = re.sub(rf"^(?:{sign})[\s:,-]*", "", reason, flags=re.IGNORECASE)
    return Opinion("EPPI-Reviewer", "", "exclude", stage, (reason,) if reason else ())
