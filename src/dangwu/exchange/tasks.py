"""The tasks of the worker. It runs as the web role: each transaction opens its units itself."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from dangwu.accounts.access import Access
from dangwu.accounts.models import Account, Grant
from dangwu.core.errors import DomainError
from dangwu.exchange import actions, jobs
from dangwu.exchange.checking.run import SupersededError
from dangwu.exchange.models import RosterExport, RosterImport
from dangwu.exchange.retention import clear_expired
from dangwu.exchange.storage import content_of
from dangwu.organisations.queries import reaches_of
from dangwu.sharding.access import open_units
from dangwu.sharding.models import Unit

State = RosterImport.State
_IN_USE = (
    "撤销的同时，有人为其中的人员作了登记；没有撤销任何一行。请再点“撤销这次导入”，看是哪些人。"
)
_NOT_ALLOWED = "您已没有办理这件事的职责；没有改动任何数据。"


def actor_of(account_id: str, unit_id: int) -> Access:
    """Return what the account reaches now, its units and this one opened in the transaction."""
    now = timezone.now()
    today = timezone.localdate(now)
    account = Account.objects.get(pk=account_id)
    granted = set(
        Grant.objects.in_force(today).filter(account=account).values_list("unit_id", flat=True)
    )
    open_units(granted | {unit_id})
    return Access(
        account_id=account.id,
        name=account.name,
        today=today,
        now=now,
        reaches=reaches_of(account, on=today),
        unit_id=account.unit_id,
        person_id=account.person_id,
    )


@app.task(name=actions.LOOK)
def look_into_roster(*, unit: int, key: str, **_rest: str) -> None:
    """Find the sheets and headings of a large workbook."""
    with transaction.atomic():
        open_units([unit])
        roster = _roster(unit, key)
        if roster.state != State.UPLOADED:
            return
        try:
            with transaction.atomic():
                jobs.look_into(roster, content_of(roster.file))
        except DomainError as refusal:
            _settle(roster, State.REFUSED, str(refusal))


@app.task(name=actions.CHECK)
def check_roster(*, unit: int, key: str, **rest: str) -> None:
    """Do the dry run."""
    with transaction.atomic():
        open_units([unit])
        roster = _roster(unit, key)
    if roster.state != State.CHECKING or str(roster.run) != rest["run"]:
        return
    try:
        jobs.run_check(roster, units=frozenset({unit}))
    except SupersededError:
        return
    except DomainError as refusal:
        _refused(unit, key, State.MAPPING, str(refusal))


@app.task(name=actions.IMPORT)
def import_roster(*, unit: int, key: str, **rest: str) -> None:
    """Write the accepted rows to the register."""
    try:
        with transaction.atomic():
            actor = actor_of(rest["account"], unit)
            jobs.run_import(actor=actor, roster_id=uuid.UUID(key), unit_id=unit)
    except DomainError as refusal:
        _refused(unit, key, State.CHECKED, str(refusal))
    except PermissionDenied:
        _refused(unit, key, State.CHECKED, _NOT_ALLOWED)


@app.task(name=actions.UNDO)
def undo_roster(*, unit: int, key: str, **rest: str) -> None:
    """Take a whole import back."""
    try:
        with transaction.atomic():
            actor = actor_of(rest["account"], unit)
            jobs.run_undo(actor=actor, roster_id=uuid.UUID(key), unit_id=unit)
    except DomainError as refusal:
        _refused(unit, key, State.IMPORTED, str(refusal))
    except PermissionDenied:
        _refused(unit, key, State.IMPORTED, _NOT_ALLOWED)
    except IntegrityError:  # a record that refers to somebody came while the rows went
        _refused(unit, key, State.IMPORTED, _IN_USE)


@app.task(name=actions.EXPORT)
def export_roster(*, unit: int, key: str, **rest: str) -> None:
    """Write a long roster out."""
    try:
        with transaction.atomic():
            actor = actor_of(rest["account"], unit)
            jobs.run_export(actor=actor, export_id=uuid.UUID(key), unit_id=unit)
    except PermissionDenied:
        with transaction.atomic():
            open_units([unit])
            RosterExport.objects.filter(unit_id=unit, id=key).update(
                state=RosterExport.State.REFUSED, refusal=_NOT_ALLOWED
            )


@app.periodic(cron="40 2 * * *")
@app.task(name="exchange.clear", queueing_lock="exchange.clear", lock="exchange.clear")
def clear_rosters(timestamp: int) -> None:  # noqa: ARG001 - the schedule passes it
    """Clear what imports left behind and is past its time, unit by unit."""
    for unit_id in Unit.objects.order_by("id").values_list("id", flat=True):
        with transaction.atomic():
            open_units([unit_id])
            clear_expired(unit_id=unit_id, now=timezone.now())


def _roster(unit: int, key: str) -> RosterImport:
    rows = RosterImport.objects.filter(unit_id=unit, id=key)
    return rows.select_related("organisation", "file", "annotated").get()


def _refused(unit: int, key: str, state: str, reason: str) -> None:
    with transaction.atomic():
        open_units([unit])
        _settle(_roster(unit, key), state, reason)


def _settle(roster: RosterImport, state: str, reason: str) -> None:
    roster.state, roster.refusal = state, reason
    roster.save(update_fields=["state", "refusal"])
