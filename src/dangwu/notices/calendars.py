"""The month on a page, and the calendar as iCalendar (RFC 5545)."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings

from dangwu.notices.sources import Entry

if TYPE_CHECKING:
    import icalendar

ZONE = ZoneInfo("Asia/Shanghai")
# When the object was made matters to nobody; a moving stamp would change the ETag at every read.
STAMP = datetime(2026, 1, 1, tzinfo=UTC)
REFRESH = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Day:
    """A square of the month."""

    on: date
    in_month: bool
    is_today: bool
    entries: tuple[Entry, ...]

    @property
    def waiting(self) -> list[Entry]:
        """What is still to come or to be done."""
        return [entry for entry in self.entries if not entry.done]

    @property
    def done(self) -> list[Entry]:
        """What was done already."""
        return [entry for entry in self.entries if entry.done]


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday, with the months beside it."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    before: date
    after: date

    @property
    def names_organisations(self) -> bool:
        """Whether more than one organisation stands in the month, so that each must be named."""
        days = (day for week in self.weeks for day in week)
        return len({each.organisation for day in days for each in day.entries}) > 1

    @property
    def busy_days(self) -> list[Day]:
        """The days of the month on which something stands, for the list."""
        return [day for week in self.weeks for day in week if day.in_month and day.entries]


def bounds(first: date) -> tuple[date, date]:
    """Return the first and the last square of the month that begins on `first`."""
    days = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return days[0][0], days[-1][-1]


def month_of(first: date, found: Iterable[Entry], *, today: date) -> Month:
    """Return the month with its entries on their days."""
    by_day: dict[date, list[Entry]] = {}
    for entry in found:
        by_day.setdefault(entry.on, []).append(entry)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        first=first,
        weeks=tuple(
            tuple(
                Day(day, day.month == first.month, day == today, tuple(by_day.get(day, ())))
                for day in week
            )
            for week in weeks
        ),
        before=(first - timedelta(days=1)).replace(day=1),
        after=(first + timedelta(days=31)).replace(day=1),
    )


def as_ics(name: str, found: Iterable[Entry]) -> bytes:
    """Return the entries as an iCalendar file: titles, times and places only."""
    import icalendar  # noqa: PLC0415 - 6 MB of a process that may never write one

    calendar_ = icalendar.Calendar()
    calendar_.add("prodid", "-//dangwu//calendar//ZH")
    calendar_.add("version", "2.0")
    calendar_.add("method", "PUBLISH")
    calendar_.add("x-wr-calname", name)
    calendar_.add("x-wr-timezone", ZONE.key)
    calendar_.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for entry in found:
        if not entry.done:
            calendar_.add_component(_event(entry))
    calendar_.add_missing_timezones()
    return bytes(calendar_.to_ical())


def _event(entry: Entry) -> "icalendar.Event":
    import icalendar  # noqa: PLC0415 - as above

    event = icalendar.Event()
    event.add("uid", f"{entry.uid}@dangwu")
    event.add("dtstamp", STAMP)
    words = f"{entry.kind}：{entry.title}"
    event.add("summary", f"{words}　{entry.organisation}" if entry.organisation else words)
    if entry.starts is None:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    else:
        event.add("dtstart", entry.starts.astimezone(ZONE))
        event.add("dtend", (entry.ends or entry.starts + timedelta(hours=1)).astimezone(ZONE))
    if entry.place:
        event.add("location", entry.place)
    if entry.link and settings.SITE_ADDRESS:
        event.add("url", f"{settings.SITE_ADDRESS}{entry.link}")
    if entry.changed:
        event.add("last-modified", entry.changed.astimezone(UTC))
    return event
