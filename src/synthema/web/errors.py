"""What a person reads where no page answered."""

import logging
from uuid import uuid4

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from synthema.frame.refusals import in_words

log = logging.getLogger("synthema")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The request made no sense, or was meant for another host, whose name then stands on no page of ours."""
    if isinstance(exception, DisallowedHost):
        said = _("Synthema does not answer to this host name. Use the address in SYNTHEMA_URL, or 127.0.0.1.")
        return HttpResponse(said, status=400, content_type="text/plain")
    return in_words(request, _("This request could not be read. Go back, load the page again and repeat it."), 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 (Django calls it so)
    """The request was not allowed."""
    return in_words(request, _("This is not allowed. Go back to the start page."), 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form came from elsewhere, or its page was too old."""
    return in_words(
        request, _("This form is too old, or came from another site. Load the page again and repeat it."), 403
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """There is no such page."""
    return in_words(request, _("There is no such page here. Go back to the start page."), 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Somebody tries passwords, or a browser went wild."""
    return in_words(request, _("Too many attempts in a short time. Wait five minutes, then try again."), 429)


def our_mistake(request: HttpRequest) -> HttpResponse:
    """Something failed that should not; the reference is in the log."""
    reference = uuid4().hex[:8]
    log.error("mistake %s at %s", reference, request.path, exc_info=True)
    said = _("Something went wrong on our side; nothing was changed. Try again, and if it stays, report reference %s.")
    return in_words(request, said % reference, 500)
