"""Setting up an organisation under another one."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.core.names import name_keys
from dangwu.core.rulebook import shapes, terms
from dangwu.organisations.actions.labels import next_label
from dangwu.organisations.actions.periods import WrongDayError, check_day, locked
from dangwu.organisations.constraints import refused_by
from dangwu.organisations.models import Organisation, OrganisationPeriod
from dangwu.organisations.permissions import can_arrange_below
from dangwu.organisations.placing import check_placing
from dangwu.organisations.queries.rulebook import Check, check_of, judged, rules_for, scope
from dangwu.organisations.ruling import ruling_for
from dangwu.organisations.signals import organisation_changed


@dataclass(frozen=True, slots=True)
class SetUp:
    """A new organisation, and what the rulebook reminds of."""

    organisation: Organisation
    reminders: tuple[Check, ...]


@transaction.atomic
def set_up_organisation(
    *,
    actor: Access,
    parent: Organisation,
    kind: str,
    category: str,
    name: str,
    founded_on: date,
    basis: str,
    code: str = "",
    full_members: int | None = None,
    approver: str = "",
    ends_on: date | None = None,
    joint_units: int | None = None,
    fire_kind: str = "",
    records_from: date | None = None,
) -> SetUp:
    """Set up an organisation under `parent` and return it with the rulebook's reminders.

    basis: number of the reply. full_members: how many full members it is to have, for the check.
    records_from: first day of which the work is kept here; left out: the day it was set up.
    Raises PermissionDenied, DomainError (MisplacedError, WrongDayError) and, where a binding rule
    is breached, a DomainError that cites it.
    Source: ZB2018 art. 4, art. 5, art. 8
    """
    if not can_arrange_below(actor, parent):
        raise PermissionDenied
    check_day(actor, founded_on)
    parent = locked(parent)
    if founded_on < parent.founded_on:
        raise WrongDayError(f"成立日期不能早于上级“{parent.name}”的成立日期{parent.founded_on}。")
    check_placing(kind=kind, parent_kind=parent.kind)
    _check_temporary(kind, approver, ends_on, founded_on)
    reminders = _reminders(
        parent,
        scope(
            kind=kind,
            category=category,
            regime=parent.regime,
            fire_kind=fire_kind,
            on=founded_on,
        ),
        full_members,
    )
    label = next_label(parent)
    keys = name_keys(name)
    organisation = Organisation(
        unit_id=parent.unit_id,
        code=code or f"{parent.code}-{label}",
        name=keys.name,
        kind=kind,
        category=category,
        regime=parent.regime,
        fire_kind=fire_kind,
        parent=parent,
        label=label,
        path=f"{parent.path}.{label}",
        founded_on=founded_on,
        records_from=max(records_from or founded_on, founded_on),
        joint_units=joint_units if kind == "joint_branch" else None,
        approver=approver,
        ends_on=ends_on,
        ngrams=list(keys.ngrams),
        pinyin=keys.pinyin,
        initials=keys.initials,
    )
    taken = DomainError(f"组织代码“{organisation.code}”已被使用。请填写另一个代码。")
    with refused_by("organisation_code_once", taken):
        organisation.save(force_insert=True)
    OrganisationPeriod.objects.create(
        unit_id=organisation.unit_id,
        organisation=organisation,
        period=DateRange(founded_on, None),
        name=organisation.name,
        kind=kind,
        category=category,
        parent=parent,
        path=organisation.path,
        reason="设立",
        basis=basis,
    )
    record(
        actor=actor,
        verb="organisations.set_up",
        target=organisation,
        organisation_id=organisation.id,
        名称=organisation.name,
        类别=terms.KINDS[kind],
        上级党组织=parent.name,
        自=founded_on.isoformat(),
        依据=basis,
    )
    organisation_changed.send(Organisation, organisation=organisation, on=founded_on)
    return SetUp(organisation, reminders)


def _check_temporary(kind: str, approver: str, ends_on: date | None, founded_on: date) -> None:
    if kind != "temporary_branch":
        return
    if not approver:
        raise DomainError("临时党支部须经上级党组织批准，请填写批准设立的党组织。")
    if ends_on is not None and ends_on <= founded_on:
        raise WrongDayError("临时组织的到期日应晚于成立日期。")


def _reminders(
    parent: Organisation, facts: dict[str, object], full_members: int | None
) -> tuple[Check, ...]:
    """Return breaches that only remind; raise for one that blocks."""
    on = facts["on"]
    if not isinstance(on, date):
        raise TypeError("facts without a day")
    asked = {**facts, "parent_kind": parent.kind}
    book = ruling_for(parent, on).book
    rules = [*rules_for(book, shapes.Parent, asked, on)]
    if full_members is not None:
        asked |= {"full_members": full_members, "set_up": [str(facts["kind"])]}
        rules += [
            rule
            for rule in rules_for(book, shapes.Headcount, asked, on)
            if isinstance(rule.shape, shapes.Headcount)
            and rule.shape.of == "full_members"
            and set(rule.shape.sets_up) & {facts["kind"], "joint_branch", "branch_committee"}
        ]
    wrong = [found for found in judged(rules, asked) if found.outcome.value == "breached"]
    for found in wrong:
        if found.blocks and isinstance(found.rule.shape, shapes.Parent):
            raise DomainError(f"{found.text}请改选上级党组织。")
    return tuple(check_of(found) for found in wrong)
