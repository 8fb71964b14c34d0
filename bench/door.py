"""Five hundred people sign in at the door of one meeting, each by phone: one page, one name sent.

Makes a branch of its own in a unit of its own in the database of DATABASE_URL, starts the web
server as `dangwu run` does, lets 32 phones come at a time until all are in, lets the secretary
confirm them, and takes everything away again. The floor is the same number of requests for
/health/ in the same run. Prints one JSON line; beside the times stands the processor time, which can
be compared between runs on a machine that also does other work.
"""

import argparse
import http.client
import json
import os
import queue
import re
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")

from bench.pages import ask, backends, between, children, free_port, processor_ms  # noqa: E402

UNIT = 900_004
PHONES = 32
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
# Rows that point to others go first.
TABLES = (
    *("meetings_meetingorganisation", "meetings_attendee", "meetings_meeting"),
    *("members_person", "organisations_organisation", "audit_entry"),
)


@dataclass(frozen=True, slots=True)
class Door:
    """Where the phones go, and who goes there."""

    path: str
    names: tuple[str, ...]
    meeting_id: uuid.UUID


def made(persons: int) -> Door:
    """Make the branch, its people and a meeting of today whose notice is out."""
    from django.db import connection  # noqa: PLC0415 - after set-up
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    now = timezone.now()
    branch, meeting, token = uuid.uuid4(), uuid.uuid4(), uuid.uuid4().hex
    since = date(2015, 1, 1)
    from dangwu.meetings.models import Attendee, Meeting, MeetingOrganisation  # noqa: PLC0415
    from dangwu.members.models import Person  # noqa: PLC0415
    from dangwu.organisations.models import Organisation  # noqa: PLC0415
    from dangwu.sharding.models import Unit  # noqa: PLC0415

    Unit.objects.create(id=UNIT, code="DOOR", name="测速", level="county", path=f"{UNIT}")
    Organisation.objects.create(
        unit_id=UNIT, id=branch, code="D1", name="测速党支部", kind="branch", category="village",
        label="0001", path="0001", founded_on=since, records_from=since,
    )  # fmt: skip
    people = [
        Person(
            unit_id=UNIT, name=f"测速{number:04d}", sort_key=f"{number:04d}", pinyin="", initials="",
            standing="full", organisation_id=branch,
        )
        for number in range(persons)
    ]  # fmt: skip
    Person.objects.bulk_create(people)
    Meeting.objects.create(
        unit_id=UNIT, id=meeting, organisation_id=branch, kinds=["assembly"], body="assembly",
        title="测速大会", starts_at=now, place="礼堂", state="noticed",
        noticed_at=now - timedelta(days=2), called_at=now, door_token=token,
    )  # fmt: skip
    MeetingOrganisation.objects.create(unit_id=UNIT, meeting_id=meeting, organisation_id=branch)
    Attendee.objects.bulk_create(
        Attendee(
            unit_id=UNIT,
            meeting_id=meeting,
            person_id=person.id,
            organisation_id=branch,
            voting=True,
        )
        for person in people
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE meetings_attendee, members_person, meetings_meeting")
    return Door(f"/meetings/door/{UNIT}/{token}/", tuple(p.name for p in people), meeting)


def taken_away() -> None:
    """Remove everything of the unit."""
    from django.db import connection  # noqa: PLC0415 - after set-up

    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table} WHERE unit_id = %s", [UNIT])  # noqa: S608 - our names
        cursor.execute("DELETE FROM sharding_unit WHERE id = %s", [UNIT])


def sign_in(port: int, door: Door, name: str) -> int:
    """One phone: the page, then the name. Returns the status of the answer."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", door.path)
    page = line.getresponse()
    text = page.read().decode()
    cookie = (page.getheader("Set-Cookie") or "").partition(";")[0]
    found = CSRF.search(text)
    assert found, text[:500]
    body = urlencode({"csrfmiddlewaretoken": found.group(1), "name": name})
    kind = "application/x-www-form-urlencoded"
    line.request("POST", door.path, body, {"Cookie": cookie, "Content-Type": kind})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


def together(names: Iterable[str], act: Callable[[str], int]) -> tuple[float, list[int]]:
    """Let the phones come, so many at a time; return the seconds and every status."""
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for name in names:
        waiting.put(name)
    answers: list[int] = []

    def phone() -> None:
        while True:
            try:
                name = waiting.get_nowait()
            except queue.Empty:
                return
            answers.append(act(name))

    threads = [threading.Thread(target=phone) for _ in range(PHONES)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, answers


def confirmed(door: Door) -> tuple[float, int]:
    """Let the secretary confirm everybody; return the seconds and how many."""
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    from dangwu.accounts.access import Access, Reach  # noqa: PLC0415 - after set-up
    from dangwu.accounts.models import Role  # noqa: PLC0415 - after set-up
    from dangwu.meetings.actions.door import confirm_arrival  # noqa: PLC0415 - after set-up
    from dangwu.meetings.models import Meeting  # noqa: PLC0415 - after set-up

    meeting = Meeting.objects.select_related("organisation").get(unit_id=UNIT, id=door.meeting_id)
    now = timezone.now()
    reach = Reach(Role.SECRETARY, UNIT, meeting.organisation_id, "0001")
    secretary = Access(uuid.uuid4(), "测速", timezone.localdate(now), now, (reach,), UNIT)
    began = time.perf_counter()
    done = confirm_arrival(actor=secretary, meeting=meeting)
    return time.perf_counter() - began, done


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=500)
    options = parser.parse_args()
    django.setup()
    port = free_port()
    server = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("granian")), "--interface", "wsgi",
            "--port", str(port), "--workers", "2", "--blocking-threads", "2",
            "--log-level", "error", "dangwu.config.wsgi:application",
        ],
        env={**os.environ, "DANGWU_AS_WEB_ROLE": "1", "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    try:
        door = made(options.persons)
        for _try in range(200):
            try:
                ask(port, "", "/health/")
                break
            except OSError:
                time.sleep(0.1)
        for _warm in range(8):
            ask(port, "", door.path)
        requests = [""] * (2 * options.persons)
        floor, _ = together(requests, lambda _: ask(port, "", "/health/")[1])
        before = processor_ms(children(server.pid)), processor_ms(backends())
        seconds, answers = together(door.names, lambda name: sign_in(port, door, name))
        after = processor_ms(children(server.pid)), processor_ms(backends())
        confirming, done = confirmed(door)
    finally:
        server.terminate()
        server.wait(timeout=20)
        taken_away()
    web, database = (between(a, b) for a, b in zip(before, after, strict=True))
    figures = {
        "bench": "door",
        "persons": options.persons,
        "phones_at_a_time": PHONES,
        "seconds": round(seconds, 2),
        "refused": sum(status != 302 for status in answers),
        "confirmed": done,
        "seconds_to_confirm_all": round(confirming, 3),
        "web_cpu_ms_per_person": round(web / options.persons, 1),
        "database_cpu_ms_per_person": round(database / options.persons, 1),
        "floor_health_seconds": round(floor, 2),
        "load_before": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
