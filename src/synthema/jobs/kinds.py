"""The kinds of background work, registered by the rooms in their `work.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from synthema.jobs.running import Running
from synthema.refused import Refused
from synthema.team.model import Need

Run = Callable[[Running], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobKind:
    """One kind of work: what it is called, who may ask for it, and whether the lead sees more than that it runs."""

    name: str
    title: str
    needs: Need
    shared: bool
    run: Run


KINDS: dict[str, JobKind] = {}


def job_kind(name: str, *, title: str, needs: Need = Need.READ, shared: bool = False) -> Callable[[Run], Run]:
    """Register a function that does the work; run again after a crash, it must go on or begin anew without harm.

    `shared` lets the review's lead read step, numbers, message and result of a colleague's job. Leave it False where
    any of these could tell what somebody decided.
    """

    def register(run: Run) -> Run:
        if name in KINDS:
            raise TypeError(f"job kind {name} is registered twice")
        KINDS[name] = JobKind(name=name, title=title, needs=needs, shared=shared, run=run)
        return run

    return register


def kind_of(name: str) -> JobKind:
    """The kind of this name; raises Refused for one that this Synthema does not know."""
    if name not in KINDS:
        raise Refused(
            "This Synthema knows no background work called {name!r}. Upgrade it, or start the work anew.", name=name
        )
    return KINDS[name]
