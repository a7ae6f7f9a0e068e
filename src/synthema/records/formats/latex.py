"""LaTeX in BibTeX values to Unicode and back; only what bibliographies use, and `%` is never a comment."""

import re
import unicodedata

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
    "textmu": "µ", "textalpha": "α", "textbeta": "β",
}  # fmt: skip
_STYLES = (
    "textit|textbf|textsc|textrm|textsf|texttt|textsl|textup|textmd|textnormal|text|emph|mathrm|mathbf|mathit|mathcal|"
    "textsuperscript|textsubscript|ensuremath|mbox|hbox|underline|url|it|bf|em|rm|sc|enquote|mkbib[a-z]+"
)

_TOKEN = re.compile(
    r"""\\(?P<mark>[`'^~=."])\s*(?:\{\s*(?P<m1>\\?[A-Za-z\u0080-\uffff]?)\s*\}|(?P<m2>\\[ij](?![A-Za-z])|[A-Za-z]))"""
    r"""|\\(?P<letter>[uvHcdbkr])(?:\s*\{\s*(?P<l1>\\?[A-Za-z\u0080-\uffff]?)\s*\}|\s+(?P<l2>[A-Za-z])(?![A-Za-z]))"""
    rf"""|\\(?P<style>{_STYLES})(?![A-Za-z])\s*"""
    r"""|\\(?P<symbol>[A-Za-z]+)(?:\{\}|\s+|(?![A-Za-z]))"""
    r"""|\\(?P<escaped>[^A-Za-z0-9\s])|(?P<dash>-{2,3})(?!-)|(?P<tie>~)|(?P<bare>[{}])"""
)
_MATH = re.compile(r"(?<!\\)\$([^$\s]{0,200}?[\\^_][^$\s]{0,200}?)(?<!\\)\$")
_SCRIPT = re.compile(r"[\^_](?=[{\\0-9A-Za-z+-])")
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}", "\n": r"\par{}", "%": r"\%", "&": r"\&", "$": r"\$", "#": r"\#", "_": r"\_",
    }
)  # fmt: skip


def decode(value: str, *, typographic: bool = True) -> str:
    """LaTeX to Unicode; unknown commands stay as they are. Addresses are not typographic: `~` and `--` stay."""

    def replaced(found: re.Match[str]) -> str:
        kind = found.lastgroup or ""
        if found["mark"] or found["letter"]:
            return _accented(found)
        if found["symbol"]:
            return _SYMBOLS.get(found["symbol"], found[0])
        if kind == "dash":
            return {"--": "–", "---": "—"}[found[0]] if typographic else found[0]
        if kind == "tie":
            return " " if typographic else "~"
        return found["escaped"] or ""

    if not any(sign in value for sign in "\\{}$~") and "--" not in value:
        return value
    if typographic:
        value = _MATH.sub(lambda found: _SCRIPT.sub("", found[1]), value)
    return _TOKEN.sub(replaced, value)


def _accented(found: re.Match[str]) -> str:
    mark = _ACCENTS[found["mark"] or found["letter"]]
    base = next((found[name] for name in ("m1", "m2", "l1", "l2") if found[name]), "")
    base = {"\\i": "i", "\\j": "j"}.get(base, base)
    return unicodedata.normalize("NFC", base + mark) if base and not base.startswith("\\") else found[0]


def encode(value: str) -> str:
    """The value so written that `decode` gives it back: letters stay Unicode, LaTeX's own signs are escaped."""
    return value.translate(_ESCAPES).replace("--", "-{}-").replace("--", "-{}-")
