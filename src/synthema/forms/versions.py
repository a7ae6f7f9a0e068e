"""What changed between two versions of a form, and which answers need another look."""

from dataclasses import fields

from synthema.forms.model import Change, Form, FormError, Problem, Question

_FORM_FIELDS = ("title", "purpose", "licence", "official_url", "citation", "note", "not_reported", "reason_for")


def compare(old: Form, new: Form) -> tuple[Change, ...]:
    """Every change from the old version to the new one, form first, then questions in the new order."""
    changes = [
        Change(
            key="",
            aspect=name,
            before=_shown(getattr(old, name)),
            after=_shown(getattr(new, name)),
            reopens=name in {"not_reported", "reason_for"},
        )
        for name in _FORM_FIELDS
        if getattr(old, name) != getattr(new, name)
    ]
    for question in new.questions:
        before = old.question(question.key)
        if before is None:
            changes.append(Change(key=question.key, aspect="added", after=question.label, reopens=question.required))
        else:
            changes += _compare_questions(before, question)
    changes += [
        Change(key=question.key, aspect="removed", before=question.label)
        for question in old.questions
        if new.question(question.key) is None
    ]
    return tuple(changes + _moved(old, new))


def successor(old: Form, new: Form) -> tuple[Change, ...]:
    """The changes, or FormError where the new form cannot follow the old: other id, or version not raised."""
    changes = compare(old, new)
    if old.id != new.id:
        step = f'Keep id = "{old.id}", or start a new form.'
        raise FormError((Problem(where=f"Form {new.id}", what=f"it does not follow form {old.id}", next=step),))
    if changes and new.version <= old.version:
        what = f"it changed {len(changes)} things but is still version {new.version}"
        raise FormError((Problem(where=f"Form {new.id}", what=what, next=f"Set version = {old.version + 1}."),))
    return changes


def _compare_questions(before: Question, after: Question) -> list[Change]:
    return [
        Change(
            key=after.key,
            aspect=spec.name,
            before=_shown(getattr(before, spec.name)),
            after=_shown(getattr(after, spec.name)),
            reopens=_reopens(spec.name, before, after),
        )
        for spec in fields(Question)
        if spec.name != "wording"  # a team's copy of the official text changes no question
        and getattr(before, spec.name) != getattr(after, spec.name)
    ]


def _reopens(name: str, before: Question, after: Question) -> bool:
    if name in {"choices", "columns"}:
        return not set(getattr(before, name)) <= set(getattr(after, name))
    return name == "kind" or (name == "required" and after.required)


def _moved(old: Form, new: Form) -> list[Change]:
    was = [key for key in old.keys if key in new.keys]
    now = [key for key in new.keys if key in old.keys]
    return [] if was == now else [Change(key="", aspect="order", before=", ".join(was), after=", ".join(now))]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
