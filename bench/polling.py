"""A branch with an open ballot, signed-in voters and their sealed envelopes, for measurements."""

import json
import os
import secrets
import socket
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dangwu.members.models import Person
    from dangwu.organisations.models import Organisation

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Voter:
    """Somebody on the roll: the session's cookie, and one envelope ready to send."""

    person: str
    cookie: str
    envelope: bytes


@dataclass(frozen=True, slots=True)
class Polling:
    """An open ballot. keys: the tellers' secret keys; choices: what was sealed, by voter."""

    unit: int
    ballot: str
    voters: list[Voter]
    keys: list[bytes]
    choices: list[str]

    @property
    def path(self) -> str:
        return f"/ballots/{self.unit}/{self.ballot}/cast/"


def open_polling(entitled: int) -> Polling:
    """Make a unit with one branch of so many voters, and open a ballot on line. Runs as owner."""
    from django.conf import settings  # noqa: PLC0415 - after set-up
    from django.utils import timezone  # noqa: PLC0415 - after set-up

    from dangwu.accounts.access import Access, Reach  # noqa: PLC0415 - after set-up
    from dangwu.accounts.models import Role  # noqa: PLC0415 - after set-up
    from dangwu.ballots import actions, queries  # noqa: PLC0415 - after set-up
    from dangwu.ballots.booth import Question  # noqa: PLC0415 - after set-up
    from dangwu.ballots.envelopes import new_key, plaintext_of, seal  # noqa: PLC0415

    branch, people = _branch(entitled + 2)
    now = timezone.now()
    today = timezone.localdate(now)

    def acting(person: uuid.UUID | None, *reaches: Reach) -> Access:
        return Access(uuid.uuid4(), "甲", today, now, reaches, branch.unit_id, person)

    organiser = acting(None, Reach(Role.SECRETARY, branch.unit_id, branch.id, branch.path))
    *roll, first, second = people
    ballot = actions.create_ballot(
        actor=organiser,
        organisation=branch,
        title="压力测试",
        tier="online",
        contests=[Question("是否同意")],
        entitled=[person.id for person in roll],
        held_on=today,
        tellers=[actions.TellerNamed(first), actions.TellerNamed(second)],
        opens_at=now - timedelta(minutes=1),
        closes_at=now + timedelta(hours=6),
    )
    pairs = [new_key(), new_key()]
    for person, (_, public) in zip((first, second), pairs, strict=True):
        access = acting(person.id)
        teller = queries.teller_for(access, ballot.unit_id, ballot.id)
        actions.enter_key(actor=access, teller=teller, public_key=public)
    manifest = actions.freeze_ballot(actor=organiser, ballot=ballot)
    actions.open_ballot(actor=organiser, ballot=ballot)
    choices = [secrets.choice(("yes", "no", "abstain")) for _ in roll]
    voters = []
    for person, cookie, choice in zip(roll, _sessions(branch, roll), choices, strict=True):
        plain = plaintext_of(
            ballot=str(ballot.id),
            manifest=manifest.digest,
            tracker=secrets.token_hex(16),
            choices=[choice],
            length=manifest.content["plaintext_bytes"],
        )
        name = settings.SESSION_COOKIE_NAME
        envelope = seal(plain, [public for _, public in pairs])
        voters.append(Voter(str(person.id), f"{name}={cookie}", envelope))
    keys = [secret for secret, _ in pairs]
    return Polling(ballot.unit_id, str(ballot.id), voters, keys, choices)


def _branch(size: int) -> "tuple[Organisation, list[Person]]":
    from dangwu.members.models import Person  # noqa: PLC0415 - after set-up
    from dangwu.organisations.models import Organisation  # noqa: PLC0415 - after set-up
    from dangwu.sharding.models import Unit  # noqa: PLC0415 - after set-up

    number = 900_000 + secrets.randbelow(90_000)
    unit = Unit.objects.create(
        id=number, code=f"P{number}", name="投票县", level="county", path=f"{number:06d}"
    )
    founded = {"founded_on": "2015-01-01", "records_from": "2015-01-01", "label": "0001"}
    top = Organisation.objects.create(
        unit=unit, code=f"C{number}", name="县委", kind="committee", path="0001", **founded
    )
    branch = Organisation.objects.create(
        unit=unit,
        code=f"P{number}",
        name="投票党支部",
        kind="branch",
        category="village",
        parent=top,
        path="0001.0001",
        **founded,
    )
    people = Person.objects.bulk_create(
        Person(
            unit=unit,
            number=f"P{number}-{n}",
            name=f"选举人{n}",
            sort_key=f"{n:06d}",
            sex="1",
            born_on="1980-01-01",
            standing="full",
            organisation=branch,
            joined_on="2010-01-01",
        )
        for n in range(size)
    )
    return branch, list(people)


def _sessions(branch: "Organisation", roll: "list[Person]") -> list[str]:
    """Sign everybody in as a member of the branch; return the session keys."""
    from django.conf import settings  # noqa: PLC0415 - after set-up
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: PLC0415
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415 - after set-up

    from dangwu.accounts.models import Account, Grant, Role  # noqa: PLC0415 - after set-up

    accounts = Account.objects.bulk_create(
        Account(
            login=f"p-{person.id}",
            name=person.name,
            password="!",  # noqa: S106 - nobody signs in with it
            unit_id=person.unit_id,
            person_id=person.id,
        )
        for person in roll
    )
    Grant.objects.bulk_create(
        Grant(
            account=account,
            role=Role.MEMBER,
            unit_id=branch.unit_id,
            organisation_id=branch.id,
            since="2020-01-01",
        )
        for account in accounts
    )
    keys = []
    for account in accounts:
        store = SessionStore()
        store[SESSION_KEY] = str(account.pk)
        store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
        store[HASH_SESSION_KEY] = account.get_session_auth_hash()
        store.create()
        keys.append(str(store.session_key))
    return keys


def request_of(path: str, voter: Voter) -> bytes:
    """Return the whole request that casts a voter's envelope."""
    token = "x" * 32
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {voter.cookie}; csrftoken={token}\r\n"
        f"X-CSRFToken: {token}\r\nContent-Type: application/octet-stream\r\n"
        f"Content-Length: {len(voter.envelope)}\r\n\r\n"
    )
    return head.encode() + voter.envelope


def answer(line: socket.socket) -> tuple[int, bytes]:
    """Return status and body of one answer. Raises OSError when the line ends before."""
    whole = b""
    while b"\r\n\r\n" not in whole:
        more = line.recv(65536)
        if not more:
            raise ConnectionResetError
        whole += more
    head, _, body = whole.partition(b"\r\n\r\n")
    lengths = [part for part in head.lower().split(b"\r\n") if part.startswith(b"content-length:")]
    length = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(body) < length:
        more = line.recv(65536)
        if not more:
            raise ConnectionResetError
        body += more
    return int(head.split(b" ", 2)[1]), body


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(port: int) -> "subprocess.Popen[bytes]":
    """Start the web server as `dangwu run` does, in a process group of its own."""
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
            *("--host", "127.0.0.1", "--port", str(port), "--workers", "2"),
            *("--blocking-threads", "2", "--workers-kill-timeout", "5", "--log-level", "error"),
            "dangwu.config.wsgi:application",
        ],
        env={**os.environ, "DANGWU_AS_WEB_ROLE": "1"},
        start_new_session=True,
    )


def wait_for(port: int, seconds: float = 60) -> None:
    """Return when the server answers a page."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
                line.sendall(b"GET /health/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                if answer(line)[0] == 200:
                    return
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise RuntimeError("the web server did not start")
        time.sleep(0.1)


def set_up() -> None:
    """Let Django read its settings from the environment."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dangwu.config.settings")
    import django  # noqa: PLC0415 - only now are its variables set

    django.setup()


def shown(value: dict[str, object]) -> None:
    print(json.dumps(value, ensure_ascii=False))
