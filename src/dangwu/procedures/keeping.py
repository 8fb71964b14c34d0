"""What the acts on a case share: hold it, ask what is missing, keep an event, tell the others."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied

from dangwu.accounts.access import Access, Reach
from dangwu.accounts.models import Role
from dangwu.core.errors import DomainError, InputError
from dangwu.notices.actions import notify
from dangwu.notices.recipients import to_account
from dangwu.organisations.models import Organisation
from dangwu.procedures.graph import Standing
from dangwu.procedures.models import Candidate, CaseStep, TermChange
from dangwu.procedures.permissions import can_decide, can_file, can_run
from dangwu.procedures.queries.cases import filed_steps, steps_now
from dangwu.procedures.queries.people import keeper_accounts, superior_accounts

Stage = Candidate.Stage
# Filing the step moves everybody who stands from one stage to the next.
MOVES: Final = {
    "candidates_request": (Stage.NOMINATED, Stage.PREPARED),
    "candidates_reply": (Stage.PREPARED, Stage.APPROVED),
}
ASKS_ABOVE: Final = ("request", "candidates_request", "report")


def held(
    actor: Access, case: TermChange, *, above: bool = False, finished: bool = False
) -> TermChange:
    """Return a running case locked for this transaction.

    above: the superior may do it too. finished: also after the new body was recorded.
    Raises PermissionDenied, DomainError.
    """
    allowed = can_file if above else can_run
    if not allowed(actor, case.organisation):
        raise PermissionDenied
    row = (
        TermChange.objects.filter(unit_id=case.unit_id, id=case.id)
        .select_for_update(of=("self",))
        .select_related("organisation", "former")
        .get()
    )
    if not row.is_running and not (finished and row.state == TermChange.State.FINISHED):
        raise DomainError(f"这次换届{row.get_state_display()}，不能再改。")
    return row


def step_of(case: TermChange, step: str, on: date) -> Standing:
    """Return a step of the case as it stands. Raises DomainError where the case has none."""
    for found in steps_now(case, filed_steps(case), on):
        if found.plan.id == step:
            return found
    raise DomainError("这次换届没有这一步，请刷新页面核对。")


def refuse_early(found: Standing) -> None:
    """Refuse a step where a surely seen text wants others before it; custom refuses nothing."""
    if found.is_done:
        raise DomainError(f"“{found.plan.title}”已经登记；登记有误的，先撤回再登记。")
    if found.waits_for:
        cited = found.sources[0].cited if found.sources else ""
        raise DomainError(
            f"“{found.plan.title}”之前，应当先办：“{'”“'.join(found.waits_for)}”"
            f"{f'（{cited}）' if cited else ''}。请先登记前面的步骤。"
        )


def file_event(
    actor: Access,
    case: TermChange,
    step: str,
    *,
    on: date,
    note: str = "",
    number: str = "",
    by: str = "",
    from_above: bool = False,
    document_id: uuid.UUID | None = None,
) -> CaseStep:
    """Write the event of a step into a case that is held. Raises DomainError."""
    if on > actor.today:
        raise InputError("on", f"办理日期{on}还没有到，请改正。")
    refuse_early(step_of(case, step, max(on, actor.today)))
    row = CaseStep(
        unit_id=case.unit_id,
        case=case,
        step=step,
        on=on,
        note=note.strip(),
        number=number.strip(),
        by=by.strip(),
        from_above=from_above,
        document_id=document_id,
        filed_at=actor.now,
        filed_by=actor.account_id,
        filed_by_name=actor.name,
    )
    row.save(force_insert=True)
    return row


def after_filing(actor: Access, case: TermChange, step: str) -> None:
    """Move the candidates on and tell the other side."""
    if step in MOVES:
        move_candidates(case, *MOVES[step])
    title = step_of(case, step, actor.today).plan.title
    if step in ASKS_ABOVE:
        told = superior_accounts(case.organisation, actor.today)
        subject = f"{case.organisation}换届：{title}"
    elif can_decide(actor, case.organisation):
        told = keeper_accounts(case.organisation, actor.today)
        subject = f"换届有了新进展：{title}"
    else:
        return
    notify(
        unit_id=case.unit_id,
        recipients=[to_account(account) for account in told if account != actor.account_id],
        key=f"procedures.step:{case.id}:{step}:{actor.now:%Y%m%d%H%M}",
        subject=subject,
        text="请打开换届页面办理。",
        link=f"/procedures/{case.unit_id}/{case.id}/",
        category="procedures",
    )


def move_candidates(case: TermChange, before: str, after: str) -> None:
    """Move everybody who stands at one stage to another."""
    Candidate.objects.filter(unit_id=case.unit_id, case_id=case.id, stage=before).update(
        stage=after
    )


def by_approval(actor: Access, organisation: Organisation) -> Access:
    """Return the actor as the superior's approval lets it act on this organisation, no further.

    The approval with its number and day stands in the case; the same account is on record.
    """
    reach = Reach(Role.DEPARTMENT, organisation.unit_id, organisation.id, organisation.path)
    return replace(actor, reaches=(*actor.reaches, reach))
