"""Latency of the Today page and the drill-down with twenty people at once, beside a bare page.

Needs a database that holds a population (DATABASE_URL; the aim is stated for `city`). Starts the
web server as `dangwu run` does, signs twenty people in by their sessions, and lets each ask for a
page, think for a second, and ask again. The floor is /health/, one trivial query, in the same run.

Beside the times stands the processor time of a request, of the web server and of the database: it
can be compared between runs on a machine that also does other work.
"""

import argparse
import contextlib
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

USERS = 20
THINK = 1.0  # seconds, on average


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def sessions_and_pages() -> list[tuple[str, list[str]]]:
    """Return a signed-in cookie and the pages to ask for, one per person."""
    import django  # noqa: PLC0415 - settings come from the environment

    django.setup()
    from django.conf import settings  # noqa: PLC0415 - after set-up
    from django.contrib.auth import BACKEND_SESSION_KEY as BACKEND  # noqa: PLC0415 - after set-up
    from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415 - after set-up
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415 - after set-up

    from dangwu.accounts.models import Account, Grant, Role  # noqa: PLC0415 - after set-up
    from dangwu.organisations.models import Organisation  # noqa: PLC0415 - after set-up

    top = (
        Organisation.objects.across_units()
        .filter(parent__isnull=True)
        .order_by("path", "unit_id")
        .first()
    )
    grants = list(
        Grant.objects.filter(role__in=[Role.SECRETARY, Role.DEPARTMENT]).select_related("account")
    )
    assert top is not None
    assert grants
    found = []
    for number in range(USERS):
        grant = grants[number % len(grants)]
        account: Account = grant.account
        store = SessionStore()
        store[SESSION_KEY] = str(account.pk)
        store[BACKEND] = settings.AUTHENTICATION_BACKENDS[-1]
        store[HASH_SESSION_KEY] = account.get_session_auth_hash()
        store.create()
        pages = ["/"]
        if grant.organisation_id:
            place = f"{grant.unit_id}/{grant.organisation_id}/"
            pages += [f"/overview/{place}", f"/duties/{place}"]
        if grant.role == Role.DEPARTMENT:
            below = Organisation.objects.filter(unit_id=grant.unit_id, kind="branch")
            sample = list(below.order_by("path")[: USERS * 2])
            pages += [f"/overview/{o.unit_id}/{o.id}/" for o in sample]
        found.append((f"{settings.SESSION_COOKIE_NAME}={store.session_key}", pages))
    return found


def ask(port: int, cookie: str, page: str) -> tuple[float, int]:
    """Return the seconds a page took and its status."""
    began = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", page, headers={"Cookie": cookie})
    answer = line.getresponse()
    answer.read()
    line.close()
    return time.perf_counter() - began, answer.status


def children(pid: int) -> list[int]:
    """Return a process and all processes below it."""
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [pid, *(each for child in below for each in children(int(child)))]


def processor_ms(pids: list[int]) -> dict[int, float]:
    """Return the processor time that each of these processes has used, in milliseconds."""
    used = {}
    for pid in pids:
        with contextlib.suppress(OSError):  # ended, or on another machine
            fields = (
                Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            )
            used[pid] = (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")
    return used


def between(before: dict[int, float], after: dict[int, float]) -> float:
    """Return what processes have used since; those that are new count whole."""
    return sum(used - before.get(pid, 0.0) for pid, used in after.items())


def backends() -> list[int]:
    """Return the processes of the database that serve this database's connections."""
    from django.db import connection  # noqa: PLC0415 - after set-up

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid()"
        )
        return [pid for (pid,) in cursor.fetchall()]


def spread(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return {
        "requests": len(ordered),
        "median_ms": round(statistics.median(ordered) * 1000, 1),
        "p95_ms": round(p95 * 1000, 1),
    }


@dataclass(frozen=True, slots=True)
class Measured:
    """Times by kind of page, how many requests there were, and some that failed."""

    pages: dict[str, dict[str, float]]
    requests: int
    bad: list[tuple[str, int]]


def measure(port: int, people: list[tuple[str, list[str]]], seconds: float) -> Measured:
    times: dict[str, list[float]] = {}
    bad: list[tuple[str, int]] = []
    end = time.monotonic() + seconds
    lock = threading.Lock()

    def person(cookie: str, pages: list[str], seed: int) -> None:
        draw = random.Random(seed)
        while time.monotonic() < end:
            page = draw.choice(pages)
            taken, status = ask(port, cookie, page)
            kind = "today" if page == "/" else page.split("/")[1]
            with lock:
                times.setdefault(kind, []).append(taken)
                if status != 200:
                    bad.append((page, status))
            time.sleep(draw.uniform(0.5, 1.5) * THINK)

    threads = [
        threading.Thread(target=person, args=(cookie, pages, seed))
        for seed, (cookie, pages) in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Measured(
        pages={kind: spread(taken) for kind, taken in sorted(times.items())},
        requests=sum(map(len, times.values())),
        bad=bad[:5],
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=40)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")
    people = sessions_and_pages()
    port = free_port()
    environment = {**os.environ, "DANGWU_AS_WEB_ROLE": "1"}
    server = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("granian")), "--interface", "wsgi",
            "--port", str(port), "--workers", "2", "--blocking-threads", "2",
            "--log-level", "error", "dangwu.config.wsgi:application",
        ],
        env=environment,
    )  # fmt: skip
    try:
        for _try in range(200):
            try:
                ask(port, "", "/health/")
                break
            except OSError:
                time.sleep(0.1)
        for cookie, pages in people:  # each worker warms up
            ask(port, cookie, pages[0])
        floor = spread([ask(port, "", "/health/")[0] for _number in range(200)])
        before = processor_ms(children(server.pid)), processor_ms(backends())
        found = measure(port, people, options.seconds)
        after = processor_ms(children(server.pid)), processor_ms(backends())
    finally:
        server.terminate()
        server.wait(timeout=20)
    kinds = ("web", "database")
    cost = {
        f"{kind}_cpu_ms_per_request": round(between(early, late) / found.requests, 1)
        for kind, early, late in zip(kinds, before, after, strict=True)
    }
    figures = {"pages": found.pages, "bad": found.bad, **cost}
    print(json.dumps({"bench": "pages", "users": USERS, "floor_health": floor, **figures}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
