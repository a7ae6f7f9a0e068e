"""Records made up at random, as reading makes them, for tests of writing and reading."""

from hypothesis import strategies as st

from synthema.records.assembly import assemble
from synthema.records.model import Record

_SPICE = [
    "TY  - JOUR",
    "ER  - ",
    "@article{a,",
    "{",
    "}",
    "\\",
    "%",
    "&amp;",
    "&lt;",
    "<i>",
    "=1+1",
    "-",
    "--",
    "\n",
    "'",
    '"',
    ";",
    ",",
    " and ",
    "~",
    "$",
    "#",
    "_",
    "^",
    "PMID- 1",
    "2.",
    "é",
    "中",
    "\u202e",
    "\ufeff",
    "\t",
    "\x85",
    "\u2028",
    "+",
    "@",
]
_WORDS = st.lists(st.one_of(st.sampled_from(_SPICE), st.text(max_size=8)), max_size=6).map("".join)
_NAMES = st.lists(_WORDS, max_size=3)


def records() -> st.SearchStrategy[Record]:
    """Records with hostile text in every field; always with a title, so that none is refused."""
    one = _WORDS.map(lambda value: [value])
    names = "journal volume issue pages doi isbn issn abstract language accession database"
    fields = dict.fromkeys(names.split(), one)
    return st.fixed_dictionaries(
        {
            **fields,
            "title": _WORDS.map(lambda value: [f"About {value}"]),
            "authors": _NAMES,
            "keywords": _NAMES,
            "notes": _NAMES,
            "year": st.integers(1400, 2099).map(lambda value: [str(value)]),
            "pmid": st.integers(1, 99_999_999).map(lambda value: [str(value)]),
            "url": st.sampled_from([[""], ["https://example.org/~a?b=1&c=%20{x}"], ["http://a.org/x_y#z"]]),
            "kind": st.sampled_from([["JOUR"], ["BOOK"], ["THES"]]),
        }
    ).map(lambda values: assemble({name: [value] for name, value in values.items()}, raw=(), line=0))
