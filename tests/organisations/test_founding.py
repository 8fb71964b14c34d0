"""An empty installation is opened from the command line: unit, top organisation, administrator."""

import pytest

import make
from dangwu.accounts.access import Access
from dangwu.accounts.actions import LoginTakenError
from dangwu.accounts.models import Account, Grant, Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError, InputError
from dangwu.organisations.actions import found_unit, set_up_organisation
from dangwu.organisations.models import Organisation, OrganisationPeriod
from dangwu.sharding.models import Unit

pytestmark = pytest.mark.django_db

PASSWORD = "long-enough-2026"


def found(**changes: object) -> Organisation:
    given: dict[str, object] = {
        "actor": Access(account_id=None, name="命令行", today=make.TODAY, now=make.NOW),
        "code": "990009",
        "name": "示范县",
        "level": "county",
        "above": None,
        "organisation": "中共示范县委员会",
        "category": "county",
        "founded_on": make.FOUNDED,
        "login": "guanli",
        "password": PASSWORD,
        **changes,
    }
    return found_unit(**given)  # type: ignore[arg-type]  # one table of arguments for all cases


def test_found_unit_leaves_an_administrator_who_can_go_on() -> None:
    top = found()

    assert (top.kind, top.path, top.parent) == ("committee", "0001", None)
    assert OrganisationPeriod.objects.filter(unit_id=top.unit_id, organisation=top).count() == 1
    account = Account.objects.get(login="guanli")
    assert account.check_password(PASSWORD)
    assert [(g.role, g.organisation_id) for g in Grant.objects.filter(account=account)] == [
        ("administrator", top.id)
    ]
    assert [e.verb for e in Entry.objects.filter(unit_id=top.unit_id)] == ["organisations.found"]


def test_organisations_are_set_up_below_a_founded_unit() -> None:
    top = found()
    department = make.access(role=Role.DEPARTMENT, organisation=top)

    made = set_up_organisation(
        actor=department,
        parent=top,
        kind="committee",
        category="township",
        name="东川镇党委",
        founded_on=make.TODAY,
        basis="示组〔2026〕1号",
    )

    assert made.organisation.path == "0001.0001"


def test_a_unit_stands_under_the_unit_above() -> None:
    city = make.unit("示范市", level="city")

    top = found(above=city)

    unit = Unit.objects.get(pk=top.unit_id)
    assert unit.path.startswith(f"{city.path}.")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"level": "village"}, InputError),
        ({"password": "short"}, DomainError),
    ],
)
def test_found_unit_refuses_and_leaves_nothing(
    changes: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        found(**changes)

    assert not Unit.objects.filter(code="990009").exists()


def test_a_code_and_a_login_are_given_once() -> None:
    found()

    with pytest.raises(InputError, match="已被使用"):
        found(login="guanli2")
    with pytest.raises(LoginTakenError):
        found(code="990010")
    assert not Unit.objects.filter(code="990010").exists()
