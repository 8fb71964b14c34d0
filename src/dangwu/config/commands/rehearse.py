"""`dangwu rehearse`: try a big meeting the day before, against the running site."""

import argparse
import http.client
import queue
import re
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from dangwu.config.output import answer, say
from dangwu.core.errors import InputError
from dangwu.populations.rehearsal import (
    Envelope,
    Rehearsal,
    clean,
    everybody_confirmed,
    polling,
    rehearsal,
)

FORM: Final = "application/x-www-form-urlencoded"
TOKEN: Final = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
PATIENCE: Final = 60  # seconds
Job = TypeVar("Job")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the site answers."""

    host: str
    port: int
    secure: bool

    def line(self) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self.secure else http.client.HTTPConnection
        return kind(self.host, self.port, timeout=PATIENCE)


@dataclass(frozen=True, slots=True)
class Timing:
    """What a crowd met: every time in seconds, and how many were refused."""

    seconds: float
    times: tuple[float, ...]
    refused: int

    def as_json(self) -> dict[str, object]:
        return {
            "count": len(self.times),
            "seconds": round(self.seconds, 2),
            "median_ms": round(statistics.median(self.times) * 1000, 1) if self.times else None,
            "p95_ms": round(_p95(self.times) * 1000, 1) if self.times else None,
            "refused": self.refused,
        }


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--persons", type=int, default=500, help="多少人参加，缺省 500")
    parser.add_argument("--phones", type=int, default=32, help="同时有多少部手机，缺省 32")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="正在运行的网站地址")
    parser.add_argument("--clean", action="store_true", help="清除中断的演练，不演练")


def handle(args: argparse.Namespace) -> int:
    if args.clean:
        answer({"removed": clean()})
        return 0
    for name in ("persons", "phones"):
        if not 1 <= getattr(args, name) <= 5000:
            raise InputError(f"--{name}", "应在 1 到 5000 之间。")
    place = _place(args.url)
    say(f"准备 {args.persons} 人的演练会议，结束后全部清除……")
    with rehearsal(args.persons) as made:
        say("会场入口……")
        names = [person.name for person in made.people[: args.persons]]
        door = together(args.phones, names, lambda name: arrive(place, made.door, name))
        confirmed = everybody_confirmed(made)
        say("大屏……")
        cookie = made.sessions[0]
        hall = together(3, range(30), lambda _: look(place, made.hall, cookie))
        say("手机投票……")
        votes = _vote(place, made, args.phones)
    answer(
        {
            "persons": args.persons,
            "phones": args.phones,
            "door": door.as_json(),
            "confirmed": confirmed,
            "hall": hall.as_json(),
            "votes": votes.as_json(),
        }
    )
    return 0


def _vote(place: Place, made: Rehearsal, phones: int) -> Timing:
    path, envelopes = polling(made)
    return together(phones, envelopes, lambda one: cast(place, path, one))


def arrive(place: Place, path: str, name: str) -> bool:
    """One phone at the door: the page, then the name. Return whether it was taken."""
    line = place.line()
    line.request("GET", path)
    page = line.getresponse()
    text = page.read().decode()
    cookie = (page.getheader("Set-Cookie") or "").partition(";")[0]
    found = TOKEN.search(text)
    if found is None:
        return False
    body = urlencode({"csrfmiddlewaretoken": found.group(1), "name": name})
    line.request("POST", path, body, {"Cookie": cookie, "Content-Type": FORM})
    reply = line.getresponse()
    reply.read()
    line.close()
    return reply.status == http.client.FOUND


def look(place: Place, path: str, session: str) -> bool:
    """One look of the hall's screen. Return whether it was shown."""
    line = place.line()
    line.request("GET", path, headers={"Cookie": _cookie(session)})
    reply = line.getresponse()
    reply.read()
    line.close()
    return reply.status == http.client.OK


def cast(place: Place, path: str, envelope: Envelope) -> bool:
    """One vote. Return whether it was taken."""
    token = "x" * 32
    line = place.line()
    line.request(
        "POST",
        path,
        envelope.content,
        {
            "Cookie": f"{_cookie(envelope.session)}; {settings.CSRF_COOKIE_NAME}={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/octet-stream",
        },
    )
    reply = line.getresponse()
    reply.read()
    line.close()
    return reply.status == http.client.OK


def together(crowd: int, jobs: Sequence[Job] | range, act: Callable[[Job], bool]) -> Timing:
    """Let so many do the jobs at a time."""
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)  # type: ignore[arg-type]  # a range of numbers is jobs too
    times: list[float] = []
    taken: list[bool] = []

    def one_of_them() -> None:
        while True:
            try:
                job = waiting.get_nowait()
            except queue.Empty:
                return
            began = time.perf_counter()
            done = _tried(act, job)
            times.append(time.perf_counter() - began)
            taken.append(done)

    threads = [threading.Thread(target=one_of_them) for _ in range(crowd)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Timing(time.perf_counter() - began, tuple(times), taken.count(False))


def _tried(act: Callable[[Job], bool], job: Job) -> bool:
    """A line that breaks is a refusal of the site, not an end of the rehearsal."""
    try:
        return act(job)
    except (OSError, http.client.HTTPException):
        return False


def _place(url: str) -> Place:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError("--url", "应为 http://127.0.0.1:8000 这样的地址。")
    secure = parts.scheme == "https"
    return Place(parts.hostname, parts.port or (443 if secure else 80), secure)


def _cookie(session: str) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={session}"


def _p95(times: Sequence[float]) -> float:
    return sorted(times)[min(int(len(times) * 0.95), len(times) - 1)]
