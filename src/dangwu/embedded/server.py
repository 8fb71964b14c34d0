"""A running embedded server for as long as somebody needs it: `with running(data) as server`."""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

import psycopg
from psycopg.conninfo import make_conninfo

from dangwu.core.errors import DomainError
from dangwu.embedded import cluster, keeper, roles
from dangwu.embedded.place import ADMIN, OWNER, PORT, Place, furnish, locate, stored, write_private
from dangwu.embedded.processes import forget_stale_pid, users_of

PAUSE = 0.05  # seconds between two looks at a server that starts or stops
PATIENCE = 15.0  # seconds until a person is told why nothing happens
LARGEST_LOG = 8 * 1024 * 1024
# A server that is on its way down may let somebody in and send them off again.
NOT_YET = (
    *("starting up", "shutting down", "not yet accepting", "recovery", "too many clients"),
    "terminating connection",
)


# Keepers that this process started, so that it also takes note of their end.
_keepers: dict[Path, "subprocess.Popen[bytes]"] = {}


class StartError(DomainError):
    """The embedded server does not start; the text says why and where to read on."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is there while the caller is inside `running`."""

    place: Place

    def url(self, database: str = roles.DATABASE, role: str = OWNER) -> str:
        """Return the address of a database for one of the two roles (`dangwu`, `dangwu_web`)."""
        password = quote(self.place.passwords[role], safe="")
        host = quote(str(self.place.socket), safe="")
        return f"postgresql://{role}:{password}@/{database}?host={host}&port={PORT}"

    def admin(self, database: str = roles.DATABASE) -> str:
        """Return the libpq address of the superuser, whom the server knows by the account."""
        return make_conninfo(host=str(self.place.socket), port=PORT, user=ADMIN, dbname=database)

    def answers(self) -> bool:
        """Whether the server of this very data folder answers a query now."""
        return answers(self.place)

    def ensure(self) -> None:
        """Start the server again if it is gone; its addresses stay the same."""
        ensure(self.place)


@contextlib.contextmanager
def running(data: Path, *, durable: bool = True) -> Iterator[Server]:
    """Give a server for the cluster in `data`: the one that runs already, else a new one.

    It stops when the last process inside `running` has left, be it by kill -9. Waits for crash
    recovery as long as that takes.

    durable: false is for throw-away clusters: fast, and unsafe when the machine fails.
    Raises DomainError when it cannot start or the data is of another major version.
    """
    place = locate(data, passing=not durable)
    with place.lock("lease").open("a") as lease:
        fcntl.flock(lease, fcntl.LOCK_SH)  # waits while a keeper stops its server
        ensure(place)
        yield Server(place)
    wait_if_last(place)


def wait_if_last(place: Place) -> None:
    """Return when the server has stopped, at once when somebody else still uses it."""
    with place.lock("lease").open("a") as lease:
        while kept(place):
            if free(lease, fcntl.LOCK_SH) and not free(lease, fcntl.LOCK_EX):
                return  # another user shares the lease; a stopping keeper shares it with nobody
            fcntl.flock(lease, fcntl.LOCK_UN)
            time.sleep(PAUSE)
    if place.data in _keepers:
        _keepers.pop(place.data).wait()


def runs(data: Path) -> bool:
    """Whether a server for `data` is up, without starting one."""
    if not (data / "postgres.json").exists():
        return False
    return answers(locate(data))


def ensure(place: Place) -> None:
    """Return once the server answers, having started it if there was none."""
    with place.lock("start").open("a") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        if kept(place) and settle(place, None):
            return
        place = furnish(place)
        cluster.refuse_other_major(place)
        clear_remains(place)
        cluster.create_missing(place)
        cluster.configure(place)
        if place.data in _keepers:
            _keepers.pop(place.data).wait()
        _keepers[place.data] = spawn_keeper(place)
        if not settle(place, _keepers[place.data]):
            raise StartError(f"内置数据库没有启动，详见 {place.log}：\n{tail(place.log)}")
        establish_once(place)


def kept(place: Place) -> bool:
    """Whether a keeper lives; it holds its lock as long as it does."""
    with place.lock("keeper").open("a") as alive:
        return not free(alive, fcntl.LOCK_EX)


def free(file: TextIO, kind: int) -> bool:
    """Take the lock of that kind if that needs no waiting, and say whether it did."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def settle(place: Place, started: "subprocess.Popen[bytes] | None") -> bool:
    """Wait until the server answers (true) or its keeper has ended (false), however long."""
    begun, told = time.monotonic(), False
    while not answers(place):
        gone = started.poll() is not None if started else not kept(place)
        if gone:
            return False
        if not told and time.monotonic() - begun > PATIENCE:
            told = True
            print(f"数据库正在恢复，请稍候（记录：{place.log}）", file=sys.stderr, flush=True)  # noqa: T201 (for the person who waits)
        time.sleep(PAUSE)
    return True


def answers(place: Place) -> bool:
    """Whether a real connection works and leads to this cluster.

    Raises StartError when the server refuses us for good.
    """
    try:
        with connect(place) as connection:
            found = connection.execute("SHOW data_directory").fetchone()
    except psycopg.OperationalError as error:
        text = str(error)
        if "FATAL:" in text and not any(reason in text for reason in NOT_YET):
            raise StartError(f"内置数据库拒绝连接：{text}") from error
        return False
    return found is not None and os.path.realpath(str(found[0])) == os.path.realpath(place.cluster)


def connect(place: Place) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(Server(place).admin("postgres"), connect_timeout=5, autocommit=True)


def clear_remains(place: Place) -> None:
    """Wait for what a killed server or keeper left behind, and hurry it: nobody owns it now."""
    began = time.monotonic()
    while pids := users_of(place.cluster):
        waited = time.monotonic() - began
        hurry = signal.SIGINT if waited < 5 else signal.SIGQUIT if waited < 30 else signal.SIGKILL
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, hurry)
        time.sleep(PAUSE * 4)
    forget_stale_pid(place.cluster)


def spawn_keeper(place: Place) -> "subprocess.Popen[bytes]":
    """Start the keeper in a session of its own, so that no terminal key reaches it."""
    if place.log.exists() and place.log.stat().st_size > LARGEST_LOG:
        place.log.rename(place.log.with_suffix(".log.1"))
    foreign = place.account.foreign
    outside = [at for at in (place.home, place.socket) if place.data not in at.parents]
    plan: keeper.Plan = {
        "command": cluster.command(place),
        "environment": cluster.environment(),
        "uid": place.account.uid if foreign else None,
        "gid": place.account.gid if foreign else None,
        "lease": str(place.lock("lease")),
        "alive": str(place.lock("keeper")),
        "log": str(place.log),
        "remove": [str(folder) for folder in outside] if place.passing else [],
    }
    return subprocess.Popen(  # noqa: S603 (our own file)
        [sys.executable, "-I", "-S", str(Path(keeper.__file__)), json.dumps(plan)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,
    )


def establish_once(place: Place) -> None:
    """Set up roles and database in a new cluster, also when an earlier start was cut short."""
    made_for = stored(place.data).get("established")
    identity = str((place.cluster / "PG_VERSION").stat().st_ctime_ns)
    if made_for == identity:
        return
    with connect(place) as connection:
        roles.establish(connection, place.passwords)
    write_private(place.state, json.dumps({**stored(place.data), "established": identity}))


def tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-8:])
