"""Splink on DuckDB, unsupervised. Usage: with_splink.py records.csv.gz groups.csv pairs.csv"""

import re
import unicodedata

import pyarrow as pa
import splink.comparison_library as compare
import table
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

WEIGHT = 6.6  # of a match: a probability of 0.99
RULES = (
    ("title_begin",),
    ("title_end",),
    ("doi",),
    ("author", "year", "page"),
    ("volume", "page", "year"),
    ("author", "volume", "year"),
    ("author", "title_start", "year"),
    ("page", "title_start"),
    ("author", "page"),
)


def plain(text: str) -> str:
    folded = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", folded.lower()).split())


def columns(records: dict[str, list[str]]) -> pa.Table:
    """What Splink compares: folded texts, first surname, first page, first numbers; empty ones are null."""
    titles = [plain(one) for one in records["title"]]
    letters = [one.replace(" ", "") for one in titles]
    first = [re.split(r"[,;]| and |(?<=[A-Z]\.)", one, maxsplit=1)[0] for one in records["author"]]
    found = {
        "unique_id": records["ID"],
        "title": titles,
        "title_begin": [one[:25] for one in letters],
        "title_end": [one[-25:] for one in letters],
        "title_start": [one[:10] for one in letters],
        "author": [(plain(one).split() or [""])[0] for one in first],
        "journal": [plain(a or b) for a, b in zip(records["journal"], records["booktitle"], strict=True)],
        "year": records["year"],
        "volume": [number(one) for one in records["volume"]],
        "issue": [number(one) for one in records["number"]],
        "page": [number(one) for one in records["pages"]],
        "doi": [re.sub(r"^.*?(?=10\.\d)", "", one.strip().lower()) for one in records["doi"]],
    }
    return pa.table({name: pa.array([one or None for one in values], pa.string()) for name, values in found.items()})


def number(text: str) -> str:
    digits = re.search(r"\d+", text)
    return digits.group().lstrip("0") if digits else ""


def main() -> None:
    records = table.read()
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            compare.JaroWinklerAtThresholds("title", [0.98, 0.92, 0.85]),
            compare.JaroWinklerAtThresholds("author", [0.92]),
            compare.JaroWinklerAtThresholds("journal", [0.95, 0.8]),
            *(compare.ExactMatch(name) for name in ("year", "volume", "issue", "page", "doi")),
        ],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in RULES],
        retain_matching_columns=False,
    )
    linker = Linker(DuckDBAPI().register(columns(records)), settings, log_level=None)
    train = linker.training
    train.estimate_probability_two_random_records_match([block_on("title_begin", "page")], recall=0.7)
    train.estimate_u_using_random_sampling(max_pairs=1_000_000, seed=1)
    for rule in (("title_begin",), ("author", "page")):
        train.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    found = linker.inference.predict(threshold_match_weight=WEIGHT).as_pyarrow_table()
    pairs = zip(found["unique_id_l"].to_pylist(), found["unique_id_r"].to_pylist(), strict=True)
    table.write(table.joined(records["ID"], pairs))


if __name__ == "__main__":
    main()
