"""Bring the themes of a review in line with a file."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from synthema.audit.model import By
from synthema.refused import Words
from synthema.sheets import refuse
from synthema.studies.tables import study_ids
from synthema.synthesis import actions
from synthema.synthesis.events import MethodChosen
from synthema.synthesis.formats import ThemeEntry, ThemeFile, read_themes
from synthema.synthesis.loading import Account
from synthema.synthesis.model import ThemeLevel
from synthema.synthesis.rules import file_problems, method_problem, parents_first
from synthema.synthesis.tables import ThemeRow, method, notes, themes
from synthema.team.doors import access_review
from synthema.team.model import Need


def load_themes(by: By, review: UUID, path: Path) -> Account:
    """Bring method, themes and notes of the review in line with a file; nothing is removed that it does not name."""
    access_review(by.person, review, Need.DECIDE)
    wanted = read_themes(path)
    _check_themes(review, wanted, path.name)
    account = Account()
    _load_method(by, review, wanted, account)
    for entry in parents_first(wanted.theme):
        _load_theme(by.then(f"theme {entry.key}"), review, entry, account)
    for number, note in enumerate(_notes(review, wanted)):
        _load_note(by.then(f"note {number}"), review, note, account)
    return account


def _check_themes(review: UUID, wanted: ThemeFile, name: str) -> None:
    there = {row.key: row for row in ThemeRow.objects.filter(review=review)}
    standing = {k: ThemeLevel(row.level) for k, row in there.items() if not row.retired}
    found = [method_problem(wanted.method)] if wanted.method and method_problem(wanted.method) else []
    found += file_problems(wanted.theme, standing)
    found += [problem for entry in wanted.theme if (problem := _fixed(entry, there.get(entry.key)))]
    study_of = study_ids(review)
    for entry in wanted.disagreement:
        found += [
            f"The disagreement “{entry.title}” names {label!r}, which is no study. `synthema studies list` names them."
            for label in entry.studies
            if study_of(label) is None
        ]
    known = {*standing, *(entry.key for entry in wanted.theme)}
    found += [
        f"A [[disconfirming]] names the theme {entry.theme!r}, and there is no such key."
        for entry in wanted.disconfirming
        if entry.theme not in known
    ]
    refuse([f"{name}: {problem}" for problem in found])


def _fixed(entry: ThemeEntry, row: ThemeRow | None) -> str:
    """What a file may not change in a theme that is there."""
    if row is None:
        return ""
    if row.retired:
        return Words(
            "Theme {entry_key!r} was retired. `synthema synthesis restore {entry_key}` brings it back.",
            entry_key=entry.key,
        )
    if (row.level, row.origin, row.source) != (entry.level, entry.origin, entry.source):
        return Words(
            "Theme {entry_key!r} is there with another level, origin or source. Retire it and use a new key.",
            entry_key=entry.key,
        )
    return ""


def _load_method(by: By, review: UUID, wanted: ThemeFile, account: Account) -> None:
    if not wanted.method:
        return
    values = {name: getattr(wanted, name) for name in actions.METHOD_FIELDS if name != "profile"}
    if not actions.says_the_same(method(review), MethodChosen(profile=wanted.method, **values)):
        actions.choose_method(by.then("method"), review, wanted.method, **values)
        account.count("method chosen")


def _load_theme(by: By, review: UUID, entry: ThemeEntry, account: Account) -> None:
    row = ThemeRow.objects.filter(review=review, key=entry.key).first()
    parent = ThemeRow.objects.get(review=review, key=entry.parent).id if entry.parent else None
    if row is None:
        values = {name: getattr(entry, name) for name in ("origin", "source", "definition")}
        actions.create_theme(by, review, entry.key, entry.name, entry.level, parent=parent, **values)
        account.count("themes created")
        return
    if row.name != entry.name.strip():
        actions.rename_theme(by.then("name"), review, row.id, entry.name)
        account.count("themes renamed")
    if row.definition != entry.definition:
        actions.redefine_theme(by.then("definition"), review, row.id, entry.definition)
        account.count("themes redefined")
    if row.parent != parent:
        actions.move_theme(by.then("parent"), review, row.id, parent)
        account.count("themes moved")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Note:
    kind: str
    title: str
    text: str
    studies: tuple[UUID, ...] = ()
    theme: UUID | None = None


def _notes(review: UUID, wanted: ThemeFile) -> list[_Note]:
    study_of = study_ids(review)
    theme = {row.key: row for row in themes(review)}
    return [
        *(
            _Note(
                kind="disagreement",
                title=d.title,
                text=d.text,
                studies=tuple(one for s in d.studies if (one := study_of(s)) is not None),
            )
            for d in wanted.disagreement
        ),
        *(_Note(kind="robustness", title=r.title, text=r.text) for r in wanted.robustness),
        *(_Note(kind="limit", title=title, text=text) for title, text in wanted.limits.items()),
        *(
            _Note(kind="disconfirming", title=theme[d.theme].name, text=d.text, theme=theme[d.theme].id)
            for d in wanted.disconfirming
        ),
    ]


def _load_note(by: By, review: UUID, wanted: _Note, account: Account) -> None:
    there = [row for row in notes(review, wanted.kind) if (row.title, row.theme_id) == (wanted.title, wanted.theme)]
    if any((row.text, row.studies) == (wanted.text, wanted.studies) for row in there):
        return
    for row in there:
        actions.withdraw_note(by.then(f"withdraw {row.id}"), review, row.id, "written anew")
    if wanted.kind == "disagreement":
        actions.note_disagreement(by, review, wanted.title, wanted.text, wanted.studies)
    else:
        actions.write_note(by, review, wanted.kind, wanted.title, wanted.text, wanted.theme)
    account.count("notes written")
