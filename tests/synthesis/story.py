"""Reviews of the examples, brought by acts as far as their studies."""

from pathlib import Path

from synthema.audit.model import By
from synthema.dedup.actions import find_duplicates
from synthema.dedup.by_hand import decide_from_file
from synthema.documents.from_files import add_folder
from synthema.protocol.actions import set_protocol
from synthema.protocol.formats import read_protocol
from synthema.records.actions import import_file
from synthema.screening.actions import seek
from synthema.screening.from_files import resolutions_from_file, verdicts_from_file
from synthema.search.actions import log_search
from synthema.search.formats import read_searches
from synthema.studies.from_files import links_from_file, retrieval_from_file
from synthema.synthesis.loading_findings import load_findings
from synthema.synthesis.loading_themes import load_themes
from tests.cast import Cast

EXAMPLES = Path(__file__).parents[2] / "examples"
INVENTED = EXAMPLES / "invented"
PEER_SUPPORT = EXAMPLES / "peer-support"


def up_to_studies(cast: Cast, folder: Path) -> None:
    """Protocol, searches, records, duplicates, screening by Ana and Ben with Chloe as arbiter, retrieval, studies."""
    chloe, review = By(cast.chloe), cast.review
    set_protocol(chloe, review, read_protocol(folder / "protocol.toml"))
    for search, file in read_searches(folder / "searches.toml"):
        log_search(chloe.then(search.key), review, search)
        if file is not None:
            import_file(chloe.then(file.name), review, file, search.key)
    find_duplicates(chloe.then("duplicates"), review)
    if (folder / "duplicates-by-hand.csv").exists():
        decide_from_file(chloe.then("by hand"), review, folder / "duplicates-by-hand.csv")
    _screen(cast, folder, "title_abstract", "title-abstract")
    seek(chloe.then("seek"), review)
    retrieval_from_file(chloe, review, folder / "retrieval.csv")
    _screen(cast, folder, "full_text", "full-text")
    links_from_file(chloe, review, folder / "studies.csv")


def _screen(cast: Cast, folder: Path, stage: str, name: str) -> None:
    for person, reader in ((cast.ana, "first"), (cast.ben, "second")):
        verdicts_from_file(By(person), cast.review, stage, folder / "screening" / f"{name}-{reader}.csv")
    resolutions_from_file(
        By(cast.ana), cast.review, stage, folder / "screening" / f"{name}-conflicts.csv", arbiter=cast.chloe
    )


def invented(cast: Cast) -> None:
    """The invented review with its full texts, themes and findings."""
    up_to_studies(cast, INVENTED)
    add_folder(By(cast.dev), cast.review, INVENTED / "documents" / "documents.csv")
    load_themes(By(cast.ana), cast.review, INVENTED / "synthesis" / "themes.toml")
    load_findings(By(cast.ana), cast.review, INVENTED / "synthesis" / "findings.csv")
