"""Duplicates, workers and the register on a past day."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

import make
from dangwu.accounts.models import Account, Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError, InputError
from dangwu.members.actions.honours import add_honour
from dangwu.members.actions.merging import merge_duplicates
from dangwu.members.actions.moving import move_membership
from dangwu.members.actions.workers import (
    Experience,
    Job,
    add_experience,
    add_worker,
    describe_strengths,
    end_worker,
)
from dangwu.members.models import IdentityClaim, Membership, Person, PersonHonour, Worker
from dangwu.members.queries.duplicates import duplicate_candidates
from dangwu.members.queries.past import members_on, person_on
from dangwu.members.queries.workers import staffing, workers_of
from register import Home, home, post, seen, with_numbers

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 1)


@pytest.fixture
def town() -> Home:
    return home()


def fresh(person: Person) -> Person:
    return Person.objects.select_related("organisation").get(unit_id=person.unit_id, id=person.id)


def test_candidates_are_pairs_of_one_name_and_birthday_or_one_telephone(town: Home) -> None:
    first = make.person("王建国", organisation=town.branch)
    second = make.person("王建国", organisation=town.other)
    make.person("王建国", organisation=town.branch, born_on=date(1970, 1, 1))
    other = make.person("赵一", organisation=town.branch)
    with_numbers(first, 1)
    with_numbers(other, 3)

    found = duplicate_candidates(post(Role.CLERK, town.top))

    pairs = {(one.reason, frozenset({one.first.id, one.second.id})) for one in found}
    assert pairs == {
        ("姓名和出生日期相同", frozenset({first.id, second.id})),
        ("手机号码相同", frozenset({first.id, other.id})),
    }
    assert duplicate_candidates(post(Role.CLERK, town.other)) == []


def test_merge_keeps_one_record_with_the_history_of_both(town: Home) -> None:
    keep = make.person("王建国", organisation=town.branch)
    drop = make.person("王建国", organisation=town.other)
    number = with_numbers(drop)
    clerk = post(Role.CLERK, town.top)
    add_honour(actor=clerk, seen=seen(drop), title="优秀共产党员", given_by="县委", given_on=ON)
    account = make.account(role=Role.MEMBER, organisation=town.other, person=drop)

    merge_duplicates(actor=clerk, keep=seen(keep), drop=seen(drop), reason="重复录入")

    kept, gone = fresh(keep), fresh(drop)
    assert (kept.standing, kept.organisation_id, kept.id_mask) == (
        "full",
        town.branch.id,
        drop.id_mask,
    )
    assert (gone.standing, gone.organisation_id, gone.id_digest) == ("", None, None)
    assert IdentityClaim.objects.get().person_id == keep.id
    assert PersonHonour.objects.get(unit_id=keep.unit_id).person_id == keep.id
    assert Account.objects.get(id=account.id).person_id == keep.id
    ends = Membership.objects.filter(unit_id=keep.unit_id, person=drop).values_list("period")
    assert [period.upper for (period,) in ends] == [make.TODAY]
    entries = Entry.objects.filter(unit_id=keep.unit_id, verb="members.merge")
    assert {entry.target_id for entry in entries} == {keep.id, drop.id}
    assert number not in str([entry.facts for entry in entries])


def test_merge_refuses_two_people_and_strangers(town: Home) -> None:
    keep = make.person("王建国", organisation=town.branch)
    drop = make.person("王建国", organisation=town.other)
    with_numbers(keep, 1)
    with_numbers(drop, 3)
    clerk = post(Role.CLERK, town.top)

    with pytest.raises(DomainError, match="不是同一个人"):
        merge_duplicates(actor=clerk, keep=seen(keep), drop=seen(drop), reason="")
    with pytest.raises(DomainError, match="两条不同的记录"):
        merge_duplicates(actor=clerk, keep=seen(keep), drop=seen(keep), reason="")
    for access in (post(Role.CLERK, town.branch), post(Role.SUPERVISOR, town.top)):
        with pytest.raises(PermissionDenied):
            merge_duplicates(actor=access, keep=seen(keep), drop=seen(drop), reason="")
    assert Entry.objects.filter(unit_id=keep.unit_id, verb="members.merge").count() == 0


def test_merge_in_the_browser_needs_a_reason(town: Home) -> None:
    keep = make.person("王建国", organisation=town.branch)
    drop = make.person("王建国", organisation=town.branch)
    client = Client()
    client.force_login(make.account(role=Role.SECRETARY, organisation=town.branch))
    typed = {"unit": keep.unit_id, "first": keep.id, "second": drop.id, "keep": drop.id}

    refused = client.post("/members/duplicates/merge/", typed)
    done = client.post("/members/duplicates/merge/", {**typed, "reason": "重复"})

    assert refused.status_code == 422
    assert (done.status_code, fresh(keep).standing, fresh(drop).standing) == (302, "", "full")


def test_worker_has_a_history_and_describes_the_own_strengths(town: Home) -> None:
    person = make.person(organisation=town.branch)
    clerk = post(Role.CLERK, town.branch)
    own = post(Role.MEMBER, town.branch, person)

    worker = add_worker(
        actor=clerk,
        seen=seen(person),
        organisation=town.branch,
        given=Job("党务专干", True, date(2025, 1, 1)),  # noqa: FBT003 - full time
    )
    add_experience(
        actor=own,
        worker=worker,
        given=Experience("exchange", date(2024, 1, 1), ON, "街道办"),
    )
    describe_strengths(
        actor=own, worker=worker, strengths=["组织协调能力", "责任意识"], workload="组织"
    )

    row = Worker.objects.get(unit_id=person.unit_id)
    assert (row.full_time, row.strengths, row.workload) == (
        True,
        ["责任意识", "组织协调能力"],
        "组织",
    )
    assert [one.id for one in workers_of(clerk)] == [worker.id]
    with pytest.raises(InputError, match="六种意识、六种能力"):
        describe_strengths(actor=own, worker=worker, strengths=["97分"], workload="")
    with pytest.raises(PermissionDenied):
        end_worker(actor=own, worker=worker, on=ON)
    end_worker(actor=clerk, worker=worker, on=ON)
    assert workers_of(clerk) == []
    with pytest.raises(DomainError, match="已经结束"):
        end_worker(actor=clerk, worker=worker, on=ON)


def test_worker_is_not_for_strangers(town: Home) -> None:
    person = make.person(organisation=town.branch)
    job = Job("专干", False, ON)  # noqa: FBT003 - part time
    for access in (
        post(Role.CLERK, town.other),
        post(Role.COMMITTEE_MEMBER, town.branch),
        post(Role.SUPERVISOR, town.top),
    ):
        with pytest.raises(PermissionDenied):
            add_worker(actor=access, seen=seen(person), organisation=town.branch, given=job)


def test_worker_pages_answer(town: Home) -> None:
    person = make.person(organisation=town.branch)
    clerk = post(Role.CLERK, town.branch)
    worker = add_worker(
        actor=clerk,
        seen=seen(person),
        organisation=town.branch,
        given=Job("专干", False, ON),  # noqa: FBT003
    )
    client = Client()
    client.force_login(make.account(role=Role.SECRETARY, organisation=town.branch))
    page = f"/members/workers/{worker.unit_id}/{worker.id}/"

    assert client.get(page).status_code == 200
    assert client.post(f"{page}strengths/", {"strengths": ["学习意识"]}).status_code == 302
    assert client.post(f"{page}end/", {"on": "x"}).status_code == 422
    assert "学习意识" in client.get(page).content.decode()


def test_a_village_is_not_asked_for_the_staff_of_organs(client: Client, town: Home) -> None:
    client.force_login(make.account(role=Role.SECRETARY, organisation=town.branch))
    page = client.get("/members/workers/")
    assert page.context["ratio"] is None
    assert "机关" not in page.content.decode().partition("<main")[2]


def test_the_staffing_form_finds_no_fault_before_it_is_sent(client: Client) -> None:
    organ = make.organisation(unit=make.unit(), kind="committee", category="organ")
    client.force_login(make.account(role=Role.CLERK, organisation=organ))
    assert client.get("/members/workers/?staff=200").context["ratio"].state == "due"
    assert "is-invalid" not in client.get("/members/workers/").content.decode()
    assert "is-invalid" in client.get("/members/workers/?staff=").content.decode()


@pytest.mark.parametrize(
    ("staff", "state"), [(None, "unknown"), (50, "met"), (100, "met"), (101, "due"), (10, "met")]
)
def test_staffing_reads_the_article_and_stays_unknown_without_the_headcount(
    staff: int | None, state: str
) -> None:
    unit = make.unit()
    branch = make.organisation(unit=unit, category="organ")
    person = make.person(organisation=branch)
    Worker.objects.create(
        unit=unit,
        person=person,
        organisation=branch,
        full_time=True,
        job="专干",
        period=("2025-01-01", None),
    )

    ratio = staffing(post(Role.CLERK, branch), staff)

    assert (ratio.full_time, ratio.state, ratio.rule, ratio.article) == (
        1,
        state,
        "JG2019-30-staff",
        "30",
    )


def test_the_register_of_a_past_day_is_read_from_the_periods(town: Home) -> None:
    person = make.person("王建国", organisation=town.branch)
    stays = make.person("赵一", organisation=town.branch)
    move_membership(
        actor=post(Role.CLERK, town.top),
        seen=seen(person),
        organisation=town.other,
        on=ON,
        reason="迁居",
    )
    before = date(2026, 10, 31)

    assert list(members_on(town.branch, before)) == [person, stays]
    assert list(members_on(town.branch, ON)) == [stays]
    assert list(members_on(town.other, ON)) == [person]
    assert set(members_on(town.top, ON)) == {person, stays}
    assert list(members_on(town.top, date(2010, 1, 1))) == []
    then, now = person_on(person, before), person_on(person, ON)
    assert (then.standing, then.organisation) == ("full", town.branch)
    assert (now.standing, now.organisation) == ("full", town.other)
    assert person_on(person, date(2001, 1, 1)).standing == ""
