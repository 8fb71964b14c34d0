"""One event as rows: the activity, the organisations it counts for, who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dangwu.activities.models import Activity, ActivityOrganisation, Attendance
from dangwu.core.calendar import add_months
from dangwu.core.rulebook.terms import FIRE_2011
from dangwu.populations.model import Home, Human, Node

ABSENT_TURN = 13  # each misses one in thirteen: nobody is away for long by chance
_PRESENT, _ON_LEAVE, _ABSENT = (
    str(Attendance.Presence.PRESENT.value),
    str(Attendance.Presence.ON_LEAVE.value),
    str(Attendance.Presence.ABSENT.value),
)
_COLUMNS = ["unit_id", "activity_id", "person_id", "presence"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was held.

    roll: who should have come; None where nobody is counted. also_for: further organisations it
    counts for; about: organisations it was about. all_came: nobody on leave.
    members_only: who joined later was not on the roll yet. brief: attendance is kept for the last
    twelve months only.
    present_at_most: so few came. filed_after: days until it was entered; late if it says so.
    """

    host: Node
    kinds: tuple[str, ...]
    held_on: date
    title: str
    minutes: int = 90
    roll: Sequence[Human] | None = None
    also_for: Sequence[Node] = ()
    about: Sequence[Node] = ()
    notice_days: int | None = None
    all_came: bool = False
    members_only: bool = True
    brief: bool = False
    present_at_most: int | None = None
    filed_after: int = 0
    late: bool = False


@dataclass(frozen=True, slots=True)
class _Came:
    """Who came to an event: each person with the presence, and the counts."""

    marks: list[tuple[Human, str]]

    @property
    def should(self) -> int:
        return len(self.marks)

    def count(self, presence: str) -> int:
        return sum(mark == presence for _person, mark in self.marks)


def file(home: Home, event: Event) -> None:
    """Write the event; an event that lies after today has not happened and is left out."""
    if event.held_on > home.days.today:
        return
    activity_id = home.draw.new_id()
    came = _who_came(event) if event.roll is not None else None
    home.sink.add(Activity, _facts(home, event, activity_id, came))
    for nodes, part in (
        ((event.host, *event.also_for), ActivityOrganisation.Part.HELD),
        (event.about, ActivityOrganisation.Part.TARGET),
    ):
        home.sink.add_lines(
            ActivityOrganisation,
            [f"{home.unit_id}\t{activity_id}\t{node.id}\t{part.value}" for node in nodes],
        )
    kept_from = home.days.recent_from if event.brief else home.days.attendance_from
    if came is not None and event.held_on >= kept_from:
        front = f"{home.unit_id}\t{activity_id}\t"
        home.sink.add_lines(
            Attendance, [f"{front}{person.id}\t{mark}" for person, mark in came.marks]
        )


def _facts(home: Home, event: Event, activity_id: str, came: _Came | None) -> dict[str, object]:
    filed_on = _filed_on(home, event)
    facts: dict[str, object] = {
        "unit_id": home.unit_id,
        "id": activity_id,
        "organisation_id": event.host.id,
        "kinds": event.kinds,
        "title": event.title,
        "held_on": event.held_on,
        "minutes": event.minutes,
        "place": "党员活动室",
        "host": event.host.secretary.name if event.host.secretary else "",
        "validity": Activity.Validity.VALID.value,
        "filed_on": filed_on,
        "filed_at": f"{filed_on}T02:30:00+00:00",
        "late": event.late,
    }
    if event.notice_days is not None:
        facts["noticed_on"] = event.held_on - timedelta(days=event.notice_days)
    if came is None:
        return facts
    present = came.count(_PRESENT)
    facts |= {"should_attend": came.should, "present": present}
    facts["on_leave"] = came.count(_ON_LEAVE)
    if _too_few(event.host, present, came.should):
        facts["validity"] = Activity.Validity.INVALID.value
    return facts


def _too_few(host: Node, present: int, should: int) -> bool:
    """Whether half of them came, or in the fire force more than half.

    Source: ZB2018 arts. 11 and 12; XF2011 art. 19
    """
    if host.regime == FIRE_2011:
        return present * 2 <= should
    return present * 2 < should


def _filed_on(home: Home, event: Event) -> date:
    """Return the day of entry: within the month and no later than today, unless it was late."""
    if event.late:
        return event.held_on + timedelta(days=event.filed_after)
    month_end = add_months(event.held_on.replace(day=1), 1) - timedelta(days=1)
    usual = event.held_on + timedelta(days=event.held_on.day % 3)
    return min(usual, month_end, home.days.today)


def _who_came(event: Event) -> _Came:
    turn = event.held_on.year * 12 + event.held_on.month
    marks = [
        (person, _mark(event, person, place + turn))
        for place, person in enumerate(event.roll or ())
        if not event.members_only or person.joined_on is None or person.joined_on <= event.held_on
    ]
    if event.present_at_most is not None:
        kept = event.present_at_most
        marks = [
            (person, mark if place < kept else _ON_LEAVE)
            for place, (person, mark) in enumerate((p, _PRESENT) for p, _m in marks)
        ]
    return _Came(marks)


def _mark(event: Event, person: Human, turn: int) -> str:
    if person.absent_from is not None and event.held_on >= person.absent_from:
        return _ON_LEAVE if person.specials else _ABSENT
    if _is_silent(event, person):
        return _ABSENT
    if turn % ABSENT_TURN == 0 and not event.all_came:
        return _ON_LEAVE
    return _PRESENT


def _is_silent(event: Event, person: Human) -> bool:
    since = person.silent_from
    return since is not None and "member_report" in event.kinds and event.held_on >= since


def check_columns(home: Home) -> None:
    """Raise when the tables written line by line have other columns than is thought here."""
    expected = {
        Attendance: _COLUMNS,
        ActivityOrganisation: ["unit_id", "activity_id", "organisation_id", "part"],
    }
    for model, columns in expected.items():
        if home.sink.columns(model) != columns:
            raise RuntimeError(f"{model.__name__} has other columns: {home.sink.columns(model)}")
