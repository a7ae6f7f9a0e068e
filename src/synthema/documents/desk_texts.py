"""What the reader says in the browser, in the language of who reads."""

from django.utils.translation import gettext as _


def texts() -> dict[str, str]:
    """What the browser says, in the reader's language."""
    return {
        "page_of": _("Page {n} of {of}"),
        "label_of": _("Page {label} ({n} of {of})"),
        "part_of": _("Part {n} of {of}"),
        "selected": _("Selected: {words}"),
        "selected_more": _("Selected, in {n} ranges: {words}"),
        "nothing": _("Nothing is selected"),
        "region": _("An area of page {n}"),
        "area_keys": _("An area: arrows move it, with Shift they resize it, Enter selects it, Escape drops it."),
        "area_at": _("Area: {left} % from the left, {top} % from the top, {wide} % wide, {high} % high"),
        "letters": _("{n} letters"),
        "copied": _("Copied."),
        "not_copied": _("The browser did not allow copying."),
        "none_found": _("“{q}” is not in this text."),
        "loose": _("“{q}” does not stand here with these signs; these are the places of its letters."),
        "hit_of": _("{n} of {of}"),
        "first_hits": _("{n} of {of}; the first {shown} can be leafed through"),
        "no_page": _("There is no page {q}."),
        "no_boxes": _("The words of this page cannot be selected on its picture: {why}"),
        "no_text": _("No text on this page."),
        "lost": _("The connection is lost: this page will be fetched when it is back."),
        "end": _("End of the text"),
        "begin": _("Beginning of the text"),
        "space": _("space"),
        "line_end": _("end of line"),
        "page_end": _("end of page {n}"),
    }
