import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthema.records.formats.latex import decode, encode


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"P\"{a}ckert", "Päckert"),
        (r"{\'E}cole \'etude caf\'{e}", "École étude café"),
        (r"{\O}rsted and Stra{\ss}e and \L{}\'od\'z", "Ørsted and Straße and Łódź"),
        (r"Erd\H{o}s, \v{S}tefan, \c{C}elik, \~{n}", "Erdős, Štefan, Çelik, ñ"),
        (r"m{\'i}t \'{\i}", "mít í"),
        (r"Hope \& trust: 50\% of \$5 \#1 a\_b", "Hope & trust: 50% of $5 #1 a_b"),
        ("50% of peers said no", "50% of peers said no"),
        (r"The {HIV} \textit{in vivo} \emph{study}", "The HIV in vivo study"),
        (r"$\Sigma^{0}$ and DNA$_{2}$", "Σ0 and DNA2"),
        ("costs $5 and $6", "costs $5 and $6"),
        ("TEL---book, 1--2, Smith~J", "TEL—book, 1–2, Smith J"),
        (r"\mkbibquote{De Motu} in \mkbibemph{solvent\hyphen free} \TeX/\LaTeX{}", "De Motu in solvent-free TeX/LaTeX"),
        (r"\unknowncommand stays", r"\unknowncommand stays"),
    ],
)
def test_it_reads_what_bibliographies_write(latex: str, text: str) -> None:
    assert decode(latex) == text


def test_addresses_keep_their_signs() -> None:
    assert decode(r"http://a.org/~x/a\_b--c", typographic=False) == "http://a.org/~x/a_b--c"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_what_is_written_is_read_back(value: str) -> None:
    assert decode(encode(value)) == value
    assert decode(encode(value), typographic=False) == value
