"""Words looked for in texts, coded passages, memos and codes at once."""

from django.http import HttpResponse

from synthema.coding.columns import material
from synthema.coding.searching import LONGEST, SHOWN, Found, search
from synthema.coding.telling import grouped, in_order, told
from synthema.frame.refusals import spoken
from synthema.frame.routes import page
from synthema.frame.visit import Visit
from synthema.refused import Refused
from synthema.team.tables import names


@page("reviews/<uuid:review>/coding/queries/search/")
def searched(visit: Visit) -> HttpResponse:
    """What the words are found in, some of each kind with how many there are."""
    held, words = material(visit.review, visit.person.id), visit.request.GET.get("q", "").strip()[: LONGEST + 1]
    found: Found | None = None
    wrong = ""
    try:
        found = search(visit.review, visit.person.id, held, words) if words else None
    except Refused as refusal:
        wrong = spoken(refusal)
    some = in_order(found.passages, held)[:SHOWN] if found else None
    rows = told(visit.review, visit.person.id, held, found.passages, some) if found and some is not None else []
    return visit.render(
        "coding/search.html",
        status=422 if wrong else 200,
        words=words,
        wrong=wrong,
        found=found,
        groups=grouped(rows),
        people=names(visit.review),
    )
