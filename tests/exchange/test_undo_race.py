"""An undo at the very moment at which somebody works with one of the imported people."""

import threading
from datetime import date
from time import monotonic

import pytest
from django.db import connection, transaction

import make
from dangwu.accounts.models import Role
from dangwu.exchange import actions, tasks
from dangwu.exchange.models import RosterImport
from dangwu.members.models import Membership, Person
from dangwu.tasks.models import Task
from exchange import workbooks
from exchange.town import Town, make_town

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60.0  # seconds
_WAITING = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def someone_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return bool(cursor.fetchone()[0])


def give_work(town: Town, person: Person, held: threading.Event) -> None:
    """Keep the person's row until somebody waits for it; then give the person a task."""
    try:
        with transaction.atomic():
            Person.objects.select_for_update().get(unit_id=person.unit_id, id=person.id)
            held.set()
            never, end = threading.Event(), monotonic() + PATIENCE
            while not someone_waits() and monotonic() < end:
                never.wait(0.02)
            Task.objects.create(
                unit_id=person.unit_id, organisation=town.east, title="写报告", owner=person,
                due_on=date(2026, 12, 1), created_at=make.NOW,
            )  # fmt: skip
    finally:
        connection.close()


def test_undo_that_meets_new_work_takes_nothing_back_and_says_so() -> None:
    town = make_town()
    account = make.account(role=Role.CLERK, organisation=town.committee)
    content = workbooks.roster_of(
        workbooks.row("张三", 1, "东村党支部"), workbooks.row("李四", 2, "西村党支部")
    )
    roster = workbooks.imported(town.clerk, town.committee, content)
    actions.begin_undo(actor=town.clerk, roster=roster)
    person = Person.objects.get(unit_id=roster.unit_id, name="李四")
    held = threading.Event()
    worker = threading.Thread(target=give_work, args=(town, person, held))
    worker.start()
    assert held.wait(PATIENCE)

    tasks.undo_roster(unit=roster.unit_id, key=str(roster.id), account=str(account.id), run="")
    worker.join()

    after = workbooks.reread(roster)
    assert after.state == RosterImport.State.IMPORTED
    assert "有人为其中的人员作了登记" in after.refusal
    for model in (Person, Membership):
        assert model.objects.filter(unit_id=roster.unit_id).count() == 2
    assert Task.objects.filter(unit_id=roster.unit_id).exists()
