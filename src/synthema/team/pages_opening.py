"""The door of `synthema open`: one key in the address, good once."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from synthema.frame.routes import open_page
from synthema.frame.visit import Guest, person_of
from synthema.refused import Refused
from synthema.team.accounts import BACKEND
from synthema.team.opening import LATCH
from synthema.team.tables import Account


@open_page("open/<str:key>/")
def open_with(guest: Guest, key: str) -> HttpResponse:
    """Let the person of this computer in."""
    if not settings.SYNTHEMA_LOCAL:
        return guest.go(reverse("web:home"))
    if guest.request.method != "GET":  # a HEAD of some preview must not use the key up
        return HttpResponse()
    who = LATCH.lift(key)
    account = Account.objects.filter(pk=who, is_active=True).first() if who else None
    if account is None:
        if person_of(guest.request) is not None:  # the page was loaded again, or opened from the history
            return guest.go(reverse("web:home"))
        raise Refused(_("This key was used already, or is not the newest one. The terminal shows the newest one."))
    login(guest.request, account, backend=BACKEND)
    return guest.go(reverse("web:home"))


@open_page("open/")
def open_again(guest: Guest) -> HttpResponse:
    """Give a second `synthema open` of the same person a new key."""
    if not settings.SYNTHEMA_LOCAL:
        return guest.go(reverse("web:home"))
    if not LATCH.knows(guest.request.headers.get("X-Synthema-Again", "")):
        raise Http404
    return HttpResponse(LATCH.new_key(), content_type="text/plain")
