"""Work is assigned, reported on, moved and closed with proof; every step stays in the timeline."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError, InputError
from dangwu.members.models import Person
from dangwu.notices.models import Notice
from dangwu.organisations.models import Organisation
from dangwu.tasks.actions import (
    Evidence,
    Origin,
    assign_task,
    cancel_task,
    change_due,
    close_task,
    propose_closing,
    reopen_task,
    report_progress,
)
from dangwu.tasks.merging import join_tasks
from dangwu.tasks.models import Task, TaskEntry, TaskHelper
from dangwu.tasks.queries import tasks_for, tasks_of_origin

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 10)
DONE = Evidence("设备已经装好，验收单在党员活动室文件柜。")


@dataclass
class Place:
    """A town with a branch, its people and who acts there."""

    town: Organisation
    branch: Organisation
    beside: Organisation
    owner: Person
    helper: Person
    secretary: Access
    as_owner: Access
    as_helper: Access


@pytest.fixture
def place() -> Place:
    unit = make.unit()
    town = make.organisation(unit=unit, kind="committee", category="township", name="红旗镇党委")
    branch = make.organisation(unit=unit, parent=town, name="河东村党支部")
    beside = make.organisation(unit=unit, parent=town, name="河西村党支部")
    owner = make.person("王建国", organisation=branch)
    helper = make.person("李梅", organisation=branch)
    return Place(
        town=town,
        branch=branch,
        beside=beside,
        owner=owner,
        helper=helper,
        secretary=make.access(role=Role.SECRETARY, organisation=branch),
        as_owner=make.access(role=Role.MEMBER, organisation=branch, person=owner),
        as_helper=make.access(role=Role.MEMBER, organisation=branch, person=helper),
    )


def assigned(place: Place, title: str = "安装健身器材", due_on: date = DUE) -> Task:
    return assign_task(
        actor=place.secretary,
        organisation=place.branch,
        title=title,
        owner=place.owner,
        due_on=due_on,
        helpers=[place.helper],
    )


def fresh(task: Task) -> Task:
    return Task.objects.get(unit_id=task.unit_id, id=task.id)


def kinds(task: Task) -> list[str]:
    rows = TaskEntry.objects.filter(unit_id=task.unit_id, task=task).order_by("id")
    return list(rows.values_list("kind", flat=True))


def told(person: Person) -> list[str]:
    rows = Notice.objects.filter(unit_id=person.unit_id, recipient_id=person.id).order_by("id")
    return list(rows.values_list("subject", flat=True))


def test_assign_task_saves_it_tells_who_does_it_and_records(place: Place) -> None:
    origin = Origin("meetings.agendaitem", uuid.uuid4())

    task = assign_task(
        actor=place.secretary,
        organisation=place.branch,
        title="  安装  健身器材 ",
        owner=place.owner,
        due_on=DUE,
        detail="六处",
        helpers=[place.helper, place.owner],
        origin=origin,
    )

    saved = fresh(task)
    assert (saved.title, saved.detail, saved.owner_id, saved.due_on, saved.state) == (
        "安装 健身器材",
        "六处",
        place.owner.id,
        DUE,
        "open",
    )
    assert (saved.origin_kind, saved.origin_id) == (origin.kind, origin.id)
    assert (saved.created_by, saved.created_at, saved.closed_on) == (
        place.secretary.account_id,
        make.NOW,
        None,
    )
    assert [h.person_id for h in TaskHelper.objects.filter(unit_id=task.unit_id)] == [
        place.helper.id
    ]
    assert kinds(task) == ["assigned"]
    assert told(place.owner) == told(place.helper) == ["新任务：安装 健身器材"]
    notice = Notice.objects.filter(unit_id=task.unit_id).first()
    assert notice is not None
    assert (notice.link, notice.due_on) == (f"/tasks/{task.unit_id}/{task.id}/", DUE)
    (entry,) = Entry.objects.filter(unit_id=task.unit_id)
    assert (entry.verb, entry.organisation_id) == ("tasks.assign", place.branch.id)


def test_the_same_form_sent_twice_is_one_task_told_once(place: Place) -> None:
    first, second = assigned(place), assigned(place)

    assert first.id == second.id
    assert Task.objects.filter(unit_id=first.unit_id).count() == 1
    assert told(place.owner) == ["新任务：安装健身器材"]
    assert kinds(first) == ["assigned"]


def test_the_same_task_by_somebody_else_is_refused(place: Place) -> None:
    assigned(place)
    clerk = make.access(role=Role.CLERK, organisation=place.branch)

    with pytest.raises(DomainError, match="已经交办"):
        assign_task(
            actor=clerk, organisation=place.branch, title="安装健身器材", owner=place.owner,
            due_on=DUE,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "due_on", "words"),
    [
        ("  ", DUE, "请填写任务"),
        ("任" * 121, DUE, "不能超过120字"),
        ("安装", make.TODAY - timedelta(days=1), "已经过去"),
    ],
)
def test_a_task_says_what_and_by_when(place: Place, title: str, due_on: date, words: str) -> None:
    with pytest.raises(InputError, match=words):
        assigned(place, title, due_on)

    assert not Task.objects.filter(unit_id=place.branch.unit_id).exists()
    assert told(place.owner) == []


def test_work_is_given_to_the_own_people_and_post_holders_only(place: Place) -> None:
    outsider = make.person("赵六", organisation=place.beside)
    committee = make.access(role=Role.SECRETARY, organisation=place.town)

    with pytest.raises(InputError, match="不在河东村党支部及其下级"):
        assign_task(
            actor=place.secretary, organisation=place.branch, title="修路", owner=outsider,
            due_on=DUE,
        )  # fmt: skip
    make.post(outsider, place.branch, post="deputy")
    by_post = assign_task(
        actor=place.secretary, organisation=place.branch, title="修路", owner=outsider, due_on=DUE
    )
    below = assign_task(
        actor=committee, organisation=place.town, title="修路", owner=place.owner, due_on=DUE
    )

    assert (by_post.owner_id, below.owner_id) == (outsider.id, place.owner.id)


def test_a_part_belongs_to_an_open_task_of_the_same_organisation(place: Place) -> None:
    whole = assigned(place)
    part = assign_task(
        actor=place.secretary, organisation=place.branch, title="选址", owner=place.helper,
        due_on=DUE, parent=whole,
    )  # fmt: skip
    above = make.access(role=Role.SECRETARY, organisation=place.town)

    for actor, organisation, parent in (
        (place.secretary, place.branch, part),
        (above, place.town, whole),
    ):
        with pytest.raises(InputError, match="parent"):
            assign_task(
                actor=actor, organisation=organisation, title="细分", owner=place.owner,
                due_on=DUE, parent=parent,
            )  # fmt: skip
    with pytest.raises(DomainError, match="还有1项分任务"):
        close_task(actor=place.secretary, task=whole, evidence=DONE)
    close_task(actor=place.secretary, task=part, evidence=DONE)

    assert close_task(actor=place.secretary, task=whole, evidence=DONE).state == "done"


def test_owner_helper_and_keeper_report_and_nobody_else(place: Place) -> None:
    task = assigned(place)
    department = make.access(role=Role.DEPARTMENT, organisation=place.town)
    neighbour = make.access(
        role=Role.MEMBER,
        organisation=place.branch,
        person=make.person("孙七", organisation=place.branch),
    )

    for actor in (place.as_owner, place.as_helper, place.secretary):
        report_progress(actor=actor, task=task, text="已选好三处。")
    for actor in (department, neighbour, make.stranger(organisation=place.branch)):
        with pytest.raises(PermissionDenied):
            report_progress(actor=actor, task=task, text="不相干")
    with pytest.raises(InputError, match="请写明进展"):
        report_progress(actor=place.as_owner, task=task, text=" ")

    assert kinds(task) == ["assigned", "progress", "progress", "progress"]


def test_the_owner_proposes_and_the_keeper_closes_with_proof(place: Place) -> None:
    task = assigned(place)

    propose_closing(actor=place.as_owner, task=task, evidence=DONE)
    assert fresh(task).proposed
    with pytest.raises(DomainError, match="已经提请"):
        propose_closing(actor=place.as_owner, task=task, evidence=DONE)
    with pytest.raises(PermissionDenied):
        close_task(actor=place.as_owner, task=task, evidence=DONE)
    close_task(actor=place.secretary, task=task, evidence=DONE)

    saved = fresh(task)
    assert (saved.state, saved.proposed, saved.closed_on) == ("done", False, make.TODAY)
    assert kinds(task) == ["assigned", "proposed", "closed"]
    assert [e.verb for e in Entry.objects.filter(unit_id=task.unit_id).order_by("id")] == [
        "tasks.assign",
        "tasks.propose",
        "tasks.close",
    ]


def test_who_waits_for_the_end_is_told_when_it_is_proposed(place: Place) -> None:
    secretary = make.person("赵强", organisation=place.branch)
    make.post(secretary, place.branch)
    giver = make.person("周敏", organisation=place.branch)
    place.secretary = make.access(role=Role.CLERK, organisation=place.branch, person=giver)
    task = assigned(place)

    propose_closing(actor=place.as_owner, task=task, evidence=DONE)

    assert told(secretary) == told(giver) == ["请确认办结：安装健身器材"]
    assert "请确认办结：安装健身器材" not in [*told(place.owner), *told(place.helper)]


@pytest.mark.parametrize("who", ["as_helper", "secretary"])
def test_only_the_owner_proposes(place: Place, who: str) -> None:
    task = assigned(place)

    with pytest.raises(PermissionDenied):
        propose_closing(actor=getattr(place, who), task=task, evidence=DONE)

    assert not fresh(task).proposed


def test_closing_without_proof_is_refused(place: Place) -> None:
    task = assigned(place)

    with pytest.raises(InputError, match="佐证"):
        close_task(actor=place.secretary, task=task, evidence=Evidence(" "))

    assert (fresh(task).state, kinds(task)) == ("open", ["assigned"])


def test_a_record_of_work_is_proof_when_it_is_the_organisations_and_stands(place: Place) -> None:
    task = assigned(place)
    own = make.activity(place.branch, kinds=["theme_day"], held_on=date(2026, 11, 20))
    foreign = make.activity(place.beside, kinds=["theme_day"], held_on=date(2026, 11, 20))

    with pytest.raises(InputError, match="没有找到这条工作记录"):
        close_task(
            actor=place.secretary, task=task, evidence=Evidence("见记录", "activity", foreign.id)
        )
    close_task(actor=place.secretary, task=task, evidence=Evidence("见记录", "activity", own.id))

    last = TaskEntry.objects.filter(unit_id=task.unit_id, task=task).order_by("id").last()
    assert last is not None
    assert (last.kind, last.link_kind, last.link_id) == ("closed", "activity", own.id)


def test_a_day_is_moved_with_a_reason_and_those_who_do_it_are_told(place: Place) -> None:
    task = assigned(place)
    later = DUE + timedelta(days=20)

    change_due(actor=place.secretary, task=task, due_on=later, reason="雨季停工")

    last = TaskEntry.objects.filter(unit_id=task.unit_id, task=task).order_by("id").last()
    assert last is not None
    assert (last.kind, last.text, last.due_from, last.due_to) == (
        "due_changed",
        "雨季停工",
        DUE,
        later,
    )
    assert fresh(task).due_on == later
    assert told(place.helper)[-1] == "任务期限调整：安装健身器材"


@pytest.mark.parametrize(
    ("due_on", "reason", "words"),
    [
        (DUE, "雨季停工", "期限没有变"),
        (make.TODAY - timedelta(days=1), "雨季停工", "已经过去"),
        (DUE + timedelta(days=1), "", "原因"),
    ],
)
def test_a_day_is_not_moved_without_need(
    place: Place, due_on: date, reason: str, words: str
) -> None:
    task = assigned(place)

    with pytest.raises(InputError, match=words):
        change_due(actor=place.secretary, task=task, due_on=due_on, reason=reason)

    assert (fresh(task).due_on, kinds(task)) == (DUE, ["assigned"])


def test_a_day_cannot_be_moved_onto_the_same_task(place: Place) -> None:
    task = assigned(place)
    assigned(place, due_on=DUE + timedelta(days=1))

    with pytest.raises(DomainError, match="同名任务"):
        change_due(actor=place.secretary, task=task, due_on=DUE + timedelta(days=1), reason="推迟")

    assert fresh(task).due_on == DUE


def test_a_task_is_cancelled_with_a_reason_and_may_be_given_back(place: Place) -> None:
    task = assigned(place)

    cancel_task(actor=place.secretary, task=task, reason="改由镇里统一办")
    with pytest.raises(DomainError, match="已取消"):
        report_progress(actor=place.as_owner, task=task, text="还在办")
    reopen_task(actor=place.secretary, task=task, reason="镇里不办了")

    assert (fresh(task).state, fresh(task).closed_on) == ("open", None)
    assert kinds(task) == ["assigned", "cancelled", "reopened"]
    assert told(place.owner)[-1] == "任务退回继续办理：安装健身器材"


def test_what_was_proposed_may_be_given_back_but_not_what_is_being_done(place: Place) -> None:
    task = assigned(place)
    with pytest.raises(DomainError, match="不用退回"):
        reopen_task(actor=place.secretary, task=task, reason="再看看")
    propose_closing(actor=place.as_owner, task=task, evidence=DONE)

    reopen_task(actor=place.secretary, task=task, reason="验收单没有签字")

    assert (fresh(task).state, fresh(task).proposed) == ("open", False)


@pytest.mark.parametrize(
    "role",
    [Role.COMMITTEE_MEMBER, Role.MEMBER, Role.SUPERVISOR, Role.ADMINISTRATOR, Role.RESIDENT],
)
def test_who_is_no_keeper_changes_nothing(place: Place, role: Role) -> None:
    task = assigned(place)
    actor = make.access(role=role, organisation=place.branch)
    later = DUE + timedelta(days=1)

    with pytest.raises(PermissionDenied):
        assign_task(
            actor=actor, organisation=place.branch, title="另一件", owner=place.owner, due_on=DUE
        )
    with pytest.raises(PermissionDenied):
        change_due(actor=actor, task=task, due_on=later, reason="推迟")
    with pytest.raises(PermissionDenied):
        close_task(actor=actor, task=task, evidence=DONE)
    with pytest.raises(PermissionDenied):
        cancel_task(actor=actor, task=task, reason="不办")
    with pytest.raises(PermissionDenied):
        reopen_task(actor=actor, task=task, reason="再办")

    assert (fresh(task).state, fresh(task).due_on, kinds(task)) == ("open", DUE, ["assigned"])


def test_today_shows_what_one_does_the_first_due_first(place: Place) -> None:
    second = assigned(place, "写报告", DUE + timedelta(days=5))
    first = assigned(place)
    closed = assigned(place, "已办的")
    close_task(actor=place.secretary, task=closed, evidence=DONE)

    assert [t.id for t in tasks_for(place.as_owner)] == [first.id, second.id]
    assert [t.id for t in tasks_for(place.as_helper, limit=1)] == [first.id]
    assert tasks_for(place.secretary) == []


def test_tasks_of_an_origin_are_found_by_it(place: Place) -> None:
    item, other = uuid.uuid4(), uuid.uuid4()
    task = assign_task(
        actor=place.secretary, organisation=place.branch, title="公示", owner=place.owner,
        due_on=DUE, origin=Origin("meetings.agendaitem", item),
    )  # fmt: skip
    assigned(place)

    found = tasks_of_origin(place.branch.unit_id, "meetings.agendaitem", [item, other])

    assert {key: [t.id for t in rows] for key, rows in found.items()} == {item: [task.id]}
    assert tasks_of_origin(place.branch.unit_id, "procedures.case", [item]) == {}


def test_the_kept_record_of_a_person_takes_over_the_tasks(place: Place) -> None:
    own = assigned(place)
    keep = make.person("王建国", organisation=place.branch)
    same = assign_task(
        actor=place.secretary, organisation=place.branch, title="同一件", owner=keep, due_on=DUE
    )
    double = assigned(place, "同一件")

    join_tasks(keep=keep, drop=place.owner)
    join_tasks(keep=keep, drop=place.helper)

    assert (fresh(own).owner_id, fresh(same).owner_id) == (keep.id, keep.id)
    assert fresh(double).owner_id == place.owner.id
    assert {h.person_id for h in TaskHelper.objects.filter(unit_id=own.unit_id)} == {keep.id}


def test_overdue_is_computed_from_the_day(place: Place) -> None:
    task = assigned(place)

    assert [task.is_overdue(DUE + timedelta(days=n)) for n in (-1, 0, 1)] == [False, False, True]
    closed = close_task(actor=place.secretary, task=task, evidence=DONE)
    assert not closed.is_overdue(DUE + timedelta(days=1))


def test_a_telephone_number_in_a_title_stays_and_is_masked_where_it_is_told(place: Place) -> None:
    task = assigned(place, title="联系施工队13800138000报价")

    assert fresh(task).title == "联系施工队13800138000报价"
    assert told(place.owner) == ["新任务：联系施工队138****8000报价"]
