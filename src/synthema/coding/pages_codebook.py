"""The codebook: the tree of codes with how often each is used, making a code, and the codebook as a file."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from synthema.coding.actions import create_code
from synthema.coding.book import Book, Listed
from synthema.coding.codebook_files import WRITERS
from synthema.coding.columns import Material, material
from synthema.coding.inks import INKS
from synthema.coding.model import RoundKind
from synthema.coding.queries import NEVER, Used, used
from synthema.coding.round_tables import RoundRow, rounds
from synthema.coding.wording import same_name
from synthema.frame.routes import act, page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.team.model import ROLES_FOR, Need

A_PAGE = 400  # codes
DEEPEST = 8  # levels that are drawn further in
MOST_OFFERED = 1_500  # paths a browser completes
LONGEST_OFFERED = 300  # letters of one
SHOWN = {
    "": gettext_lazy("All"),
    "unused": gettext_lazy("Unused"),
    "single": gettext_lazy("In one study"),
    "away": gettext_lazy("Retired and merged"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A code as the tree shows it."""

    code: Listed
    used: Used
    depth: int


def at(visit: Visit, name: str, code: UUID | None = None) -> str:
    """The address of a page of the codebook, or of one of its codes."""
    parts = {"review": visit.review} | ({"code": code} if code else {})
    return reverse(f"coding:{name}", kwargs=parts)


def may_decide(visit: Visit) -> bool:
    """Whether this person codes."""
    return bool(visit.roles & ROLES_FOR[Need.DECIDE])


def own_rounds(visit: Visit) -> list[RoundRow]:
    """The rounds this person codes in now; each has codes of their own."""
    return [one for one in rounds(visit.review) if one.running and visit.person.id in one.coder_ids]


def frozen_by(visit: Visit) -> RoundRow | None:
    """The blind round that keeps the team's codebook as it is for this person; None where it may be changed."""
    for one in rounds(visit.review):
        if one.sealed and (one.kind == RoundKind.DEDUCTIVE or visit.person.id in one.coder_ids):
            return one
    return None


@page("reviews/<uuid:review>/coding/codebook/")
def codebook(visit: Visit) -> HttpResponse:
    """The tree of the team's codes, or of one's own in a round."""
    held, own = material(visit.review, visit.person.id), own_rounds(visit)
    chosen = next((one for one in own if str(one.id) == visit.request.GET.get("of")), None)
    show = visit.request.GET.get("show", "")
    show = show if show in SHOWN else ""
    tree = _tree(held.book, chosen, visit.person.id)
    counted = used(held.columns, held.study_of)
    lines = _lines(tree, counted, held.book, chosen, show)
    number = _number(visit.request.GET.get("page", ""), -(-len(lines) // A_PAGE))
    frozen = None if chosen else frozen_by(visit)
    return visit.render(
        "coding/codebook.html",
        lines=lines[(number - 1) * A_PAGE : number * A_PAGE],
        found=len(lines),
        number=number,
        pages=max(1, -(-len(lines) // A_PAGE)),
        total=len(tree),
        filters=_filters(tree, counted, held.book, chosen),
        show=show,
        own=own,
        of=chosen,
        frozen=frozen,
        may=may_decide(visit) and not frozen,
        paths=offered(tree),
        inks=INKS,
        asked=visit.request.GET.get("parent", ""),
        kinds=list(WRITERS),
    )


def _tree(known: Book, of: RoundRow | None, person: UUID) -> list[Listed]:
    return known.tree(round_id=of.id, person=person) if of else known.tree()


def _number(asked: str, last: int) -> int:
    return min(max(1, int(asked)), max(1, last)) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1


def _lines(tree: list[Listed], counted: dict[int, Used], known: Book, of: RoundRow | None, show: str) -> list[Line]:
    if show == "away":
        tree = _away(known, of)
    lines = [Line(one, counted.get(one.key, NEVER), min(one.level, DEEPEST)) for one in tree]
    if show == "unused":
        return [line for line in lines if not line.used.quotes]
    return [line for line in lines if line.used.studies == 1] if show == "single" else lines


def _away(known: Book, of: RoundRow | None) -> list[Listed]:
    """The codes of this book that are used no more."""
    return [one for one in known.codes if not one.live and one.round == (of.id if of else None)]


def _filters(
    tree: list[Listed], counted: dict[int, Used], known: Book, of: RoundRow | None
) -> list[tuple[str, str, int]]:
    numbers = {
        "": len(tree),
        "unused": sum(not counted.get(one.key, NEVER).quotes for one in tree),
        "single": sum(counted.get(one.key, NEVER).studies == 1 for one in tree),
        "away": len(_away(known, of)),
    }
    return [(key, str(words), numbers[key]) for key, words in SHOWN.items()]


@page("reviews/<uuid:review>/coding/codebook/codebook.<slug:kind>")
def codebook_file(visit: Visit, kind: str) -> HttpResponse:
    """The team's living codes as a file: qdc, csv or docx."""
    if kind not in WRITERS:
        raise Http404
    media, write = WRITERS[kind]
    content = write(material(visit.review, visit.person.id).book.tree())
    return HttpResponse(
        content, content_type=media, headers={"Content-Disposition": f'attachment; filename="codebook.{kind}"'}
    )


@act("reviews/<uuid:review>/coding/codebook/new/", needs=Need.DECIDE)
def new_code(visit: Visit) -> HttpResponse:
    """Make a code in the team's codebook, or in one's own in a round."""
    by, known = visit.by(), material(visit.review, visit.person.id).book
    of, parent = _uuid(visit.field("of")), parent_sent(visit, known)
    _refuse_retired_twin(known, visit.field("name"), parent, of)
    done = create_code(
        by,
        visit.review,
        visit.field("name"),
        parent=parent,
        definition=visit.field("definition"),
        color=visit.field("color"),
        round=of,
    )
    made = done.body.code_id
    back = at(visit, "codebook") + (f"?of={of}" if of else "")
    undo = (at(visit, "retire", made), {"reason": _("made by mistake")})
    return visit.go(back, _("The code “%(name)s” is made.") % {"name": done.body.name}, undo)


def _refuse_retired_twin(known: Book, name: str, parent: UUID | None, of: UUID | None) -> None:
    for one in known.codes:
        if (
            one.retired
            and not one.merged
            and (one.parent, one.round) == (parent, of)
            and same_name(one.name) == same_name(name)
        ):
            raise Refused(
                "There was a code “{name}” here; it is retired. Use it again: it stands under “Retired and merged”. "
                "For something else choose another name.",
                name=one.name,
            )


def offered(codes: Iterable[Listed]) -> list[str]:
    """Paths to complete what somebody types; endless ones and the rest of very many are typed whole."""
    return [one.path for one in codes if len(one.path) <= LONGEST_OFFERED][:MOST_OFFERED]


def parent_sent(visit: Visit, known: Book, field: str = "parent") -> UUID | None:
    """The code that a form names by its path; None for nothing, the top."""
    named = visit.field(field)
    return known.called(named).id if named else None


def _uuid(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Refused("This form is damaged. Load the page again; nothing was saved.") from None


def known_material(visit: Visit, of: Listed | None = None) -> Material:
    """What a page of a code stands on: what counts, or for a code of a round what this person may see of it there."""
    held = material(visit.review, visit.person.id)
    if of is None or of.round is None:
        return held
    row = next((one for one in rounds(visit.review) if one.id == of.round), None)
    return held if row is None else material(visit.review, visit.person.id, row)
