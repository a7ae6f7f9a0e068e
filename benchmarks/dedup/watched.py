"""A whole program, watched from its start: seconds, processor seconds and peak memory of its tree of processes."""

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

EVERY = 0.1  # seconds between two looks at the memory
PROC = Path("/proc")
ADOPT = 36  # PR_SET_CHILD_SUBREAPER: processes whose parent has ended become ours, so that their time can be asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What one run cost; `said` is the end of what it wrote when it failed or was stopped, else empty."""

    seconds: float
    cpu: float
    peak: int  # bytes, of all its processes at one moment; shared pages are counted once (PSS)
    load: float  # runnable processes on the machine when it began
    said: str = ""


def watch(command: Sequence[str | Path], *, limit: float, folder: Path | None = None) -> Watched:
    """Run a program in a folder to its end, or until it took `limit` seconds."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ADOPT, 1, 0, 0, 0)
    load, begin = os.getloadavg()[0], time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=folder) as run:
        memory = _Memory(run.pid)
        written: list[bytes] = []
        reader = Thread(target=lambda: written.extend(run.stdout or ()), daemon=True)
        memory.start()
        reader.start()
        late = not _ends_within(run, limit)
        if late:
            for one in sorted(_tree(run.pid), reverse=True):
                _end(one)
        _, status, used = os.wait4(run.pid, 0)
        seconds = time.perf_counter() - begin
        run.returncode = os.waitstatus_to_exitcode(status)
        memory.stop()
        left = _left_behind(memory.seen - {run.pid})
        reader.join(5)
    tail = b"".join(written)[-2000:].decode("utf-8", "replace")
    failed = f"stopped after {limit:.0f} s" if late else f"exit {run.returncode}: {tail}" if run.returncode else ""
    peak = memory.peak or used.ru_maxrss * 1024
    return Watched(seconds=seconds, cpu=used.ru_utime + used.ru_stime + left, peak=peak, load=load, said=failed)


def _ends_within(run: "subprocess.Popen[bytes]", limit: float) -> bool:
    # Ended, but not yet waited for: its processor time is still to be asked.
    until = time.monotonic() + limit
    while time.monotonic() < until:
        if os.waitid(os.P_PID, run.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            return True
        time.sleep(0.01)
    return False


def _left_behind(seen: Iterable[int], patience: float = 5.0) -> float:
    """Processor seconds of processes that outlived the program for a moment, such as a server of forks."""
    used, until, waiting = 0.0, time.monotonic() + patience, set(seen)
    while waiting and time.monotonic() < until:
        for one in list(waiting):
            try:
                pid, _, cost = os.wait4(one, os.WNOHANG)
            except ChildProcessError:  # its own parent has asked already
                waiting.discard(one)
                continue
            if pid:
                used += cost.ru_utime + cost.ru_stime
                waiting.discard(one)
        time.sleep(0.01)
    return used


class _Memory(Thread):
    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root, self.peak, self.seen, self.ended = root, 0, set[int](), Event()

    def run(self) -> None:
        while True:
            begin = time.perf_counter()
            tree = set(_tree(self.root))
            self.seen |= tree
            self.peak = max(self.peak, sum(map(_proportional, tree)))
            # Looking at gigabytes takes long itself; never spend more than a tenth of the time on it.
            if self.ended.wait(max(EVERY, 9 * (time.perf_counter() - begin))):
                return

    def stop(self) -> None:
        self.ended.set()
        self.join()


def _tree(root: int) -> Iterable[int]:
    waiting = [root]
    while waiting:
        one = waiting.pop()
        yield one
        for children in (PROC / str(one) / "task").glob("*/children"):
            waiting += map(int, _read(children).split())


def _proportional(pid: int) -> int:
    found = next((line for line in _read(PROC / str(pid) / "smaps_rollup").splitlines() if line.startswith("Pss:")), "")
    return int(found.split()[1]) * 1024 if found else 0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has just ended
        return ""


def _end(pid: int) -> None:
    try:
        os.kill(pid, 9)
    except ProcessLookupError:
        return
