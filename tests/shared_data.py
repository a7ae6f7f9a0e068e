"""Where third-party reference data lies; tests that need it skip visibly when it is absent."""

import os
from pathlib import Path

import pytest

ROOT = Path(os.environ.get("SYNTHEMA_DATA", Path(__file__).parents[2] / "shared" / "data"))


def shared_data(name: str) -> Path:
    """The path of one file or folder of the reference data, or a visible skip."""
    path = ROOT / name
    if not path.exists():
        pytest.skip(f"reference data {name} is absent (SYNTHEMA_DATA={ROOT})")
    return path
