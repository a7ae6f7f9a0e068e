import re
from pathlib import Path

from synthema.reporting.flow_model import Template

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "prisma.md"


def test_the_example_of_the_guide_runs() -> None:
    (example,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    names: dict[str, object] = {}
    exec(example, names)
    assert str(names["svg"]).startswith("<svg ")
    assert bytes(names["png"])[:4] == b"\x89PNG"  # type: ignore[call-overload]


def test_the_guide_names_every_law_and_template() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert re.findall(r"^\| (F\d+) \|", text, flags=re.MULTILINE) == [f"F{number}" for number in range(1, 13)]
    assert all(f"`{template}`" in text for template in Template)
