"""bib-dedupe as it comes. Usage: with_bibdedupe.py records.csv.gz groups.csv pairs.csv"""

import itertools

import pandas as pd
import table
from bib_dedupe.bib_dedupe import block, cluster, match, prep


def main() -> None:
    records = table.read()
    frame = pd.DataFrame(records).replace("", None)
    found = match(block(prep(frame, verbosity_level=0), verbosity_level=0), verbosity_level=0)
    joined = (pair for group in cluster(found) for pair in itertools.pairwise(group))
    maybe = found[found["duplicate_label"] == "maybe"] if not found.empty else found
    left = zip(maybe["ID_1"], maybe["ID_2"], strict=True) if not maybe.empty else ()
    table.write(table.joined(records["ID"], joined), left)


if __name__ == "__main__":
    main()
