"""The worker's turns as the product runs them: as the web role, in transactions of their own."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.utils import timezone

import make
from dangwu.accounts.models import Role
from dangwu.notices import tasks as turns
from dangwu.notices.actions import notify
from dangwu.notices.models import Delivery, Notice
from dangwu.notices.recipients import to_group
from dangwu.notices.waiting import waiting_units
from dangwu.organisations.models import Organisation
from dangwu.sharding.access import open_units
from dangwu.tasks.models import Task, TaskEntry
from dangwu.tasks.tasks import nightly as remind_nightly
from notices.groups import robot_of
from notices.receivers import Group

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def web_role() -> Iterator[None]:
    """Inside, nothing is seen but what a transaction opened."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dangwu_web")
    try:
        assert not Notice.objects.across_units().exists()
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")


def branch() -> Organisation:
    at = make.organisation(unit=make.unit())
    make.body(at)
    make.person(organisation=at)
    return at


def states(at: Organisation) -> list[str]:
    with transaction.atomic():
        open_units([at.unit_id])
        return [row.state for row in Delivery.objects.filter(unit_id=at.unit_id)]


def test_what_was_told_goes_out_at_the_next_turn_and_only_then(group: Group) -> None:
    at, silent = branch(), branch()
    with transaction.atomic():
        robot_of(at, make.access(role=Role.ADMINISTRATOR, organisation=at), group)
        notify(
            unit_id=at.unit_id, recipients=[to_group(at.id)], key="k", subject="紧急会议",
            text="", link="/", urgent=True,
        )  # fmt: skip

    with web_role():
        assert waiting_units() == [at.unit_id]
        turns.send(timestamp=0)
        assert states(at) == ["sent"]
        assert waiting_units() == []
        turns.send(timestamp=0)

    assert [post.body["text"]["content"].splitlines()[0] for post in group.posts] == [
        "【党务】紧急会议"
    ]
    assert states(silent) == []


def test_the_night_tells_of_duties_and_reminds_of_tasks() -> None:
    at = branch()
    secretary = make.account(role=Role.SECRETARY, organisation=at)
    task = Task.objects.create(
        unit_id=at.unit_id, organisation=at, title="写报告", due_on=timezone.localdate(),
        owner=make.person("李二", organisation=at), created_at=make.NOW,
    )  # fmt: skip

    with web_role():
        turns.nightly(timestamp=0)
        turns.nightly(timestamp=0)
        remind_nightly(timestamp=0)
        remind_nightly(timestamp=0)

    told = Notice.objects.filter(unit_id=at.unit_id, recipient_id=secretary.id)
    assert [row.category for row in told] == ["duties"]
    reminded = Notice.objects.filter(unit_id=at.unit_id, recipient_id=task.owner_id)
    assert [row.subject for row in reminded] == ["任务今天到期：写报告"]
    assert TaskEntry.objects.filter(unit_id=at.unit_id).count() == 1
