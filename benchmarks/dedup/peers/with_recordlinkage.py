"""recordlinkage with an unsupervised classifier. Usage: with_recordlinkage.py records.csv.gz groups.csv pairs.csv"""

import re
import unicodedata

import pandas as pd
import recordlinkage
import table


def plain(text: str) -> str:
    folded = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", folded.lower()).split())


def number(text: str) -> str:
    digits = re.search(r"\d+", text)
    return digits.group().lstrip("0") if digits else ""


def columns(records: dict[str, list[str]]) -> pd.DataFrame:
    """What is compared: folded texts, first surname, first page, first numbers; empty ones are missing."""
    first = [re.split(r"[,;]| and |(?<=[A-Z]\.)", one, maxsplit=1)[0] for one in records["author"]]
    titles = [plain(one) for one in records["title"]]
    frame = pd.DataFrame(
        {
            "title": titles,
            "title_begin": [one.replace(" ", "")[:25] for one in titles],
            "author": [(plain(one).split() or [""])[0] for one in first],
            "journal": [plain(a or b) for a, b in zip(records["journal"], records["booktitle"], strict=True)],
            "year": records["year"],
            "volume": [number(one) for one in records["volume"]],
            "page": [number(one) for one in records["pages"]],
            "doi": [re.sub(r"^.*?(?=10\.\d)", "", one.strip().lower()) for one in records["doi"]],
        },
        index=records["ID"],
    )
    return frame.astype(object).where(frame != "", None)


def main() -> None:
    records = table.read()
    frame = columns(records)
    index = recordlinkage.Index()
    index.sortedneighbourhood("title", window=9)
    for block in ("doi", "title_begin"):  # by volume and page too, ECM would part pairs by these, not by being one work
        index.block(block)
    candidates = index.index(frame)
    likeness = recordlinkage.Compare()
    likeness.string("title", "title", method="jarowinkler", threshold=0.92)
    likeness.string("author", "author", method="jarowinkler", threshold=0.85)
    likeness.string("journal", "journal", method="jarowinkler", threshold=0.8)
    for name in ("year", "volume", "page", "doi"):
        likeness.exact(name, name)
    found = recordlinkage.ECMClassifier().fit_predict(likeness.compute(candidates, frame))
    table.write(table.joined(records["ID"], found))


if __name__ == "__main__":
    main()
