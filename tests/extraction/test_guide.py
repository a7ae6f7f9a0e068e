"""What the guide says can be done is done."""

import re
from pathlib import Path

import click
import pytest

from synthema.cli import appraisal, extraction
from synthema.forms import parse_form, read_wide

GUIDES = Path(__file__).parents[2] / "docs" / "guide"
GROUPS: dict[str, click.Group] = {"appraisal": appraisal.group, "extraction": extraction.group}


def blocks(language: str) -> list[bytes]:
    text = (GUIDES / "extraction.md").read_text("utf-8")
    return [block.encode() for block in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)]


def test_the_tool_and_the_table_shown_are_read_without_problems() -> None:
    (tool,), (table,) = blocks("toml"), blocks("csv")
    reading = read_wide(parse_form(tool, "guide"), table, "guide")
    assert reading.problems == ()
    assert [len(sheet.answers) for sheet in reading.sheets] == [3, 2]


@pytest.mark.parametrize("room", GROUPS)
def test_every_command_and_option_the_guide_shows_exists_and_every_command_is_shown(room: str) -> None:
    text = (GUIDES / f"{room}.md").read_text("utf-8")
    shown = set(re.findall(rf"synthema {room} ([a-z]+)", text)) | set(re.findall(r"`([a-z]+) STUDY`", text))
    assert shown == set(GROUPS[room].commands)
    known = {name for one in GROUPS[room].commands.values() for option in one.params for name in option.opts}
    assert set(re.findall(r"--[a-z]+", text)) <= known
