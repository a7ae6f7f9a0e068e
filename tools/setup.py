"""Set up .venv from the lock file, with every hash checked. Standard library only; run by make."""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
NEEDED = (3, 11)


def main() -> None:
    """Create the environment where it is missing and install what the lock names, then Synthema itself."""
    if sys.version_info < NEEDED:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(
            f"Synthema needs Python 3.11 or later; {sys.executable} is {found}. Name another: make PYTHON=python3.12 …"
        )
    folder = ROOT / ".venv"
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        print("Making the environment in .venv …", flush=True)
        try:
            venv.create(folder, with_pip=True, clear=True)
        except subprocess.CalledProcessError:
            sys.exit(
                "Python's module ensurepip is missing. Install it (Debian: apt-get install python3-venv) and try again."
            )
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    print("Installing what requirements.lock names, each file checked against its hash …", flush=True)
    steps = (
        [*pip, "--require-hashes", "-r", str(ROOT / "requirements.lock")],
        [*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)],
    )
    for step in steps:
        if subprocess.run(step, check=False).returncode:
            sys.exit("The installation failed; the lines above say why. Is the package index reachable?")


if __name__ == "__main__":
    main()
