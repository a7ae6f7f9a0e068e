"""A throw-away database in memory, into which a trail is replayed."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import IntegrityError, connections, models
from django.db.models.functions import Length

from synthema.audit.tables import Projection

_alias: ContextVar[str | None] = ContextVar("alias", default=None)


class ScratchRouter:
    """Sends projections to the scratch database while one is in use."""

    def db_for_read(self, model: type[models.Model], **_hints: Any) -> str | None:
        """The scratch database for projections, otherwise no opinion."""
        return _alias.get() if issubclass(model, Projection) else None

    db_for_write = db_for_read

    def allow_relation(self, *_rows: models.Model, **_hints: Any) -> bool | None:
        """Rows of one scratch database belong together."""
        return True if _alias.get() else None


def projections() -> list[type[Projection]]:
    """All projection models, in the order of their dependencies (a parent before its children)."""
    found = [m for m in apps.get_app_config("synthema").get_models() if issubclass(m, Projection)]
    ordered: list[type[Projection]] = []
    while found:
        ready = [
            m for m in found if not ({f.related_model for f in m._meta.fields if f.is_relation} - {m} & set(found))
        ]
        ordered += sorted(ready, key=lambda m: m.__name__)
        found = [m for m in found if m not in ready]
    return ordered


def misfits(alias: str) -> str:
    """What of a scratch database, where lengths and references go unchecked, others refuse; '' when all fits."""
    try:
        connections[alias].check_constraints()
    except IntegrityError as error:
        return str(error)
    for model in projections():
        for field in model._meta.concrete_fields:
            if _beyond(field, model._default_manager.using(alias)):
                return f"a {model.__name__} with a {field.name} that is too long or too large"
    return ""


def _beyond(field: "models.Field[Any, Any]", rows: "models.QuerySet[Projection]") -> bool:
    if isinstance(field, models.CharField) and field.max_length:
        return rows.annotate(length=Length(field.name)).filter(length__gt=field.max_length).exists()
    if isinstance(field, models.IntegerField) and not isinstance(field, models.BigIntegerField):
        most = 32_767 if isinstance(field, models.PositiveSmallIntegerField) else 2_147_483_647
        low = 0 if isinstance(field, models.PositiveIntegerField | models.PositiveSmallIntegerField) else -most
        return rows.exclude(**{field.name: None}).exclude(**{f"{field.name}__range": (low, most)}).exists()
    return False


@contextmanager
def scratch() -> Iterator[str]:
    """An empty in-memory database with all projection tables; projections are read and written there inside."""
    alias = f"scratch-{uuid4().hex[:8]}"
    defaults = {**connections.settings[next(iter(connections.settings))]}
    connections.settings[alias] = defaults | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": {},
        "USER": "",
        "HOST": "",
        "PORT": "",
    }
    token = _alias.set(alias)
    try:
        with connections[alias].constraint_checks_disabled(), connections[alias].schema_editor() as editor:
            for model in projections():
                editor.create_model(model)
        yield alias
    finally:
        _alias.reset(token)
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]
