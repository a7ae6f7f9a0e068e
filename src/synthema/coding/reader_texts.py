"""What the reader's script says, in the reader's language, and the addresses it sends to."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.coding.inks import INKS

MODULES = (
    "screen_outbox.js",
    "screen_told.js",
    "coding_state.js",
    "coding_paint.js",
    "coding_pick.js",
    "coding_memos.js",
    "coding_panel.js",
    "coding_desk.js",
)  # each after those it stands on
_ACTS = ("code", "apply", "uncode", "unquote", "move_quote", "voice", "memo", "unmemo", "mark", "unmark")


def addresses(review: UUID, document: UUID) -> dict[str, object]:
    """Where the script asks and sends, and the colours of new codes."""
    return {
        "paper": reverse("coding:paper_of", kwargs={"review": review, "document_id": document}),
        "memos": reverse("coding:memos_of", kwargs={"review": review, "kind": "kind", "about": UUID(int=0)}),
        "acts": {name: reverse(f"coding:{name}", kwargs={"review": review}) for name in _ACTS},
        "inks": [ink.color for ink in INKS],
    }


def texts() -> dict[str, str]:
    """Words by their keys; {n} and the like are filled in by the script."""
    return {
        "saved": _("Everything is kept."),
        "saving": _("Keeping…"),
        "offline": _("The connection is lost. What you did is kept in this browser and sent when it is back."),
        "login": _("You are not logged in any more. What you did is kept in this browser until you log in again."),
        "denied": _("You may not code here now. What you did is kept in this browser."),
        "to_login": _("Log in"),
        "dismiss": _("Seen"),
        "again": _("Try again"),
        "untitled": _("(a passage)"),
        "not_taken": _("This was not taken:"),
        "create": _("Make “{name}”"),
        "create_below": _("Make “{name}” below {above}"),
        "below": _("Below {above}: type a name to search or make a code there."),
        "bring_back": _("Bring “{name}” back: it was retired"),
        "more": _("{n} more: type on to find them"),
        "coded": _("Coded: {code}."),
        "added": _("Added: {code}."),
        "taken_off": _("Taken off: {code}."),
        "dismissed": _("No relevant finding here."),
        "taken_back": _("The passage is taken back."),
        "moved": _("The passage has the selected words now."),
        "memo_kept": _("The memo is kept."),
        "memo_passage": _("Go to a coded passage, or select words, to write about them."),
        "memo_gone": _("The memo is taken back."),
        "voice_participant": _("A participant’s words."),
        "voice_author": _("The authors’ interpretation."),
        "voice_none": _("Whose words these are is open again."),
        "will_be": _("It will be kept with the code."),
        "marked_findings": _("Marked as findings."),
        "marked_qualitative": _("Marked as the qualitative strand."),
        "unmarked": _("The mark is taken back."),
        "undone": _("Undone: {what}"),
        "nothing_to_undo": _("There is nothing to undo on this page."),
        "select_first": _("Select words first, or go to a coded passage."),
        "too_long": _("These are too many words for the name of a code. Select fewer, or type a name."),
        "has_code": _("The passage has the code {code} already."),
        "is_dismissed": _("This passage was dismissed. Take it back first to code it."),
        "is_coded": _("This passage is coded. Take it back first to dismiss it."),
        "sentence": _("Sentence {n} of {of}; {left} are left."),
        "all_done": _("Every sentence of the findings is coded or dismissed."),
        "no_findings": _("No findings are marked here. Select them and press f."),
        "no_quotes": _("Nothing is coded in this document yet."),
        "coverage": _("{done} of {of} sentences of the findings done, {dismissed} of them dismissed; {share} % coded"),
        "coverage_none": _("No findings are marked: select them and press f, then the next uncoded sentence is known."),
        "findings": _("Findings"),
        "qualitative": _("Qualitative strand"),
        "characters": _("{n} characters"),
        "take_back_mark": _("Take the mark back"),
        "take_back_memo": _("Take this memo back"),
        "take_off": _("Take off {code}"),
        "take_back": _("Take the passage back"),
        "give_words": _("Give it the selected words"),
        "bare": _("marked, without a code"),
        "away": _("no relevant finding"),
        "by": _("by {name}"),
        "memos": _("{n} memos"),
        "memo": _("1 memo"),
        "participant": _("Participant"),
        "author": _("Author"),
        "suggested": _("suggested by the quotation marks: press the key to say so"),
        "area": _("an area of page {n}"),
        "lost": _("What is coded here could not be fetched. Load the page again when the connection is back."),
        "of_quote": _("{codes} · {words}"),
        "more_bars": _("+{n}"),
    }
