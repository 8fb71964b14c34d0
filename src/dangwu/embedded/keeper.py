"""The process between the server and those who use it; run as a file, standard library only.

It starts the server as its child and stops it when nobody holds the lease any more. The lease is a
shared lock on a file: the kernel takes it back from a user that was killed, so neither a clock nor
a list of process numbers can be wrong about who is still there. When the keeper itself is killed
the kernel stops the server.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path
from typing import TypedDict

SET_PARENT_DEATH_SIGNAL = 1


class Plan(TypedDict):
    """What to keep.

    command, environment: how the server is started.
    uid, gid: whom it runs as; None for the keeper's own account.
    lease, alive: the lock files; log: where the server writes.
    remove: folders to remove once the server has stopped.
    """

    command: list[str]
    environment: dict[str, str]
    uid: int | None
    gid: int | None
    lease: str
    alive: str
    log: str
    remove: list[str]


def end_with_parent(sent: signal.Signals) -> None:
    """Ask the kernel to send this process a signal when its parent ends (Linux only).

    For a child between fork and exec; the parent's main thread must be the one that starts it.
    """
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, sent)


def start(plan: Plan) -> subprocess.Popen[bytes]:
    with Path(plan["log"]).open("ab") as log:
        return subprocess.Popen(  # noqa: S603 (the server's own program)
            plan["command"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=plan["environment"],
            user=plan["uid"],
            group=plan["gid"],
            extra_groups=None if plan["uid"] is None else [],
            umask=0o077,
            start_new_session=True,
            preexec_fn=partial(end_with_parent, signal.SIGINT),  # noqa: PLW1509 (no other thread exists yet)
        )


def follow(server: subprocess.Popen[bytes], last: threading.Event) -> None:
    """End the keeper when the server ends by itself, while its users are still there."""
    server.wait()
    if not last.is_set():
        os._exit(1)


def keep(plan: Plan) -> None:
    with Path(plan["alive"]).open("w") as alive, Path(plan["lease"]).open("w") as lease:
        fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
        server = start(plan)
        last = threading.Event()
        threading.Thread(target=follow, args=(server, last), daemon=True).start()
        fcntl.flock(lease, fcntl.LOCK_EX)  # waits until the last user is gone
        last.set()
        server.send_signal(signal.SIGINT)
        server.wait()
        for folder in plan["remove"]:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    keep(json.loads(sys.argv[1]))
