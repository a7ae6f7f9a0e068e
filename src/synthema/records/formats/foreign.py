"""Files joined from exports of different formats: the lines that unmistakably begin a record of another one."""

import re
from dataclasses import dataclass, field

from synthema.records.formats.held import Held
from synthema.records.kinds import BIBTEX_TYPES, RIS_TYPES
from synthema.records.tally import Tally, visible

RIS_CODE = "|".join(sorted({*RIS_TYPES, "GRNT"}))
"""The type codes of RIS, to be found in a line; one of them as EndNote writes it."""
_SIGNS = (  # format, its name for people, how a record of it begins
    ("ris", "RIS", rf"TY {{1,3}}- ?(?:{RIS_CODE})\s*$"),
    ("nbib", "MEDLINE", r"PMID ?- ?[0-9]{1,9}\s*$"),
    ("wos", "Web of Science", r"PT [JBSP]\s*$"),
    ("endnote-tagged", "EndNote tagged", r"%0 [A-Z]"),
    ("refworks", "RefWorks", r"RT (?:Journal|Book|Conference|Dissertation|Generic|Web Page|Report|Thesis)\b"),
    ("ovid", "Ovid", r"VN {1,2}- Ovid Technologies|Unique Identifier\s*$"),
    (
        "bibtex",
        "BibTeX",
        rf"@(?i:{'|'.join(sorted(BIBTEX_TYPES))})\s*\{{\s*[^\s,{{}}]*,",
    ),
)
_TITLES = {name: title for name, title, _ in _SIGNS}
_ANY = re.compile("|".join(f"({pattern})" for _, _, pattern in _SIGNS))


def foreign(line: str, own: str) -> str:
    """The name of the other format of which a line begins a record, or nothing."""
    found = _ANY.match(line)
    name, title, _ = _SIGNS[(found.lastindex or 1) - 1] if found else ("", "", "")
    return title if name != own else ""


@dataclass(slots=True)
class Strangers:
    """The records of other formats in a file; each is refused with its text."""

    own: str  # format of the file
    tally: Tally
    at: int = 0  # line where the one at hand begins, or none is
    title: str = ""
    held: Held = field(default_factory=Held)

    def takes(self, number: int, line: str, *, may_begin: bool, ours: bool) -> bool:
        """Whether a line belongs to a record of another format, which ends where one of ours begins; keeps it."""
        other = foreign(line, self.own) if may_begin or self.at else ""
        if other or ours:
            self.settle()
        if other:
            self.tally.markers += 1
            self.at, self.title = number, other
        if self.at:
            self.held.add(line.strip())
            self.tally.tag_characters += visible(line)
        return bool(self.at)

    def settle(self) -> None:
        """Refuse the record at hand."""
        if not self.at:
            return
        reason = f"a record of another format ({self.title}) in a file of {_TITLES.get(self.own, self.own)} records"
        left_out = self.held.room.left_out
        lost = f"; {left_out:,} of its characters are not kept" if left_out else ""
        self.tally.refuse(self.at, f"{reason}; put it into a file of its own{lost}", self.held.text)
        self.at, self.held = 0, Held()
