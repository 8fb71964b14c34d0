"""Terms of leading bodies: elected, extended, ended."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func, Max, Value

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.core.rulebook import shapes
from dangwu.organisations.actions.periods import WrongDayError, check_day, locked
from dangwu.organisations.constraints import refused_by
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.organisations.permissions import can_arrange
from dangwu.organisations.queries.bodies import ends_on, term_end
from dangwu.organisations.queries.rulebook import Check, check_of, judged, rules_for, scope_of
from dangwu.organisations.ruling import ruling_for
from dangwu.organisations.signals import organisation_changed


@transaction.atomic
def record_election(
    *,
    actor: Access,
    organisation: Organisation,
    elected_on: date,
    has_committee: bool,
    seats: int | None,
    expires_on: date | None = None,
    approved_on: date | None = None,
    approval: str = "",
) -> LeadingBody:
    """Record the result of an election: a new term begins, the one before ends that day.

    expires_on: left out, the term that the rules of that day give. Posts are filled one by one.
    Raises PermissionDenied, DomainError (WrongDayError).
    Source: RQ2018 art. ~任期; XF2011 art. 9
    """
    if not can_arrange(actor, organisation):
        raise PermissionDenied
    check_day(actor, elected_on)
    row = locked(organisation)
    end = expires_on or term_end(row, elected_on)
    if end is None:
        raise DomainError("没有适用本组织的任期规定，请按批复填写任期届满日期。")
    if end <= elected_on:
        raise WrongDayError("任期届满日期应晚于选举日期。")
    if elected_on < row.founded_on:
        raise WrongDayError(f"选举日期不能早于成立日期{row.founded_on}。")
    last = _end_former(row, elected_on)
    body = LeadingBody(
        unit_id=row.unit_id,
        organisation=row,
        number=last + 1,
        term=DateRange(elected_on, end),
        served=DateRange(elected_on, None),
        elected_on=elected_on,
        seats=seats,
        has_committee=has_committee,
        approved_on=approved_on,
        approval=approval,
    )
    overlap = WrongDayError(f"选举日期{elected_on}与已登记的届次重叠。请核对日期。")
    with refused_by("body_one_at_a_time", overlap):
        body.save(force_insert=True)
    record(
        actor=actor,
        verb="organisations.election",
        target=body,
        organisation_id=row.id,
        届次=body.number,
        自=elected_on.isoformat(),
        届满=end.isoformat(),
        批复文号=approval,
    )
    organisation_changed.send(Organisation, organisation=row, on=elected_on)
    return body


@transaction.atomic
def extend_term(
    *, actor: Access, body: LeadingBody, to: date, approval: str
) -> tuple[LeadingBody, tuple[Check, ...]]:
    """Extend a term to that day with the approval of the superior; return it with reminders.

    Raises PermissionDenied and DomainError: where the day does not lie after the term's end, no
    approval is named, or a binding rule on the length is breached.
    Source: RQ2018 art. ~变动; XF2011 art. 9
    """
    if not can_arrange(actor, body.organisation):
        raise PermissionDenied
    row = LeadingBody.objects.select_for_update().get(unit_id=body.unit_id, id=body.id)
    if row.served.upper is not None:
        raise DomainError("这一届班子已经结束，不能再延期。")
    if to <= row.term.upper:
        raise WrongDayError(f"延期应晚于届满日期{row.term.upper}。")
    if not approval.strip():
        raise DomainError("延期换届须经上级党组织批准，请填写批复文号。")
    facts = {
        **scope_of(body.organisation, actor.today),
        "term_began": row.term.lower,
        "term_ends": to,
    }
    book = ruling_for(body.organisation, actor.today).book
    wrong = [
        found
        for found in judged(rules_for(book, shapes.Term, facts, actor.today), facts)
        if found.outcome.value == "breached"
    ]
    blocking = [found for found in wrong if found.blocks]
    if blocking:
        raise DomainError(f"不能延期到{to}：{blocking[0].text}请缩短延期，或者尽快组织换届。")
    row.extended_to, row.extension_approval = to, approval
    row.save(update_fields=["extended_to", "extension_approval"])
    record(
        actor=actor,
        verb="organisations.extend_term",
        target=row,
        organisation_id=body.organisation_id,
        届次=row.number,
        延期至=to.isoformat(),
        批复文号=approval,
    )
    organisation_changed.send(Organisation, organisation=body.organisation, on=actor.today)
    return row, tuple(check_of(found) for found in wrong)


@transaction.atomic
def end_term(*, actor: Access, body: LeadingBody, on: date, reason: str) -> LeadingBody:
    """End a term before the next election, on the day that it no longer serves.

    Raises PermissionDenied, DomainError (WrongDayError).
    """
    if not can_arrange(actor, body.organisation):
        raise PermissionDenied
    check_day(actor, on)
    row = LeadingBody.objects.select_for_update().get(unit_id=body.unit_id, id=body.id)
    if row.served.upper is not None:
        raise DomainError(f"这一届班子已于{row.served.upper}结束。")
    if on <= row.served.lower:
        raise WrongDayError(f"结束日期应晚于开始任职的{row.served.lower}。")
    row.served = DateRange(row.served.lower, on)
    row.save(update_fields=["served"])
    record(
        actor=actor,
        verb="organisations.end_term",
        target=row,
        organisation_id=body.organisation_id,
        届次=row.number,
        自=on.isoformat(),
        原因=reason,
        提前结束=on < ends_on(row),
    )
    organisation_changed.send(Organisation, organisation=body.organisation, on=on)
    return row


def _end_former(row: Organisation, elected_on: date) -> int:
    """End the body in office on that day and return the last number used."""
    bodies = LeadingBody.objects.filter(organisation=row)
    later = bodies.filter(elected_on__gte=elected_on).order_by("elected_on").first()
    if later is not None:
        raise WrongDayError(
            f"第{later.number}届选举于{later.elected_on}，新的选举日期应晚于这一天。"
        )
    bodies.filter(served__contains=elected_on).update(
        served=Func(F("served__startswith"), Value(elected_on), function="daterange")
    )
    return int(bodies.aggregate(last=Max("number"))["last"] or 0)
