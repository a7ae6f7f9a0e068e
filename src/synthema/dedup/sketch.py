"""The keys that records are paired by, as SQL over the columns of their facts."""

from dataclasses import dataclass

SKETCH = r"""
    CREATE TABLE sketch AS SELECT
        rank, title, compact, pmid, living, volume, page,
        regexp_replace(doi, '\W|_', '', 'g') AS doi,
        CAST(year AS VARCHAR) AS year,
        coalesce(list_max(list_transform(first_author, lambda one: lpad(CAST(length(one) AS VARCHAR), 5, '0') || one)),
            '') AS author,
        left(journal, 4) AS journal,
        left(abstract, 60) AS abstract,
        row_number() OVER (ORDER BY compact, facts.year, page, volume, facts.journal, doi, rank) AS place,
        row_number() OVER (ORDER BY reverse(compact), facts.year, page, volume, facts.journal, doi, rank) AS backwards
    FROM facts"""

WORDS = """
    CREATE TABLE words AS
    WITH all_words AS (
        SELECT rank, unnest(list_distinct(string_split(title, ' '))) AS word FROM sketch
    ), shared AS (
        SELECT word, count(*) AS often FROM all_words WHERE length(word) > 3 GROUP BY word HAVING often > 1
    ), rarest AS (
        SELECT rank, list(word ORDER BY often, word)[1:3] AS rare FROM all_words JOIN shared USING (word) GROUP BY rank
    )
    SELECT rank, place, rare FROM rarest JOIN sketch USING (rank) WHERE len(rare) > 1"""

# Told by a key, or as one title of at least 20 letters is a part of the other: a subtitle left out, a notice about it.
WORTH = """
    SELECT
        a, b, least(x.place, y.place) AS place, x.compact AS ours, y.compact AS theirs,
        told OR (
            length(x.compact) >= 20 AND length(y.compact) >= 20
            AND (contains(x.compact, y.compact) OR contains(y.compact, x.compact))
        ) AS told
    FROM pairs JOIN sketch x ON x.rank = a JOIN sketch y ON y.rank = b
    WHERE told OR (x.compact <> '' AND y.compact <> '')"""


@dataclass(frozen=True, slots=True)
class Key:
    """What two records share, what must be there for it, and whether it tells enough to look at unlike titles."""

    key: str
    needs: str
    told: bool = False
    of: str = "sketch"


KEYS = (
    Key("doi", "doi <> ''", told=True),
    Key("pmid", "pmid <> ''", told=True),
    Key("living", "living <> ''", told=True),
    Key("left(compact, 25)", "length(compact) > 7"),
    Key("right(compact, 25)", "length(compact) > 7"),
    Key("substr(compact, length(compact) // 2 - 12, 25)", "length(compact) > 35"),
    Key("volume, page, year", "volume <> '' AND page <> ''", told=True),
    Key("journal, volume, page", "volume <> '' AND page <> ''", told=True),
    Key("author, volume, year", "author <> '' AND volume <> ''", told=True),
    Key("author, page", "author <> '' AND page <> ''", told=True),
    Key("author, left(compact, 8)", "author <> ''"),
    Key("author, year, left(compact, 4)", "author <> '' AND year <> '0'"),
    Key("abstract", "length(abstract) >= 60", told=True),
    Key("rare[1], rare[2], rare[3]", "len(rare) > 2", of="words"),
    Key("rare[1], rare[2]", "true", of="words"),
    Key("rare[1], rare[3]", "len(rare) > 2", of="words"),
    Key("rare[2], rare[3]", "len(rare) > 2", of="words"),
)
