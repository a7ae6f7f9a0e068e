"""Question frameworks with their slots, as their authors name them, and a hint for each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """One part of a question: its key, what it is called, and what belongs in it."""

    key: str
    hint: str
    name: str = ""
    optional: bool = False

    @property
    def title(self) -> str:
        """The name as printed."""
        return self.name or self.key.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A way to take a question apart; one without slots leaves them to the team."""

    key: str
    use: str
    source: str
    slots: tuple[Slot, ...]

    @property
    def free(self) -> bool:
        """Whether the team names the slots itself."""
        return not self.slots

    @property
    def names(self) -> tuple[str, ...]:
        """The keys of the slots in their order."""
        return tuple(slot.key for slot in self.slots)

    @property
    def mandatory(self) -> tuple[str, ...]:
        """The keys of the slots that must be filled."""
        return tuple(slot.key for slot in self.slots if not slot.optional)


_WHO = "Whose experience or view is sought: role, condition, age, and who does not count."
_WHAT = "What they live through, do or think: the experience, event or practice under study."
_WHERE = "Where it happens: kind of service, country, culture, period."

_PICO = Framework(
    key="PICo",
    use="Experience and meaning; the usual choice for qualitative reviews.",
    source="JBI Manual for Evidence Synthesis",
    slots=(
        Slot("population", _WHO),
        Slot("phenomenon", _WHAT, "Phenomenon of interest"),
        Slot("context", _WHERE),
    ),
)
_SPIDER = Framework(
    key="SPIDER",
    use="Qualitative and mixed-methods studies; finds fewer records, and may miss some.",
    source="Cooke, Smith and Booth 2012, doi:10.1177/1049732312452938",
    slots=(
        Slot("sample", _WHO),
        Slot("phenomenon", _WHAT, "Phenomenon of interest"),
        Slot("design", "How it is studied: interviews, focus groups, observation, diaries, …"),
        Slot("evaluation", "What is found out: views, experiences, attitudes, meanings."),
        Slot("research_type", "Qualitative, mixed methods, or both.", "Research type"),
    ),
)
_PEO = Framework(
    key="PEO",
    use="What it is like to live with a condition or an event.",
    source="Khan et al., Systematic Reviews to Support Evidence-Based Medicine",
    slots=(
        Slot("population", _WHO),
        Slot("exposure", "The condition, event or circumstance they live with."),
        Slot("outcome", "The outcomes or themes of interest: experiences, needs, ways of coping."),
    ),
)
_PICOS = Framework(
    key="PICOS",
    use="How an intervention is received, where study designs matter.",
    source="Methley et al. 2014, doi:10.1186/s12913-014-0579-0",
    slots=(
        Slot("population", _WHO),
        Slot("intervention", "What is offered or done, by whom and how."),
        Slot("comparison", "What it is compared with, if anything.", optional=True),
        Slot("outcome", "What matters to the people concerned: acceptance, barriers, experience."),
        Slot("study_design", "Which designs count, such as interviews or ethnography.", "Study design"),
    ),
)
_SPICE = Framework(
    key="SPICE",
    use="How a service is judged by those who use or give it.",
    source="Booth 2006, doi:10.1108/07378830610692127",
    slots=(
        Slot("setting", _WHERE),
        Slot("perspective", "Whose view is taken: patients, relatives, staff, managers."),
        Slot("intervention", "The service, practice or change that is judged."),
        Slot("comparison", "What it is compared with, if anything.", optional=True),
        Slot("evaluation", "By what it is judged: experience, acceptance, perceived worth."),
    ),
)
_CIMO = Framework(
    key="CIMO",
    use="Why something works where it does: realist and organisational questions.",
    source="Denyer, Tranfield and van Aken 2008, doi:10.1177/0170840607088020",
    slots=(
        Slot("context", "The people, relations and institution in which it happens."),
        Slot("intervention", "What is done or changed."),
        Slot("mechanism", "What it sets in motion, and why that leads to the outcome."),
        Slot("outcome", "What comes of it, meant and unmeant."),
    ),
)
_ECLIPSE = Framework(
    key="ECLIPSE",
    use="Policy and management of services.",
    source="Wildridge and Bell 2002, doi:10.1046/j.1471-1842.2002.00378.x",
    slots=(
        Slot("expectation", "What the answer is wanted for: improvement, change, information."),
        Slot("client_group", "For whom the service is.", "Client group"),
        Slot("location", "Where it is given."),
        Slot("impact", "What change is sought, and how it would show."),
        Slot("professionals", "Who gives or changes the service."),
        Slot("service", "Which service it is."),
    ),
)
_PERSPECTIF = Framework(
    key="PerSPE(c)TiF",
    use="Complex interventions and systems, where context and time matter.",
    source="Booth et al. 2019, doi:10.1136/bmjgh-2018-001107",
    slots=(
        Slot("perspective", "From whose point of view the question is asked."),
        Slot("setting", "The immediate place: ward, home, clinic, school."),
        Slot("phenomenon", _WHAT, "Phenomenon of interest"),
        Slot("environment", "The wider surroundings: policy, health system, culture."),
        Slot("comparison", "What it is compared with, if anything.", optional=True),
        Slot("timing", "When, and over what time."),
        Slot("findings", "What kind of findings are sought: themes, theory, barriers and enablers."),
    ),
)
_FREE = Framework(key="free", use="Parts that the team names itself.", source="", slots=())

FRAMEWORKS: dict[str, Framework] = {
    one.key: one for one in (_PICO, _SPIDER, _PEO, _PICOS, _SPICE, _CIMO, _ECLIPSE, _PERSPECTIF, _FREE)
}
_NAMES = {slot.key: slot.title for framework in FRAMEWORKS.values() for slot in framework.slots}


def slot_name(key: str) -> str:
    """A slot's name as printed."""
    return _NAMES.get(key, key.replace("_", " ").capitalize())
