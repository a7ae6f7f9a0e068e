"""The decisions of a real Rayyan export, carried over from the file and from the log beside it."""

import csv
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest

from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates
from synthema.protocol.actions import set_protocol
from synthema.protocol.model import ScreeningPolicy
from synthema.records.actions import import_file
from synthema.screening.carried_model import Choice
from synthema.screening.carried_offers import offers
from synthema.screening.carried_reading import take_in_log
from synthema.screening.carrying import carry_over
from synthema.screening.standings import counts
from synthema.screening.tables import VerdictRow
from synthema.search.actions import log_search
from synthema.search.model import Search
from tests.cast import Cast
from tests.screening.carrying_stage import WHY
from tests.screening.stage import TA, protocol
from tests.shared_data import shared_data

FOLDER = "formats/rayyan"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_decision_of_the_export_counts_and_the_log_agrees(cast: Cast) -> None:
    folder = shared_data(FOLDER)
    found = brought(cast, folder / "nalaham_articles.csv")
    (nala,) = offers(cast.review, found)
    text = (folder / "nalaham_articles.csv").read_text(encoding="utf-8")
    said = Counter(include=text.count('""=>""Included""'), exclude=text.count('""=>""Excluded""'))
    said["unsure"] = text.count('""=>""Maybe""')
    assert (nala.held.source.reviewer, nala.held.verdicts) == ("Nala", said.total())
    done = carry_over(By(cast.chloe), cast.review, Choice(import_id=found, source=nala.held.source, stage=TA), WHY).body
    given = VerdictRow.objects.filter(review=cast.review).values_list("verdict", flat=True)
    assert Counter(given) == +said
    assert done.number == said.total()
    where = counts(cast.review, TA)
    assert where.waiting + where.conflicts == 0
    log = folder / "nalaham_customizations_log.csv"
    told = take_in_log(cast.review, found, log)
    with log.open(encoding="utf-8", newline="") as lines:
        articles = {row["article_id"] for row in csv.DictReader(lines)}
    assert told.records + told.unknown == len(articles)
    assert len(offers(cast.review, found)) > 1


def brought(cast: Cast, file: Path) -> UUID:
    """A review in which one person decides, with this import."""
    set_protocol(By(cast.chloe), cast.review, protocol(ScreeningPolicy(reviewers=1)))
    log_search(By(cast.dev), cast.review, Search(key="rayyan", source="Rayyan", kind="database"))
    done = import_file(By(cast.dev), cast.review, file, "rayyan")
    find_duplicates(By(cast.dev), cast.review)
    return UUID(str(done.body.import_id))
