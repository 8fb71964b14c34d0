"""Days that lie so many units after or before a day."""

import calendar
from collections.abc import Collection
from datetime import date, timedelta

SATURDAY = 5


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
        return _working(start, n, holidays, workdays)
    if unit == "day":
        return start + timedelta(days=n)
    months = n * 12 if unit == "year" else n
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def is_working(day: date, holidays: Collection[date], workdays: Collection[date]) -> bool:
    """Return whether people work on that day."""
    return day in workdays or (day.weekday() < SATURDAY and day not in holidays)


def working_days(
    first: date, last: date, holidays: Collection[date], workdays: Collection[date]
) -> int:
    """Return how many working days lie from the first day to the last, both counted."""
    span = (last - first).days + 1
    return sum(
        is_working(first + timedelta(days=offset), holidays, workdays) for offset in range(span)
    )


def _working(start: date, n: int, holidays: Collection[date], workdays: Collection[date]) -> date:
    step = timedelta(days=1 if n >= 0 else -1)
    day, left = start, abs(n)
    while left:
        day += step
        left -= is_working(day, holidays, workdays)
    return day
