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
        (r"$\mu$g, $\beta$ blockers, $\Delta$T", "μg, β blockers, ΔT"),
        (r"The $\alpha$ and $\beta$ test of CO$_2$ and $p<0.05$", "The α and β test of CO2 and p<0.05"),
        (r"$\pm$ 2, $\sim$ 5, $n = 20$, 37$^{\circ}$C", "± 2, ∼ 5, n = 20, 37°C"),
        (r"$p \leq 0.05$, $\mu g$, $10\,\mathrm{mg}$, $\beta$2", "p ≤ 0.05, μg, 10 mg, β2"),
        ("p$<$0.05, n$=20$, $<$i$>$in vivo$<$/i$>$, 1$-$2", "p<0.05, n=20, <i>in vivo</i>, 1-2"),
        (r"10\,\% of J.\ Doe's", "10 % of J. Doe's"),
        (
            r"costs $5 and CO$_2$ for US$ or $6, A$5/US$ 7, $ and $",
            "costs $5 and CO2 for US$ or $6, A$5/US$ 7, $ and $",
        ),
        (r"costs $5 \& more than that, or $6", "costs $5 & more than that, or $6"),
        (r"see \href{http://a.org/~x--y}{the {\'e}tude} there", "see the étude (http://a.org/~x--y) there"),
        (r"\href{http://a.org}{http://a.org} \href{http://b.org}{}", "http://a.org http://b.org"),
        (r"\unknowncommand stays", r"\unknowncommand stays"),
    ],
)
def test_it_reads_what_bibliographies_write(latex: str, text: str) -> None:
    assert decode(latex) == text


def test_addresses_keep_their_signs() -> None:
    assert decode(r"http://a.org/~x/a\_b--c", typographic=False) == "http://a.org/~x/a_b--c"
    assert decode(r"\href{http://a.org/~x}{The $\mu$}", typographic=False) == "http://a.org/~x The $μ$"
    assert decode(r"http://a.org/$x$/a\,b", typographic=False) == "http://a.org/$x$/a,b"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_what_is_written_is_read_back(value: str) -> None:
    assert decode(encode(value)) == value
    assert decode(encode(value), typographic=False) == value
