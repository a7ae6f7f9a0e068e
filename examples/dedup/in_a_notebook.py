# %% [markdown]
# # Duplicates in a data frame
#
# `find_in_frame` takes a data frame of pandas or polars, or an Arrow table, and gives tables of the same kind back.
# It needs neither a review nor a database. The records below are invented.

# %%
from pathlib import Path

import pyarrow.csv

from synthema.dedup import find_in_frame

records = pyarrow.csv.read_csv(Path(__file__).with_name("records.csv"))

# %% [markdown]
# Every record is in exactly one group, in the order in which it came.

# %%
found = find_in_frame(records)
for row in found.groups.to_pylist():
    print(f"{row['ID']:<6}{row['group']}")

# %% [markdown]
# What is not sure is left to you, the most alike first. What is sure to be another report, but belongs to one that is
# here, is a relation: it is never merged.

# %%
for row in found.review.to_pylist():
    print(f"{row['score']} % {row['ID_1']} and {row['ID_2']}: {row['reason']}")
for row in found.relations.to_pylist():
    print(f"{row['ID_1']} is a {row['relation']} of {row['ID_2']}: {row['reason']}")

# %% [markdown]
# One record of each report: the first one of its group.

# %%
first: dict[int, str] = {}
for row in found.groups.to_pylist():
    first.setdefault(row["group"], row["ID"])
print(f"{len(records)} records are {len(first)} reports: {', '.join(first.values())}")

# %% [markdown]
# Many records are compared in several processes, or on a Dask cluster, with the same answer:
#
# ```python
# from synthema.jobs.pool import pool
#
# with pool("local") as executor:  # or "local:4", or "dask://host:8786"
#     found = find_in_frame(records, executor=executor)
# ```
