"""The processes that `dangwu run` looks after: started in groups, restarted, stopped together."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from dangwu.embedded.keeper import end_with_parent

MARK = "DANGWU_RUN"  # variable by which a later start knows what a killed one left behind
RESTARTS = 5
WINDOW = 600.0  # seconds in which so many restarts are a defect and not an accident
GRACE = 10.0  # seconds between the request to end and the end


@dataclass(slots=True)
class Child:
    """One process group under supervision."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        self.starts.append(time.monotonic())
        self.process = subprocess.Popen(  # noqa: S603 (our own commands)
            self.command,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(end_with_parent, signal.SIGTERM),  # noqa: PLW1509 (no threads here)
        )

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def worn_out(self) -> bool:
        """Whether it ended so often of late that another start would not help."""
        recent = [start for start in self.starts if start > time.monotonic() - WINDOW]
        return len(recent) > RESTARTS

    def restart(self) -> None:
        """Start it again, after whatever its group left behind is gone."""
        self.send(signal.SIGKILL)
        self.start()

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the whole group."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


def stop(children: Sequence[Child]) -> int:
    """End all of them: asked first, then by force; return when no process is left.

    The answer is the first exit code that is not zero.
    """
    for child in children:
        if child.process is not None:
            with contextlib.suppress(ProcessLookupError):
                child.process.terminate()
    deadline = time.monotonic() + GRACE
    for child in children:
        if child.process is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, deadline - time.monotonic()))
            child.send(signal.SIGKILL)
            child.process.wait()
    codes = (child.process.returncode for child in children if child.process is not None)
    return next((code for code in codes if code != 0), 0)


def end_leftovers(mark: str) -> int:
    """End what an earlier, killed run of the same data folder left; return how many there were."""
    wanted = f"{MARK}={mark}".encode()
    found = 0
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            variables = (entry / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if wanted in variables and int(entry.name) != os.getpid():
            found += 1
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(int(entry.name), signal.SIGKILL)
    return found
