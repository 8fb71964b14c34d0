"""When two records of one person become one, no attendance is lost and none counts twice."""

import pytest

import make
from dangwu.accounts.models import Role
from dangwu.activities.actions import file_activity
from dangwu.activities.merging import join_attendance
from dangwu.activities.models import Attendance
from dangwu.activities.months import MonthsCheck, check_months

pytestmark = pytest.mark.django_db


def test_merging_joins_attendance_and_sums() -> None:
    branch = make.organisation(unit=make.unit())
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    keep, drop = make.person("李明", organisation=branch), make.person("李明", organisation=branch)
    presence = Attendance.Presence
    lists = [
        [(keep.id, presence.ABSENT), (drop.id, presence.PRESENT)],
        [(drop.id, presence.PRESENT)],
        [(keep.id, presence.PRESENT)],
    ]
    for number, attendance in enumerate(lists):
        file_activity(
            actor=secretary,
            organisation=branch,
            kinds=["theme_day"],
            title=f"第{number}次",
            held_on=make.TODAY,
            attendance=attendance,
        )

    join_attendance(keep=keep, drop=drop)

    rows = Attendance.objects.filter(unit_id=branch.unit_id)
    assert sorted(rows.values_list("person_id", "presence")) == [(keep.id, 1)] * 3
    assert check_months([branch.unit_id]) == MonthsCheck(work=0, members=0, years=0)
