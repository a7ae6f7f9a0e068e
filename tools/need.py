"""Make sure that what the tests drive is there: PostgreSQL's server and Chromium; install Debian's packages if not."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def postgresql() -> bool:
    """Whether initdb and pg_ctl can be found."""
    found = [folder for pattern in PLACES for folder in Path("/").glob(pattern.lstrip("/"))]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).parent)
    return any((folder / "initdb").exists() and (folder / "pg_ctl").exists() for folder in found)


def browser() -> str | None:
    """Where Chromium is, or None."""
    return next((place for name in BROWSERS if (place := shutil.which(name))), None)


def firefox() -> str | None:
    """Where Firefox is, or None."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


NEEDED: dict[str, Callable[[], object]] = {"postgresql": postgresql, "chromium": browser}
WISHED: dict[str, Callable[[], object]] = {"firefox-esr": firefox}  # the tests that want it are skipped without it


def install(packages: list[str]) -> None:
    """Install Debian's packages where that is possible."""
    apt, root = shutil.which("apt-get"), [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not apt:
        return
    print(f"Missing for the tests: {', '.join(packages)}; installing Debian's packages …", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive", **os.environ}
    for step in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *packages]):
        subprocess.run([*root, apt, *step], check=False, env=quiet, stdout=subprocess.DEVNULL)


def main() -> None:
    """Install what is missing where that is possible, otherwise say what to install."""
    missing = [package for package, there in (NEEDED | WISHED).items() if not there()]
    if missing:
        install(missing)
    still = [package for package, there in NEEDED.items() if package in missing and not there()]
    if still:
        sys.exit(
            f"The tests need {' and '.join(still)}. Install (Debian: apt-get install {' '.join(still)}), try again."
        )


if __name__ == "__main__":
    main()
