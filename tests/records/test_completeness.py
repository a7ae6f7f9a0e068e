"""A file that was cut off is noticed, and a whole one is not suspected."""

from pathlib import Path

import pytest

from synthema import records
from synthema.audit import replay
from synthema.audit.model import By
from synthema.records.actions import import_file
from synthema.records.tables import Import, ImportDraft
from synthema.refused import Refused
from synthema.search.actions import log_search
from synthema.search.model import Search
from tests.cast import Cast

SEARCHES = Path(__file__).parents[2] / "examples" / "peer-support" / "searches"
CUTS = {
    "grey-literature.xml": (3000, "never closed"),
    "pubmed.nbib": (2000, "no end"),
    "cinahl-ebsco.ris": (300, "no end"),
    "psycinfo-ovid.ris": (4000, "ER line"),
    "embase.csv": (1500, "fewer cells"),
    "scopus.csv": (2000, "fewer cells"),
    "web-of-science.bib": (1500, "never closed"),
}


@pytest.mark.parametrize("name", CUTS)
def test_a_whole_file_is_not_suspected_and_a_cut_one_is(name: str) -> None:
    whole, (length, says) = (SEARCHES / name).read_bytes(), CUTS[name]
    assert records.read(whole, name=name).account.cut_off == ""
    assert says in records.read(whole[:length], name=name).account.cut_off


def test_a_ris_file_without_any_er_line_is_whole() -> None:
    assert records.read(b"TY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\n").account.cut_off == ""


@pytest.mark.parametrize("name", CUTS)
def test_a_cut_file_is_not_imported_unless_that_is_asked(cast: Cast, tmp_path: Path, name: str) -> None:
    log_search(By(cast.dev), cast.review, Search(key="db", source="A database"))
    file, before = tmp_path / name, replay.digests(cast.review)
    file.write_bytes((SEARCHES / name).read_bytes()[: CUTS[name][0]])
    with pytest.raises(Refused, match=rf"{name} seems to be cut off: .*Export it again"):
        import_file(By(cast.dev), cast.review, file, "db")
    assert replay.digests(cast.review) == before
    assert not ImportDraft.objects.exists()
    done = import_file(By(cast.dev), cast.review, file, "db", incomplete=True).body
    assert done.stored > 0
    assert any("seems cut off" in repair for repair in done.repairs)
    assert Import.objects.filter(review=cast.review).count() == 1
