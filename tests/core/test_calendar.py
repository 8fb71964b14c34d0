from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangwu.core.calendar import (
    DayCount,
    DayKind,
    DayReached,
    Period,
    PeriodKind,
    WorkingCalendar,
    add_months,
    period_containing,
    periods_between,
    seed_from_chinesecalendar,
    shanghai_date,
)
from dangwu.core.errors import InputError

DAY = timedelta(days=1)
PUBLISHED = seed_from_chinesecalendar([2025, 2026])

ordinary_days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
days_of_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))
kinds = st.sampled_from(PeriodKind)


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        (PeriodKind.MONTH, date(2026, 11, 1), date(2026, 12, 1)),
        (PeriodKind.TWO_MONTHS, date(2026, 11, 1), date(2027, 1, 1)),
        (PeriodKind.QUARTER, date(2026, 10, 1), date(2027, 1, 1)),
        (PeriodKind.HALF_YEAR, date(2026, 7, 1), date(2027, 1, 1)),
        (PeriodKind.YEAR, date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_period_containing_a_day_is_the_natural_one(
    kind: PeriodKind, start: date, end: date
) -> None:
    assert period_containing(kind, date(2026, 11, 21)) == Period(start, end)


def test_period_holds_its_first_day_and_not_its_end() -> None:
    period = Period(date(2026, 10, 1), date(2027, 1, 1))
    assert date(2026, 10, 1) in period
    assert date(2026, 12, 31) in period
    assert date(2027, 1, 1) not in period
    assert date(2026, 9, 30) not in period
    assert period.days == 92


def test_period_refuses_an_end_before_its_start() -> None:
    with pytest.raises(InputError, match="2026-01-01早于开始日2026-02-01"):
        Period(date(2026, 2, 1), date(2026, 1, 1))


def test_periods_too_late_for_an_end_are_refused() -> None:
    with pytest.raises(InputError, match="9999-01-01太晚"):
        period_containing(PeriodKind.MONTH, date(9999, 1, 1))


@given(kinds, ordinary_days)
def test_every_day_lies_in_its_period(kind: PeriodKind, day: date) -> None:
    period = period_containing(kind, day)
    assert day in period
    assert add_months(period.start, kind.months) == period.end


@given(kinds, ordinary_days, st.integers(0, 900))
def test_periods_between_cover_without_gap_or_overlap(
    kind: PeriodKind, first: date, length: int
) -> None:
    last = first + length * DAY
    periods = list(periods_between(kind, first, last))
    assert first in periods[0]
    assert last in periods[-1]
    assert all(earlier.end == later.start for earlier, later in pairwise(periods))


def test_periods_between_of_reversed_days_are_none() -> None:
    assert list(periods_between(PeriodKind.MONTH, date(2026, 2, 1), date(2026, 1, 31))) == []


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 5, 15), 12, date(2027, 5, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 0, date(2026, 12, 15)),
    ],
)
def test_add_months_keeps_the_day_number_or_clamps(day: date, count: int, later: date) -> None:
    assert add_months(day, count) == later


@pytest.mark.parametrize(("day", "count"), [(date(9999, 12, 1), 1), (date(1, 1, 1), -1)])
def test_add_months_refuses_to_leave_the_calendar(day: date, count: int) -> None:
    with pytest.raises(InputError, match="超出了可用的日期"):
        add_months(day, count)


@given(ordinary_days, st.integers(-600, 600))
def test_add_months_never_adds_a_day(day: date, count: int) -> None:
    later = add_months(day, count)
    assert (later.year - day.year) * 12 + later.month - day.month == count
    assert later.day == day.day or (later.day < day.day and (later + DAY).day == 1)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 10, 1), False),  # holiday
        (date(2026, 10, 8), True),  # Thursday after it
        (date(2026, 11, 21), False),  # Saturday
        (date(2026, 2, 14), True),  # Saturday worked before the spring festival
        (date(2026, 2, 23), False),  # Monday off
    ],
)
def test_published_calendar_knows_days_off_and_swapped_days(day: date, working: bool) -> None:
    assert PUBLISHED.kind(day) == DayKind(working, provisional=False)


def test_working_days_step_over_the_national_holiday() -> None:
    assert PUBLISHED.add_working_days(date(2026, 9, 30), 1) == DayReached(
        date(2026, 10, 8), provisional=False
    )
    assert PUBLISHED.add_working_days(date(2026, 10, 8), -1) == DayReached(
        date(2026, 9, 30), provisional=False
    )
    assert PUBLISHED.add_working_days(date(2026, 10, 3), 0) == DayReached(
        date(2026, 10, 3), provisional=False
    )
    holiday = Period(date(2026, 10, 1), date(2026, 10, 8))
    assert PUBLISHED.count_working_days(holiday) == DayCount(0, provisional=False)


def test_a_year_that_is_not_loaded_makes_the_answer_provisional() -> None:
    assert PUBLISHED.add_working_days(date(2026, 12, 31), 1) == DayReached(
        date(2027, 1, 1), provisional=True
    )
    assert PUBLISHED.count_working_days(Period(date(2026, 12, 31), date(2027, 1, 2))) == DayCount(
        2, provisional=True
    )
    assert PUBLISHED.kind(date(2027, 1, 1)) == DayKind(working=True, provisional=True)
    assert WorkingCalendar().kind(date(2026, 10, 3)) == DayKind(working=False, provisional=True)


def test_a_period_up_to_new_year_needs_only_its_own_year() -> None:
    december = Period(date(2026, 12, 1), date(2027, 1, 1))
    assert PUBLISHED.count_working_days(december) == DayCount(23, provisional=False)
    empty = Period(date(2027, 1, 1), date(2027, 1, 1))
    assert PUBLISHED.count_working_days(empty) == DayCount(0, provisional=False)


@given(days_of_2026, st.integers(1, 400))
def test_the_day_reached_is_worked_and_has_so_many_working_days_before_it(
    day: date, count: int
) -> None:
    reached = PUBLISHED.add_working_days(day, count)
    assert PUBLISHED.kind(reached.day).working
    period = Period(day + DAY, reached.day + DAY)
    assert PUBLISHED.count_working_days(period) == DayCount(count, reached.provisional)


@given(days_of_2026, st.integers(1, 200))
def test_counting_back_from_a_working_day_undoes_counting_on(day: date, count: int) -> None:
    start = PUBLISHED.add_working_days(day, 1).day
    there = PUBLISHED.add_working_days(start, count).day
    assert PUBLISHED.add_working_days(there, -count).day == start


def test_seed_leaves_out_years_that_are_not_published() -> None:
    assert seed_from_chinesecalendar([2026, 2999]).years_loaded == {2026}
    assert seed_from_chinesecalendar(range(2004, 2027)).years_loaded == set(range(2004, 2027))


def test_calendar_refuses_a_day_that_is_both_off_and_worked() -> None:
    day = date(2026, 10, 10)
    with pytest.raises(InputError, match="2026-10-10既列为放假日又列为调休上班日"):
        WorkingCalendar(frozenset([2026]), frozenset([day]), frozenset([day]))


def test_calendar_refuses_days_of_a_year_it_does_not_claim() -> None:
    with pytest.raises(InputError, match="2027-01-01所在年份没有列入"):
        WorkingCalendar(frozenset([2026]), frozenset([date(2027, 1, 1)]))


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 16, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 11, 21, 0, 0, tzinfo=timezone(timedelta(hours=8))), date(2026, 11, 21)),
    ],
)
def test_shanghai_date_turns_at_midnight_there(moment: datetime, day: date) -> None:
    assert shanghai_date(moment) == day


def test_shanghai_date_needs_a_time_zone() -> None:
    naive = datetime(2026, 11, 20, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="without a time zone"):
        shanghai_date(naive)
