"""The product as it runs for users: the demo county, web server and worker in their own processes."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

SOURCE = Path(__file__).resolve().parents[2] / "src"
NAME = f"dangwu_e2e_{os.getpid()}"  # two runs on one server do not meet
TEMPLATE = "DANGWU_E2E_TEMPLATE"  # a prepared database to copy while one writes journeys
LONGEST_START = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Site:
    """A running product. url: its address without a slash at the end; data: its data folder."""

    url: str
    data: Path


@contextlib.contextmanager
def running_site(server: str, data: Path) -> Iterator[Site]:
    """Build the county in a database of its own beside `server`'s, and serve it until the end."""
    with fresh_database(server) as url:
        variables = environment(url, data)
        call(["dangwu.config.cli", "prepare", "--demo", "county"], variables)
        variables |= {"DANGWU_AS_WEB_ROLE": "1", "DANGWU_UNIT_GUARD": "1"}
        port = free_port()
        web = [
            *("granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1"),
            *("--port", str(port), "--workers", "1", "--blocking-threads", "2"),
            *("--workers-kill-timeout", "5", "--log-level", "warning"),
            "dangwu.config.wsgi:application",
        ]
        with child(web, variables) as server_process, child(worker(), variables):
            wait(port, server_process)
            yield Site(f"http://127.0.0.1:{port}", data)


def environment(url: str, data: Path) -> dict[str, str]:
    """Return the variables of the product's processes."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DANGWU_DATA": str(data),
        "DANGWU_STATIC": "collected",
        "DJANGO_SETTINGS_MODULE": "dangwu.config.settings",
        "PYTHONPATH": str(SOURCE),
    }


def worker() -> list[str]:
    return ["django", "procrastinate", "worker"]


@contextlib.contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """Give the address of an empty database on the same server; it is dropped at the end."""
    name = sql.Identifier(NAME)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
    create = sql.SQL("CREATE DATABASE {}").format(name)
    if template := os.environ.get(TEMPLATE):
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, sql.Identifier(template))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(create)
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{NAME}"))
        finally:
            connection.execute(drop)


def call(module: list[str], variables: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", *module], env=variables, check=True)  # noqa: S603 - ours


@contextlib.contextmanager
def child(module: list[str], variables: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Keep a process of the product until the end."""
    process = subprocess.Popen([sys.executable, "-m", *module], env=variables)  # noqa: S603 - ours
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the web server answers; raise when it ends or never does."""
    deadline = time.monotonic() + LONGEST_START
    while not answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the web server did not start; its log is above")
        time.sleep(0.1)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("HEAD", "/health/")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()
