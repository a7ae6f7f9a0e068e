"""What makes a protocol complete."""

from datetime import date

from synthema.protocol.frameworks import FRAMEWORKS, slot_name
from synthema.protocol.matching import LONGEST_PHRASE, MOST_PHRASES, is_phrase
from synthema.protocol.model import Criterion, Protocol, Question

__all__ = ["FRAMEWORKS", "LONGEST_KEY", "ordered_slots", "problems", "slot_name"]

LONGEST_KEY = 100  # of a criterion, in characters
MOST_STUDIES = 1_000_000


def ordered_slots(question: Question) -> list[tuple[str, str]]:
    """The parts of a question as printed, in the order of its framework."""
    return [(slot_name(key), question.slots[key]) for key in slot_keys(question)]


def slot_keys(question: Question) -> list[str]:
    """The keys of the filled slots of a question, in the order of its framework, or in the team's own."""
    framework = FRAMEWORKS.get(question.framework)
    known = [key for key in (*(framework.names if framework else ()), *question.order) if key in question.slots]
    return list(dict.fromkeys((*known, *question.slots)))


def problems(protocol: Protocol) -> list[str]:
    """What is missing or contradicts itself, each with what to do."""
    found = []
    if not protocol.title.strip():
        found.append("The protocol has no title.")
    if not protocol.question.text.strip():
        found.append("The protocol has no question.")
    found += _framework_problems(protocol.question)
    found += _criteria_problems(protocol)
    if protocol.screening.reviewers not in (1, 2):
        found.append("[screening] reviewers must be 1 or 2; other numbers are not supported yet.")
    return found + _number_problems(protocol)


def _framework_problems(question: Question) -> list[str]:
    framework = FRAMEWORKS.get(question.framework)
    if framework is None:
        return [f"Framework {question.framework!r} is not known. Known: {', '.join(FRAMEWORKS)}."]
    filled = {name for name, text in question.slots.items() if text.strip()}
    if framework.free:
        return [] if filled else ["The question has no parts. Name at least one, such as Population."]
    found = [
        f"{question.framework} asks for the slot {name!r}, which is empty."
        for name in framework.mandatory
        if name not in filled
    ]
    strange = sorted(set(question.slots) - set(framework.names))
    slots = ", ".join(framework.names)
    return found + [f"{question.framework} has no slot {name!r}. Its slots: {slots}." for name in strange]


def _criteria_problems(protocol: Protocol) -> list[str]:
    keys = [c.key for c in protocol.criteria]
    if not keys:
        return ["There are no criteria; list them in the order in which they are checked."]
    found = [
        f"Criterion {key!r} stands twice; give each its own key."
        for key in sorted({k for k in keys if keys.count(k) > 1})
    ]
    found += [
        f"The key {key[:20]!r} of criterion no. {number} cannot be used. Write 1 to {LONGEST_KEY} characters."
        for number, key in enumerate(keys, start=1)
        if not key.strip() or len(key) > LONGEST_KEY
    ]
    slots = protocol.question.slots
    found += [
        f"Criterion {c.key!r} names the slot {c.slot!r}, which the question does not have. "
        f"Slots: {', '.join(sorted(slots))}."
        for c in protocol.criteria
        if c.slot and c.slot not in slots
    ]
    return found + [problem for c in protocol.criteria for problem in _word_problems(c)]


def _word_problems(criterion: Criterion) -> list[str]:
    words = (*criterion.words_for, *criterion.words_against)
    found = [
        f"Criterion {criterion.key!r}: {phrase[:20]!r} cannot be marked. Write 1 to {LONGEST_PHRASE} characters "
        "with at least two letters or digits; * stands for any letters."
        for phrase in words
        if not is_phrase(phrase)
    ]
    if len(words) > MOST_PHRASES:
        found.append(f"Criterion {criterion.key!r} has {len(words)} phrases to mark; write at most {MOST_PHRASES}.")
    return found


def _number_problems(protocol: Protocol) -> list[str]:
    registered, found = protocol.statements.registered_on, []
    if registered and not is_day(registered):
        found.append(f"The date of registration {registered!r} is not a date like 2026-03-31.")
    numbers = protocol.previous
    counts = (numbers.studies or 0, numbers.reports or 0, numbers.dropped_studies, numbers.dropped_reports)
    if any(not 0 <= number <= MOST_STUDIES for number in counts):
        found.append(f"The numbers of the previous version run from 0 to {MOST_STUDIES:,}.")
    elif (numbers.studies is None) is not (numbers.reports is None):
        found.append("Give both the studies and the reports of the previous version, or neither.")
    elif numbers.dropped_studies > (numbers.studies or 0) or numbers.dropped_reports > (numbers.reports or 0):
        found.append("More of the previous version is no longer included than it had. Correct these numbers.")
    return found


def is_day(text: str) -> bool:
    """Whether a text is a date like 2026-03-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
