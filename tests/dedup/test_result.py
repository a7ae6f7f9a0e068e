"""The stored answer of a run: packed and unpacked, and as it was stored before there were relations."""

import gzip
from uuid import UUID

from synthema.dedup.result import Grouped, Likeness, Result, pack, unpack

A, B, G, IMPORT = (UUID(int=n) for n in range(1, 5))


def test_everything_comes_back() -> None:
    result = Result(
        members=(Grouped(A, IMPORT, G), Grouped(B, IMPORT, B)),
        matches=(Likeness(A, B, "same DOI", 99),),
        questions=(Likeness(A, B, "ünlike", 70, "preprint"), Likeness(B, A, "near", 60)),
        relations=(Likeness(A, B, "an erratum", 80, "notice"),),
    )
    assert unpack(pack(result)) == result
    assert pack(result) == pack(result)


def test_an_answer_without_relations_is_stored_as_ever() -> None:
    result = Result((Grouped(A, IMPORT, G),), (), (Likeness(A, B, "near", 60),))
    lines = gzip.decompress(pack(result)).decode().splitlines()
    assert lines[1] == f'{{"a": "{A}", "b": "{B}", "kind": "question", "reason": "near", "score": 60}}'
    assert unpack(pack(result)) == result
