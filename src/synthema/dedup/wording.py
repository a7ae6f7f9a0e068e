"""What relations between reports are called, from either side, and which way round one is suggested."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from synthema.dedup.model import Kind
from synthema.dedup.titles import clean_title, notice
from synthema.records.model import Record

Words = dict[Kind, "str | Promise"]

NAMES: Words = {
    Kind.VERSION: _("versions"),
    Kind.PREPRINT: _("preprints"),
    Kind.NOTICE: _("notices: errata, replies, comments"),
    Kind.ABSTRACT: _("conference abstracts"),
    Kind.REPRINT: _("reprints"),
    Kind.TRANSLATION: _("translations"),
}
LEFT: Words = {
    Kind.VERSION: _("Left is a later version of right"),
    Kind.PREPRINT: _("Left is the preprint of right"),
    Kind.NOTICE: _("Left is a notice about right"),
    Kind.ABSTRACT: _("Left is the conference abstract of right"),
    Kind.REPRINT: _("Left is a reprint of right"),
    Kind.TRANSLATION: _("Left is a translation of right"),
}
RIGHT: Words = {
    Kind.VERSION: _("Right is a later version of left"),
    Kind.PREPRINT: _("Right is the preprint of left"),
    Kind.NOTICE: _("Right is a notice about left"),
    Kind.ABSTRACT: _("Right is the conference abstract of left"),
    Kind.REPRINT: _("Right is a reprint of left"),
    Kind.TRANSLATION: _("Right is a translation of left"),
}
UPPER: Words = {
    Kind.VERSION: _("The upper is a later version of the lower"),
    Kind.PREPRINT: _("The upper is the preprint of the lower"),
    Kind.NOTICE: _("The upper is a notice about the lower"),
    Kind.ABSTRACT: _("The upper is the conference abstract of the lower"),
    Kind.REPRINT: _("The upper is a reprint of the lower"),
    Kind.TRANSLATION: _("The upper is a translation of the lower"),
}
LOWER: Words = {
    Kind.VERSION: _("The lower is a later version of the upper"),
    Kind.PREPRINT: _("The lower is the preprint of the upper"),
    Kind.NOTICE: _("The lower is a notice about the upper"),
    Kind.ABSTRACT: _("The lower is the conference abstract of the upper"),
    Kind.REPRINT: _("The lower is a reprint of the upper"),
    Kind.TRANSLATION: _("The lower is a translation of the upper"),
}
IS: Words = {
    Kind.VERSION: _("is a later version of"),
    Kind.PREPRINT: _("is the preprint of"),
    Kind.NOTICE: _("is a notice about"),
    Kind.ABSTRACT: _("is the conference abstract of"),
    Kind.REPRINT: _("is a reprint of"),
    Kind.TRANSLATION: _("is a translation of"),
}
THIS_IS: Words = {
    Kind.VERSION: _("This is a later version of"),
    Kind.PREPRINT: _("This is the preprint of"),
    Kind.NOTICE: _("This is a notice about"),
    Kind.ABSTRACT: _("This is the conference abstract of"),
    Kind.REPRINT: _("This is a reprint of"),
    Kind.TRANSLATION: _("This is a translation of"),
}
OF_THIS: Words = {
    Kind.VERSION: _("A later version of this is in the review"),
    Kind.PREPRINT: _("The preprint of this is in the review"),
    Kind.NOTICE: _("A notice about this is in the review"),
    Kind.ABSTRACT: _("A conference abstract of this is in the review"),
    Kind.REPRINT: _("A reprint of this is in the review"),
    Kind.TRANSLATION: _("A translation of this is in the review"),
}
_EARLIER = (Kind.PREPRINT, Kind.ABSTRACT)  # they come before what they belong to
AHEAD, BACK = "ahead", "back"


def choices(*, rows: bool = False) -> list[tuple[str, "str | Promise"]]:
    """Every relation in both directions, as values of a form and in words."""
    ahead, back = (UPPER, LOWER) if rows else (LEFT, RIGHT)
    return [(f"{kind}:{way}", words[kind]) for kind in Kind for way, words in ((AHEAD, ahead), (BACK, back))]


def suggested(kind: Kind, left: Record, right: Record) -> str:
    """The value of a form for a relation between two records; which way round, told by notices and years."""
    told = [bool(notice(clean_title(one.title))) for one in (left, right)]
    if kind is Kind.NOTICE and told[0] != told[1]:
        return f"{kind}:{AHEAD if told[0] else BACK}"
    if left.year and right.year and left.year != right.year:
        return f"{kind}:{AHEAD if (left.year > right.year) != (kind in _EARLIER) else BACK}"
    return f"{kind}:{AHEAD}"
