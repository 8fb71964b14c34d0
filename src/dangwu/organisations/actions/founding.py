"""The first rows of an installation: a unit, the organisation at its top, its administrator."""

from datetime import date

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max

from dangwu.accounts.actions import grant_role, open_account
from dangwu.accounts.models import Account, Role
from dangwu.audit.actions import Actor, record
from dangwu.core.errors import DomainError, InputError
from dangwu.core.names import name_keys
from dangwu.organisations.models import Organisation, OrganisationPeriod
from dangwu.sharding.models import Unit, UnitLevel

FIRST_LABEL = "0001"


@transaction.atomic
def found_unit(
    *,
    actor: Actor,
    code: str,
    name: str,
    level: str,
    above: Unit | None,
    organisation: str,
    category: str,
    founded_on: date,
    login: str,
    password: str,
) -> Organisation:
    """Return the top organisation of a new unit, whose administrator may sign in.

    level: of UnitLevel. organisation: name of the committee at the top. category: of
    terms.CATEGORIES. Runs as the owner of the database, from the command line only.
    Raises InputError for a code that is taken or a level that is not known, LoginTakenError.
    """
    if level not in UnitLevel.values:
        raise InputError("level", f"应为 {'、'.join(UnitLevel.values)} 之一")
    if Unit.objects.filter(code=code).exists():
        raise InputError("code", f"代码“{code}”已被使用，请换一个")
    if len(password) < 10:
        raise DomainError("管理员的初始密码至少10个字符。")
    number = (Unit.objects.aggregate(last=Max("id"))["last"] or 0) + 1
    unit = Unit.objects.create(
        id=number,
        code=code,
        name=name,
        level=level,
        parent=above,
        path=f"{above.path}.{number:06d}" if above else f"{number:06d}",
    )
    top = _top(unit, code, organisation, category, founded_on)
    account = open_account(login=login, name="系统管理员", password=password, unit_id=unit.id)
    _grant_administration(account, top, founded_on)
    record(
        actor=actor,
        verb="organisations.found",
        target=top,
        organisation_id=top.id,
        单位=name,
        名称=organisation,
        管理员=login,
    )
    return top


def _top(unit: Unit, code: str, name: str, category: str, founded_on: date) -> Organisation:
    keys = name_keys(name)
    top = Organisation.objects.create(
        unit=unit,
        code=code,
        name=keys.name,
        kind="committee",
        category=category,
        label=FIRST_LABEL,
        path=FIRST_LABEL,
        approves_members=True,
        founded_on=founded_on,
        records_from=founded_on,
        ngrams=list(keys.ngrams),
        pinyin=keys.pinyin,
        initials=keys.initials,
    )
    OrganisationPeriod.objects.create(
        unit=unit,
        organisation=top,
        period=DateRange(founded_on, None),
        name=top.name,
        kind=top.kind,
        category=category,
        path=top.path,
        reason="建档",
    )
    return top


def _grant_administration(account: Account, top: Organisation, since: date) -> None:
    grant_role(
        account=account,
        role=Role.ADMINISTRATOR,
        unit_id=top.unit_id,
        organisation_id=top.id,
        since=since,
    )
