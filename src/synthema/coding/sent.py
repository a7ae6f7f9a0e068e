"""What the reader's script sends, as nouns: ranges, parts of pages, and what an act sent just before has made."""

import json
from collections.abc import Sequence
from uuid import UUID, uuid5

from synthema.audit import trail
from synthema.audit.tables import Event
from synthema.coding.model import Region
from synthema.documents.model import Span
from synthema.frame.visit import Visit
from synthema.refused import Refused

OF = "of:"  # stands before the identifier of an act whose answer the script had not seen when it sent this
DAMAGED = "This form is damaged. Load the page again; nothing was saved."


def ranges_sent(visit: Visit, name: str = "ranges") -> tuple[Span, ...]:
    """Ranges written as "120-180 200-260"."""
    found = []
    for part in visit.field(name).split():
        start, dash, end = part.partition("-")
        if not (dash and all(one.isascii() and one.isdecimal() and len(one) <= 12 for one in (start, end))):
            raise Refused(DAMAGED)
        found.append(Span(int(start), int(end)))
    return tuple(found)


def regions_sent(visit: Visit) -> tuple[Region, ...]:
    """Parts of pages written as a JSON list of [page, left, top, right, bottom]."""
    text = visit.field("regions")
    if not text:
        return ()
    try:
        found = json.loads(text)
        return tuple(Region(*(_whole(number) for number in one)) for one in found)
    except (TypeError, ValueError, RecursionError):
        raise Refused(DAMAGED) from None


def _whole(number: object) -> int:
    if type(number) is not int or abs(number) > 10**9:
        raise ValueError
    return number


def id_sent(text: str) -> UUID:
    """An identifier."""
    try:
        return UUID(text)
    except ValueError:
        raise Refused(DAMAGED) from None


def quote_sent(visit: Visit, name: str = "quote") -> UUID:
    """A quote, by its identifier or by the act that made it."""
    return _made(visit, visit.field(name), "", "quote_id")


def code_sent(visit: Visit, text: str) -> UUID:
    """A code, by its identifier or by the act in which it was made on the way."""
    return _made(visit, text, "code", "code_id")


def codes_sent(visit: Visit, name: str = "codes") -> tuple[UUID, ...]:
    """The codes of a form, in its order."""
    sent = ",".join(visit.request.POST.getlist(name))
    return tuple(code_sent(visit, text) for text in sent.split(",") if text)


def memo_sent(visit: Visit, name: str = "memo") -> UUID:
    """A memo, by its identifier or by the act that wrote it."""
    return _made(visit, visit.field(name), "", "memo_id")


def mark_sent(visit: Visit) -> UUID:
    """A marked part, by its identifier or by the act that marked it."""
    return _made(visit, visit.field("mark"), "", "mark_id")


def words_sent(visit: Visit, name: str) -> str:
    """A field with the white space around it."""
    return visit.request.POST.get(name, "")


def _made(visit: Visit, text: str, step: str, what: str) -> UUID:
    if not text.startswith(OF):
        return id_sent(text)
    act = uuid5(visit.person.id, str(id_sent(text.removeprefix(OF))))
    for act_id in _steps(act, step):
        event = Event.objects.filter(review=visit.review, act_id=act_id, actor=visit.person.id).first()
        made = getattr(trail.recorded(event).body, what, None) if event else None
        if isinstance(made, UUID):
            return made
    raise Refused("What this belongs to never arrived, so there is nothing to change. Do it anew.")


def _steps(act: UUID, step: str) -> Sequence[UUID]:
    return (uuid5(act, step), act) if step else (act,)
