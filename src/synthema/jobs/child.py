"""A process that does jobs until the one that began it goes away: `python -m synthema.jobs.child`."""

import os
import signal
import sys
from typing import NoReturn


def main() -> None:
    """Work until standard input ends, which it does when the parent closes it or dies, however it dies."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "synthema.web.settings")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which then closes our input
    signal.signal(signal.SIGTERM, _leave)
    import django

    django.setup()
    from synthema.jobs.worker import Worker

    worker = Worker().start()
    try:
        sys.stdin.buffer.read()
    finally:
        worker.stop()


def _leave(*_: object) -> NoReturn:
    sys.exit(0)


if __name__ == "__main__":
    main()
