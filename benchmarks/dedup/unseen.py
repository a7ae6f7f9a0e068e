"""Searches that nobody tuned on: real exports that overlap, labelled by their DOIs, which are then taken away.

Usage: SYNTHEMA_DATA=path/to/data SYNTHEMA_PEERS=folder/of/venvs python -m benchmarks.dedup.unseen [--tools ...]
Records without a DOI have no label and are left out; DOI, PMID, accession number and address are hidden from all.
Written: docs/dedup/unseen.json and, made from it, unseen.md. Look at its figures, not at its records: a rule changed
after looking at one of them makes these searches seen.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.dedup import beside, labelled, scale
from benchmarks.dedup.beside_tables import OURS, PEERS, page

from synthema.dedup.places import clean_doi
from synthema.records.model import Record
from synthema.records.reading import read

EXPORTS = labelled.ROOT.parent / "formats"
SEARCHES: Mapping[str, tuple[str, ...]] = {  # a search -> what begins the names of its exports
    "gambling_harms": (
        "lens/citesource_20221207",
        "ovid-psycinfo/citesource_20221207",
        "pubmed/citesource_20221207",
        "scopus/citesource_20221207",
    ),
    "environment": (
        "dimensions/citesource_Dimensions",
        "ebsco/citesource_econlit",
        "ebsco/citesource_envindex",
        "ovid-medline/citesource_medline",
        "wos/citesource_wos",
    ),
    "agriculture": ("ebsco/citesource_GreenFile", "mendeley/citesource_AGRIS", "nasty/citesource_RM"),
    "reference_manager": ("zotero/asysd_zotero_export.bib", "zotero/asysd_zotero_export.csv"),
    "blue_light": ("endnote/reflib_blue-light.ris", "pubmed/reflib_blue-light.nbib"),
    "many_formats": ("*/cff_",),
}
ONE_WORK = {  # two DOIs of one article: the publisher changed the form of its DOIs
    "10.1136/vetrec-2019-105467": "10.1136/vr.105467",
    "10.1136/vetrec-2019-105642": "10.1136/vr.105642",
}
INTRODUCTION = """# Searches nobody tuned on

Made by `benchmarks/dedup/unseen.py` from exports of real searches that overlap. No person labelled them: two records
with the same DOI are taken for one work, and then DOI, PMID, accession number and address are hidden from every tool,
so that title, authors, year, venue, volume, issue, pages and abstract must do. Records without a DOI are left out. Such
labels are wrong now and then, so a work *lost* may be none; *apart* takes two DOIs for one work where letters of the
title, year, volume and first page are all there and all the same, and twice where a publisher renamed a DOI. Some
pairs are hard without a DOI and easy with it: the figures are lower bounds of what is reached on the exports as they
are.
"""


def exports(starts: tuple[str, ...]) -> list[Path]:
    """The files of one search, in the order of their names."""
    return sorted(
        path for start in starts for path in EXPORTS.glob(f"{start}*") if path.suffix not in (".json", ".xml")
    )


def row(record: Record, one: str) -> dict[str, str]:
    """What every tool is shown of a record."""
    shown = {"title": record.title, "author": " and ".join(record.authors), "year": str(record.year or "")}
    shown |= {"journal": record.journal, "volume": record.volume, "number": record.issue, "pages": record.pages}
    return {"ID": one, "ENTRYTYPE": "article", **shown, "isbn": record.isbn, "abstract": record.abstract}


def prepared(folder: Path, starts: tuple[str, ...]) -> Path:
    """The records and labels of one search as a labelled set."""
    records, truth = [], []
    for path in exports(starts):
        for number, record in enumerate(read(path).records, start=1):
            if doi := clean_doi(record.doi):
                one = f"{path.name}:{number}"
                records.append(row(record, one))
                truth.append({"ID": one, "group": doi})
    lenient = one_work(records, truth)
    truth = [{**label, "group_lenient": lenient[label["group"]]} for label in truth]
    folder.mkdir()
    scale.write(folder / "records.csv.gz", records)
    scale.write(folder / "truth.csv.gz", truth, ("ID", "group", "group_lenient"))
    return folder


def one_work(records: Sequence[Mapping[str, str]], truth: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """DOI -> one DOI of all that have the letters of the title, year, volume and first page in common."""
    first: dict[tuple[str, ...], str] = {}
    pairs = []
    for record, label in zip(records, truth, strict=True):
        letters = "".join(filter(str.isalnum, record["title"].casefold()))
        key = (letters, record["year"], record["volume"], record["pages"].partition("-")[0])
        if all(key):
            pairs.append((first.setdefault(key, label["group"]), label["group"]))
    return labelled.joined(
        {*ONE_WORK, *ONE_WORK.values(), *(label["group"] for label in truth)}, [*pairs, *ONE_WORK.items()]
    )


def main() -> int:
    """Every search with every tool that is there."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tools", default=",".join((*OURS, *PEERS)))
    parser.add_argument("--out", type=Path, default=beside.DOCS)
    asked = parser.parse_args()
    if not EXPORTS.is_dir():
        print(f"No exports under {EXPORTS}. Set SYNTHEMA_DATA to the folder that holds formats/.", file=sys.stderr)
        return 2
    asked.out.mkdir(parents=True, exist_ok=True)
    kept = asked.out / "unseen.json"
    known = json.loads(kept.read_text()) if kept.exists() else {"versions": {}, "runs": {}}
    tools = beside.there(asked.tools.split(","))
    with tempfile.TemporaryDirectory() as scratch:
        for name, starts in SEARCHES.items():
            folder = prepared(Path(scratch) / name, starts)
            for tool, version in tools.items():
                found = beside.held(folder, tool)
                known["versions"][tool] = version
                known["runs"].setdefault(tool, {})[name] = found
                kept.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
                (asked.out / "unseen.md").write_text(page(known, INTRODUCTION))
                short = found.get("said") or f"lost {found['lost']}, missed {found['missed']} of {found['removable']}"
                print(f"{name}: {tool}: {short}", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
