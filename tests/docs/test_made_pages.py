"""The documentation says what the code does."""

import re
from pathlib import Path

import pytest
from tools.docs import DOCS, PAGES

from synthema.audit.registry import KINDS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", PAGES)
def test_a_made_page_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), f"docs/{name} is stale: run `make docs`"


def test_every_event_kind_is_documented() -> None:
    page = (DOCS / "events.md").read_text(encoding="utf-8")
    assert [name for name in KINDS if f"## {name}\n" not in page] == []


def test_every_setting_is_documented() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "src").rglob("*.py"))
    code += (ROOT / "tests" / "shared_data.py").read_text(encoding="utf-8")
    used = set(re.findall(r"""(?:environ|envvar)[^\n]*["'](SYNTHEMA_[A-Z]+)["']""", code))
    page = (DOCS / "settings.md").read_text(encoding="utf-8")
    assert len(used) >= 5
    assert sorted(name for name in used if f"`{name}`" not in page) == []


def test_every_command_named_in_the_documentation_exists() -> None:
    from synthema.cli.main import GROUPS, cli

    commands = (DOCS / "commands.md").read_text(encoding="utf-8")
    pages = [*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "ARCHITECTURE.md"]
    for page in pages:
        for group, verb in re.findall(r"`synthema ([a-z]+)(?: ([a-z][a-z-]+))?", page.read_text(encoding="utf-8")):
            assert group in GROUPS, f"{page.name}: synthema {group}"
            if verb and f"## synthema {group}\n" in commands and group != "demo":
                assert f"### synthema {group} {verb}\n" in commands, f"{page.name}: synthema {group} {verb}"
    assert cli.name == "cli"
