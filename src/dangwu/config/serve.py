"""`dangwu run`: database, web server and worker under one supervisor, until it is told to stop.

The supervisor itself stays small: Django is loaded by its children only.
"""

import contextlib
import fcntl
import hashlib
import http.client
import json
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dangwu.config import environment
from dangwu.config.children import MARK, Child, end_leftovers, stop
from dangwu.config.output import say, warn
from dangwu.config.preparation import prepare_when_changed
from dangwu.core.errors import DomainError
from dangwu.embedded.dump import due
from dangwu.embedded.server import Server

LOGIN_COLUMNS = ("login", "password", "role", "organisation")
LOOK = 1.0  # seconds between two looks at the children
DATABASE_LOOK = 3.0  # seconds between two looks at the embedded database
BACKUP_LOOK = 600.0  # seconds between two looks whether the day's dump is due
IDLE = "10min"  # until the embedded server ends a connection that no page uses
LONGEST_START = 60.0  # seconds until a web server that does not answer is a fault


@dataclass(frozen=True, slots=True)
class Options:
    """What `dangwu run` was asked for; demo names the population, or is empty."""

    host: str
    port: int
    demo: str


def run(options: Options, data: Path) -> int:
    """Serve until SIGINT or SIGTERM; return the exit code.

    Raises DomainError when another run holds the data folder, or the port is taken.
    """
    begun = time.monotonic()
    stopping = catch_signals()
    environment.fill(data)
    with only_run(data) as announce:
        end_leftovers(mark(data))
        refuse_taken_port(options)
        with environment.database(data) as server:
            prepare_when_changed(options.demo, data, server, stopping)
            children = [web(options, data), worker(data)]
            try:
                if not stopping.is_set():
                    for child in children:
                        child.start()
                    wait_for_web(options, children[0], stopping)
                if not stopping.is_set():
                    announce(options)
                    welcome(options, data, time.monotonic() - begun)
                return watch(children, server, stopping)
            finally:
                stop(children)


def catch_signals() -> threading.Event:
    """Return what is set once somebody asks for the end."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def mark(data: Path) -> str:
    return hashlib.sha256(os.fsencode(data)).hexdigest()[:16]


class Announcement:
    """The lock of the one run of a data folder, and where others find it."""

    def __init__(self, data: Path) -> None:
        self.note = data / "run.json"

    def __call__(self, options: Options) -> None:
        started = datetime.now(UTC).isoformat(timespec="seconds")
        facts = {"pid": os.getpid(), "url": address(options), "started": started}
        self.note.write_text(json.dumps(facts), encoding="utf-8")


@contextlib.contextmanager
def only_run(data: Path) -> Iterator[Announcement]:
    """Hold the data folder's run; raise DomainError when another has it."""
    announcement = Announcement(data)
    with (data / "run.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DomainError(already_running(announcement.note)) from None
        announcement.note.unlink(missing_ok=True)
        try:
            yield announcement
        finally:
            announcement.note.unlink(missing_ok=True)


def already_running(note: Path) -> str:
    try:
        facts = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "系统正在由另一个进程启动，请稍候再试。"
    return (
        f"系统已在运行：{facts['url']}（进程 {facts['pid']}，自 {facts['started']}）。"
        f"请直接打开该地址，或先结束它：kill {facts['pid']}"
    )


def refuse_taken_port(options: Options) -> None:
    """Raise DomainError when another program listens there."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((options.host, options.port))
        except OSError as error:
            raise DomainError(
                f"不能在 {options.host} 的端口 {options.port} 上提供服务（{error.strerror}）。"
                f"请换一个端口，例如 --port {options.port + 1}"
            ) from error


def child_environment(data: Path) -> dict[str, str]:
    """Return the environment of web and worker: the web role, never the owner's password."""
    variables = {**os.environ, "DANGWU_AS_WEB_ROLE": "1", MARK: mark(data)}
    # Few threads work at a time; the usual eight arenas a core only keep freed memory apart.
    variables.setdefault("MALLOC_ARENA_MAX", "2")
    if "DATABASE_WEB_URL" in variables:
        variables["DATABASE_URL"] = variables["DATABASE_WEB_URL"]
    return variables


def hosts(options: Options, variables: Mapping[str, str]) -> str:
    """Return the names by which browsers may ask for this server."""
    usual = ("localhost", "127.0.0.1", "[::1]", socket.gethostname(), options.host)
    return variables.get("DANGWU_HOSTS") or ",".join(dict.fromkeys(usual))


def web(options: Options, data: Path) -> Child:
    variables = child_environment(data)
    variables["DANGWU_HOSTS"] = hosts(options, variables)
    if "DATABASE_WEB_URL" in variables:
        # A connection keeps 20 MB of plans; the next request opens one anew in milliseconds.
        variables["PGOPTIONS"] = f"-c idle_session_timeout={IDLE}"
    command = [
        *(sys.executable, "-m", "dangwu.config.web"),
        *("--host", options.host, "--port", str(options.port)),
    ]
    return Child("网站", command, variables)


def worker(data: Path) -> Child:
    command = [sys.executable, "-m", "dangwu.config.worker"]
    return Child("后台任务", command, child_environment(data))


def address(options: Options) -> str:
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 (read here, not bound)
    host = f"[{options.host}]" if ":" in options.host else options.host
    return f"http://{everywhere.get(options.host, host)}:{options.port}/"


def wait_for_web(options: Options, child: Child, stopping: threading.Event) -> None:
    """Return once the web server answers a request; raise DomainError when it does not."""
    deadline = time.monotonic() + LONGEST_START
    while not stopping.is_set() and not replies(options):
        if child.ended() or time.monotonic() > deadline:
            raise DomainError("网站没有启动，原因见上面的记录。")
        stopping.wait(0.05)


def replies(options: Options) -> bool:
    host = address(options).split("//")[1].rsplit(":", 1)[0].strip("[]")
    connection = http.client.HTTPConnection(host, options.port, timeout=10)
    try:
        connection.request("HEAD", "/health/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def welcome(options: Options, data: Path, seconds: float) -> None:
    say(f"\n党务已启动（{seconds:.1f} 秒）：{address(options)}")
    note = data / "demo-logins.json"
    if note.exists():
        say("演示账号（登录名、口令、角色、所在党组织）：")
        for login in json.loads(note.read_text(encoding="utf-8")):
            say("  " + "\t".join(login[name] for name in LOGIN_COLUMNS))
    say("按 Ctrl-C 结束。")


def watch(children: list[Child], server: Server | None, stopping: threading.Event) -> int:
    """Keep everything alive until the end is asked for; return the exit code."""
    look, backup = time.monotonic() + DATABASE_LOOK, time.monotonic() + BACKUP_LOOK
    while not stopping.wait(LOOK):
        for child in children:
            if not child.ended():
                continue
            if child.worn_out():
                warn(f"{child.name}反复中断，系统退出；原因见上面的记录。")
                return 1
            warn(f"{child.name}中断，正在重新启动。")
            child.restart()
        now = time.monotonic()
        if server and now > look:
            look = now + DATABASE_LOOK
            restart_if_gone(server)
        if server and now > backup:
            backup = now + BACKUP_LOOK
            start_daily_backup(server)
    say("正在结束……")
    return 0


def restart_if_gone(server: Server) -> None:
    if not server.answers():
        warn("数据库中断，正在重新启动。")
        server.ensure()


def start_daily_backup(server: Server) -> None:
    """Start the day's dump where it is missing, as a process of its own that ends by itself."""
    if due(server.place.data, datetime.now(UTC).date()):
        Child("每日备份", [sys.executable, "-m", "dangwu.embedded.dump"], dict(os.environ)).start()
