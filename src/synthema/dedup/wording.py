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
FIRST: Words = {
    Kind.VERSION: _("The first is a later version of the second"),
    Kind.PREPRINT: _("The first is the preprint of the second"),
    Kind.NOTICE: _("The first is a notice about the second"),
    Kind.ABSTRACT: _("The first is the conference abstract of the second"),
    Kind.REPRINT: _("The first is a reprint of the second"),
    Kind.TRANSLATION: _("The first is a translation of the second"),
}
SECOND: Words = {
    Kind.VERSION: _("The second is a later version of the first"),
    Kind.PREPRINT: _("The second is the preprint of the first"),
    Kind.NOTICE: _("The second is a notice about the first"),
    Kind.ABSTRACT: _("The second is the conference abstract of the first"),
    Kind.REPRINT: _("The second is a reprint of the first"),
    Kind.TRANSLATION: _("The second is a translation of the first"),
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


def choices() -> list[tuple[str, "str | Promise"]]:
    """Every relation in both directions, as values of a form and in words."""
    return [(f"{kind}:{way}", words[kind]) for kind in Kind for way, words in ((AHEAD, FIRST), (BACK, SECOND))]


def suggested(kind: Kind, left: Record, right: Record) -> str:
    """The value of a form for a relation between two records; which way round, told by notices and years."""
    told = [bool(notice(clean_title(one.title))) for one in (left, right)]
    if kind is Kind.NOTICE and told[0] != told[1]:
        return f"{kind}:{AHEAD if told[0] else BACK}"
    if left.year and right.year and left.year != right.year:
        return f"{kind}:{AHEAD if (left.year > right.year) != (kind in _EARLIER) else BACK}"
    return f"{kind}:{AHEAD}"
