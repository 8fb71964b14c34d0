"""The digest of duties: once a day for each post, only with something new, older ones put away."""

from datetime import date, timedelta

import pytest

import make
from dangwu.accounts.actions import grant_role
from dangwu.accounts.models import Account, Role
from dangwu.activities.actions import file_activity
from dangwu.notices.composing import KEEP, compose, forget_old, open_duties
from dangwu.notices.models import Delivery, DutiesTold, Notice
from dangwu.notices.routing import route
from dangwu.organisations.models import Organisation
from notices.groups import robot_of
from notices.receivers import Group

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def branch(name: str = "河东村党支部") -> Organisation:
    """A branch with members and a leading body, and nothing done yet."""
    at = make.organisation(unit=make.unit(), name=name)
    make.body(at)
    for name_ in ("王一", "李二", "赵三"):
        make.person(name_, organisation=at)
    return at


def secretary(at: Organisation, role: Role = Role.SECRETARY) -> Account:
    return make.account(role=role, organisation=at)


def told(account: Account) -> list[Notice]:
    rows = Notice.objects.filter(unit_id=account.unit_id or 0, recipient_id=account.id)
    return list(rows.order_by("id"))


def test_a_post_is_told_what_is_overdue_with_its_day() -> None:
    at = branch()
    account = secretary(at)
    overdue = [duty for duty in open_duties(at.unit_id, today=TODAY) if duty.overdue]
    assert overdue

    assert compose(at.unit_id, today=TODAY) == 1

    (notice,) = told(account)
    assert notice.subject.startswith(f"河东村党支部：逾期{len(overdue)}项")
    assert overdue[0].subject in notice.text
    assert (notice.link, notice.key, notice.category) == ("/", "duties:2026-11-22", "duties")
    assert not notice.urgent


def test_only_posts_that_do_the_work_are_told() -> None:
    at = branch()
    accounts = {role: secretary(at, role) for role in Role}

    compose(at.unit_id, today=TODAY)

    assert {role for role, account in accounts.items() if told(account)} == {
        Role.SECRETARY,
        Role.CLERK,
        Role.COMMITTEE_MEMBER,
    }


def test_nobody_is_told_twice_on_a_day() -> None:
    at = branch()
    account = secretary(at)

    compose(at.unit_id, today=TODAY)
    DutiesTold.objects.filter(unit_id=at.unit_id).delete()
    assert compose(at.unit_id, today=TODAY) == 0

    assert len(told(account)) == 1


def test_a_day_without_anything_new_is_silent() -> None:
    at = branch()
    account = secretary(at)
    compose(at.unit_id, today=date(2026, 11, 10))

    assert compose(at.unit_id, today=date(2026, 11, 11)) == 0

    assert len(told(account)) == 1


def test_what_comes_near_its_day_is_new_and_the_older_digest_is_put_away() -> None:
    at = branch()
    account = secretary(at)
    compose(at.unit_id, today=date(2026, 11, 10))

    # Within a week of the end of the month the duties of the month are due.
    assert compose(at.unit_id, today=date(2026, 11, 26)) == 1

    older, newer = told(account)
    assert "7日内到期" in newer.subject
    assert (older.put_away, newer.put_away) == (True, False)
    assert newer.due_on is not None
    assert date(2026, 11, 26) <= newer.due_on <= date(2026, 12, 3)


def test_what_was_done_is_not_told() -> None:
    at = branch()
    before = {duty.subject for duty in open_duties(at.unit_id, today=date(2026, 11, 27))}
    actor = make.access(role=Role.SECRETARY, organisation=at)
    file_activity(
        actor=actor, organisation=at, kinds=["theme_day"], title="主题党日",
        held_on=date(2026, 11, 20), should_attend=3, present=3,
    )  # fmt: skip

    after = open_duties(at.unit_id, today=date(2026, 11, 27))

    gone = [
        duty for duty in after if duty.due_on == date(2026, 11, 30) and "主题党日" in duty.subject
    ]
    assert any("主题党日" in subject for subject in before)
    assert gone == []


def test_posts_in_two_organisations_make_one_digest() -> None:
    at = branch()
    other = make.organisation(unit=at.unit, name="河西村党支部")
    account = secretary(at)
    grant_role(
        account=account, role=Role.CLERK, unit_id=at.unit_id, organisation_id=other.id,
        since=date(2020, 1, 1),
    )  # fmt: skip

    compose(at.unit_id, today=TODAY)

    (notice,) = told(account)
    assert notice.subject.startswith("2个党组织：逾期")
    assert "河东村党支部　逾期" in notice.text or "河西村党支部　逾期" in notice.text


def test_the_group_of_an_organisation_is_told_once_too(group: Group) -> None:
    at = branch()
    robot_of(at, make.access(role=Role.ADMINISTRATOR, organisation=at), group)

    compose(at.unit_id, today=TODAY)
    route(at.unit_id, now=make.NOW)

    assert Delivery.objects.filter(unit_id=at.unit_id, channel="robot").count() == 1


def test_a_unit_without_organisations_is_silent() -> None:
    unit = make.unit()

    assert compose(unit.id, today=TODAY) == 0


def test_notices_of_long_ago_are_removed() -> None:
    at = branch()
    secretary(at)
    compose(at.unit_id, today=TODAY)
    (row,) = Notice.objects.filter(unit_id=at.unit_id)

    assert forget_old(at.unit_id, now=row.created_at + KEEP) == 0
    assert forget_old(at.unit_id, now=row.created_at + KEEP + timedelta(seconds=1)) == 1

    assert not Notice.objects.filter(unit_id=at.unit_id).exists()
