import pytest

from synthema.dedup.living import UNKNOWN, is_preprint, living
from synthema.records.model import Record


@pytest.mark.parametrize(
    ("record", "known"),
    [
        (Record(doi="10.1002/14651858.CD002273.pub3"), ("cd2273", "3")),
        (Record(doi="10.1002/14651858.CD002273"), ("cd2273", "")),
        (Record(pages="Cd002273"), ("cd2273", UNKNOWN)),
        (Record(volume="2018 (10) (no pagination)", issue="CD008570"), ("cd8570", UNKNOWN)),
        (Record(doi="10.12688/f1000research.12345.2"), ("10.12688/f1000research.12345", "2")),
        (Record(doi="10.12688/f1000research.12345.1"), ("10.12688/f1000research.12345", "")),
        (Record(doi="10.21203/rs.3.rs-123456/v1"), ("10.21203/rs.3.rs-123456", "")),
        (Record(doi="10.20944/preprints202001.0001.v3"), ("10.20944/preprints202001.0001", "3")),
        (Record(doi="10.26434/chemrxiv-2021-ab1cd-v2"), ("10.26434/chemrxiv-2021-ab1cd", "2")),
        (Record(title="Head lice", journal="BMJ Clin Evid", year=2011), ("clinical evidence head lice", "2011")),
        (Record(doi="10.5555/abc.2", title="Head lice", journal="Journal of X"), ("", "")),
    ],
)
def test_it_reads_publication_and_version(record: Record, known: tuple[str, str]) -> None:
    assert living(record) == known


@pytest.mark.parametrize(
    ("record", "preprint"),
    [
        (Record(doi="10.1101/2020.05.01.20087130"), True),
        (Record(doi="10.1101/gad.1234"), False),  # Genes & Development
        (Record(doi="10.31234/osf.io/abcde"), True),
        (Record(journal="medRxiv"), True),
        (Record(journal="SSRN Electronic Journal"), True),
        (Record(kind="Preprint"), True),
        (Record(url="https://www.medrxiv.org/content/10.1101/x"), True),
        (Record(url="https://www.medrxiv.org/content/10.1101/x", journal="Journal of Invented Nursing"), False),
        (Record(doi="10.5555/jin.1", journal="Journal of Invented Nursing"), False),
    ],
)
def test_it_knows_preprints(record: Record, preprint: bool) -> None:
    assert is_preprint(record) is preprint
