"""Pages of the documentation that are made from the code: event kinds, commands, settings. `make docs` renews them."""

import sys
from pathlib import Path

import click

from synthema.cli.common import open_registry
from synthema.cli.main import GROUPS, cli

DOCS = Path(__file__).parents[1] / "docs"
MADE = "<!-- Made from the code by `make docs`; a test fails when it is stale. -->\n"


def events_page() -> str:
    """Every event kind: stage, version, undo, fields and where each is kept."""
    open_registry()
    from synthema.audit.registry import KINDS, field_table

    parts = [
        "# Event kinds\n\n" + MADE,
        "What can have happened in a review. Each kind is past tense and versioned. *Payload* fields are on the hash "
        "chain; *content store* fields are free text, kept under a salted hash so that they can be withdrawn.\n",
    ]
    for kind in sorted(KINDS.values(), key=lambda k: (k.stage, k.name)):
        undo = f"`{kind.undo}`" if " " not in kind.undo else kind.undo
        told = (kind.body.__doc__ or "").strip()
        parts.append(f"## {kind.name}\n\n{told}\n\nStage `{kind.stage}`, version {kind.version}. Undo: {undo}.\n")
        rows = field_table(kind)
        parts.append(
            "| field | type | kept in |\n| --- | --- | --- |\n"
            + "".join(f"| `{n}` | {t} | {k} |\n" for n, t, k in rows)
        )
    return "\n".join(parts)


def commands_page() -> str:
    """The help of every command."""
    parts = ["# Commands\n\n" + MADE, _help(cli, "synthema")]
    for name in GROUPS:
        group = cli.get_command(click.Context(cli), name)
        if not isinstance(group, click.Group):
            parts.append(_help(group, f"synthema {name}") if group else "")
            continue
        parts.append(_help(group, f"synthema {name}"))
        parts += [_help(command, f"synthema {name} {verb}") for verb, command in sorted(group.commands.items())]
    return "\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    level = "#" * min(1 + len(name.split()), 3)
    command._help_option = None  # click remembers the option of whoever asked first
    names = ["-h", "--help"]  # as every command has them under `synthema`
    context = click.Context(command, info_name=name, max_content_width=100, terminal_width=100, help_option_names=names)
    return f"{level} {name}\n\n```\n{command.get_help(context)}\n```\n"


PAGES = {"events.md": events_page, "commands.md": commands_page}


def main() -> None:
    """Write every made page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
        sys.stdout.write(f"docs/{name}\n")


if __name__ == "__main__":
    main()
