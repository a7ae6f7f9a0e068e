"""The house rules that no other tool holds."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from synthema.audit.tables import Operational, Projection

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "src" / "synthema").rglob("*.py"))


@pytest.mark.parametrize(
    "rooms",
    ["records, dedup, agreement", "synthesis, confidence, forms, appraisal", "records.reading, refused, coding"],
)
def test_a_notebook_needs_neither_django_nor_a_database(rooms: str) -> None:
    code = "".join(f"import synthema.{room.strip()}\n" for room in rooms.split(","))
    code += "import sys\nsys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_model_says_what_it_is() -> None:
    for model in apps.get_app_config("synthema").get_models():
        category = getattr(model, "category", "")
        assert category in ("trail", "projection", "operational"), model
        assert (category == "projection") == issubclass(model, Projection), model
        assert (category == "operational") == issubclass(model, Operational), model


def test_every_projection_knows_its_review_and_holds_no_floats() -> None:
    for model in apps.get_app_config("synthema").get_models():
        if issubclass(model, Projection):
            kinds = {f.get_internal_type() for f in model._meta.concrete_fields}
            assert not kinds & {"FloatField", "JSONField", "AutoField", "BigAutoField"}, model
            assert model._meta.pk is not None
            assert model._meta.pk.get_internal_type() == "UUIDField", model


def test_modules_stay_small() -> None:
    lengths = sorted(len(p.read_text(encoding="utf-8").splitlines()) for p in MODULES if "migrations" not in p.parts)
    assert lengths[-1] <= 400
    assert lengths[len(lengths) // 2] <= 100


def test_a_room_looks_like_the_others() -> None:
    for room in (p for p in (ROOT / "src" / "synthema").iterdir() if (p / "events.py").exists() and p.name != "audit"):
        for furniture in ("__init__", "actions", "projections"):
            assert (room / f"{furniture}.py").exists(), f"{room.name} lacks {furniture}.py"


def test_there_is_one_migration_chain_and_it_is_complete() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "synthema", check=True, dry_run=True, verbosity=0)
