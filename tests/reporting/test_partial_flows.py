"""Published flows of which only some numbers are printed: with the others filled in by sums, no law is broken."""

import json

import pytest

from synthema.agreement import two_raters
from synthema.reporting.flow_laws import check
from synthema.reporting.flow_model import Flow
from tests.shared_data import shared_data

# records screened, full texts, included; as printed by doi:10.1186/s12888-024-05664-9, doi:10.1371/journal.pmed.0040238
PARTIAL = {"Peer workforce review s12888-024-05664-9": (5191, 154, 16), "Munro 2007 pmed.0040238": (7814, None, 44)}
HARWOOD = (173, 170, 98.3)  # double-screened, agreed, percent


@pytest.mark.parametrize("name", PARTIAL)
def test_a_partly_printed_flow_breaks_no_law(name: str) -> None:
    screened, printed, included = PARTIAL[name]
    sought = printed if printed is not None else included
    flow = Flow(
        database_results=screened,
        records_screened=screened,
        records_excluded=screened - sought,
        dbr_sought_reports=sought,
        dbr_assessed=sought,
        dbr_excluded=(("not stated", sought - included),) if sought > included else (),
        included_reports_db=included,
        new_reports=included,
        new_studies=included,
    )
    assert check(flow) == ()


def test_harwoods_partial_double_screening_is_the_printed_percentage() -> None:
    units, agreed, percent = HARWOOD
    pairs = [("include", "include")] * agreed + [("include", "exclude")] * (units - agreed)
    value = two_raters(pairs, ("include", "exclude"))["percent_agreement"].value
    assert value is not None
    assert round(100 * value, 1) == percent


def test_the_numbers_are_those_of_the_reference_data() -> None:
    stored = json.loads(shared_data("oracles.json").read_text(encoding="utf-8"))["prisma_partial"]
    entries = {e["id"]: e for e in stored}
    for name, (screened, printed, included) in PARTIAL.items():
        assert (entries[name]["screened"], entries[name].get("fulltext"), entries[name]["included"]) == (
            screened,
            printed,
            included,
        )
    harwood = entries["Harwood ch3"]
    assert (harwood["double_screened"], harwood["agreed"], harwood["pct"]) == HARWOOD
