"""`synthema open`: Synthema in a window of the browser, for one person on their own machine."""

import _thread
import getpass
import os
import signal
import sys
import threading
import webbrowser
from typing import Any, NoReturn

import click

from synthema.cli.common import open_house, restore_asked
from synthema.refused import Refused
from synthema.web import address, again, served


@click.command("open")
@click.option("--port", type=click.IntRange(1024, 65535), help="Instead of 8350, or the next that is free.")
@click.option("--no-browser", is_flag=True, help="Print the address and open no window.")
@click.option(
    "--as", "person_name", envvar="SYNTHEMA_AS", default="", help="Who works here; a new name makes a person."
)
def group(port: int | None, no_browser: bool, person_name: str) -> None:
    """Open Synthema in the browser, on this computer alone; Ctrl-C ends it."""
    home, port_before = served.home(), None
    with address.only_one(home) as first:
        if not first:
            _show_again(no_browser, person_name)
            return
        os.environ["SYNTHEMA_LOCAL"] = "1"
        for setting in ("SYNTHEMA_URL", "SYNTHEMA_SIGN_ON_URL"):  # those of a server mean nothing here
            os.environ.pop(setting, None)
        served.keep_secret(home)
        open_house()
        key = restore_asked()
        try:
            door = address.listen(port)
        except OSError as error:
            raise Refused("No window can be opened: {error}. Choose another with --port.", error=error) from None
        port_before = _serve(door, no_browser, person_name, key)
    if port_before:
        again.begin_again("--port", str(port_before), "--no-browser")


def _show_again(no_browser: bool, person_name: str) -> None:
    found = address.key_of_running(served.home())
    if found is None:
        raise Refused(
            "Synthema holds {home} already, but does not answer. Look for it in another terminal, and end it.",
            home=served.home(),
        )
    running, key = found
    if person_name and running.person and person_name.casefold() != running.person.casefold():
        raise Refused(
            "Synthema is open here for {person}, and who follows its address acts as {person}. End it first (Ctrl-C in"
            " its terminal), or give everybody their own login with `synthema serve`.",
            person=running.person,
        )
    click.echo(f"Synthema runs already for {running.person} (process {running.pid}).")
    _show(f"{running.url}/open/{key}/", no_browser)


def _serve(door: Any, no_browser: bool, person_name: str, key: str = "") -> int | None:
    """Serve until it ends; the port where it is to begin again, for a restore."""
    from waitress.server import create_server

    from synthema.jobs.worker import WorkerProcess
    from synthema.keeping.asked import asked
    from synthema.team.accounts import local_account
    from synthema.team.opening import LATCH
    from synthema.web.wsgi import application

    home, port = served.home(), door.getsockname()[1]
    account = local_account(person_name, _computer_user())
    running = address.tell(home, port, account.person.name)
    key = LATCH.fit(account.pk, running.again, lambda new: _tell_address(f"{running.url}/open/{new}/"), key)
    server = create_server(application, sockets=[door], threads=8, ident="", max_request_body_size=8 << 30)
    signal.signal(signal.SIGTERM, _leave)
    again.ends_by(_end)
    worker = WorkerProcess().start()
    click.echo(f"Synthema for {account.person.name}. Everything lies in {home}. Ctrl-C ends it.")
    threading.Timer(0.1, _show, (f"{running.url}/open/{key}/", no_browser)).start()
    try:
        server.run()
    finally:
        worker.stop()
        server.close()
        if not asked():
            click.echo(f"\nSynthema is closed. Everything is kept in {home}.")
    return port if asked() else None


def _end() -> None:
    """End this server from one of its threads, as its signal does."""
    _thread.interrupt_main(signal.SIGTERM)


def _computer_user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _show(url: str, no_browser: bool) -> None:
    _tell_address(url)
    if no_browser or (sys.platform.startswith("linux") and not {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ)):
        return
    try:
        webbrowser.open(url)
    except webbrowser.Error:
        click.echo("No browser could be opened. Copy the address into one.")


def _tell_address(url: str) -> None:
    click.echo(f"Address, good once: {url}")
    sys.stdout.flush()


def _leave(*_: object) -> NoReturn:
    raise KeyboardInterrupt
