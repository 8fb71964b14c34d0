"""The days on which duties of the own organisations fall due, for the calendar."""

import hashlib
from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from dangwu.accounts.access import READERS, Access
from dangwu.notices.sources import Entry
from dangwu.rules.duties.reach import Over
from dangwu.rules.duties.values import Duty, State
from dangwu.rules.queries.duties import duties

SETTLED = (State.MET, State.LATE)
MOST = 20  # organisations in one person's calendar


def duty_entries(access: Access, first: date, last: date) -> Iterator[Entry]:
    """Yield the duties of the organisations in which the access holds a post.

    What falls due after today is judged as of the last day asked about, so that periods which
    have not begun are there too; it is shown as due whatever the day.
    """
    held = [reach for reach in access.reaches_as(READERS) if reach.organisation_id][:MOST]
    if not held:
        return
    over = Over(
        tuple(sorted({reach.unit_id for reach in held})),
        organisations=tuple(sorted({r.organisation_id for r in held if r.organisation_id})),
    )
    now = {_uid(duty): duty for duty in duties(over, on=access.today, today=access.today)}
    for uid, duty in now.items():
        if _falls(duty, first, last):
            yield _entry(uid, duty, duty.state)
    if last <= access.today:
        return
    for duty in duties(over, on=last, today=access.today):
        uid = _uid(duty)
        later = duty.due_on is not None and duty.due_on > access.today
        if later and uid not in now and _falls(duty, first, last):
            yield _entry(uid, duty, State.DUE)


def _falls(duty: Duty, first: date, last: date) -> bool:
    shown = duty.state not in (State.EXEMPT, State.UNKNOWN)
    return shown and duty.due_on is not None and first <= duty.due_on <= last


def _uid(duty: Duty) -> str:
    parts = f"{duty.organisation_id} {duty.rule} {duty.period[0]} {duty.subject}"
    return f"duty-{hashlib.sha256(parts.encode()).hexdigest()[:32]}"


def _entry(uid: str, duty: Duty, state: State) -> Entry:
    if duty.due_on is None:
        raise ValueError("a duty in a calendar has a day")
    return Entry(
        uid=uid,
        on=duty.due_on,
        kind="应办截止",
        title=duty.subject,
        organisation=duty.organisation_name,
        link=reverse("workbench:duties", args=(duty.unit_id, duty.organisation_id)),
        state=state.value,
        done=state in SETTLED,
    )
