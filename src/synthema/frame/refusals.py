"""What a person reads when something was not done: where they are, in words, with the page's work kept."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from synthema.audit.trail import ActConflict, NoSuchReview
from synthema.frame.visit import asks_json
from synthema.jobs.tables import NoSuchJob
from synthema.refused import Refused
from synthema.team.doors import NotAllowed

STATUS = ((NoSuchReview, 404), (NoSuchJob, 404), (NotAllowed, 403), (ActConflict, 409), (Refused, 422))


def answer_refusal(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal as JSON for scripts, as a fragment for htmx, as a page for everybody else."""
    status = next(number for kind, number in STATUS if isinstance(refusal, kind))
    if isinstance(refusal, NoSuchReview):  # an identifier would help nobody
        return in_words(request, _("There is no such review here, or you are not in it, or no longer."), status)
    return in_words(request, spoken(refusal), status)


def spoken(refusal: Refused) -> str:
    """A refusal as a page says it: in the reader's language, without the names of commands."""
    words = refusal.words
    pattern = _(words.pattern) if words.pattern else ""
    return in_page_words(pattern.format(**words.values) if words.values else pattern)


def in_page_words(text: str) -> str:
    """A refusal without the sentences that name a command: who reads a page has buttons instead."""
    sentences = [part for part in text.replace("\n", " ").split(". ") if part]
    kept = [part for part in sentences if "`synthema " not in part]
    return ". ".join(kept).rstrip(". ") + "." if kept and len(kept) < len(sentences) else text


def in_words(request: HttpRequest, said: str, status: int) -> HttpResponse:
    """An answer that says what was not done."""
    if asks_json(request):
        return JsonResponse({"said": said}, status=status)
    template = "frame/said_fragment.html" if request.headers.get("HX-Request") else "frame/refused.html"
    return render(request, template, {"said": said, "status": status, "back": _back(request)}, status=status)


def to_login(request: HttpRequest) -> HttpResponse:
    """Lead a stranger to the login, and back afterwards; scripts are told."""
    address = f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}"
    if asks_json(request):
        return JsonResponse({"said": "You are not logged in any more. Log in again; nothing is lost."}, status=401)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def _back(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if safe else "/"
