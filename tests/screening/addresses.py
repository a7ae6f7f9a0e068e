"""How every address of the screening pages is asked in a world; see tests/hostile/every_address.py."""

from collections.abc import Mapping
from typing import Any

from tests.hostile.every_address import DECIDERS, LEADS, MEMBERS, Address, Parts
from tests.hostile.twin_worlds import World
from tests.screening.stage import FT, TA, group_named


def at(stage: str, **more: Any) -> Parts:
    """The stage, and further parts."""
    return lambda w: {"stage": stage, **more}


def unit_of(name: str) -> Parts:
    """The group of a record by its short name."""
    return lambda w: {"stage": TA, "unit": group_named(w.cast, w.records[name])}


def report_of(name: str) -> Parts:
    """A report by its short name."""
    return lambda w: {"stage": FT, "unit": w.reports[name]}


def sent(**more: str) -> Parts:
    """What a form about the record with the secret sends."""

    def fields(w: World) -> Mapping[str, Any]:
        return {"subject": w.records["magpie"], "unit": group_named(w.cast, w.records["magpie"]), **more}

    return fields


FT_TOO = (at(FT),)
STANDINGS = tuple(
    f"?standing={one}" for one in ("open", "untouched", "waiting", "todo", "mine", "conflict", "forward", "excluded")
)
HISTORIES = (unit_of("nuthatch"), unit_of("owl"), unit_of("kite"), report_of("ibis"), report_of("grebe"))

SCREENING: dict[str, Address] = {
    "screening:screen": Address(MEMBERS, at(TA), FT_TOO),
    "screening:cards_ahead": Address(DECIDERS, at(TA), FT_TOO, queries=("?n=3",)),
    "screening:give": Address(DECIDERS, at(TA), fields=sent(verdict="include", order="random", position="1")),
    "screening:withdraw": Address(DECIDERS, at(TA), fields=sent(of="00000000-0000-0000-0000-000000000385")),
    "screening:later": Address(DECIDERS, at(TA), fields=sent()),
    "screening:order": Address(DECIDERS, at(TA), FT_TOO, fields=sent(order="newest")),
    "screening:put_tag": Address(DECIDERS, at(TA), fields=sent(text="methods")),
    "screening:take_tag": Address(DECIDERS, at(TA), fields=sent(tag="00000000-0000-0000-0000-000000000001")),
    "screening:say": Address(DECIDERS, at(TA), fields=sent(text="What do you think?", place="history")),
    "screening:unsay": Address(DECIDERS, at(TA), fields=sent(comment="00000000-0000-0000-0000-000000000001")),
    "screening:records": Address(MEMBERS, at(TA), FT_TOO, queries=(*STANDINGS, "?text=magpies")),
    "screening:history": Address(MEMBERS, unit_of("magpie"), HISTORIES),
    "screening:conflicts": Address(MEMBERS, at(TA), FT_TOO),
    "screening:settle": Address(DECIDERS, at(TA), fields=sent(how="consensus", decision="include")),
    "screening:unsettle": Address(DECIDERS, at(TA), fields=sent(resolution="00000000-0000-0000-0000-000000000001")),
    "screening:agreement": Address(MEMBERS, at(TA), FT_TOO),
    "screening:differing": Address(MEMBERS, at(TA), queries=("?said=include&but=exclude",)),
    "screening:progress": Address(MEMBERS, at(TA), FT_TOO),
    "screening:pilot_begins": Address(LEADS, at(TA), fields=sent(size="1", hold_back="1")),
    "screening:pilot_ends": Address(LEADS, at(TA), fields=sent()),
    "screening:stop": Address(LEADS, at(TA), fields=sent(rule="None for a long time")),
    "screening:resume": Address(LEADS, at(TA), fields=sent()),
}
