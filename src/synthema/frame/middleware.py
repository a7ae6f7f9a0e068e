"""Headers that every answer carries."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from synthema.frame.refusals import in_words

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}


def policy() -> str:
    """The Content-Security-Policy: nothing inline, nothing from elsewhere; a configured sign-on may be posted to."""
    parts = POLICY | {"form-action": " ".join(("'self'", *settings.SYNTHEMA_SIGN_ON_ORIGINS))}
    return "; ".join(f"{name} {value}" for name, value in parts.items())


class Headers:
    """Content-Security-Policy and its kin on every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and add what is missing."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


SMALL = 1024 * 1024  # bytes that somebody may send who is not logged in


class Bounds:
    """No more is read of a request than its sender may send; Django reads a form before any page is asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse unread."""
        length = request.headers.get("Content-Length", "")
        sent = int(length) if length.isascii() and length.isdigit() else 0
        if sent <= SMALL:
            return self.get_response(request)
        if not request.user.is_authenticated or sent > settings.SYNTHEMA_UPLOAD_MB * SMALL + SMALL:
            most = settings.SYNTHEMA_UPLOAD_MB if request.user.is_authenticated else 1
            said = _("This is larger than %(most)d MB, the most that is taken at once. Send fewer or smaller files.")
            return in_words(request, said % {"most": most}, 413)
        return self.get_response(request)
