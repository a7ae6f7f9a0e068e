"""LaTeX in BibTeX values to Unicode and back; only what bibliographies use, and `%` is never a comment."""

import re
import unicodedata
from collections.abc import Iterator

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_SYMBOLS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ",
    "NG": "Ŋ", "par": "\n", "ldots": "…", "dots": "…", "textbackslash": "\\", "textbraceleft": "{",
    "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^", "textquotesingle": "'",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "textendash": "–", "textemdash": "—", "textregistered": "®", "texttrademark": "™", "copyright": "©",
    "textdegree": "°", "degree": "°", "pounds": "£", "texteuro": "€", "euro": "€", "S": "§", "dag": "†", "ddag": "‡",
    "times": "×", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "approx": "≈", "infty": "∞",
    "rightarrow": "→", "leftarrow": "←", "cdot": "·", "textless": "<", "textgreater": ">", "textbar": "|",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ",
    "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
    "hyphen": "-", "slash": "/", "textunderscore": "_", "textellipsis": "…", "textdollar": "$", "textcopyright": "©",
    "textsection": "§", "guillemotleft": "«", "guillemotright": "»", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX",
    "textmu": "µ", "textalpha": "α", "textbeta": "β", "sim": "∼", "simeq": "≃", "cong": "≅", "equiv": "≡", "ne": "≠",
    "ll": "≪", "gg": "≫", "leqslant": "≤", "geqslant": "≥", "lesssim": "≲", "gtrsim": "≳", "propto": "∝", "mp": "∓",
    "circ": "°", "prime": "′", "ast": "*", "bullet": "•", "div": "÷", "to": "→", "Rightarrow": "⇒", "uparrow": "↑",
    "downarrow": "↓", "leftrightarrow": "↔", "sqrt": "√", "sum": "∑", "partial": "∂", "varepsilon": "ε", "varphi": "φ",
    "Upsilon": "Υ", "omicron": "ο", "backslash": "\\",
}  # fmt: skip
_STYLES = (
    "textit|textbf|textsc|textrm|textsf|texttt|textsl|textup|textmd|textnormal|text|emph|mathrm|mathbf|mathit|mathcal|"
    "mathsf|mathbb|boldsymbol|bm|operatorname|textsuperscript|textsubscript|ensuremath|mbox|hbox|underline|url|it|bf|"
    "em|rm|sc|enquote|mkbib[a-z]+"
)

_TOKEN = re.compile(
    r"""\\(?P<mark>[`'^~=."])\s*(?:\{\s*(?P<m1>\\?[A-Za-z\u0080-\uffff]?)\s*\}|(?P<m2>\\[ij](?![A-Za-z])|[A-Za-z]))"""
    r"""|\\(?P<letter>[uvHcdbkr])(?:\s*\{\s*(?P<l1>\\?[A-Za-z\u0080-\uffff]?)\s*\}|\s+(?P<l2>[A-Za-z])(?![A-Za-z]))"""
    rf"""|\\(?P<style>{_STYLES})(?![A-Za-z])\s*"""
    r"""|\\(?P<symbol>[A-Za-z]+)(?:\{\}|\s+|(?![A-Za-z]))"""
    r"""|\\(?P<space>[ ,])|\\(?P<escaped>[^A-Za-z0-9\s])|(?P<dash>-{2,3})(?!-)|(?P<tie>~)|(?P<bare>[{}])"""
)
_BRACED = re.compile(rf"\{{\s*(?:{_TOKEN.pattern})\s*\}}")
_APART = re.compile(
    r"(?<![\\$])\$(?P<math>[^$]{1,200})(?<!\\)\$(?!\$)"
    r"|\\href\s*\{(?P<to>[^{}]{0,2000})\}\s*\{(?P<text>(?:[^{}]|\{[^{}]{0,500}\}){0,2000})\}"
)
_SET = re.compile(r"\\[A-Za-z]+(?:\s*\{[^{}]*\})?|[\^_]\{[^{}]*\}")  # what no words of a sentence stand in
_SIGNS = frozenset("<>=+-*|")  # alone between dollar signs
_WORD = re.compile(r"[^\W\d_]{2}")
_SCRIPT = re.compile(r"[\^_](?=[{\\0-9A-Za-z+-])")
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}", "\n": r"\par{}", "%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_",
    }
)  # fmt: skip


def decode(value: str, *, typographic: bool = True) -> str:
    """LaTeX to Unicode; unknown commands stay as they are. Addresses are not typographic: `~` and `--` stay."""

    if not any(sign in value for sign in "\\{}$~") and "--" not in value:
        return value
    return "".join(_pieces(value, typographic))


def letters(value: str) -> str:
    """The value with its accents and letters in Unicode; all else stays LaTeX."""

    def replaced(found: re.Match[str]) -> str:
        if found["mark"] or found["letter"]:
            return _accented(found)
        if found["space"]:
            return " "
        letter = _SYMBOLS.get(found["symbol"] or "", "")
        return letter if letter.isalpha() else found[0]

    if "\\" not in value:
        return value
    return _TOKEN.sub(replaced, _BRACED.sub(replaced, value))


def _pieces(value: str, typographic: bool) -> Iterator[str]:
    """The value in Unicode piece by piece: maths and links apart from the text around them."""
    at = start = 0
    while found := _APART.search(value, start):
        start = found.end()
        if found["math"] is None:
            piece = _linked(found, typographic)
        elif typographic and _is_math(found):
            piece = _text(_SCRIPT.sub("", found["math"].strip()), math=True)
        else:
            start = found.start() + 1
            continue
        yield _text(value[at : found.start()], typographic)
        yield piece
        at = start
    yield _text(value[at:], typographic)


def _linked(found: re.Match[str], typographic: bool) -> str:
    """A link's words and its address; in a field of addresses the address leads."""
    to, words = decode(found["to"], typographic=False).strip(), decode(found["text"], typographic=typographic).strip()
    if not to or not words or to == words:
        return to or words
    return f"{words} ({to})" if typographic else f"{to} {words}"


def _is_math(found: re.Match[str]) -> bool:
    """Whether two dollar signs hold maths, not `$5 and US$`."""
    inner = found["math"]
    spaced = any(sign.isspace() for sign in inner)
    if re.search(r"[\\^_]", inner):
        return not spaced or bool(_SET.search(inner) and not re.search(r"[^\W\d_]{3}", _SET.sub(" ", inner)))
    if inner in _SIGNS:
        return True
    before, after = found.string[found.start() - 1 : found.start()], found.string[found.end() : found.end() + 1]
    if (
        (before.isalnum() and inner[0] not in "<>=")
        or after.isdigit()
        or inner != inner.strip()
        or not any(map(str.isalnum, inner))
    ):
        return False
    return not _WORD.search(inner) or bool(not spaced and re.search("[<>=]", inner))


def _text(value: str, typographic: bool = True, *, math: bool = False) -> str:
    def replaced(found: re.Match[str]) -> str:
        kind = found.lastgroup or ""
        if found["mark"] or found["letter"]:
            return _accented(found)
        if found["symbol"]:
            return _symbol(found, math)
        if kind == "dash":
            return {"--": "–", "---": "—"}[found[0]] if typographic else found[0]
        if kind == "tie":
            return " " if typographic else "~"
        if kind == "space":
            return " " if typographic else found["space"]
        return found["escaped"] or ""

    return _TOKEN.sub(replaced, value)


def _symbol(found: re.Match[str], math: bool) -> str:
    """A sign for its command; in maths the space after `\\pm` stays, that after `\\mu` goes."""
    sign = _SYMBOLS.get(found["symbol"])
    if sign is None:
        return found[0]
    return f"{sign} " if math and found[0][-1].isspace() and not sign.isalpha() else sign


def _accented(found: re.Match[str]) -> str:
    mark = _ACCENTS[found["mark"] or found["letter"]]
    base = next((found[name] for name in ("m1", "m2", "l1", "l2") if found[name]), "")
    base = {"\\i": "i", "\\j": "j"}.get(base, base)
    return unicodedata.normalize("NFC", base + mark) if base and not base.startswith("\\") else found[0]


def encode(value: str) -> str:
    """The value so written that `decode` gives it back: letters stay Unicode, LaTeX's own signs are escaped."""
    return value.translate(_ESCAPES).replace("--", "-{}-").replace("--", "-{}-")
