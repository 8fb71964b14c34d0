"""Work is filed once, judged at filing, and never edited."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given, settings
from hypothesis import strategies as st

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.activities.actions import file_activity, withdraw_activity
from dangwu.activities.models import (
    Activity,
    ActivityOrganisation,
    Attendance,
    MemberMonth,
    WorkMonth,
)
from dangwu.activities.months import MonthsCheck, check_months, rebuild_months
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError, InputError
from dangwu.organisations.models import Organisation
from dangwu.rules.models import DutyTally

pytestmark = pytest.mark.django_db

HELD = date(2026, 11, 18)
WORK: dict[str, Any] = {
    "kinds": ["assembly"],
    "title": "党员大会",
    "held_on": HELD,
    "minutes": 90,
    "should_attend": 20,
    "present": 15,
}
NO_COUNTS = {"should_attend": None, "present": None}


def branch_with_secretary() -> tuple[Organisation, Access]:
    branch = make.organisation(unit=make.unit())
    return branch, make.access(role=Role.SECRETARY, organisation=branch)


def work_months(branch: Organisation) -> list[tuple[str, int, int, int, int]]:
    rows = WorkMonth.objects.filter(unit_id=branch.unit_id, organisation=branch)
    return list(
        rows.order_by("kind", "month").values_list("kind", "month", "times", "minutes", "late")
    )


def test_file_activity_saves_the_fact_its_sums_and_its_record() -> None:
    branch, secretary = branch_with_secretary()

    filed = file_activity(actor=secretary, organisation=branch, **WORK)

    assert (filed.title, filed.filed_on, filed.late, filed.validity) == (
        "党员大会",
        make.TODAY,
        False,
        "valid",
    )
    assert work_months(branch) == [("assembly", 2026 * 12 + 10, 1, 90, 0)]
    assert [e.verb for e in Entry.objects.filter(unit_id=branch.unit_id)] == ["activities.file"]


def test_one_event_may_be_several_kinds_and_count_for_several_organisations() -> None:
    unit = make.unit()
    town = make.organisation(unit=unit, kind="committee", category="township")
    here, beside = (make.organisation(unit=unit, parent=town) for _branch in range(2))
    clerk = make.access(role=Role.CLERK, organisation=town)
    kinds = ["organisation_life", "appraisal"]
    work = {**WORK, **NO_COUNTS, "kinds": kinds, "organisations": [beside]}

    file_activity(actor=clerk, organisation=here, **work)

    assert [row[0] for row in work_months(here)] == ["appraisal", "organisation_life"]
    assert work_months(here) == work_months(beside)


def test_a_record_filed_weeks_after_the_day_is_marked_late_for_good() -> None:
    branch, secretary = branch_with_secretary()
    work = {**WORK, "held_on": make.TODAY - timedelta(days=21)}

    filed = file_activity(actor=secretary, organisation=branch, **work)

    assert filed.late
    assert [row[4] for row in work_months(branch)] == [1]


def test_a_meeting_below_quorum_is_kept_and_does_not_count() -> None:
    branch, secretary = branch_with_secretary()
    work = {**WORK, "present": 9}

    filed = file_activity(actor=secretary, organisation=branch, **work)

    assert filed.validity == Activity.Validity.INVALID
    assert work_months(branch) == []


def test_counts_left_out_leave_the_quorum_open_and_the_work_counts() -> None:
    branch, secretary = branch_with_secretary()

    filed = file_activity(actor=secretary, organisation=branch, **{**WORK, **NO_COUNTS})

    assert filed.validity == Activity.Validity.UNKNOWN
    assert len(work_months(branch)) == 1


def test_attendance_gives_the_counts_and_the_sums_of_members() -> None:
    branch, secretary = branch_with_secretary()
    came, away = make.person("李明", organisation=branch), make.person("王芳", organisation=branch)
    presence = Attendance.Presence
    attendance = [(came.id, presence.PRESENT), (away.id, presence.ON_LEAVE)]
    work = {**WORK, **NO_COUNTS, "attendance": attendance}

    filed = file_activity(actor=secretary, organisation=branch, **work)

    assert (filed.should_attend, filed.present, filed.on_leave) == (2, 1, 1)
    months = MemberMonth.objects.filter(unit_id=branch.unit_id).values_list(
        "person_id", "kind", "times", "minutes"
    )
    assert list(months) == [(came.id, "assembly", 1, 90)]


REFUSALS: list[tuple[dict[str, Any], str]] = [
    ({"held_on": make.TODAY + timedelta(days=1)}, "held_on"),
    ({"held_on": make.FOUNDED - timedelta(days=1)}, "held_on"),
    ({"noticed_on": HELD + timedelta(days=1)}, "noticed_on"),
    ({"kinds": ["nothing"]}, "kinds"),
    ({"kinds": []}, "kinds"),
    ({"title": "  "}, "title"),
    ({"minutes": 0}, "minutes"),
    ({"present": 21}, "present"),
    ({"on_leave": 6}, "present"),
    ({"attendance": [(uuid.uuid4(), 1)], **NO_COUNTS}, "attendance"),
]


@pytest.mark.parametrize(("change", "field"), REFUSALS, ids=lambda value: str(value)[:30])
def test_file_activity_refuses_and_changes_nothing(change: dict[str, Any], field: str) -> None:
    branch, secretary = branch_with_secretary()

    with pytest.raises(InputError) as refusal:
        file_activity(actor=secretary, organisation=branch, **{**WORK, **change})

    assert refusal.value.field == field
    assert Activity.objects.filter(unit_id=branch.unit_id).count() == 0
    assert ActivityOrganisation.objects.filter(unit_id=branch.unit_id).count() == 0
    assert Entry.objects.filter(unit_id=branch.unit_id).count() == 0


def test_the_same_work_sent_twice_is_filed_once() -> None:
    branch, secretary = branch_with_secretary()
    first = file_activity(actor=secretary, organisation=branch, **WORK)

    again = file_activity(actor=secretary, organisation=branch, **WORK)

    assert again == first
    assert work_months(branch) == [("assembly", 2026 * 12 + 10, 1, 90, 0)]


@pytest.mark.parametrize(
    "role",
    [Role.MEMBER, Role.DEPARTMENT, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.RESIDENT],
)
def test_only_those_who_keep_the_branch_file_its_work(role: Role) -> None:
    branch = make.organisation(unit=make.unit())
    actor = make.access(role=role, organisation=branch)

    with pytest.raises(PermissionDenied):
        file_activity(actor=actor, organisation=branch, **WORK)


def test_the_secretary_of_the_branch_beside_files_nothing_here() -> None:
    unit = make.unit()
    here, beside = make.organisation(unit=unit), make.organisation(unit=unit)
    actor = make.access(role=Role.SECRETARY, organisation=beside)

    with pytest.raises(PermissionDenied):
        file_activity(actor=actor, organisation=here, **WORK)

    assert Activity.objects.filter(unit_id=unit.id).count() == 0


def test_withdraw_keeps_the_record_and_takes_it_out_of_the_sums() -> None:
    branch, secretary = branch_with_secretary()
    filed = file_activity(actor=secretary, organisation=branch, **WORK)

    withdraw_activity(actor=secretary, activity=filed, reason="日期填错")

    kept = Activity.objects.get(unit_id=branch.unit_id, id=filed.id)
    assert (kept.withdrawal_reason, kept.title) == ("日期填错", "党员大会")
    assert work_months(branch) == []
    file_activity(actor=secretary, organisation=branch, **WORK)
    assert len(work_months(branch)) == 1


def test_withdraw_refuses_without_reason_or_twice_or_by_a_stranger() -> None:
    branch, secretary = branch_with_secretary()
    filed = file_activity(actor=secretary, organisation=branch, **WORK)

    with pytest.raises(InputError, match="原因"):
        withdraw_activity(actor=secretary, activity=filed, reason=" ")
    with pytest.raises(PermissionDenied):
        withdraw_activity(
            actor=make.stranger(organisation=branch), activity=filed, reason="日期填错"
        )
    withdraw_activity(actor=secretary, activity=filed, reason="日期填错")
    with pytest.raises(DomainError, match="已经撤回"):
        withdraw_activity(actor=secretary, activity=filed, reason="再撤一次")


def test_the_duties_of_the_branch_are_counted_again_in_the_same_transaction() -> None:
    branch, secretary = branch_with_secretary()

    file_activity(actor=secretary, organisation=branch, **WORK)

    tally = DutyTally.objects.get(
        unit_id=branch.unit_id, organisation=branch, rule_id="ZB2018-11-assembly"
    )
    assert tally.met == 1


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["assembly", "study", "training"]),
            st.integers(0, 70),
            st.sampled_from([None, 30, 90]),
            st.booleans(),
        ),
        max_size=6,
    )
)
def test_sums_always_agree_with_the_facts(
    work: list[tuple[str, int, int | None, bool]],
) -> None:
    branch, secretary = branch_with_secretary()
    person = make.person(organisation=branch)
    for number, (kind, days, minutes, withdrawn) in enumerate(work):
        filed = file_activity(
            actor=secretary,
            organisation=branch,
            kinds=[kind, "theme_day"],
            held_on=make.TODAY - timedelta(days=days),
            title=f"第{number}次",
            minutes=minutes,
            attendance=[(person.id, Attendance.Presence.PRESENT)],
        )
        if withdrawn:
            withdraw_activity(actor=secretary, activity=filed, reason="填错")

    assert check_months([branch.unit_id]) == MonthsCheck(work=0, members=0, years=0)
    before = work_months(branch)
    rebuild_months([branch.unit_id])
    assert work_months(branch) == before
