"""A refusal is a pattern and its values, so that a page can say it in the reader's language."""

import ast
from pathlib import Path

import pytest
from tools.messages import REFUSALS

from synthema.frame import refusals
from synthema.refused import Refused, Words

HOUSE = Path(__file__).parents[2] / "src" / "synthema"
MODULES = sorted(path for path in HOUSE.rglob("*.py") if "migrations" not in path.parts)
GERMAN = {"{count:,} files are too many.": "{count:,} Dateien sind zu viele.", "It is not opened.": "Zu."}


def put_together(node: ast.expr) -> bool:
    """Whether a sentence is put together where it is said, so that nobody can translate it."""
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod) and any(
            isinstance(part, ast.Constant | ast.JoinedStr) for part in (node.left, node.right)
        )
    return isinstance(node, ast.IfExp) and (put_together(node.body) or put_together(node.orelse))


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_no_refusal_is_put_together_where_it_is_said(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS and node.args:
            assert not put_together(node.args[0]), f"{module}:{node.lineno}"


def kinds(of: type[Refused]) -> set[str]:
    return {of.__name__}.union(*(kinds(one) for one in of.__subclasses__()))


def test_every_kind_of_refusal_is_gathered_for_translation() -> None:
    from synthema.cli import main  # noqa: F401  every room is imported

    of_many = {"FormError", "Contradiction", "BrokenSheet"}  # made of several faults, not of one sentence
    assert kinds(Refused) - of_many <= set(REFUSALS)


def test_a_refusal_is_said_in_the_language_of_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    refusal = Refused("{count:,} files are too many.", count=1200)
    assert (str(refusal), refusals.spoken(refusal)) == ("1,200 files are too many.",) * 2
    monkeypatch.setattr(refusals, "_", lambda text: GERMAN.get(text, text))
    assert refusals.spoken(refusal) == "1,200 Dateien sind zu viele."
    assert refusals.spoken(Refused("It is not opened.")) == "Zu."
    assert str(refusal) == "1,200 files are too many."


def test_words_that_a_rule_returns_keep_their_pattern_through_the_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "_", lambda text: GERMAN.get(text, text))
    said = Words("{count:,} files are too many.", count=3)
    assert said == "3 files are too many."
    assert refusals.spoken(Refused(said)) == "3 Dateien sind zu viele."


def test_braces_in_a_sentence_without_values_stay() -> None:
    assert str(Refused("Write {family} as it stands.")) == "Write {family} as it stands."
    assert refusals.spoken(Refused("Write {family} as it stands.")) == "Write {family} as it stands."
