from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignObject
from django.utils import timezone

import make
from dangwu.accounts.models import Role
from dangwu.exchange import actions, jobs, tasks
from dangwu.exchange.models import RosterImport
from dangwu.exchange.writing.register import RegisterMovedError
from dangwu.exchange.writing.undo import BuiltUponError, references
from dangwu.members.models import Membership, Person, StandingPeriod
from dangwu.tasks.models import Task
from exchange import workbooks
from exchange.town import Town

State = RosterImport.State


def two() -> bytes:
    return workbooks.roster_of(
        workbooks.row("张三", 1, "东村党支部"), workbooks.row("李四", 2, "西村党支部")
    )


def counts(town: Town) -> list[int]:
    models = (Person, Membership, StandingPeriod)
    return [model.objects.filter(unit_id=town.east.unit_id).count() for model in models]


def test_undo_is_refused_when_a_person_was_changed_since(town: Town) -> None:
    roster = workbooks.imported(town.clerk, town.committee, two())
    Person.objects.filter(unit_id=roster.unit_id, name="张三").update(residence="新居")
    Person.objects.filter(unit_id=roster.unit_id, name="李四").update(joined_on=date(2001, 1, 1))
    before = counts(town)

    with pytest.raises(BuiltUponError, match="李四资料有更改"):
        workbooks.undo(town.clerk, roster)

    assert counts(town) == before


def test_undo_is_refused_for_an_account_of_somebody_new_and_works_without(town: Town) -> None:
    before = counts(town)
    roster = workbooks.imported(town.clerk, town.committee, two())
    person = Person.objects.get(unit_id=roster.unit_id, name="李四")
    account = make.account(role=Role.MEMBER, organisation=town.west, person=person)

    with pytest.raises(BuiltUponError, match="李四有了登录账号"):
        workbooks.undo(town.clerk, roster)

    account.person_id = None
    account.save()
    roster.refresh_from_db()
    workbooks.undo(town.clerk, roster)
    assert counts(town) == before


def test_undo_is_refused_when_something_was_built_upon_it(town: Town) -> None:
    roster = workbooks.imported(town.clerk, town.committee, two())
    person = Person.objects.get(unit_id=roster.unit_id, name="张三")
    make.post(person, town.east)

    with pytest.raises(BuiltUponError, match="张三有了职务"):
        workbooks.undo(town.clerk, roster)


def test_undo_is_refused_for_somebody_with_a_task(town: Town) -> None:
    roster = workbooks.imported(town.clerk, town.committee, two())
    person = Person.objects.get(unit_id=roster.unit_id, name="张三")
    Task.objects.create(
        unit_id=roster.unit_id, organisation=town.east, title="写报告", owner=person,
        due_on=date(2026, 12, 1), created_at=make.NOW,
    )  # fmt: skip
    before = counts(town)

    with pytest.raises(BuiltUponError, match="张三有了任务"):
        workbooks.undo(town.clerk, roster)

    assert counts(town) == before


def test_undo_looks_at_every_table_that_points_at_a_person() -> None:
    pointing = {
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignObject) and field.related_model is Person
    }
    assert set(references()) == pointing


def test_refused_undo_leaves_the_import_and_says_why(town: Town) -> None:
    account = make.account(role=Role.CLERK, organisation=town.committee)
    roster = workbooks.imported(town.clerk, town.committee, two())
    person = Person.objects.get(unit_id=roster.unit_id, name="张三")
    make.post(person, town.east)
    actions.begin_undo(actor=town.clerk, roster=roster)

    tasks.undo_roster(unit=roster.unit_id, key=str(roster.id), account=str(account.id), run="")

    after = workbooks.reread(roster)
    assert after.state == State.IMPORTED
    assert "张三有了职务" in after.refusal


def test_second_click_imports_once(town: Town) -> None:
    roster = workbooks.checked(town.clerk, town.committee, two())
    for _click in range(2):
        actions.begin_import(
            actor=town.clerk, roster=roster, apply_changes=False, only_if_all_right=True
        )
    for _job in range(2):
        jobs.run_import(actor=town.clerk, roster_id=roster.id, unit_id=roster.unit_id)
    assert Person.objects.filter(unit_id=roster.unit_id).count() == 2
    for _click in range(2):
        actions.begin_undo(actor=town.clerk, roster=workbooks.reread(roster))
        jobs.run_undo(actor=town.clerk, roster_id=roster.id, unit_id=roster.unit_id)
    assert Person.objects.filter(unit_id=roster.unit_id).count() == 0


def test_second_of_two_imports_of_the_same_people_changes_nothing(town: Town) -> None:
    first = workbooks.checked(town.clerk, town.committee, two())
    second = workbooks.checked(town.clerk, town.committee, two())
    workbooks.commit(town.clerk, first)
    before = counts(town)
    actions.begin_import(
        actor=town.clerk, roster=second, apply_changes=False, only_if_all_right=False
    )

    with pytest.raises(RegisterMovedError, match="有2人已被登记"):
        jobs.run_import(actor=town.clerk, roster_id=second.id, unit_id=second.unit_id)

    assert counts(town) == before


def test_all_or_nothing_refuses_while_a_row_is_wrong(town: Town) -> None:
    content = workbooks.roster_of(
        workbooks.row("张三", 1, "东村党支部"), workbooks.row("李四", 2, "没有的支部")
    )
    roster = workbooks.checked(town.clerk, town.committee, content)
    with pytest.raises(actions.NotReadyError, match="有1行不能导入"):
        actions.begin_import(
            actor=town.clerk, roster=roster, apply_changes=False, only_if_all_right=True
        )
    assert workbooks.reread(roster).state == State.CHECKED


@pytest.mark.parametrize(
    "role",
    [Role.MEMBER, Role.SUPERVISOR, Role.RESIDENT, Role.ADMINISTRATOR, Role.COMMITTEE_MEMBER],
)
def test_others_may_not_import(town: Town, role: Role) -> None:
    actor = make.access(role=role, organisation=town.committee)
    roster = workbooks.checked(town.clerk, town.committee, two())
    with pytest.raises(PermissionDenied):
        workbooks.upload(actor, town.committee, two())
    with pytest.raises(PermissionDenied):
        actions.begin_import(
            actor=actor, roster=roster, apply_changes=False, only_if_all_right=False
        )
    with pytest.raises(PermissionDenied):
        actions.discard_roster(actor=actor, roster=roster)


def test_clerk_of_a_branch_may_not_import_for_the_committee(town: Town) -> None:
    actor = make.access(role=Role.CLERK, organisation=town.east)
    with pytest.raises(PermissionDenied):
        workbooks.upload(actor, town.committee, two())


def test_discarded_import_keeps_no_row_and_no_bytes(town: Town) -> None:
    roster = workbooks.checked(town.clerk, town.committee, two())
    actions.discard_roster(actor=town.clerk, roster=roster)
    assert roster.rows.filter(unit_id=roster.unit_id).count() == 0
    assert roster.file.chunks.filter(unit_id=roster.unit_id).count() == 0


def test_tasks_take_a_roster_from_upload_to_the_register(town: Town) -> None:
    account = make.account(role=Role.CLERK, organisation=town.committee)
    roster = workbooks.upload(town.clerk, town.committee, two())
    choices = actions.Choices(
        list(roster.chosen_sheets), roster.mapping, with_hidden=False, members_from=None
    )
    begun = actions.choose_columns(actor=town.clerk, roster=roster, choices=choices)
    unit, key = roster.unit_id, str(roster.id)

    tasks.check_roster(unit=unit, key=key, account=str(account.id), run="superseded")
    assert workbooks.reread(roster).state == State.CHECKING
    tasks.check_roster(unit=unit, key=key, account=str(account.id), run=str(begun.run))
    assert workbooks.reread(roster).state == State.CHECKED
    actions.begin_import(
        actor=town.clerk, roster=roster, apply_changes=False, only_if_all_right=False
    )
    tasks.import_roster(unit=unit, key=key, account=str(account.id), run="")

    assert workbooks.reread(roster).state == State.IMPORTED
    assert counts(town)[0] == 2


def test_interrupted_import_goes_on_and_imports_once(town: Town) -> None:
    account = make.account(role=Role.CLERK, organisation=town.committee)
    roster = workbooks.checked(town.clerk, town.committee, two())
    actions.begin_import(
        actor=town.clerk, roster=roster, apply_changes=False, only_if_all_right=False
    )
    later = replace(town.clerk, now=timezone.now() + timedelta(hours=1))

    assert actions.check_again(actor=later, roster=roster).state == State.COMMITTING
    for _job in range(2):
        tasks.import_roster(
            unit=roster.unit_id, key=str(roster.id), account=str(account.id), run=""
        )

    assert workbooks.reread(roster).state == State.IMPORTED
    assert counts(town)[0] == 2
