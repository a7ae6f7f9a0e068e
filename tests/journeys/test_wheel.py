"""What pip installs carries everything it shows."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built here and unpacked into a folder of its own."""
    wheels, target = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(wheels), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = wheels.glob("*.whl")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    return target


def test_the_demo_runs_from_the_wheel_alone(installed: Path, tmp_path: Path) -> None:
    code = "import sys, synthema; sys.stderr.write(synthema.__file__); from synthema.cli.main import main; main()"
    surroundings = {"PYTHONPATH": str(installed), "HOME": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-c", code, "demo", "--example", "invented", "--out", str(tmp_path / "demo")],
        env=surroundings,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(installed) in done.stderr
    assert f"{installed}/synthema/examples/invented" in done.stdout.replace("\\", "/")
    for name in ("report/report.html", "report/report.docx", "report/flow.png", "review-package.zip"):
        assert (tmp_path / "demo" / name).stat().st_size > 1000


def test_no_test_data_and_no_secrets_travel_with_it(installed: Path) -> None:
    names = {p.relative_to(installed).as_posix() for p in installed.rglob("*") if p.is_file()}
    assert not [n for n in names if "/tests/" in n or n.endswith((".sqlite3", ".pyc~"))]
    assert "synthema/examples/peer-support/README.md" in names
    assert "synthema/py.typed" in names
