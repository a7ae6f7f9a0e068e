"""The appraisal instruments that come with Synthema, in our own labels, and a team's own copy of their wording."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from synthema.forms.formats import parse_form, read_toml
from synthema.forms.model import Form, FormError, Problem, Question

# Which parts of the MMAT a study of each design is judged on (Hong 2018, doi:10.3233/EFI-180221).
MMAT_DESIGNS: Mapping[str, tuple[str, ...]] = {
    "qualitative": ("screening", "1"),
    "randomised": ("screening", "2"),
    "non_randomised": ("screening", "3"),
    "descriptive": ("screening", "4"),
    "mixed_randomised": ("screening", "1", "2", "5"),
    "mixed_non_randomised": ("screening", "1", "3", "5"),
    "mixed_descriptive": ("screening", "1", "4", "5"),
}


def instruments() -> tuple[Form, ...]:
    """Every instrument that comes with Synthema, by id."""
    folder = files("synthema.appraisal") / "instruments"
    names = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    return tuple(_load(name) for name in names)


def instrument(instrument_id: str) -> Form:
    """The instrument with this id; raises FormError that lists what there is."""
    known = {form.id: form for form in instruments()}
    if instrument_id not in known:
        step = f"Use one of: {', '.join(known)}; or a checklist of your own in a TOML file."
        raise FormError((Problem(where=f"Instrument {instrument_id}", what="there is none of that name", next=step),))
    return known[instrument_id]


def rated_questions(form: Form) -> tuple[Question, ...]:
    """The questions whose answers tables count: choices that can be answered yes."""
    return tuple(question for question in form.questions if question.kind == "choice" and "yes" in question.choices)


def for_design(form: Form, design: str) -> Form:
    """The part of the MMAT that fits a study's design, every question of it required; raises FormError."""
    groups = MMAT_DESIGNS.get(design, ())
    if not groups or not set(groups) <= {question.group for question in form.questions}:
        step = f"With the MMAT, use one of: {', '.join(MMAT_DESIGNS)}."
        raise FormError((Problem(where=f"Design {design}", what=f"{form.title} has no parts for it", next=step),))
    chosen = tuple(replace(question, required=True) for question in form.questions if question.group in groups)
    return replace(form, questions=chosen)


def with_wording(form: Form, content: bytes, name: str) -> Form:
    """The form with official wording from a team's TOML file: source, and [wording] key = text; raises FormError."""
    plain = read_toml(content, name)
    wording, source = plain.get("wording"), plain.get("source")
    problems = []
    if not isinstance(wording, dict) or not wording:
        step = 'Add a [wording] section with lines such as "1" = "…".'
        raise FormError((Problem(where=name, what="it has no wording", next=step),))
    if not isinstance(source, str) or not source.strip():
        problems.append(
            Problem(where=name, what="no source", next='Add source = "…": where the wording was taken from.')
        )
    for key, text in wording.items():
        if form.question(key) is None:
            step = f"Use one of: {', '.join(form.keys)}."
            problems.append(Problem(where=name, what=f'"{key}" is not a question of {form.title}', next=step))
        elif not isinstance(text, str):
            problems.append(Problem(where=name, what=f'the wording of "{key}" is not text', next="Put it in quotes."))
    if problems:
        raise FormError(tuple(problems))
    questions = tuple(replace(q, wording=wording.get(q.key, q.wording)) for q in form.questions)
    return replace(form, questions=questions, wording_source=str(source))


def for_publication(form: Form) -> Form:
    """The form as a public export may carry it: without official wording, unless its licence allows that."""
    if form.wording_shareable:
        return form
    return replace(form, questions=tuple(replace(q, wording="") for q in form.questions), wording_source="")


@cache
def _load(name: str) -> Form:
    resource = files("synthema.appraisal") / "instruments" / f"{name}.toml"
    return parse_form(resource.read_bytes(), resource.name)
