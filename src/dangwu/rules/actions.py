"""Adopting and ending local packs, exempting an organisation, keeping the holidays."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.core.rulebook.binding import PackError
from dangwu.core.rulebook.findings import citation
from dangwu.core.rulebook.linking import link
from dangwu.core.rulebook.loader import check_pack, load_pack
from dangwu.core.rulebook.records import Pack, Rule, Rulebook
from dangwu.core.rulebook.terms import Status, Strength
from dangwu.core.rulebook.tightening import loosening
from dangwu.organisations.models import Organisation
from dangwu.rules.duties.reach import Over
from dangwu.rules.models import Exemption, Holiday, LocalPack
from dangwu.rules.permissions import can_adopt_pack, can_grant_exemption
from dangwu.rules.queries.rulebook import rulebook_for
from dangwu.rules.tallying import refresh_tallies
from dangwu.rules.tasks import subtrees_soon
from dangwu.sharding.models import Unit


@dataclass(frozen=True, slots=True)
class Conflict:
    """A local rule beside the general one that it would loosen."""

    local: Rule
    general: Rule
    reason: str


class PackRefusedError(DomainError):
    """A pack that cannot be adopted: what is wrong in it, and which rules stand against it."""

    def __init__(
        self,
        message: str,
        *,
        errors: tuple[PackError, ...] = (),
        conflicts: tuple[Conflict, ...] = (),
    ) -> None:
        super().__init__(message)
        self.errors = errors
        self.conflicts = conflicts


@transaction.atomic
def adopt_local_pack(
    *, actor: Access, unit: Unit, text: str, until: date | None = None
) -> LocalPack:
    """Put a local pack in force in a unit and all units below, from the day that it names.

    text: the pack file. Its `since` may not lie before today: no past verdict changes.
    Raises PermissionDenied, PackRefusedError.
    """
    if not can_adopt_pack(actor, unit.id):
        raise PermissionDenied
    pack = _checked(text, rulebook_for(unit.id, date.max), actor.today)
    if until is not None and until <= pack.instrument.since:
        raise InputError("until", "停止施行日期应晚于施行日期，请改正。")
    adopted = LocalPack(
        unit=unit,
        key=pack.instrument.key,
        title=pack.instrument.title,
        text=text,
        since=pack.instrument.since,
        until=until or pack.instrument.until,
        adopted_by=actor.account_id,
        adopted_at=actor.now,
    )
    adopted.save(force_insert=True)
    record(
        actor=actor, verb="rules.adopt_local_pack", target=adopted,
        key=adopted.key, title=adopted.title, since=str(adopted.since),
    )  # fmt: skip
    return adopted


@transaction.atomic
def end_local_pack(*, actor: Access, pack: LocalPack, on: date) -> LocalPack:
    """Let a local pack end: `on` is the first day on which it no longer applies.

    Raises PermissionDenied, DomainError.
    """
    if not can_adopt_pack(actor, pack.unit_id):
        raise PermissionDenied
    pack = LocalPack.objects.select_for_update().get(pk=pack.pk)
    if on < actor.today or on <= pack.since:
        raise InputError("on", "停止施行日期不能早于今天，也不能早于施行日期，请改正。")
    if pack.until is not None and pack.until <= on:
        raise DomainError(f"《{pack.title}》已定于{pack.until}停止施行，不必再办。")
    pack.until = on
    pack.save(update_fields=["until"])
    record(actor=actor, verb="rules.end_local_pack", target=pack, key=pack.key, until=str(on))
    return pack


@transaction.atomic
def grant_exemption(
    *,
    actor: Access,
    organisation: Organisation,
    rule_id: str,
    since: date,
    until: date,
    reason: str,
    approved_by: str,
    basis: str,
) -> Exemption:
    """Exempt an organisation from one rule over [since, until).

    Raises PermissionDenied, DomainError.
    """
    if not can_grant_exemption(actor, organisation):
        raise PermissionDenied
    _check_exemption(organisation, rule_id, since, until)
    if not (reason.strip() and approved_by.strip()):
        raise InputError("reason", "豁免须写明理由和批准的党组织，请补填。")
    exemption = Exemption(
        unit_id=organisation.unit_id,
        organisation=organisation,
        rule_id=rule_id,
        period=DateRange(since, until),
        reason=reason.strip(),
        approved_by=approved_by.strip(),
        basis=basis.strip(),
        granted_by=actor.account_id,
        granted_at=actor.now,
    )
    try:
        with transaction.atomic():
            exemption.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError("这段期间已有这条规则的豁免，请先结束原来的豁免。") from error
    record(
        actor=actor, verb="rules.grant_exemption", target=exemption,
        rule=rule_id, since=str(since), until=str(until), reason=exemption.reason,
    )  # fmt: skip
    _count_again(actor, organisation)
    return exemption


@transaction.atomic
def end_exemption(*, actor: Access, exemption: Exemption, on: date) -> Exemption:
    """End an exemption early: `on` is the first day without it, after its first day.

    Raises PermissionDenied, DomainError.
    """
    organisation = exemption.organisation
    if not can_grant_exemption(actor, organisation):
        raise PermissionDenied
    period = exemption.period
    if on <= period.lower or on >= period.upper:
        raise InputError("on", "结束日期应在豁免期间之内，请改正。")
    exemption.period = DateRange(period.lower, on)
    exemption.save(update_fields=["period"])
    record(actor=actor, verb="rules.end_exemption", target=exemption, until=str(on))
    _count_again(actor, organisation)
    return exemption


@transaction.atomic
def set_holiday(*, actor: Access, unit: Unit, day: date, working: bool, name: str) -> Holiday:
    """Enter one day of the published holidays: a weekday off, or a weekend day that is worked.

    unit: in whose record the entry stands. Raises PermissionDenied, InputError.
    """
    if Role.ADMINISTRATOR not in actor.roles:
        raise PermissionDenied
    if (day.weekday() < 5) is working:
        raise InputError("working", f"{day}平日即{'上班' if working else '休息'}，不必登记。")
    holiday, _ = Holiday.objects.update_or_create(
        day=day, defaults={"working": working, "name": name}
    )
    record(actor=actor, verb="rules.set_holiday", target=unit, day=str(day), working=working)
    return holiday


def _check_exemption(organisation: Organisation, rule_id: str, since: date, until: date) -> None:
    if until <= since:
        raise InputError("until", "豁免的结束日期应晚于开始日期，请改正。")
    book = rulebook_for(organisation.unit_id, until - timedelta(days=1))
    if all(rule.id != rule_id for rule in book.rules()):
        raise InputError("rule_id", f"没有“{rule_id}”这条规则，请从职责列表中选择。")


def _count_again(actor: Access, organisation: Organisation) -> None:
    refresh_tallies(Over.one(organisation), on=actor.today)
    subtrees_soon(organisation.unit_id)


def _checked(text: str, book: Rulebook, today: date) -> Pack:
    """Return the pack of a text that may be adopted beside the book.

    Raises PackRefusedError.
    """
    if errors := check_pack(text, "地方规则"):
        raise PackRefusedError(
            f"规则文件有{len(errors)}处错误，没有采用：{errors[0]}", errors=errors
        )
    pack = load_pack(text, "地方规则")
    if pack.instrument.status is not Status.LOCAL:
        raise PackRefusedError("地方规则文件的 status 应为 local，请改正后再采用。")
    if pack.instrument.since < today:
        raise PackRefusedError(
            f"施行日期{pack.instrument.since}早于今天；以往的期间按当时的规则判断，请改正。"
        )
    if conflicts := conflicts_of(pack, book):
        first = conflicts[0]
        raise PackRefusedError(
            f"{len(conflicts)}条地方规则放宽了上级规定，没有采用：“{first.local.paraphrase}”与"
            f"{citation(first.general)}“{first.general.paraphrase}”不一致，{first.reason}",
            conflicts=conflicts,
        )
    try:
        link((*book.packs, pack))
    except PackError as error:
        raise PackRefusedError(f"规则文件没有采用：{error}", errors=(error,)) from error
    return pack


def conflicts_of(pack: Pack, book: Rulebook) -> tuple[Conflict, ...]:
    """Return every local rule that loosens a rule it names, beside that rule."""
    known = {rule.id: rule for rule in book.rules()}
    found = []
    for local in pack.rules:
        for name in local.exception_to:
            general = known.get(name)
            if general is None or general.strength is not Strength.MUST:
                continue
            if general.instrument.status is not Status.LOCAL and (
                reason := loosening(local, general)
            ):
                found.append(Conflict(local, general, reason))
    return tuple(found)
