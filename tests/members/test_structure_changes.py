"""Abolish, merge and split: people, posts and history go where they should."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db.backends.postgresql.psycopg_any import DateRange

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.core.errors import DomainError
from dangwu.members.actions import structure
from dangwu.members.models import GroupPlace, Membership, Person, PostHolding
from dangwu.organisations import queries
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 1)
DAY_BEFORE = date(2026, 10, 31)


@pytest.fixture
def town() -> Organisation:
    return make.organisation(unit=make.unit(), kind="committee", category="township")


@pytest.fixture
def department(town: Organisation) -> Access:
    return make.access(role=Role.DEPARTMENT, organisation=town)


def branch_of(town: Organisation, name: str) -> Organisation:
    return make.organisation(unit=town.unit, parent=town, name=name)


def belonging(person: Person) -> list[tuple[str, date, date | None]]:
    rows = Membership.objects.filter(person=person).select_related("organisation")
    return [
        (row.organisation.name, row.period.lower, row.period.upper)
        for row in rows.order_by("period")
    ]


def test_abolish_is_refused_while_people_remain_and_says_what_to_do(
    town: Organisation, department: Access
) -> None:
    branch = branch_of(town, "河东村党支部")
    secretary = make.post(make.person(organisation=branch), branch)
    with pytest.raises(DomainError, match="请先转接组织关系"):
        structure.abolish_organisation(actor=department, organisation=branch, on=ON, basis="一号")
    branch.refresh_from_db()
    secretary.refresh_from_db()
    assert (branch.dissolved_on, secretary.period.upper) == (None, None)


def test_abolish_ends_posts_and_keeps_the_past(town: Organisation, department: Access) -> None:
    branch = branch_of(town, "河东村党支部")
    post = make.post(make.person(organisation=branch_of(town, "别的党支部")), branch)

    structure.abolish_organisation(actor=department, organisation=branch, on=ON, basis="一号")

    post.refresh_from_db()
    assert post.period.upper == ON
    names = [node.name for node in queries.tree_on(department, town.unit_id, DAY_BEFORE)]
    assert "河东村党支部" in names
    assert "河东村党支部" not in [
        node.name for node in queries.tree_on(department, town.unit_id, ON)
    ]


def test_merge_takes_people_groups_and_places_along(
    town: Organisation, department: Access
) -> None:
    east, west = branch_of(town, "河东村党支部"), branch_of(town, "河西村党支部")
    group = make.organisation(unit=town.unit, parent=east, kind="group", name="一组")
    person = make.person("王建国", organisation=east, joined_on=date(2016, 7, 1))
    applicant = make.person("李红", organisation=east, standing="applicant")
    post = make.post(person, east)
    GroupPlace.objects.create(
        unit_id=town.unit_id, person=person, group=group, period=DateRange(ON.replace(year=2020))
    )

    structure.merge_organisation(
        actor=department, organisation=east, into=west, on=ON, basis="一号"
    )

    for row in (east, group, person, applicant, post):
        row.refresh_from_db()
    assert east.dissolved_on == ON
    assert (person.organisation_id, applicant.organisation_id) == (west.id, west.id)
    assert belonging(person) == [
        ("河东村党支部", date(2016, 7, 1), ON),
        ("河西村党支部", ON, None),
    ]
    assert post.period.upper == ON
    assert group.path.startswith(f"{west.path}.")
    assert GroupPlace.objects.get(person=person).period.upper is None


def test_merge_refuses_another_kind_itself_and_another_unit(
    town: Organisation, department: Access
) -> None:
    branch = branch_of(town, "河东村党支部")
    general = make.organisation(unit=town.unit, parent=town, kind="general_branch")

    def merge(into: Organisation) -> None:
        structure.merge_organisation(
            actor=department, organisation=branch, into=into, on=ON, basis="一号"
        )

    with pytest.raises(DomainError, match="不能并入自己"):
        merge(branch)
    with pytest.raises(DomainError, match="党支部与党支部合并"):
        merge(general)


def test_merge_refuses_when_somebody_came_that_day_or_later(
    town: Organisation, department: Access
) -> None:
    east, west = branch_of(town, "河东村党支部"), branch_of(town, "河西村党支部")
    person = make.person(organisation=east, joined_on=date(2026, 11, 5))
    with pytest.raises(DomainError, match="2026-11-05"):
        structure.merge_organisation(
            actor=department, organisation=east, into=west, on=ON, basis="一号"
        )
    person.refresh_from_db()
    east.refresh_from_db()
    assert (person.organisation_id, east.dissolved_on) == (east.id, None)


def test_split_puts_the_chosen_into_a_sister(town: Organisation, department: Access) -> None:
    branch = branch_of(town, "河东村党支部")
    stays = make.person("王建国", organisation=branch)
    goes = [make.person(name, organisation=branch) for name in ("李红", "张伟", "赵敏")]

    made, reminders = structure.split_organisation(
        actor=department,
        organisation=branch,
        name="河东村第二党支部",
        kind="branch",
        people=[person.id for person in goes],
        on=ON,
        basis="一号",
    )

    assert (made.parent_id, made.category, made.founded_on) == (town.id, "village", ON)
    assert reminders == ()
    stays.refresh_from_db()
    assert stays.organisation_id == branch.id
    assert belonging(goes[0])[-1] == ("河东村第二党支部", ON, None)
    assert Person.objects.filter(organisation=made).count() == 3


def test_split_refuses_nobody_everybody_and_holders_of_posts(
    town: Organisation, department: Access
) -> None:
    branch = branch_of(town, "河东村党支部")
    secretary = make.person("王建国", organisation=branch)
    other = make.person("李红", organisation=branch)
    make.post(secretary, branch)

    def split(people: list[Person]) -> None:
        structure.split_organisation(
            actor=department,
            organisation=branch,
            name="河东村第二党支部",
            kind="branch",
            people=[person.id for person in people],
            on=ON,
            basis="一号",
        )

    with pytest.raises(DomainError, match="请选择"):
        split([])
    with pytest.raises(DomainError, match="原组织也要留有党员"):
        split([secretary, other])
    with pytest.raises(DomainError, match="王建国仍担任原组织的书记"):
        split([secretary])
    assert Organisation.objects.filter(parent=town).count() == 1


def test_a_branch_secretary_changes_no_structure(town: Organisation) -> None:
    branch, other = branch_of(town, "河东村党支部"), branch_of(town, "河西村党支部")
    actor = make.access(role=Role.SECRETARY, organisation=branch)
    with pytest.raises(PermissionDenied):
        structure.abolish_organisation(actor=actor, organisation=branch, on=ON, basis="一号")
    with pytest.raises(PermissionDenied):
        structure.merge_organisation(
            actor=actor, organisation=branch, into=other, on=ON, basis="一号"
        )
    with pytest.raises(PermissionDenied):
        structure.split_organisation(
            actor=actor,
            organisation=branch,
            name="第二党支部",
            kind="branch",
            people=[],
            on=ON,
            basis="一号",
        )
    assert PostHolding.objects.filter(organisation=branch).count() == 0
