"""ASReview's own duplicates. Usage: with_asreview.py records.csv.gz groups.csv pairs.csv"""

import re

import pandas as pd
import table
from asreview.data.utils import duplicated


def main() -> None:
    records = table.read()
    frame = pd.DataFrame(records)
    repeated = duplicated(frame)  # says only that a record repeats an earlier one; which one, its two keys say
    first: dict[tuple[str, str], str] = {}
    pairs = []
    for one, doi, title, abstract, again in zip(
        records["ID"], records["doi"], records["title"], records["abstract"], repeated, strict=True
    ):
        bare = re.sub(r"^https?://(www\.)?doi\.org/", "", doi.strip().lower())
        keys = [("doi", bare), ("text", re.sub("[^A-Za-z0-9]", "", f"{title} {abstract}".strip()).lower())]
        keys = [key for key in keys if key[1]]
        if again:
            pairs.append((one, next(first[key] for key in keys if key in first)))
        for key in keys:
            first.setdefault(key, one)
    table.write(table.joined(records["ID"], pairs))


if __name__ == "__main__":
    main()
