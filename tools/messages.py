"""Gather every sentence of Synthema for translation, or make the translations of a language ready for use.

python -m tools.messages de      writes src/synthema/locale/de/LC_MESSAGES/django.po (and .mo); needs GNU gettext
"""

import os
import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.core.management.commands.makemessages import Command

HOUSE = Path(__file__).parents[1] / "src" / "synthema"
REFUSALS = (
    *(
        "ActConflict",
        "BadArchive",
        "BrokenQuotes",
        "ConQualError",
        "CutOff",
        "Damaged",
        "DecidedMeanwhile",
        "Diverged",
        "ImportedBefore",
    ),
    *(
        "MetaSummaryError",
        "Misplaced",
        "NoBoxes",
        "NoPicture",
        "NoSuchJob",
        "NoSuchReview",
        "NotAllowed",
        "NotUnderstood",
        "NothingNew",
        "Refused",
        "Stopped",
        "Unanchored",
        "UnknownKind",
    ),
    *("Unanswered", "Unreadable", "UnsoundSynthesisError", "Words"),
)


class Gather(Command):
    """Django's own gathering, which also takes the patterns of refusals."""

    xgettext_options = [*Command.xgettext_options, *(f"--keyword={name}" for name in REFUSALS)]


def main(languages: list[str]) -> None:
    """Write the catalogues of the named languages."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synthema.web.settings")
    django.setup()
    os.chdir(HOUSE)
    (HOUSE / "locale").mkdir(exist_ok=True)
    call_command(Gather(), locale=languages, ignore_patterns=["examples/*", "migrations/*"], no_location=True)
    call_command("compilemessages", locale=languages)


if __name__ == "__main__":
    main(sys.argv[1:] or sys.exit(__doc__))
