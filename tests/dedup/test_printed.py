import pytest

from synthema.dedup.printed import printed
from synthema.records.model import Record

EMBASE = "Invented Research.1625 (2 Suppl 1) ()(pp 246-254) 2015.Date of Publication: 02 Nov 2015."
ARTICLE = "Invented ONE.11 (3) (no pagination) 2016.Article Number: e0150858.Date of Publication: March 2016."
MEETING = (
    "Invented Research.Conference: 22nd Congress Lisbon.Conference Publication: (var.pagings).19 ()(pp S392) 2009."
)


@pytest.mark.parametrize(
    ("record", "place"),
    [
        (Record(volume="14", issue="2", pages="101-12"), ("14", "2", "101", "112")),
        (Record(journal=EMBASE), ("1625", "2", "246", "254")),
        (Record(journal=EMBASE, volume="7", pages="9-12"), ("7", "2", "9", "12")),
        (Record(journal=ARTICLE), ("11", "3", "150858", "")),
        (Record(journal=MEETING, issue="var.pagings"), ("19", "", "392", "")),
        (Record(volume="19", issue="pp S431-S432", pages="2009", year=2009), ("19", "", "431", "432")),
        (Record(volume="4", pages="Feb"), ("4", "", "", "")),
        (Record(volume="4", pages="no pagination", issue="no pagination"), ("4", "", "", "")),
        (Record(), ("", "", "", "")),
    ],
)
def test_it_puts_the_place_together_from_any_field(record: Record, place: tuple[str, str, str, str]) -> None:
    found = printed(record)
    assert (found.volume, found.issue, found.first, found.last) == place


def test_a_meeting_is_seen_in_the_source_line() -> None:
    assert printed(Record(journal=MEETING)).supplement
    assert printed(Record(journal=EMBASE)).supplement
    assert not printed(Record(journal=ARTICLE)).supplement
