"""Digest time and quiet hours, also over midnight, in the time of Shanghai."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangwu.notices.timing import Hours, after_quiet, next_digest

ZONE = ZoneInfo("Asia/Shanghai")
TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))


def at(hour: int, minute: int = 0, day: int = 22) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(20, 59), at(20, 59)),
        (at(21), at(8, day=23)),
        (at(23, 30), at(8, day=23)),
        (at(3), at(8)),
        (at(7, 59), at(8)),
        (at(8), at(8)),
        (at(12), at(12)),
    ],
)
def test_quiet_hours_over_midnight(moment: datetime, expected: datetime) -> None:
    assert after_quiet(moment, Hours()) == expected


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    noon = Hours(quiet_from=time(12), quiet_until=time(14))

    assert after_quiet(at(13), noon) == at(14)
    assert after_quiet(at(2), noon) == at(2)
    assert after_quiet(at(13), Hours(time(12), time(12))) == at(13)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [(at(0, 50), at(8, 30)), (at(8, 30), at(8, 30)), (at(8, 31), at(8, 30, day=23))],
)
def test_the_digest_goes_at_its_time(moment: datetime, expected: datetime) -> None:
    assert next_digest(moment, Hours()) == expected


@given(TIMES, TIMES, TIMES, st.integers(0, 60 * 24 - 1))
def test_nothing_leaves_in_quiet_hours_nor_waits_longer_than_two_days(
    quiet_from: time, quiet_until: time, digest_at: time, minute: int
) -> None:
    hours = Hours(quiet_from, quiet_until, digest_at)
    moment = at(0) + timedelta(minutes=minute)

    for leaves in (after_quiet(moment, hours), next_digest(moment, hours)):
        assert moment <= leaves <= moment + timedelta(days=2)
        assert not hours.is_quiet(leaves.astimezone(ZONE).time())
