"""The administrator runs accounts and roles and sees no personal data."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

import make
from dangwu.accounts.actions import LoginTakenError
from dangwu.accounts.models import Account, Grant, Role
from dangwu.audit.models import Entry
from dangwu.workbench import actions

pytestmark = pytest.mark.django_db

PASSWORD = "long-enough-2026"


def test_open_account_and_grant_a_role_are_recorded() -> None:
    branch = make.organisation(unit=make.unit())
    admin = make.access(role=Role.ADMINISTRATOR, organisation=branch)

    opened = actions.open_account(actor=admin, login="wangjg", name="王建国", password=PASSWORD)
    actions.grant(actor=admin, account=opened, role="clerk", code=branch.code, since=make.TODAY)

    held = Grant.objects.get(account=opened)
    assert (held.role, held.organisation_id) == ("clerk", branch.id)
    verbs = [e.verb for e in Entry.objects.filter(unit_id=branch.unit_id).order_by("id")]
    assert verbs == ["accounts.open", "accounts.grant"]
    assert PASSWORD not in str(list(Entry.objects.filter(unit_id=branch.unit_id).values()))


def test_a_login_name_is_given_once() -> None:
    branch = make.organisation(unit=make.unit())
    admin = make.access(role=Role.ADMINISTRATOR, organisation=branch)
    actions.open_account(actor=admin, login="wangjg", name="王建国", password=PASSWORD)

    with pytest.raises(LoginTakenError):
        actions.open_account(actor=admin, login="wangjg", name="王建军", password=PASSWORD)


def test_an_unknown_organisation_code_is_refused() -> None:
    branch = make.organisation(unit=make.unit())
    admin = make.access(role=Role.ADMINISTRATOR, organisation=branch)
    account = make.account(role=Role.MEMBER, organisation=branch)

    with pytest.raises(actions.NoSuchOrganisationError, match="XYZ"):
        actions.grant(actor=admin, account=account, role="clerk", code="XYZ", since=make.TODAY)

    assert Grant.objects.filter(account=account).count() == 1


def test_a_role_ends_today_and_stays_in_the_record() -> None:
    branch = make.organisation(unit=make.unit())
    admin = make.access(role=Role.ADMINISTRATOR, organisation=branch)
    account = make.account(role=Role.MEMBER, organisation=branch)
    held = Grant.objects.get(account=account)

    actions.end_grant(actor=admin, account=account, grant_id=held.id)

    held.refresh_from_db()
    assert held.until == make.TODAY


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_nobody_else_touches_accounts(role: Role) -> None:
    branch = make.organisation(unit=make.unit())
    actor = make.access(role=role, organisation=branch)
    account = make.account(role=Role.MEMBER, organisation=branch)

    with pytest.raises(PermissionDenied):
        actions.reset_password(actor=actor, account=account, password=PASSWORD)
    with pytest.raises(PermissionDenied):
        actions.close_account(actor=actor, account=account)
    with pytest.raises(PermissionDenied):
        actions.open_account(actor=actor, login="wangjg", name="王建国", password=PASSWORD)


def test_an_account_of_another_unit_is_out_of_reach(client: Client) -> None:
    here = make.organisation(unit=make.unit("甲县"))
    there = make.organisation(unit=make.unit("乙县"))
    client.force_login(make.account(role=Role.ADMINISTRATOR, organisation=here))
    other = make.account(role=Role.SECRETARY, organisation=there)

    assert client.get(f"/settings/{other.id}/").status_code == 404
    assert client.post(f"/settings/{other.id}/close/").status_code == 404
    assert Account.objects.get(pk=other.pk).is_active


def test_the_administrator_opens_an_account_in_the_browser(client: Client) -> None:
    branch = make.organisation(unit=make.unit())
    client.force_login(make.account(role=Role.ADMINISTRATOR, organisation=branch))
    form = {"login": "lim", "name": "李明", "password": PASSWORD}

    answer = client.post("/settings/open/", form)

    opened = Account.objects.get(login="lim")
    assert answer["Location"] == f"/settings/{opened.id}/"
    again = client.post("/settings/open/", form)
    assert again.status_code == 422
    assert "已被使用" in again.content.decode()


def test_a_closed_account_cannot_sign_in(client: Client) -> None:
    branch = make.organisation(unit=make.unit())
    account = make.account(
        role=Role.SECRETARY, organisation=branch, login="shuji", password=PASSWORD
    )
    admin = make.access(role=Role.ADMINISTRATOR, organisation=branch)
    actions.close_account(actor=admin, account=account)

    answer = client.post("/login/", {"login": "shuji", "password": PASSWORD})

    assert "_auth_user_id" not in client.session
    assert answer.status_code == 403
    assert "已经停用" in answer.content.decode()
