"""`synthema serve`: Synthema for a team, behind a proxy that speaks https."""

import os
import sys
from importlib.util import find_spec
from typing import Any, NoReturn

import click

from synthema.cli.common import open_house, restore_asked
from synthema.refused import Refused
from synthema.web import again, served


@click.command("serve")
@click.option(
    "--bind", envvar="SYNTHEMA_BIND", default="127.0.0.1:8350", show_default=True, help="HOST:PORT to listen at."
)
@click.option(
    "--workers", envvar="SYNTHEMA_WORKERS", type=click.IntRange(1, 64), default=2, show_default=True, help="Processes."
)
@click.option(
    "--threads",
    envvar="SYNTHEMA_THREADS",
    type=click.IntRange(1, 64),
    default=8,
    show_default=True,
    help="Threads in each.",
)
@click.option(
    "--local-test", is_flag=True, help="Without a public address: reached from this machine only, without https."
)
def group(bind: str, workers: int, threads: int, local_test: bool) -> None:
    """Serve Synthema to a team: accounts, invitations, several processes. See docs/guide/serve.md."""
    os.environ.pop("SYNTHEMA_LOCAL", None)
    if not os.environ.get("SYNTHEMA_SECRET"):
        served.keep_secret(served.home())
    problems = found_problems(bind, local_test)
    if problems:
        raise Refused("Synthema is not served yet.\n{problems}", problems="\n".join(f"- {one}" for one in problems))
    open_house()
    restore_asked()
    _greet(bind)
    os.environ |= {"SYNTHEMA_BIND": bind, "SYNTHEMA_WORKERS": str(workers), "SYNTHEMA_THREADS": str(threads)}
    if find_spec("gunicorn") and os.name == "posix":
        _gunicorn()
    _waitress(bind, threads * workers)


def found_problems(bind: str, local_test: bool) -> list[str]:
    """Everything that speaks against serving, in words."""
    url, found = os.environ.get("SYNTHEMA_URL", "").rstrip("/"), list[str]()
    if not url and not local_test:
        found.append(
            "SYNTHEMA_URL is empty; set it to the address that people type, such as https://reviews.example.org. "
            "To look around on this machine only, add --local-test."
        )
    elif problem := served.url_problem(url):
        found.append(problem)
    elif url.startswith("http://") and not local_test:
        found.append(f"SYNTHEMA_URL is {url}; passwords need https. Put a proxy before Synthema (docs/guide/serve.md).")
    if os.environ.get("SYNTHEMA_DEBUG"):
        found.append("SYNTHEMA_DEBUG is set; it shows code to strangers. Unset it.")
    if problem := served.secret_problem(served.home()):
        found.append(problem)
    host, _, port = bind.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        found.append(f"--bind is {bind!r}; write HOST:PORT, such as 127.0.0.1:8350.")
    elif local_test and host not in {"127.0.0.1", "localhost", "[::1]"}:
        found.append(f"--local-test is for this machine only; {bind} can be reached by others. Use 127.0.0.1.")
    return found


def _greet(bind: str) -> None:
    from django.conf import settings

    from synthema.team.accounts import needs_first_operator

    where = settings.SYNTHEMA_URL or f"http://{bind}"
    served.keep_address(settings.SYNTHEMA_HOME, where)
    click.echo(f"Synthema at {where}. Database and files: {settings.SYNTHEMA_HOME}.")
    if needs_first_operator():
        click.echo("Nobody can log in yet. In another terminal: synthema team invite-operator")
    sys.stdout.flush()


def _gunicorn() -> NoReturn:
    from django.db import connections

    again.remember_command()
    connections.close_all()
    command = [sys.executable, "-m", "gunicorn", "--config", "python:synthema.web.gunicorn", "synthema.web.wsgi"]
    os.execv(sys.executable, command)  # noqa: S606 (this very Python; so that its signals reload and end gracefully)


def _waitress(bind: str, threads: int) -> None:
    import signal

    import waitress

    from synthema.cli.opening import _end, _leave
    from synthema.jobs.worker import WorkerProcess
    from synthema.keeping.asked import asked
    from synthema.web.wsgi import application

    click.echo("Served by waitress in one process; gunicorn (`pip install synthema[team]`) uses several.")
    signal.signal(signal.SIGTERM, _leave)
    again.ends_by(_end)
    worker = WorkerProcess().start()
    options: dict[str, Any] = {"listen": bind, "threads": threads, "ident": "", "max_request_body_size": 8 << 30}
    if os.environ.get("SYNTHEMA_URL"):
        options |= {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": "x-forwarded-proto x-forwarded-for"}
    try:
        waitress.serve(application, **options)
    finally:
        worker.stop()
    if asked():
        again.begin_again()
