"""Processes that work in a cluster's folder, seen from outside."""

import os
import subprocess
from pathlib import Path

PROCESSES = Path("/proc")


def users_of(cluster: Path) -> list[int]:
    """Return the numbers of the living server processes of this cluster, zombies left out.

    A server works inside its data folder, so its working directory tells more than a number in
    a file, which may since belong to another program.
    """
    if not (PROCESSES / "self" / "cwd").exists():
        pid = written_pid(cluster)
        return [pid] if pid and is_postgres(pid) else []
    place = os.path.realpath(cluster)
    return [
        int(entry.name)
        for entry in PROCESSES.iterdir()
        if entry.name.isdigit() and works_in(entry, place) and is_server(entry)
    ]


def works_in(entry: Path, place: str) -> bool:
    try:
        return os.readlink(entry / "cwd") == place  # noqa: PTH115 (compared as text)
    except OSError:
        return False


def is_server(entry: Path) -> bool:
    """Whether it is a PostgreSQL process and not, say, a person's shell in that folder."""
    try:
        return (entry / "comm").read_text(encoding="utf-8").strip() == "postgres"
    except OSError:
        return False


def written_pid(cluster: Path) -> int:
    """Return the number that the server wrote down, 0 when there is none."""
    try:
        first = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0]
        return int(first)
    except (FileNotFoundError, IndexError, ValueError):
        return 0


def is_postgres(pid: int) -> bool:
    """Whether that process is a PostgreSQL server, where there is no /proc to look into."""
    answer = subprocess.run(  # noqa: S603 (a number of ours)
        ["ps", "-p", str(pid), "-o", "comm="],  # noqa: S607 (stands elsewhere on each system)
        check=False,
        capture_output=True,
        text=True,
    )
    return Path(answer.stdout.strip()).name == "postgres"


def forget_stale_pid(cluster: Path) -> None:
    """Remove the pid file of a dead server when another program has its number now.

    The server would refuse to start beside it. With no such program the file stays: the server
    then checks by itself that nothing of the dead one is left.
    """
    pid = written_pid(cluster)
    if pid and alive(pid):
        (cluster / "postmaster.pid").unlink(missing_ok=True)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
