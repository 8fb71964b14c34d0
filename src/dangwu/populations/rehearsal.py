"""A meeting to try a big day with: made in a unit of its own, taken away again without a trace."""

import secrets
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from dangwu.accounts.access import Access, Reach
from dangwu.accounts.models import Account, Grant, Role
from dangwu.ballots.actions import (
    TellerNamed,
    create_ballot,
    enter_key,
    freeze_ballot,
    open_ballot,
)
from dangwu.ballots.booth import Question
from dangwu.ballots.envelopes import new_key, plaintext_of, seal
from dangwu.ballots.queries import teller_for
from dangwu.core.errors import DomainError
from dangwu.core.names import name_keys
from dangwu.meetings.actions.door import confirm_arrival
from dangwu.meetings.models import Attendee, Meeting, MeetingOrganisation
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import unit_field
from dangwu.sharding.models import Unit

CODE: Final = "REHEARSAL"
NAME: Final = "演练"
TELLERS: Final = 2


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """The meeting. door: the path of its door; hall: of its screen, with a session that sees it."""

    unit_id: int
    branch: Organisation
    meeting: Meeting
    people: tuple[Person, ...]
    sessions: tuple[str, ...]
    door: str
    hall: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """A sealed ballot ready to be sent by the one whose session this is."""

    session: str
    content: bytes


@contextmanager
def rehearsal(persons: int) -> Iterator[Rehearsal]:
    """Make the meeting with so many members, and remove everything of it at the end.

    Runs as the owner of the database. Raises DomainError where another rehearsal runs.
    """
    with transaction.atomic():
        made = _made(persons)
    try:
        yield made
    finally:
        with transaction.atomic():
            _taken_away(made.unit_id, made.sessions)


def everybody_confirmed(made: Rehearsal) -> int:
    """Let the secretary confirm who came; return how many."""
    return confirm_arrival(actor=_secretary(made.branch), meeting=made.meeting)


def polling(made: Rehearsal) -> tuple[str, list[Envelope]]:
    """Open a secret ballot for everybody; return where to cast, and an envelope for each."""
    now = timezone.now()
    secretary = _secretary(made.branch)
    *roll, first, second = made.people
    with transaction.atomic():
        ballot = create_ballot(
            actor=secretary,
            organisation=made.branch,
            title="演练投票",
            tier="online",
            contests=[Question("是否同意")],
            entitled=[person.id for person in roll],
            held_on=secretary.today,
            tellers=[TellerNamed(first), TellerNamed(second)],
            opens_at=now - timedelta(minutes=1),
            closes_at=now + timedelta(hours=1),
        )
        keys = [new_key() for _ in range(TELLERS)]
        for person, (_, public) in zip((first, second), keys, strict=True):
            teller = teller_for(_acting(made.branch, person), ballot.unit_id, ballot.id)
            enter_key(actor=_acting(made.branch, person), teller=teller, public_key=public)
        manifest = freeze_ballot(actor=secretary, ballot=ballot)
        open_ballot(actor=secretary, ballot=ballot)
    length = int(str(manifest.content["plaintext_bytes"]))
    public_keys = [public for _, public in keys]
    envelopes = [
        Envelope(
            session,
            seal(
                plaintext_of(
                    ballot=str(ballot.id),
                    manifest=manifest.digest,
                    tracker=secrets.token_hex(16),
                    choices=[secrets.choice(("yes", "no", "abstain"))],
                    length=length,
                ),
                public_keys,
            ),
        )
        for session in made.sessions[: len(roll)]
    ]
    return f"/ballots/{ballot.unit_id}/{ballot.id}/cast/", envelopes


def _made(persons: int) -> Rehearsal:
    if Unit.objects.filter(code=CODE).exists():
        raise DomainError(
            "上一次演练还没有结束，或者中途断了。确认没有人在演练之后，用 dangwu rehearse --clean 清除。"
        )
    number = int(Unit.objects.order_by("-id").values_list("id", flat=True)[0]) + 1
    unit = Unit.objects.create(
        id=number, code=CODE, name=NAME, level="county", path=f"{number:06d}"
    )
    branch = _branch(unit)
    people = _people(branch, persons + TELLERS)
    meeting = _meeting(branch, people)
    sessions = _sessions(branch, people)
    return Rehearsal(
        unit.id,
        branch,
        meeting,
        people,
        sessions,
        door=f"/meetings/door/{unit.id}/{meeting.door_token}/",
        hall=f"/meetings/{unit.id}/{meeting.id}/hall/",
    )


def _branch(unit: Unit) -> Organisation:
    keys = name_keys("演练党支部")
    since = date(2015, 1, 1)
    return Organisation.objects.create(
        unit=unit,
        code=CODE,
        name="演练党支部",
        kind="branch",
        category="village",
        label="0001",
        path="0001",
        founded_on=since,
        records_from=since,
        ngrams=list(keys.ngrams),
        pinyin=keys.pinyin,
        initials=keys.initials,
    )


def _people(branch: Organisation, size: int) -> tuple[Person, ...]:
    rows = [
        Person(
            unit_id=branch.unit_id,
            number=f"{CODE}-{place}",
            name=f"演练{place:05d}",
            sort_key=f"{place:05d}",
            pinyin="",
            initials="",
            standing="full",
            organisation=branch,
        )
        for place in range(size)
    ]
    return tuple(Person.objects.bulk_create(rows))


def _meeting(branch: Organisation, people: Sequence[Person]) -> Meeting:
    now = timezone.now()
    meeting = Meeting.objects.create(
        unit_id=branch.unit_id,
        organisation=branch,
        kinds=["assembly"],
        body="assembly",
        title="演练大会",
        starts_at=now,
        place=NAME,
        state=Meeting.State.NOTICED,
        noticed_at=now - timedelta(days=2),
        called_at=now - timedelta(days=2),
        door_token=secrets.token_urlsafe(24),
    )
    MeetingOrganisation.objects.create(
        unit_id=branch.unit_id, meeting_id=meeting.id, organisation=branch
    )
    Attendee.objects.bulk_create(
        Attendee(
            unit_id=branch.unit_id,
            meeting_id=meeting.id,
            person_id=person.id,
            organisation_id=branch.id,
            voting=True,
        )
        for person in people
    )
    return meeting


def _sessions(branch: Organisation, people: Sequence[Person]) -> tuple[str, ...]:
    """Sign everybody in; nobody can do so with a password. Return the keys of the sessions."""
    accounts = Account.objects.bulk_create(
        Account(
            login=f"{CODE}-{person.id}",
            name=person.name,
            password="!",  # noqa: S106 - no password opens it
            unit_id=branch.unit_id,
            person_id=person.id,
        )
        for person in people
    )
    Grant.objects.bulk_create(
        Grant(
            account=account,
            role=Role.MEMBER,
            unit_id=branch.unit_id,
            organisation_id=branch.id,
            since=date(2020, 1, 1),
        )
        for account in accounts
    )
    return tuple(_signed_in(account) for account in accounts)


def _signed_in(account: Account) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(account.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = account.get_session_auth_hash()
    store.create()
    return str(store.session_key)


def _secretary(branch: Organisation) -> Access:
    return _acting(branch, None, Reach(Role.SECRETARY, branch.unit_id, branch.id, branch.path))


def _acting(branch: Organisation, person: Person | None, *reaches: Reach) -> Access:
    now = timezone.now()
    return Access(
        account_id=uuid.uuid4(),
        name=NAME,
        today=timezone.localdate(now),
        now=now,
        reaches=reaches,
        unit_id=branch.unit_id,
        person_id=person.id if person else None,
    )


def clean() -> bool:
    """Remove what a broken rehearsal left; return whether there was anything."""
    with transaction.atomic():
        unit = Unit.objects.filter(code=CODE).first()
        if unit is None:
            return False
        _taken_away(unit.id, ())
    return True


def _taken_away(unit_id: int, sessions: Sequence[str]) -> None:
    """Remove every row of the rehearsal's unit, its accounts and their sessions."""
    Session.objects.filter(pk__in=list(sessions)).delete()
    accounts = Account.objects.filter(unit_id=unit_id, login__startswith=f"{CODE}-")
    Grant.objects.filter(account__in=accounts).delete()
    accounts.delete()
    with connection.cursor() as cursor:
        for table in _referring_first(cursor):
            name = connection.ops.quote_name(table)
            cursor.execute(f"DELETE FROM {name} WHERE unit_id = %s", [unit_id])  # noqa: S608 - our names
    Unit.objects.filter(id=unit_id).delete()


def _referring_first(cursor: CursorWrapper) -> list[str]:
    """Return the tables with a unit so that each comes before those it refers to."""
    cursor.execute(
        "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid <> confrelid"
    )
    refers = cursor.fetchall()
    left = {m._meta.db_table for m in apps.get_models() if unit_field(m) is not None}
    ordered: list[str] = []
    while left:
        referred = {to for of, to in refers if of in left}
        free = sorted(left - referred)
        ordered += free
        left -= set(free)
    return ordered
