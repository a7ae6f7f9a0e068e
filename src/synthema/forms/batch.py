"""Files of answers: read whole, every problem named, and only then acted on, study by study."""

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from synthema.audit.model import By
from synthema.files import read_bytes
from synthema.forms.admission import Filled, gathered, hindrance, refuse_settler, refuse_unsettled
from synthema.forms.answers_csv import read_long, read_wide
from synthema.forms.formats import MOST_BYTES
from synthema.forms.model import Form, FormError, Problem, Sheet, SheetReading
from synthema.forms.standing import Agreed, Given
from synthema.forms.tables import (
    NEEDED,
    Stage,
    agreements,
    all_agreements,
    all_sheets,
    form_in_force,
    needed,
    standing_sheets,
)
from synthema.refused import Refused
from synthema.team.doors import NotAllowed

MOST_SHOWN = 25
Find = Callable[[str], UUID | None]
Rated = Mapping[UUID, tuple[str, str, str]]  # study -> its label, rating, reason


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFile:
    """A file of answers that a person hands in, how it names studies, and ratings given beside it."""

    by: By
    review: UUID
    stage: Stage
    path: Path
    find: Find
    rated: Rated = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One act to come, under an identifier that the same file gives again."""

    by: By
    filled: Filled


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file asks for: the acts to come, and how many of its studies stand that way already."""

    steps: tuple[Step, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file as read: a row (where, what) for each known study, and what is wrong with the studies it names."""

    content: bytes
    reading: SheetReading
    rows: list[tuple[str, Filled]]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a file of answers."""

    recorded: int
    unchanged: int


def content_of(path: Path) -> bytes:
    """The bytes of a file of answers; raises Refused when it is missing, a folder or far too large."""
    return read_bytes(path, "file of answers", MOST_BYTES)


def read_answers(form: Form, content: bytes, name: str) -> SheetReading:
    """Answers in either layout: long where the first line names question and answer, else wide."""
    first = content.split(b"\n", 1)[0].decode("utf-8", "replace").replace('"', "").replace(";", ",").replace("\t", ",")
    columns = {column.strip().lstrip("\ufeff") for column in first.split(",")}
    return (read_long if {"question", "answer"} <= columns else read_wide)(form, content, name)


def plan_sheets(file: AnswerFile, judge: Callable[[Form, Filled], None]) -> Plan:
    """The sheets a file asks a person to give; raises Refused with everything that stands against it."""
    person, review, stage = file.by.person, file.review, file.stage
    form, number = form_in_force(review, stage).form, needed(review, stage)
    standing, agreed = standing_sheets(review, stage), agreements(review, stage)
    opened = _opened(file, form)
    problems = [*opened.reading.problems, *opened.problems]
    wanted: list[Filled] = []
    for where, filled in opened.rows:
        given = standing.get(filled.study, [])
        if any(sheet.person == person and _same(sheet, filled) for sheet in given):
            continue
        wanted.append(filled)
        settled = filled.study in agreed
        stopped = hindrance(form, given, person, number=number, settled=settled, stage=stage)
        problems += [Problem(where=where, what=stopped[0], next=stopped[1])] if stopped else []
        problems += [] if opened.reading.problems else gathered(where, judge, form, filled)
    _refuse(problems)
    times = Counter(all_sheets(review, stage).filter(person=person).values_list("study", flat=True))
    return Plan(_steps(file, "sheets", opened.content, wanted, times), len(opened.rows) - len(wanted))


def plan_agreements(file: AnswerFile, roles: Set[str], how: str) -> Plan:
    """The consensus a file records, on differing questions only; raises Refused with everything against it."""
    review, stage, form = file.review, file.stage, form_in_force(file.review, file.stage).form
    standing, agreed = standing_sheets(review, stage), agreements(review, stage)
    opened = _opened(file, form)
    problems = [*(problem for problem in opened.reading.problems if not problem.missing), *opened.problems]
    wanted: list[Filled] = []
    for where, filled in opened.rows:
        settled, given = agreed.get(filled.study), standing.get(filled.study, [])
        if settled is None:
            wanted.append(filled)
            problems += _against(form, given, filled, where) or _not_theirs(file.by.person, roles, given, how, where)
        elif not _same(settled, filled):
            step = f"`synthema {stage} reopen STUDY` takes that back."
            problems.append(Problem(where=where, what="it is settled already, and otherwise", next=step))
    _refuse(problems)
    times = Counter(all_agreements(review, stage).values_list("study", flat=True))
    return Plan(_steps(file, "consensus", opened.content, wanted, times), len(opened.rows) - len(wanted))


def _against(form: Form, given: Sequence[Given], filled: Filled, where: str) -> list[Problem]:
    if len(given) < NEEDED:
        what = f"a consensus needs two people's answers, and there are {len(given)}"
        return [Problem(where=where, what=what, next="Leave it out until both have answered.")]
    return gathered(where, refuse_unsettled, form, (given[0], given[1]), filled)


def _not_theirs(person: UUID, roles: Set[str], given: Sequence[Given], how: str, where: str) -> list[Problem]:
    try:
        refuse_settler(person, roles, given, how)
    except NotAllowed as error:
        what, _, step = str(error).rstrip(".").partition(". ")
        return [Problem(where=where, what=what[0].lower() + what[1:], next=f"{step or 'Leave it to them'}.")]
    return []


def _opened(file: AnswerFile, form: Form) -> _Opened:
    content, name = content_of(file.path), file.path.name
    reading = read_answers(form, content, name)
    known, problems = _known(reading.sheets, file.find, name)
    sheets = [(known[sheet.study], sheet) for sheet in reading.sheets if sheet.study in known]
    only_rated = set(file.rated) - set(known.values())
    sheets += [(study, Sheet(rating[0])) for study, rating in file.rated.items() if study in only_rated]
    if not reading.sheets and not sheets:
        problems.append(Problem(where=name, what="it holds no answers", next="Write a row for each study."))
    rows = [(f"{name}, {sheet.study}", _filled(sheet, study, file.rated)) for study, sheet in sheets]
    return _Opened(content, reading, rows, problems)


def _known(sheets: Sequence[Sheet], find: Find, name: str) -> tuple[dict[str, UUID], list[Problem]]:
    found: dict[str, UUID] = {}
    problems = []
    for sheet in sheets:
        study = find(sheet.study)
        if study is None:
            step = "`synthema studies list` names the studies of this review."
            problems.append(Problem(where=f"{name}, {sheet.study}", what="there is no such study", next=step))
        elif study in found.values():
            problems.append(Problem(where=f"{name}, {sheet.study}", what="this study stands twice", next="Keep one."))
        else:
            found[sheet.study] = study
    return found, problems


def _filled(sheet: Sheet, study: UUID, rated: Rated) -> Filled:
    _, rating, why = rated.get(study, ("", "", ""))
    return Filled(study=study, answers=sheet.answers, reasons=sheet.reasons, rating=rating, rating_reason=why)


def _same(known: Given | Agreed, filled: Filled) -> bool:
    mine = (dict(known.answers), dict(known.reasons), known.rating, known.rating_reason)
    return mine == (dict(filled.answers), dict(filled.reasons), filled.rating, filled.rating_reason)


def _steps(
    file: AnswerFile, what: str, content: bytes, wanted: list[Filled], times: Mapping[UUID, int]
) -> tuple[Step, ...]:
    """Acts named by the file and by how often each study was done before: a crash resumes, a withdrawal counts."""
    act = file.by.with_file(file.review, f"{file.stage} {what}", hashlib.sha256(content).hexdigest())
    return tuple(Step(act.then(f"{filled.study} {times.get(filled.study, 0)}"), filled) for filled in wanted)


def _refuse(problems: list[Problem]) -> None:
    if not problems:
        return
    if len(problems) <= MOST_SHOWN:
        raise FormError(tuple(problems))
    shown = "\n".join(str(problem) for problem in problems[:MOST_SHOWN])
    raise Refused(
        "{shown}\n… and {problems} more. Nothing was recorded.", shown=shown, problems=len(problems) - MOST_SHOWN
    )
