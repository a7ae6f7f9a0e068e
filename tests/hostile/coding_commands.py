"""The commands of coding with words that make them look at, or lean on, what one coder alone may know.

`every_command` merges these tables. A new command of the room gets its line here: in `coding_looks` when it prints or
writes what is known, in `coding_leans` when it acts, in `OUTSIDE_REVIEWS` when it looks at no review.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from synthema.coding.tables import MarkRow, MemoRow, QuoteRow
from tests.hostile.coding_worlds import text_on

if TYPE_CHECKING:
    from tests.hostile.twin_worlds import World

Table = Mapping[str, Sequence[Sequence[object]]]
NOBODY = "00000000-0000-0000-0000-000000000001"  # an identifier of nothing
OUTSIDE_REVIEWS: dict[str, str] = {}
CODING_FILES: dict[str, str] = {  # files to hand in: name and text
    "codes.csv": "coder,code,team_code,reason\nAna,calm,company,\nAna,a,company,\n",
    "book.csv": "path,definition\ncompany,Not alone\nfeathers,What they wear\n",
    "passages.csv": "document,quote,codes\nheron.txt,Nobody counted the birds.,company\n",
}


def coding_looks(w: "World", out: Path) -> Table:
    """Commands that print or write what is known; each may be asked by anybody."""
    return {
        "coding agreement": [[1], [2]],
        "coding align": [[1], [1, "--out", out / "codes.csv"], [2]],
        "coding differences": [[1], [1, "--out", out / "log.csv"], [2]],
        "coding by-study": [[], ["--by", "year"], ["--out", out / "by-study.csv"]],
        "coding codebook-out": [[out / "codebook.qdc"], [out / "codebook.csv"], [out / "codebook.docx"]],
        "coding codes": [[], ["--show", "unused"], ["--show", "single"], ["--show", "away"]],
        "coding coverage": [[]],
        "coding export": [[out / "coding.qdpx"]],
        "coding imports": [[]],
        "coding marks": [[]],
        "coding memo list": [[], ["--on", "quote"], ["--on", "code", "--called", "company"]],
        "coding passages": [["heron.txt"], ["grebe.txt"]],
        "coding verify": [[], ["--json"]],
        "coding query": [["company"], ["not company", "--unit", "sentence"], ["company", "--out", out / "found.csv"]],
        "coding quotes": [[], ["--code", "company", "--out", out / "quotes.csv"], ["--by", "Ana"]],
        "coding round status": [[]],
        "coding search": [["herons"], ["company"], ["coat"]],
        "coding together": [[], ["--within", "study"], ["--out", out / "together.csv"]],
    }


def coding_leans(w: "World", out: Path) -> Table:
    """Commands that act, tried on what is open."""
    text = text_on(w, "heron").id
    here = QuoteRow.objects.filter(review=w.cast.review, document=text, round=None).order_by("seq").first()
    quote = here.id if here else NOBODY
    about = MemoRow.objects.filter(review=w.cast.review, about_kind="quote", round=None).order_by("seq").first()
    memo = about.id if about else NOBODY
    return {
        "coding apply": [[quote, "--code", "quiet"]],
        "coding code change": [["company", "--definition", "Not alone"]],
        "coding code merge": [["company", "--into", "quiet"]],
        "coding code move": [["company", "--place", 1]],
        "coding code new": [["feathers"], ["feathers", "--round", 2]],
        "coding code restore": [["company"]],
        "coding code retire": [["company", "--reason", "thin"]],
        "coding code split": [["company", "--to", "greeting", "--where", "words:herons"]],
        "coding code unmerge": [["waiting"]],
        "coding codebook-in": [[w.files / "book.csv"]],
        "coding difference reopen": [[1, 1], [2, 1]],
        "coding difference settle": [[1, 2, "--aside", "Ben", "--note", "why"], [1, 90], [2, 1]],
        "coding dismiss": [["grebe.txt", "--words", "All felt the cold."]],
        "coding import": [
            [w.files / "book.csv", "--look"],
            [w.files / "book.csv", "--look", "--json"],
            [w.files / "book.csv", "--into-round", 2],
        ],
        "coding load": [[w.files / "passages.csv"]],
        "coding mark": [
            ["heron.txt", "--suggested", "--kind", "qualitative"],
            ["heron.txt", "--heading", "Discussion"],
            ["heron.txt", "grebe.txt", "--from", "Nobody counted", "--to", "Birds matter."],
        ],
        "coding memo take-back": [[memo]],
        "coding memo write": [
            ["A thought."],
            ["On it.", "--on", "document", "--called", "heron.txt"],
            ["On it.", "--on", "code", "--called", "company"],
            ["On it.", "--on", "study", "--called", "Heron 2020"],
        ],
        "coding move": [["heron.txt", "grebe.txt"]],
        "coding move-back": [[]],
        "coding passage": [
            ["heron.txt", "--words", "Nobody counted the birds.", "--code", "company", "--voice", "author"],
            ["grebe.txt", "--words", "All felt", "--code", "weather / wind", "--new", "--in-vivo"],
        ],
        "coding reanchor": [[quote, "--words", "Nobody counted"]],
        "coding reconcile": [[1, w.files / "codes.csv"]],
        "coding round begin": [
            ["inductive", "--coder", "Ana", "--coder", "Ben"],
            ["deductive", "--coder", "Ben", "--coder", "Chloe", "--document", "heron.txt"],
        ],
        "coding round call-off": [[1, "--reason", "why"]],
        "coding round excuse": [[1, "Ana", "--reason", "why"], [1, "Ben"]],
        "coding round hand-in": [[1]],
        "coding round take-back": [[1]],
        "coding take-back": [[quote]],
        "coding uncode": [[quote, "--code", "company"]],
        "coding unmark": [[MarkRow.objects.get(review=w.cast.review, document=text).id], [NOBODY]],
        "coding voice": [[quote, "author"]],
        "coding withdraw-import": [[NOBODY]],
    }
