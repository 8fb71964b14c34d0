"""Days that lie so many units after or before a day, and working days between two."""

from collections.abc import Collection
from datetime import date, timedelta

from dangwu.core.calendar import Period, WorkingCalendar, add_months

MONTHS = {"month": 1, "year": 12}


def later(
    start: date,
    n: int,
    unit: str,
    holidays: Collection[date] = (),
    workdays: Collection[date] = (),
) -> date:
    """Return the day `n` units after `start`; months and years end on the month's last day.

    n: may be negative. unit: day, working_day, month or year.
    holidays: days off from Monday to Friday. workdays: worked Saturdays and Sundays.
    """
    if unit == "working_day":
        return _calendar(holidays, workdays).add_working_days(start, n).day
    if unit == "day":
        return start + timedelta(days=n)
    return add_months(start, n * MONTHS[unit])


def working_days(
    first: date, last: date, holidays: Collection[date], workdays: Collection[date]
) -> int:
    """Return how many working days lie from the first day to the last, both counted."""
    if last < first:
        return 0
    period = Period(first, last + timedelta(days=1))
    return _calendar(holidays, workdays).count_working_days(period).days


def _calendar(holidays: Collection[date], workdays: Collection[date]) -> WorkingCalendar:
    years = frozenset(day.year for day in (*holidays, *workdays))
    return WorkingCalendar(years, frozenset(holidays), frozenset(workdays))
