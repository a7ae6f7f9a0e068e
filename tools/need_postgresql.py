"""Make sure that PostgreSQL's server is there for the tests; install Debian's package where it is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)


def there() -> bool:
    """Whether initdb and pg_ctl can be found."""
    found = [folder for pattern in PLACES for folder in Path("/").glob(pattern.lstrip("/"))]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).parent)
    return any((folder / "initdb").exists() and (folder / "pg_ctl").exists() for folder in found)


def main() -> None:
    """Install the package where that is possible, otherwise say what to install."""
    if there():
        return
    apt, root = shutil.which("apt-get"), [] if os.geteuid() == 0 else ["sudo", "-n"]
    if apt:
        print("PostgreSQL's server is missing; installing Debian's package postgresql …", flush=True)
        quiet = {"DEBIAN_FRONTEND": "noninteractive", **os.environ}
        for step in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "postgresql"]):
            subprocess.run([*root, apt, *step], check=False, env=quiet, stdout=subprocess.DEVNULL)
    if not there():
        sys.exit("The tests need PostgreSQL's server. Install it (Debian: apt-get install postgresql) and try again.")


if __name__ == "__main__":
    main()
