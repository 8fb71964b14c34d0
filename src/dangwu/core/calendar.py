"""Days of the law: periods, months that are counted on, working days."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from chinese_calendar import constants as published

from dangwu.core.errors import InputError

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
LAST_YEAR = 9998  # the end of a later period is no date


class PeriodKind(StrEnum):
    """Natural periods of a year."""

    MONTH = "month"
    TWO_MONTHS = "two_months"  # January–February, March–April …
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def months(self) -> int:
        """The length of the period."""
        return MONTHS[self]


MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.TWO_MONTHS: 2,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF_YEAR: 6,
    PeriodKind.YEAR: 12,
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from `start` up to, not including, `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise InputError(
                "period", f"期间的结束日{self.end}早于开始日{self.start}；请改正起止日期。"
            )

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class DayReached:
    """A day found by counting. Provisional: a year on the way has no published holidays."""

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class DayCount:
    """A number of working days. Provisional: a year among them has no published holidays."""

    days: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class DayKind:
    """Whether a day is worked. Provisional: its year has no published holidays."""

    working: bool
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The published days off and swapped working days of the years that are loaded.

    In a year that is not loaded Monday to Friday are working days, and every answer that needed
    it is provisional.
    """

    years_loaded: frozenset[int] = frozenset()
    days_off: frozenset[date] = frozenset()
    days_worked: frozenset[date] = frozenset()  # weekend days that are worked

    def __post_init__(self) -> None:
        both = self.days_off & self.days_worked
        if both:
            raise InputError("days_off", f"{min(both)}既列为放假日又列为调休上班日；请只留一种。")
        strays = {
            day for day in self.days_off | self.days_worked if day.year not in self.years_loaded
        }
        if strays:
            raise InputError(
                "years_loaded", f"{min(strays)}所在年份没有列入已发布的年份；请一并列入该年。"
            )

    def kind(self, day: date) -> DayKind:
        """Return whether `day` is a working day."""
        return DayKind(self._works(day), day.year not in self.years_loaded)

    def add_working_days(self, day: date, count: int) -> DayReached:
        """Return the working day that is `count` working days after `day`.

        `day` itself is not counted. A negative count goes back; nought is `day` itself.
        """
        step = DAY if count >= 0 else -DAY
        reached, left = day, abs(count)
        provisional = False
        while left:
            reached += step
            provisional = provisional or reached.year not in self.years_loaded
            left -= self._works(reached)
        return DayReached(reached, provisional)

    def count_working_days(self, period: Period) -> DayCount:
        """Return how many working days the period has."""
        if not period.days:
            return DayCount(0, provisional=False)
        days = (period.start + n * DAY for n in range(period.days))
        years = range(period.start.year, (period.end - DAY).year + 1)
        return DayCount(
            days=sum(self._works(day) for day in days),
            provisional=not self.years_loaded.issuperset(years),
        )

    def _works(self, day: date) -> bool:
        if day.weekday() < 5:
            return day not in self.days_off
        return day in self.days_worked


def seed_from_chinesecalendar(years: Iterable[int]) -> WorkingCalendar:
    """Return the published calendar of those of the years that the package knows."""
    known = {day.year for day in published.holidays}
    loaded = known.intersection(years)
    return WorkingCalendar(
        years_loaded=frozenset(loaded),
        days_off=frozenset(day for day in published.holidays if day.year in loaded),
        days_worked=frozenset(day for day in published.workdays if day.year in loaded),
    )


def shanghai_date(moment: datetime) -> date:
    """Return the date it was in Shanghai; the law counts in such dates.

    moment: with a time zone; ValueError without one.
    """
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone has no date in Shanghai.")
    return moment.astimezone(SHANGHAI).date()


def add_months(day: date, count: int) -> date:
    """Return the same day number `count` months later, clamped to the end of the month.

    A negative count goes back. Raises InputError beyond the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= 9999:
        raise InputError("months", f"从{day}推算{count}个月超出了可用的日期；请改正。")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def period_containing(kind: PeriodKind, day: date) -> Period:
    """Return the natural period of that kind in which `day` lies.

    Raises InputError beyond the year 9998.
    """
    if day.year > LAST_YEAR:
        raise InputError("day", f"日期{day}太晚，无法确定所在期间；请改正年份。")
    first_month = (day.month - 1) // kind.months * kind.months + 1
    start = date(day.year, first_month, 1)
    return Period(start, add_months(start, kind.months))


def periods_between(kind: PeriodKind, first: date, last: date) -> Iterator[Period]:
    """Yield the natural periods that have a day from `first` to `last`, both included."""
    day = first
    while day <= last:
        period = period_containing(kind, day)
        yield period
        day = period.end
