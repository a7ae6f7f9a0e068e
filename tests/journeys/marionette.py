"""Debian's Firefox, driven over Marionette: Playwright's Firefox is a build of its own, this is the one people have."""

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

QUIET = {  # nothing is asked of the network
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
    "ui.prefersReducedMotion": 1,
}
KEYS = {
    "ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015", "PageUp": "\ue00e",
    "PageDown": "\ue00f", "End": "\ue010", "Home": "\ue011", "Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004",
    "Shift": "\ue008", "Control": "\ue009", "Alt": "\ue00a",
}  # fmt: skip
WAIT = 60  # seconds until Firefox answers


class Firefox:
    """One window."""

    def __init__(self, port: int) -> None:
        until = time.monotonic() + WAIT
        while True:
            try:
                self.line = socket.create_connection(("127.0.0.1", port), timeout=WAIT)
                break
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)
        self.file = self.line.makefile("rb")
        self.numbers = count(1)
        self._read()
        self.ask("WebDriver:NewSession", strictFileInteractability=True)
        self.ask("WebDriver:SetTimeouts", script=20_000, pageLoad=30_000, implicit=0)

    def close(self) -> None:
        """Hang up."""
        self.file.close()
        self.line.close()

    def _read(self) -> Any:
        length = b""
        while (letter := self.file.read(1)) != b":":
            length += letter
        return json.loads(self.file.read(int(length)))

    def ask(self, command: str, **given: Any) -> Any:
        """One command of the protocol; raises RuntimeError with Firefox's words."""
        number = next(self.numbers)
        message = json.dumps([0, number, command, given])
        self.line.sendall(f"{len(message.encode())}:{message}".encode())
        _, answered, error, result = self._read()
        if error or answered != number:
            raise RuntimeError(f"{command}: {error}")
        return result

    def go(self, url: str) -> None:
        """Open an address."""
        self.ask("WebDriver:Navigate", url=url)

    def run(self, script: str, *given: Any) -> Any:
        """What a script of the page gives; it may await."""
        body = (
            "const done = arguments[arguments.length - 1], given = [...arguments].slice(0, -1);"
            f"(async () => {{ {script} }})().then(done, (e) => done({{ fault: String(e) }}));"
        )
        found = self.ask("WebDriver:ExecuteAsyncScript", script=body, args=list(given), newSandbox=False)["value"]
        if isinstance(found, dict) and "fault" in found:
            raise RuntimeError(found["fault"])
        return found

    def until(self, condition: str, *given: Any) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + WAIT
        while not self.run(f"return Boolean({condition});", *given):
            if time.monotonic() > end:
                raise RuntimeError(f"never: {condition}")
            time.sleep(0.05)

    def press(self, *combinations: str) -> None:
        """Keys, one combination after the other: "Shift+ArrowRight"."""
        acts: list[dict[str, str]] = []
        for one in combinations:
            names = one.split("+") if len(one) > 1 else [one]
            codes = [KEYS.get(name, name) for name in names]
            acts += [{"type": "keyDown", "value": code} for code in codes]
            acts += [{"type": "keyUp", "value": code} for code in reversed(codes)]
        self.ask("WebDriver:PerformActions", actions=[{"type": "key", "id": "keys", "actions": acts}])

    def write(self, text: str) -> None:
        """Letters into what has the focus."""
        self.press(*text)

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press at one pixel of the window, release at another."""
        middle = ((start[0] + end[0]) // 2, (start[1] + end[1]) // 2)

        def to(place: tuple[int, int]) -> dict[str, Any]:
            return {"type": "pointerMove", "duration": 0, "x": place[0], "y": place[1]}

        button = {"button": 0}
        acts = [to(start), {"type": "pointerDown", **button}, to(middle), to(end), {"type": "pointerUp", **button}]
        mouse = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": acts}
        self.ask("WebDriver:PerformActions", actions=[mouse])

    def screenshot(self) -> str:
        """The window as a PNG in base64."""
        found: str = self.ask("WebDriver:TakeScreenshot", full=False)["value"]
        return found


@contextmanager
def firefox(place: str, port: int) -> Iterator[Firefox]:
    """A running Firefox with a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="synthema-firefox-", ignore_cleanup_errors=True) as folder:
        prefs = {**QUIET, "marionette.port": port}
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in prefs.items())
        (Path(folder) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [
            place,
            "--headless",
            "--no-remote",
            "--marionette",
            "--profile",
            folder,
            "--width",
            "1280",
            "--height",
            "1000",
        ]
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        window = None
        try:
            window = Firefox(port)
            yield window
        finally:
            if window:
                window.close()
            running.terminate()
            try:
                running.wait(10)
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()


def installed() -> str | None:
    """Where Debian's Firefox is, if it is."""
    return shutil.which("firefox-esr")
