from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.records import read
from synthema.records.formats.bibtex_names import names
from synthema.records.formats.latex import decode


def test_names_are_parted_as_bibtex_parts_them() -> None:
    assert names("Ludwig van Beethoven and {World Health Organization} and von Hicks, III, Michael") == [
        "van Beethoven, Ludwig",
        "World Health Organization",
        "von Hicks, Michael, III",
    ]


def test_a_name_may_begin_with_a_command() -> None:
    (record,) = read(
        rb"@book{a, title={One}, author={Doe, J and \'{E}mile, Z and \L{}ukasz, M and \O stergaard, A and \c{S}ahin, B"
        rb" and \"{O}zt\"urk, C and \v{S}imi\'{c}, D and S\o ren {\O}rsted and Jean {\'E}mile {\v C}apek}}"
    ).records
    assert record.authors == (
        *("Doe, J", "Émile, Z", "Łukasz, M", "Østergaard, A", "Şahin, B", "Öztürk, C", "Šimić, D"),
        *("Ørsted, Søren", "Čapek, Jean Émile"),
    )


@pytest.mark.parametrize(
    ("value", "parted"),
    [
        ("Doe, J\n  AND\tRoe, B", ["Doe, J", "Roe, B"]),
        ("{Hope and Trust} and Anderson, B", ["Hope and Trust", "Anderson, B"]),
        (r"Hope \& Trust and Roe, J.\,K. and Poe, J.\ K.", ["Trust, Hope &", "Roe, J. K.", "Poe, J. K."]),
        ("Doe, J and and Roe, B", ["Doe, J", "Roe, B"]),
        ("Doe, J} and {Roe, B", ["Doe, J", "Roe, B"]),
        ("Doe, J and", ["Doe, J and"]),
        ("", []),
    ],
)
def test_names_are_parted_at_and_outside_braces(value: str, parted: list[str]) -> None:
    assert names(value) == parted


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("family=Doe, given=Jane, prefix=von", "von Doe, Jane"),
        (r"given={Hans}, family={M{\"u}ller}, prefix=von, useprefix=true", "von Müller, Hans"),
        ("family=Doe, given-i=J, suffix={Jr.}", "Doe, J, Jr."),
        ("given=Jane, given-i=J, family = Doe", "Doe, Jane"),
        ('family="Doe Roe", given=Jane', "Doe Roe, Jane"),
        ('"family={Doe, Roe}", given=Jane', "Doe, Roe, Jane"),
        ("family={Hope and Trust}", "Hope and Trust"),
        ("family=Doe, Jane", "family=Doe, Jane"),
        ("family, given", "family, given"),
    ],
)
def test_biblatex_names_its_parts(value: str, name: str) -> None:
    assert names(f"Moran, A. and {value} and Oster, B.") == ["Moran, A.", name, "Oster, B."]


PIECE = st.sampled_from(
    [
        *(
            r"\'{E}",
            r"{\'E}",
            r"\'E",
            r"\"o",
            r"\c{S}",
            r"{\v C}",
            r"\v{S}",
            r"\L{}",
            r"\O ",
            r"{\O}",
            r"\ss ",
            r"\aa{}",
        ),
        *(
            "Ma",
            "oz",
            "É",
            "x.",
            "-",
            "~",
            " ",
            ", ",
            r"\&",
            r"\ ",
            r"\,",
            "{World and Hope}",
            "{{B}c}",
            r"\textsc{Doe}",
        ),
        *(r"\unknown{x}", "von ", "and", "$", "=", '"', "'"),
    ]
)


@given(st.lists(st.lists(PIECE, min_size=1, max_size=8).map("".join), min_size=1, max_size=5))
def test_no_letter_of_a_name_is_lost(each: list[str]) -> None:
    value = " and ".join(each)
    whole = Counter(sign for sign in decode(value) if sign.isalpha())
    parted = Counter(sign for name in names(value) for sign in name if sign.isalpha())
    lost, gained = whole - parted, parted - whole
    assert not gained
    assert lost["a"] == lost["n"] == lost["d"] == lost.total() / 3 <= value.count("and")
