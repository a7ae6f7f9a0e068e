"""Which part of an instrument a study is held to: with the MMAT, what fits the design that its answers show."""

from collections.abc import Mapping
from dataclasses import replace

from synthema.appraisal.instruments import MMAT_DESIGNS, for_design
from synthema.forms.model import Form, FormError, Problem
from synthema.forms.rules import unanswered

_SCREENING = "screening"
_MMAT_PARTS = {part for parts in MMAT_DESIGNS.values() for part in parts}


def asked(form: Form, answers: Mapping[str, object]) -> Form:
    """The questions a study must answer; raises FormError where answers to the MMAT fit no design of its own.

    A study that fails the MMAT's screening may stop there.
    """
    if {question.group for question in form.questions} != _MMAT_PARTS:
        return form
    answered = {q.group for q in form.questions if not unanswered(answers.get(q.key))} | {_SCREENING}
    design = next((name for name, parts in MMAT_DESIGNS.items() if set(parts) == answered), "")
    if design:
        return for_design(form, design)
    screening = tuple(question for question in form.questions if question.group == _SCREENING)
    if answered == {_SCREENING} and any(answers.get(q.key) not in ("yes", None) for q in screening):
        return replace(form, questions=screening)
    parts = ", ".join(sorted(answered - {_SCREENING})) or "none"
    designs = "; ".join(f"{name}: {', '.join(parts[1:])}" for name, parts in MMAT_DESIGNS.items())
    what = f"the answered parts ({parts}) fit no design"
    raise FormError((Problem(where=form.title, what=what, next=f"Answer the parts of one design. {designs}."),))
