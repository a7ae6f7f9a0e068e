"""Synthema as one Django app: one label, one migration chain."""

from django.apps import AppConfig


class SynthemaConfig(AppConfig):
    """All tables of all rooms, and their projections."""

    name = "synthema"
    label = "synthema"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register every stage's event kinds and projections with the trail."""
        from synthema.web import rooms

        rooms.load()
