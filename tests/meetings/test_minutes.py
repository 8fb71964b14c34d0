"""Minutes: from the facts, signed once, and never changed unnoticed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, connection, transaction

import make
import make_meetings
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.activities.models import Activity, ActivityOrganisation, Attendance, WorkMonth
from dangwu.audit.models import Entry
from dangwu.audit.queries import verify_units
from dangwu.audit.sealer import seal_unit
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.actions import closing, items, minutes, votes
from dangwu.meetings.models import Attendee, Correction, Meeting, Minutes, SealedMinutes
from dangwu.organisations.models import Organisation
from dangwu.sharding.access import open_units

pytestmark = pytest.mark.django_db

Step = Callable[[Access, Meeting], object]


def running(
    *, joint: bool = False, role: Role = Role.SECRETARY
) -> tuple[Meeting, Access, list[Organisation]]:
    """A running meeting of ten with seven there and a decision on one item."""
    unit = make.unit()
    top = make.organisation(unit=unit, kind="committee", category="township")
    branch = make.organisation(unit=unit, parent=top)
    other = make.organisation(unit=unit, parent=top)
    people = [make.person(f"党员{n}", organisation=branch) for n in range(10)]
    make.post(people[0], branch)
    actor = make.access(role=role, organisation=top if joint else branch, person=people[0])
    meeting = make_meetings.meeting(
        branch,
        state=Meeting.State.OPEN,
        starts_at=make.NOW - timedelta(hours=1),
        chair=people[0],
        recorder=people[1],
        joint=[other] if joint else [],
    )
    make_meetings.present(meeting, people[:7])
    make_meetings.attendee(meeting, people[7], presence="on_leave", leave_reason="住院")
    for person in people[8:]:
        make_meetings.attendee(meeting, person)
    item = items.take_item(actor=actor, item=make_meetings.item(meeting, "全年计划"))
    vote = votes.open_vote(actor=actor, item=item, method="hands")
    votes.close_vote(actor=actor, vote=vote, shown=votes.Shown(7, 0, 0))
    items.record_resolution(actor=actor, item=item, text="同意全年计划")
    return meeting, actor, [branch, other] if joint else [branch]


def closed(**facts: Any) -> tuple[Meeting, Access]:
    meeting, actor, _ = running(**facts)
    return closing.close_meeting(actor=actor, meeting=meeting), actor


def signed(**facts: Any) -> tuple[SealedMinutes, Access]:
    meeting, actor = closed(**facts)
    minutes.draft_minutes(actor=actor, meeting=meeting)
    return minutes.sign_minutes(actor=actor, meeting=meeting), actor


def test_close_meeting_files_the_work_with_everybody_in_it() -> None:
    meeting, actor, organisations = running(joint=True)

    done = closing.close_meeting(actor=actor, meeting=meeting)

    activity = Activity.objects.get(unit_id=meeting.unit_id)
    assert (activity.title, activity.minutes, activity.held_on) == (
        meeting.title,
        60,
        make.TODAY,
    )
    assert (activity.should_attend, activity.present, activity.on_leave) == (10, 7, 1)
    counted = ActivityOrganisation.objects.filter(unit_id=meeting.unit_id)
    assert set(counted.values_list("organisation_id", flat=True)) == {o.id for o in organisations}
    months = WorkMonth.objects.filter(unit_id=meeting.unit_id, kind="assembly")
    assert sorted(months.values_list("times", flat=True)) == [1, 1]
    absent = Attendance.objects.filter(unit_id=meeting.unit_id, presence=3).count()
    assert (absent, done.door_token, done.activity) == (2, "", activity)


def test_close_meeting_waits_for_the_whole_agenda() -> None:
    meeting, actor, _ = running()
    left = make_meetings.item(meeting, "其他事项")

    with pytest.raises(DomainError, match="其他事项"):
        closing.close_meeting(actor=actor, meeting=meeting)
    items.drop_item(actor=actor, item=left, reason="时间不够")
    assert closing.close_meeting(actor=actor, meeting=meeting).state == Meeting.State.CLOSED


def test_draft_tells_who_came_what_was_voted_and_what_was_resolved() -> None:
    meeting, actor = closed()

    text = minutes.draft_minutes(actor=actor, meeting=meeting).text

    assert "应到10人（其中有表决权的10人），实到7人（其中有表决权的7人）" in text
    assert "请假：党员7（住院）" in text
    assert "举手表决：应到10人，实到7人，赞成7，反对0，弃权0，通过" in text
    assert "决议：同意全年计划" in text


def test_sign_minutes_seals_everything_with_its_digest() -> None:
    sealed, _ = signed()

    assert sealed.content["items"][0]["resolution"] == "同意全年计划"
    assert sealed.content["items"][0]["votes"][0]["verdict"]["passed"] is True
    assert (sealed.signed_post, sealed.late_days) == ("书记", 0)
    entry = Entry.objects.get(verb="meetings.sign_minutes")
    assert entry.facts["digest"] == sealed.digest
    found = verify_units([sealed.unit_id])
    assert found.ok


def test_minutes_signed_after_the_days_for_filing_are_marked_with_the_days() -> None:
    meeting, actor = closed()
    minutes.draft_minutes(actor=actor, meeting=meeting)
    later = Access(
        account_id=actor.account_id,
        name=actor.name,
        today=make.TODAY + timedelta(days=10),
        now=make.NOW + timedelta(days=10),
        reaches=actor.reaches,
        unit_id=actor.unit_id,
        person_id=actor.person_id,
    )

    assert minutes.sign_minutes(actor=later, meeting=meeting).late_days == 3


def test_signed_minutes_are_neither_edited_nor_signed_again() -> None:
    sealed, actor = signed()

    for step in (
        lambda: minutes.edit_minutes(actor=actor, meeting=sealed.meeting, text="另写"),
        lambda: minutes.redraft_minutes(actor=actor, meeting=sealed.meeting),
        lambda: minutes.sign_minutes(actor=actor, meeting=sealed.meeting),
    ):
        with pytest.raises(DomainError, match="签字封存"):
            step()

    assert SealedMinutes.objects.filter(unit_id=sealed.unit_id).count() == 1


def test_correct_minutes_stands_beside_and_chains_to_what_was_sealed() -> None:
    sealed, actor = signed()
    first = minutes.correct_minutes(
        actor=actor, sealed=sealed, wrong="实到7人", right="实到8人", reason="点名有误"
    )
    second = minutes.correct_minutes(
        actor=actor, sealed=sealed, wrong="地点", right="会议室", reason="笔误"
    )

    assert (first.number, first.previous_digest) == (1, sealed.digest)
    assert (second.number, second.previous_digest) == (2, first.digest)
    assert verify_units([sealed.unit_id]).ok
    with pytest.raises(InputError, match="更正原因"):
        minutes.correct_minutes(actor=actor, sealed=sealed, wrong="甲", right="乙", reason="")


STEPS: dict[str, Step] = {
    "close": lambda who, m: closing.close_meeting(actor=who, meeting=m),
    "draft": lambda who, m: minutes.draft_minutes(actor=who, meeting=m),
    "edit": lambda who, m: minutes.edit_minutes(actor=who, meeting=m, text="另写"),
    "sign": lambda who, m: minutes.sign_minutes(actor=who, meeting=m),
}


@pytest.mark.parametrize("name", STEPS)
def test_strangers_change_nothing(name: str) -> None:
    meeting, actor, organisations = running()
    if name != "close":
        meeting = closing.close_meeting(actor=actor, meeting=meeting)
    member = make.access(role=Role.MEMBER, organisation=organisations[0])
    before = Entry.objects.count()

    for who in (make.stranger(organisation=organisations[0]), member):
        with pytest.raises(PermissionDenied):
            STEPS[name](who, meeting)

    assert Entry.objects.count() == before
    assert not Minutes.objects.filter(unit_id=meeting.unit_id).exists()


def test_a_clerk_drafts_but_does_not_sign() -> None:
    meeting, actor, organisations = running()
    meeting = closing.close_meeting(actor=actor, meeting=meeting)
    clerk = make.access(role=Role.CLERK, organisation=organisations[0])

    minutes.edit_minutes(actor=clerk, meeting=meeting, text="会议记录全文")
    with pytest.raises(PermissionDenied):
        minutes.sign_minutes(actor=clerk, meeting=meeting)


CHANGES = {
    "update": "UPDATE {table} SET digest = 'x'",
    "delete": "DELETE FROM {table}",
    "truncate": "TRUNCATE {table} CASCADE",
}


@pytest.mark.parametrize("model", [SealedMinutes, Correction])
@pytest.mark.parametrize("how", CHANGES)
def test_the_web_role_cannot_change_what_is_sealed(
    how: str, model: type[SealedMinutes | Correction], as_web_role: None
) -> None:
    open_units([1])

    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(CHANGES[how].format(table=model._meta.db_table))


OWNERS_CHANGES: dict[str, Callable[[SealedMinutes], object]] = {
    "content": lambda s: SealedMinutes.objects.filter(unit_id=s.unit_id, id=s.id).update(
        content=s.content | {"text": "改写"}
    ),
    "content and digest": lambda s: SealedMinutes.objects.filter(
        unit_id=s.unit_id, id=s.id
    ).update(digest="0" * 64),
    "removed": lambda s: SealedMinutes.objects.filter(unit_id=s.unit_id, id=s.id).delete(),
}


@pytest.mark.parametrize("how", OWNERS_CHANGES)
def test_a_change_by_the_owner_of_the_database_is_found(how: str) -> None:
    sealed, _ = signed()
    seal_unit(unit_id=sealed.unit_id, now=make.NOW)
    assert verify_units([sealed.unit_id]).ok

    OWNERS_CHANGES[how](sealed)

    found = verify_units([sealed.unit_id])
    assert not found.ok
    assert str(sealed.id) in str(found.first_bad)


def test_who_did_not_come_was_absent() -> None:
    meeting, _ = closed()

    states = Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
    assert sorted(states.values_list("presence", flat=True)) == (
        ["absent"] * 2 + ["on_leave"] + ["present"] * 7
    )
