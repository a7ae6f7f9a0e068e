"""One profile per synthesis method: what it calls its levels, and which checks it answers to."""

from dataclasses import dataclass

from synthema.synthesis.model import ThemeLevel

EVERY_METHOD = ("S01", "S02", "S03", "S04", "S11", "S12", "S13", "S14", "S15", "S17", "S18")


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodProfile:
    """A method of synthesis as the software needs to know it."""

    id: str
    name: str
    source: str  # DOI or ISBN of its description
    descriptive: str  # the method's word for a theme of each level
    analytical: str
    overarching: str = "overarching theme"
    check_ids: tuple[str, ...] = EVERY_METHOD

    def word_for(self, level: ThemeLevel) -> str:
        """The method's own word for a theme of this level."""
        words = {ThemeLevel.DESCRIPTIVE: self.descriptive, ThemeLevel.ANALYTICAL: self.analytical}
        return words.get(level, self.overarching)


def _checks(*own: str) -> tuple[str, ...]:
    return tuple(sorted(EVERY_METHOD + own))


FRAMEWORK = MethodProfile(
    id="framework",
    name="Framework and best-fit framework synthesis",
    source="10.1186/1471-2288-13-37",
    descriptive="subtheme",
    analytical="theme of the framework",
    check_ids=_checks("S05", "S06"),
)
THEMATIC = MethodProfile(
    id="thematic",
    name="Thematic synthesis",
    source="10.1186/1471-2288-8-45",
    descriptive="descriptive theme",
    analytical="analytical theme",
    check_ids=_checks("S05", "S06"),
)
META_AGGREGATION = MethodProfile(
    id="meta_aggregation",
    name="JBI meta-aggregation",
    source="10.1186/1471-2288-14-108",
    descriptive="category",
    analytical="synthesised finding",
    check_ids=_checks("S07", "S08"),
)
META_ETHNOGRAPHY = MethodProfile(
    id="meta_ethnography",
    name="Meta-ethnography",
    source="10.1186/s12874-018-0600-0",
    descriptive="concept",
    analytical="third-order construct",
    overarching="line of argument",
    check_ids=_checks("S06", "S09", "S10"),
)
META_SUMMARY = MethodProfile(
    id="meta_summary",
    name="Qualitative meta-summary",
    source="10.1097/00006199-200307000-00004",
    descriptive="abstracted finding",
    analytical="group of abstracted findings",
    check_ids=_checks("S16"),
)

PROFILES = {profile.id: profile for profile in (FRAMEWORK, THEMATIC, META_AGGREGATION, META_ETHNOGRAPHY, META_SUMMARY)}
