"""Two people file at the same moment: nothing is lost and nothing is counted twice."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

import make
from dangwu.accounts.models import Role
from dangwu.activities.actions import file_activity
from dangwu.activities.models import Activity, WorkMonth
from dangwu.activities.months import check_months
from dangwu.core.errors import DomainError
from dangwu.rules.models import DutyTally

pytestmark = pytest.mark.django_db(transaction=True)


def together(*works: Callable[[], object]) -> None:
    """Run each in a thread of its own with its own connection; all begin at once."""
    start = threading.Barrier(len(works))

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait()
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_filings_at_once_are_both_counted() -> None:
    branch = make.organisation(unit=make.unit())
    secretary = make.access(role=Role.SECRETARY, organisation=branch)

    def file(kind: str, title: str) -> Callable[[], object]:
        return lambda: file_activity(
            actor=secretary,
            organisation=branch,
            kinds=[kind, "study"],
            title=title,
            held_on=make.TODAY,
            minutes=60,
        )

    together(file("assembly", "党员大会"), file("theme_day", "主题党日"))

    study = WorkMonth.objects.get(unit_id=branch.unit_id, organisation=branch, kind="study")
    assert (study.times, study.minutes) == (2, 120)
    assert check_months([branch.unit_id]).ok
    for rule in ("ZB2018-11-assembly", "JY19-16-theme-day"):
        tally = DutyTally.objects.get(unit_id=branch.unit_id, organisation=branch, rule_id=rule)
        assert (rule, tally.met, tally.due) == (rule, 1, 0)


def test_one_form_sent_twice_at_once_files_once() -> None:
    branch = make.organisation(unit=make.unit())
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    found: list[Activity] = []

    def file() -> None:
        found.append(
            file_activity(
                actor=secretary,
                organisation=branch,
                kinds=["assembly"],
                title="党员大会",
                held_on=make.TODAY,
            )
        )

    together(file, file)

    assert len({activity.id for activity in found}) == 1
    assert Activity.objects.filter(unit_id=branch.unit_id).count() == 1
    assert check_months([branch.unit_id]).ok


def test_the_same_work_filed_by_another_is_refused_and_nothing_changes() -> None:
    branch = make.organisation(unit=make.unit())
    first = make.access(role=Role.SECRETARY, organisation=branch)
    second = make.access(role=Role.CLERK, organisation=branch)
    given = {"kinds": ["assembly"], "title": "党员大会", "held_on": make.TODAY}
    file_activity(actor=first, organisation=branch, **given)  # type: ignore[arg-type]

    with pytest.raises(DomainError, match="已经登记过，这次没有再记"), transaction.atomic():
        file_activity(actor=second, organisation=branch, **given)  # type: ignore[arg-type]

    month = WorkMonth.objects.get(unit_id=branch.unit_id, organisation=branch)
    assert month.times == 1
