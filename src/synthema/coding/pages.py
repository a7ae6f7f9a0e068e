"""Coding in the browser: the documents, the reader with its acts, the codebook, queries, rounds and exchange."""

from synthema.coding import (  # noqa: F401 (their addresses)
    pages_acts,
    pages_alignment,
    pages_codebook,
    pages_codes,
    pages_crossings,
    pages_differences,
    pages_exchange,
    pages_moving,
    pages_queries,
    pages_quotes,
    pages_reader,
    pages_rounds,
    pages_search,
)
