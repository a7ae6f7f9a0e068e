"""The words that the script of the screening page says."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Each by its name in screen.js."""
    return {
        "include": _("Included"),
        "exclude": _("Excluded"),
        "unsure": _("Unsure"),
        "next": _("Next:"),
        "back": _("Taken back. Again:"),
        "later": _("Put off."),
        "untitled": _("(no title)"),
        "none_left": _("No further record at hand."),
        "looking": _("Looking for further records…"),
        "elsewhere": _("You judged this one in another window."),
        "choose": _("An exclusion on full text needs the first criterion that failed: press its number, then e."),
        "saving": _("Saving…"),
        "saved": _("All verdicts are saved."),
        "offline": _("No connection. Kept in this browser and sent again by itself, waiting:"),
        "login": _("You are not logged in any more. Kept in this browser until you log in, waiting:"),
        "denied": _("The server does not take your verdicts now. Kept in this browser, waiting:"),
        "to_login": _("Log in"),
        "open": _("Open the record"),
        "dismiss": _("I have seen it"),
        "your_note": _("Your note:"),
        "take_off": _("Take off the tag"),
        "not_taken": _("A verdict was not taken; see above the record."),
        "wait": _("Wait until your verdicts are saved, then undo."),
        "an_hour": _("an hour"),
    }


def kind_of_work(code: str) -> str:
    """A source's type code in words; a code that says nothing is left out, and one unknown here stays as it came."""
    known = {
        "jour": _("journal article"), "ejour": _("journal article"), "article": _("journal article"),
        "thes": _("thesis"), "phdthesis": _("thesis"), "mastersthesis": _("thesis"),
        "book": _("book"), "chap": _("book chapter"), "incollection": _("book chapter"), "rprt": _("report"),
        "techreport": _("report"), "conf": _("conference paper"), "cpaper": _("conference paper"),
        "inproceedings": _("conference paper"), "news": _("newspaper article"), "gen": "", "generic": "", "misc": "",
        "article-journal": _("journal article"), "chapter": _("book chapter"),
        "paper-conference": _("conference paper"), "article-newspaper": _("newspaper article"), "document": "",
    }  # fmt: skip
    return known.get(code.strip().lower(), code)
