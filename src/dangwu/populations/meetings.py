"""Meetings of the branches that the demo logins are of: one sealed, one noticed, one planned.

The sealed one points at an assembly that the population held anyway, so nothing counts twice.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from dangwu.accounts.access import Access
from dangwu.accounts.models import Account, Role
from dangwu.activities.models import Activity, Attendance
from dangwu.meetings.actions.items import record_resolution, take_item
from dangwu.meetings.actions.minutes import draft_minutes, sign_minutes
from dangwu.meetings.actions.notice import give_notice
from dangwu.meetings.actions.planning import plan_meeting
from dangwu.meetings.actions.votes import Shown, close_vote, open_vote
from dangwu.meetings.models import AgendaItem, Attendee, Meeting, MeetingOrganisation
from dangwu.meetings.queries.attendees import called_on
from dangwu.meetings.queries.listing import prefilled_for
from dangwu.meetings.queries.notice import notice_text_for
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import reaches_of
from dangwu.populations.logins import Opening
from dangwu.populations.model import Node
from dangwu.tasks.actions import Origin, assign_task

BEGINS: Final = time(14, 30)
PLACE: Final = "党员活动室"
REPORTED, RESOLVED = "通报支部工作情况", "讨论党员活动室修缮方案"
RESOLUTION: Final = "同意修缮方案，由支部委员会组织实施，年内完成。"
WORK: Final = ("联系施工队，报修缮预算", "清点党员活动室图书和设备")
NEXT: Final = ("通报支部委员会工作", "讨论明年学习计划")
_PRESENCE: Final = {
    Attendance.Presence.PRESENT: Attendee.Presence.PRESENT,
    Attendance.Presence.ON_LEAVE: Attendee.Presence.ON_LEAVE,
    Attendance.Presence.ABSENT: Attendee.Presence.ABSENT,
}


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch with its secretary's account and those who get work: the logins of its people."""

    organisation: Organisation
    account: Account
    doers: tuple[Person, ...]
    today: date

    def secretary(self, on: date, at: time) -> Access:
        """Return the secretary acting at that moment of a past day."""
        return acting(self.account, on, at)


def acting(account: Account, on: date, at: time) -> Access:
    """Return an account acting at that moment of a past day."""
    return Access(
        account_id=account.id,
        name=account.name,
        today=on,
        now=moment(on, at),
        reaches=reaches_of(account, on=on),
        unit_id=account.unit_id,
        person_id=account.person_id,
    )


def moment(on: date, at: time) -> datetime:
    """Return a time of day in Shanghai."""
    return timezone.make_aware(datetime.combine(on, at))


def hold_meetings(openings: list[Opening], *, today: date) -> None:
    """Make the meetings of every branch whose secretary signs in. The accounts are open."""
    for opening in openings:
        node = opening.node
        if opening.role is Role.SECRETARY and opening.staged and node is not None:
            branch = branch_of(opening, node, openings, today)
            _held(branch)
            _noticed(branch)
            _planned(branch, seated=bool(node.committee))


def branch_of(secretary: Opening, node: Node, openings: list[Opening], today: date) -> Branch:
    """Return the branch of a secretary that signs in, with those of it who get work."""
    unit = secretary.unit_id
    doing = (Role.COMMITTEE_MEMBER, Role.MEMBER)
    logins = [o.person for o in openings if o.node is node and o.person and o.role in doing]
    ids = [UUID(person.id) for person in (*logins, secretary.person) if person][: len(WORK)]
    rows = Person.objects.filter(unit_id=unit, id__in=ids).select_related("organisation")
    found = {row.id: row for row in rows}
    return Branch(
        organisation=Organisation.objects.get(unit_id=unit, id=node.id),
        account=Account.objects.get(login=secretary.login),
        doers=tuple(found[each] for each in ids),
        today=today,
    )


def _held(branch: Branch) -> None:
    """Write the last assembly on record as the meeting that it was, signed when it was filed."""
    activity = (
        Activity.objects.filter(
            unit_id=branch.organisation.unit_id,
            organisation_id=branch.organisation.id,
            kinds=["assembly"],
            validity=Activity.Validity.VALID,
            filed_on__lt=branch.today,
            late=False,
        )
        .order_by("-held_on", "id")
        .first()
    )
    if activity is None:
        raise ValueError(f"{branch.organisation.name} has held no assembly")
    meeting = open_row(branch, activity)
    chair = branch.secretary(activity.held_on, time(15, 30))
    decided = _items(chair, meeting)
    close_row(branch, meeting, activity)
    yesterday = branch.secretary(branch.today - timedelta(days=1), time(9))
    for place, (owner, title) in enumerate(zip(branch.doers, WORK, strict=False), start=1):
        assign_task(
            actor=yesterday,
            organisation=branch.organisation,
            title=title,
            owner=owner,
            due_on=branch.today + timedelta(days=5 * place),
            origin=Origin("meetings.agendaitem", decided.id),
        )


def close_row(branch: Branch, meeting: Meeting, activity: Activity) -> None:
    """Close a meeting as the activity says, with minutes signed on the day it was filed."""
    meeting.state, meeting.activity = Meeting.State.CLOSED, activity
    meeting.closed_at = moment(activity.held_on, BEGINS) + timedelta(
        minutes=activity.minutes or 90
    )
    meeting.save(update_fields=["state", "activity", "closed_at"])
    signing = branch.secretary(activity.filed_on, time(18))
    draft_minutes(actor=signing, meeting=meeting)
    sign_minutes(actor=signing, meeting=meeting)


def open_row(branch: Branch, activity: Activity) -> Meeting:
    """Write the meeting as it was while it ran, with those who were on the roll that day."""
    organisation, on = branch.organisation, activity.held_on
    usual = prefilled_for(organisation, now=moment(on, BEGINS))
    noticed = moment(activity.noticed_on or on - timedelta(days=3), time(10))
    meeting = Meeting.objects.create(
        unit_id=organisation.unit_id,
        organisation=organisation,
        kinds=activity.kinds,
        body="assembly",
        title=activity.title,
        starts_at=moment(on, BEGINS),
        place=activity.place,
        chair_id=usual.chair,
        recorder_id=usual.recorder,
        state=Meeting.State.OPEN,
        called_by=branch.account.id,
        called_at=noticed - timedelta(days=1),
        notice_text=f"请全体党员参加{activity.title}。",
        noticed_at=noticed,
        opened_at=moment(on, BEGINS),
    )
    MeetingOrganisation.objects.create(
        unit_id=meeting.unit_id, meeting=meeting, organisation=organisation
    )
    called = {each.person_id: each for each in called_on([organisation], body="assembly", on=on)}
    came = Attendance.objects.filter(unit_id=meeting.unit_id, activity_id=activity.id)
    for person_id, presence in came.order_by("person_id").values_list("person_id", "presence"):
        kept, there = called.get(person_id), presence == Attendance.Presence.PRESENT
        Attendee.objects.create(
            unit_id=meeting.unit_id,
            meeting=meeting,
            person_id=person_id,
            organisation=organisation,
            voting=kept is not None and kept.voting,
            voting_reason=kept.reason if kept else "组织关系不在本支部",
            presence=_PRESENCE[Attendance.Presence(presence)],
            way=Attendee.Way.HAND if there else "",
            arrived_at=moment(on, BEGINS) if there else None,
            receipt_at=noticed + timedelta(hours=1),
        )
    return meeting


def _items(chair: Access, meeting: Meeting) -> AgendaItem:
    """Take both items, the second by a vote; return that one."""
    reported, decided = (
        AgendaItem.objects.create(
            unit_id=meeting.unit_id, meeting=meeting, position=place, title=title, kind=kind
        )
        for place, (title, kind) in enumerate(
            ((REPORTED, AgendaItem.Kind.REPORT), (RESOLVED, AgendaItem.Kind.DECIDE)), start=1
        )
    )
    take_item(actor=chair, item=reported)
    record_resolution(actor=chair, item=reported, text="大会听取了通报，没有不同意见。")
    take_item(actor=chair, item=decided)
    voters = Attendee.objects.filter(
        unit_id=meeting.unit_id,
        meeting_id=meeting.id,
        voting=True,
        presence=Attendee.Presence.PRESENT,
    ).count()
    vote = open_vote(actor=chair, item=decided, method="hands")
    close_vote(actor=chair, vote=vote, shown=Shown(yes=voters - 1, no=0, abstain=1))
    return record_resolution(actor=chair, item=decided, text=RESOLUTION)


def _noticed(branch: Branch) -> None:
    """Call an assembly for next week; half of those called have confirmed, no login has."""
    actor = branch.secretary(branch.today - timedelta(days=1), time(9))
    meeting = _plan(branch, actor, "assembly", days=7, agenda=NEXT)
    give_notice(actor=actor, meeting=meeting, text=notice_text_for(meeting))
    logins = Account.objects.filter(unit_id=meeting.unit_id, person_id__isnull=False)
    called = Attendee.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id).exclude(
        person_id__in=list(logins.values_list("person_id", flat=True))
    )
    told = list(called.order_by("person_id").values_list("person_id", flat=True))[::2]
    called.filter(person_id__in=told).update(receipt_at=actor.now + timedelta(hours=2))


def _planned(branch: Branch, *, seated: bool) -> None:
    """Plan a meeting of the committee, or a lecture where there is none."""
    actor = branch.secretary(branch.today - timedelta(days=1), time(9, 30))
    _plan(branch, actor, "committee_meeting" if seated else "lecture", days=16, agenda=NEXT[1:])


def _plan(
    branch: Branch, actor: Access, kind: str, *, days: int, agenda: tuple[str, ...]
) -> Meeting:
    organisation = branch.organisation
    usual = prefilled_for(organisation, now=actor.now)
    people = Person.objects.filter(
        unit_id=organisation.unit_id, id__in=[usual.chair, usual.recorder]
    )
    found = {person.id: person for person in people}
    return plan_meeting(
        actor=actor,
        organisation=organisation,
        kinds=[kind],
        starts_at=moment(branch.today + timedelta(days=days), BEGINS),
        place=PLACE,
        chair=found.get(usual.chair) if usual.chair else None,
        recorder=found.get(usual.recorder) if usual.recorder else None,
        agenda=agenda,
    )
