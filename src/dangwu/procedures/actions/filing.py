"""Steps filed by hand, with day and number; steps withdrawn."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.procedures.keeping import (
    MOVES,
    after_filing,
    file_event,
    held,
    move_candidates,
    step_of,
)
from dangwu.procedures.models import Candidate, CaseStep, Elected, TermChange
from dangwu.procedures.models.case import SEATS
from dangwu.procedures.permissions import can_decide, can_run
from dangwu.procedures.queries.cases import filed_steps
from dangwu.procedures.queries.demands import standing_findings, surplus_findings
from dangwu.procedures.queries.people import (
    candidates_of,
    fitness_of,
)
from dangwu.procedures.queries.polls import SEATS_OF, SMALL
from dangwu.procedures.queries.standing import seats_for

Stage = Candidate.Stage
LABELS: Final = dict(SEATS)


@transaction.atomic
def file_step(
    *,
    actor: Access,
    case: TermChange,
    step: str,
    on: date,
    note: str = "",
    number: str = "",
    by: str = "",
) -> CaseStep:
    """File a step that was done, once. A decision from above may be entered on either side.

    Where a surely seen text wants other steps before it, it is refused; custom refuses nothing.
    Raises PermissionDenied, InputError, DomainError.
    Source: XJ2020 art. 14, art. ~18-19
    """
    row = held(actor, case, above=True, finished=step == "archive")
    found = step_of(row, step, actor.today)
    if not found.plan.manual:
        raise DomainError(f"“{found.plan.title}”由系统按会议和选票的结果登记，不用手工登记。")
    above = can_decide(actor, row.organisation)
    if not (can_run(actor, row.organisation) or (above and found.plan.from_above)):
        raise PermissionDenied
    if step in ("approval", "shift") and not number.strip():
        raise InputError("number", "请填写批复（备案）文号；没有文号的，写批复的题目。")
    if step == "candidates_request":
        refuse_few(row, on)
    filed = file_event(
        actor, row, step, on=on, note=note, number=number, by=by,
        from_above=above and found.plan.from_above,
    )  # fmt: skip
    record(
        actor=actor, verb="procedures.file_step", target=row, step=step, on=on.isoformat(),
        number=filed.number, note=filed.note, from_above=filed.from_above,
    )  # fmt: skip
    after_filing(actor, row, step)
    return filed


@transaction.atomic
def withdraw_step(*, actor: Access, case: TermChange, step: str, reason: str) -> CaseStep:
    """Take back a step that was filed in error; it stays on record with the reason.

    Raises PermissionDenied, InputError, DomainError: a later step hangs on it.
    """
    row = held(actor, case, above=True)
    filed = filed_steps(row)
    if step not in filed:
        raise DomainError("这一步没有登记，不用撤回。")
    if filed[step].from_above and not can_decide(actor, row.organisation):
        raise DomainError("这一步由上级登记，请上级撤回。")
    reason = reason.strip()
    if not reason:
        raise InputError("reason", "撤回登记须写明原因，请补填。")
    later = _hanging(row, step, filed, actor.today)
    if later:
        raise DomainError(f"后面的“{'、'.join(later)}”以这一步为前提，请先撤回后面的登记。")
    found = filed[step]
    found.withdrawn_reason = reason[:200]
    found.withdrawn_at = actor.now
    found.save(update_fields=["withdrawn_reason", "withdrawn_at"])
    if step in MOVES:
        before, after = MOVES[step]
        move_candidates(row, after, before)
    if step == "assembly":
        move_candidates(row, Stage.NOT_CHOSEN, Stage.APPROVED)
    if step in SEATS_OF:
        seats = SEATS_OF[step] if row.has_committee or step != "assembly" else SMALL
        Elected.objects.filter(unit_id=row.unit_id, case_id=row.id, post__in=seats).delete()
    record(actor=actor, verb="procedures.withdraw_step", target=row, step=step, reason=reason)
    return found


def refuse_few(case: TermChange, on: date) -> None:
    """Refuse candidates who are too few for the seats, or who may not stand.

    Source: XJ2020 art. 5, art. 13
    """
    if not case.has_committee:
        if not candidates_of(case, "secretary", (Stage.NOMINATED, Stage.PREPARED)):
            raise DomainError("还没有书记候选人。请先在“候选人”页面填写推荐人选。")
    else:
        _refuse_surplus(case, on)
    for row in candidates_of(case, stages=(Stage.NOMINATED, Stage.PREPARED)):
        barred = fitness_of(row.person, case, row.post, on).barred
        if barred:
            raise DomainError(barred)


def _refuse_surplus(case: TermChange, on: date) -> None:
    for post in ("member", "inspector", "standing_member"):
        seats = seats_for(case, post)
        if not seats:
            continue
        standing = candidates_of(case, post, (Stage.NOMINATED, Stage.PREPARED))
        asked = standing_findings if post == "standing_member" else surplus_findings
        found = asked(case, seats, len(standing), on)
        against = [one.text for one in found if one.blocks]
        if against:
            raise DomainError(f"{LABELS[post]}：{''.join(against)}请增加候选人，再报上级审查。")
        if len(standing) < seats:
            raise DomainError(
                f"{LABELS[post]}应选{seats}名，候选人只有{len(standing)}名。请先在“候选人”页面填写推荐人选。"
            )


def _hanging(case: TermChange, step: str, filed: Iterable[str], today: date) -> list[str]:
    """Return the titles of filed steps that a binding order puts after this one."""
    found = [step_of(case, other, today).plan for other in filed if other != step]
    return [plan.title for plan in found if plan.binding and step in plan.after]
