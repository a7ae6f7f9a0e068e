"""Question frameworks and what makes a protocol complete."""

from synthema.protocol.model import Protocol, Question

# Slot keys as the frameworks' authors name them; the second list is optional.
FRAMEWORKS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "PICo": (("population", "phenomenon", "context"), ()),
    "SPIDER": (("sample", "phenomenon", "design", "evaluation", "research_type"), ()),
    "PEO": (("population", "exposure", "outcome"), ()),
    "SPICE": (("setting", "perspective", "intervention", "evaluation"), ("comparison",)),
    "ECLIPSE": (("expectation", "client_group", "location", "impact", "professionals", "service"), ()),
    "PerSPE(c)TiF": (
        ("perspective", "setting", "phenomenon", "environment", "timing", "findings"),
        ("comparison",),
    ),
}
LONGEST_KEY = 100  # of a criterion, in characters
SLOT_NAMES = {"phenomenon": "Phenomenon of interest", "research_type": "Research type", "client_group": "Client group"}


def slot_name(key: str) -> str:
    """A slot's name as printed."""
    return SLOT_NAMES.get(key, key.replace("_", " ").capitalize())


def ordered_slots(question: Question) -> list[tuple[str, str]]:
    """The parts of a question as printed, in the order of its framework."""
    mandatory, optional = FRAMEWORKS.get(question.framework, ((), ()))
    known = [key for key in (*mandatory, *optional) if key in question.slots]
    others = [key for key in question.slots if key not in known]
    return [(slot_name(key), question.slots[key]) for key in (*known, *others)]


def problems(protocol: Protocol) -> list[str]:
    """What is missing or contradicts itself, each with what to do."""
    found = []
    if not protocol.title.strip():
        found.append("The protocol has no title.")
    if not protocol.question.text.strip():
        found.append("The protocol has no question.")
    found += _framework_problems(protocol)
    found += _criteria_problems(protocol)
    if protocol.screening.reviewers not in (1, 2):
        found.append("[screening] reviewers must be 1 or 2; other numbers are not supported yet.")
    return found


def _framework_problems(protocol: Protocol) -> list[str]:
    question = protocol.question
    known = FRAMEWORKS.get(question.framework)
    if known is None:
        return [f"Framework {question.framework!r} is not known. Known: {', '.join(FRAMEWORKS)}."]
    mandatory, optional = known
    filled = {name for name, text in question.slots.items() if text.strip()}
    found = [
        f"{question.framework} asks for the slot {name!r}, which is empty." for name in mandatory if name not in filled
    ]
    strange = sorted(set(question.slots) - set(mandatory) - set(optional))
    slots = ", ".join(mandatory + optional)
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
    return found + [
        f"Criterion {c.key!r} names the slot {c.slot!r}, which the question does not have. "
        f"Slots: {', '.join(sorted(slots))}."
        for c in protocol.criteria
        if c.slot and c.slot not in slots
    ]
