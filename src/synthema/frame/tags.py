"""Template tags that every page may use."""

from typing import Any
from uuid import uuid4

from django import template
from django.contrib.staticfiles.finders import find
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from synthema.audit.canonical import sha256
from synthema.frame.nav import Entry, entries
from synthema.frame.visit import UNDO, Visit

register = template.Library()
_digests: dict[str, str] = {}


@register.simple_tag
def act_id() -> SafeString:
    """The hidden identifier of the act a form asks for; app.js renews it once the act is done."""
    return format_html('<input type="hidden" name="act_id" value="{}">', uuid4())


@register.simple_tag
def asset(name: str) -> str:
    """The address of a static file, with its digest, so that a new version is never taken for the old one."""
    if name not in _digests:
        place = find(name)
        if not isinstance(place, str):
            raise template.TemplateSyntaxError(f"There is no static file {name!r}.")
        with open(place, "rb") as file:  # noqa: PTH123 (finders give strings)
            _digests[name] = sha256(file.read().hex())[:12]
    return f"{static(name)}?v={_digests[name]}"


@register.simple_tag(takes_context=True)
def way_back(context: dict[str, Any]) -> dict[str, Any] | None:
    """What the last act can be undone with, told once."""
    request: HttpRequest | None = context.get("request")
    session = getattr(request, "session", None)
    undo: dict[str, Any] | None = session.pop(UNDO, None) if session is not None else None
    return undo


@register.simple_tag
def rooms(visit: Visit) -> list[tuple[str, list[Entry]]]:
    """The rooms of a review that this person may enter, in groups."""
    return entries(visit)


@register.filter
def thousands(number: int | None) -> str:
    """A count as people read it: 12,345."""
    return "" if number is None else f"{number:,}"


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """A value of a mapping by a key that is only known in the template."""
    return mapping.get(key, "") if hasattr(mapping, "get") else ""
