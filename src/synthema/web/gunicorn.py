"""How gunicorn runs Synthema; `synthema serve` names this file. What can be chosen comes from its options."""

import os
import signal
from typing import Any

bind = os.environ.get("SYNTHEMA_BIND", "127.0.0.1:8350")
workers = int(os.environ.get("SYNTHEMA_WORKERS", "2"))
threads = int(os.environ.get("SYNTHEMA_THREADS", "8"))
worker_class = "gthread"
timeout = 120
graceful_timeout = 30
keepalive = 5
max_requests, max_requests_jitter = 20_000, 2_000  # what a long life gathers is let go; others serve meanwhile
forwarded_allow_ips = "127.0.0.1,::1"
errorlog = "-"
loglevel = "warning"
_jobs: list[Any] = []


def when_ready(server: Any) -> None:
    """Begin the process that does the long work."""
    import django

    django.setup()
    from synthema.jobs.worker import WorkerProcess

    server.log.warning("Synthema listens at %s", bind)
    _jobs.append(WorkerProcess().start())


def post_worker_init(worker: Any) -> None:
    """Tell the pages how all of this ends: by its first process."""
    from synthema.web import again

    again.ends_by(lambda: os.kill(worker.ppid, signal.SIGTERM))


def on_exit(server: Any) -> None:
    """Let the long work stop at its next step; whoever starts next goes on with it: at once, for a restore."""
    from synthema.keeping.asked import asked
    from synthema.web import again

    for one in _jobs:
        one.stop()
    if asked():
        again.begin_again()
    server.log.warning("Synthema is closed")
