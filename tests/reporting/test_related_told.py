"""The report says what versions counted as, and how many reports are related, where there is something to say."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string

from synthema.audit.model import By
from synthema.dedup.actions import count_versions, judge_family, relate_records
from synthema.dedup.model import Kind
from synthema.protocol.actions import set_protocol
from synthema.reporting.facts import gather
from synthema.reporting.prisma_s import completeness
from tests.cast import Cast
from tests.dedup.told import birds, look, told
from tests.reporting.small_facts import SMALL, small_facts
from tests.reporting.test_docx import opened, texts
from tests.screening.stage import protocol

VERSIONS, PAIRS = "Versions of one review counted as duplicates.", "2 pairs of reports were linked as related"


def test_the_manuscript_and_the_page_say_it_and_are_silent_where_nothing_is() -> None:
    spoken = small_facts(versions_merged=True, related=2)
    for facts, said in ((spoken, True), (SMALL, False)):
        manuscript = " ".join(texts(opened(facts)))
        page = render_to_string("report/searches.html", {"f": facts})
        for words in (VERSIONS, PAIRS):
            assert (words in manuscript, words in page) == (said, said)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_it_is_counted_from_the_run_and_from_what_people_said(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, related=[(1, 0, Kind.VERSION)])
    set_protocol(By(cast.chloe), cast.review, protocol())
    known = birds(cast, tmp_path, 7)
    relate_records(By(cast.dev), cast.review, known[2], known[3], Kind.PREPRINT)
    judge_family(By(cast.dev), cast.review, (tuple(known[4:]),))
    facts = gather(cast.review)
    assert (facts.related, facts.versions_merged, facts.duplicates_by_hand) == (2, False, 2)
    count_versions(By(cast.chloe), cast.review, True)
    assert not gather(cast.review).versions_merged
    look(cast)
    assert gather(cast.review).versions_merged
    assert any(VERSIONS in answer.words for answer in completeness(cast.review))
