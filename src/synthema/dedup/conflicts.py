"""What forbids an automatic merge; a conflict may only prevent, never bring about, a match."""

from synthema.dedup import against_identities, against_places, against_titles
from synthema.dedup.against import Conflict
from synthema.dedup.evidence import Evidence
from synthema.dedup.facts import Facts

RULES = (*against_titles.RULES, *against_identities.RULES, *against_places.RULES)


def conflict(a: Facts, b: Facts, found: Evidence, *, sparse: bool = False) -> Conflict | None:
    """The gravest conflict between two records, certain ones first, soft ones last; or None."""
    rules = (*RULES, against_places.unplaced) if sparse else RULES
    against = [one for rule in rules if (one := rule(a, b, found))]
    return min(against, key=lambda one: (not one.certain, one.soft), default=None)
