"""Beginning a case, changing what is sought, ending it without a result."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries.bodies import body_on, ends_on
from dangwu.procedures.keeping import held
from dangwu.procedures.models import TermChange
from dangwu.procedures.permissions import can_run
from dangwu.procedures.queries.cases import CHANGING, filed_steps, running_case
from dangwu.procedures.queries.demands import small_branch

MOST_SEATS: Final = 99


@dataclass(frozen=True, slots=True)
class Sought:
    """What is to be elected, how and when. Numbers of persons; fields as in `TermChange`."""

    planned_on: date
    seats: int
    standing: int = 0
    deputies: int = 0
    inspectors: int = 0
    deputy_inspectors: int = 0
    delegates: int = 0
    electorate: str = TermChange.Electorate.ASSEMBLY
    method: str = TermChange.Method.DIRECT
    timing: str = TermChange.Timing.ON_TIME
    timing_reason: str = ""


@transaction.atomic
def start_term_change(*, actor: Access, organisation: Organisation, sought: Sought) -> TermChange:
    """Begin the change of term of an organisation.

    A branch with too few full members elects no committee: its seats are secretary and deputy.
    Raises PermissionDenied, InputError, DomainError.
    Source: XJ2020 art. 3; ZB2018 art. 20; XF2011 art. 8, art. 9
    """
    if not can_run(actor, organisation):
        raise PermissionDenied
    if organisation.kind not in CHANGING or organisation.dissolved_on is not None:
        raise DomainError(f"{organisation.name}没有要换届的班子。")
    if running_case(organisation) is not None:
        raise DomainError(f"{organisation.name}的换届正在进行，请打开已有的换届。")
    former = body_on(organisation, actor.today)
    kind = TermChange.Kind.COMMITTEE if organisation.kind == "committee" else "branch"
    case = TermChange(
        unit_id=organisation.unit_id,
        organisation=organisation,
        kind=TermChange.Kind(kind),
        has_committee=not small_branch(organisation, actor.today),
        former=former,
        term_ends_on=ends_on(former) if former else None,
        started_on=actor.today,
        started_at=actor.now,
        started_by=actor.account_id,
    )
    _put(case, sought)
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError as error:  # two began at the same moment
        raise DomainError(f"{organisation.name}的换届正在进行，请打开已有的换届。") from error
    record(
        actor=actor, verb="procedures.start", target=case, kind=case.kind, seats=case.seats,
        planned_on=case.planned_on.isoformat(), timing=case.timing,
    )  # fmt: skip
    return case


@transaction.atomic
def change_sought(*, actor: Access, case: TermChange, sought: Sought) -> TermChange:
    """Change what is sought, until the superior has agreed to it. Raises DomainError."""
    row = held(actor, case)
    filed = filed_steps(row)
    agreed = [step for step in ("reply", "assembly") if step in filed]
    if agreed and _what(row) != _what(sought):
        raise DomainError(
            "名额和选举方式已经上级批复，不能再改。确需改变的，先撤回批复的登记，重新请示。"
        )
    _put(row, sought)
    row.save()
    record(
        actor=actor, verb="procedures.change", target=row, seats=row.seats,
        planned_on=row.planned_on.isoformat(), timing=row.timing,
    )  # fmt: skip
    return row


def _what(asked: TermChange | Sought) -> tuple[object, ...]:
    """Return what the superior agrees to: numbers, who elects, how."""
    return (
        *(asked.seats, asked.standing, asked.deputies, asked.inspectors),
        *(asked.deputy_inspectors, asked.delegates, asked.electorate, asked.method),
    )


@transaction.atomic
def stop_term_change(*, actor: Access, case: TermChange, reason: str) -> TermChange:
    """End a case without a result; what was done stays on record. Raises DomainError."""
    row = held(actor, case)
    reason = reason.strip()
    if not reason:
        raise InputError("reason", "终止换届须写明原因，例如：组织撤销、改为延期。")
    row.state = TermChange.State.STOPPED
    row.stop_reason = reason[:200]
    row.ended_at = actor.now
    row.save(update_fields=["state", "stop_reason", "ended_at"])
    record(actor=actor, verb="procedures.stop", target=row, reason=row.stop_reason)
    return row


def _put(case: TermChange, sought: Sought) -> None:
    """Put what is sought into the case. Raises InputError."""
    if not 1 <= sought.seats <= MOST_SEATS:
        raise InputError("seats", f"应选名额应在1到{MOST_SEATS}之间，请改正。")
    shifted = sought.timing != TermChange.Timing.ON_TIME
    if shifted and not sought.timing_reason.strip():
        raise InputError(
            "timing_reason", "提前或者延期换届须写明原因，并报上级党组织批准，请补填。"
        )
    congress = sought.electorate == TermChange.Electorate.CONGRESS
    if congress and case.kind != TermChange.Kind.COMMITTEE:
        raise InputError("electorate", "党支部、党总支由党员大会选举，不开代表大会。")
    if congress and not sought.delegates:
        raise InputError("delegates", "由党员代表大会选举的，请填写代表名额。")
    if sought.deputies >= sought.seats and case.has_committee:
        raise InputError("deputies", "副书记从委员中选举，名额应少于委员名额，请改正。")
    _check_bodies(case, sought)
    _check_timing(case, sought)
    case.planned_on = sought.planned_on
    case.seats, case.deputies = sought.seats, sought.deputies
    case.standing, case.inspectors = sought.standing, sought.inspectors
    case.deputy_inspectors = sought.deputy_inspectors
    case.delegates = sought.delegates if congress else 0
    case.electorate = TermChange.Electorate(sought.electorate)
    case.method = TermChange.Method(sought.method)
    case.timing = TermChange.Timing(sought.timing)
    case.timing_reason = sought.timing_reason.strip()[:200] if shifted else ""


def _check_bodies(case: TermChange, sought: Sought) -> None:
    """Refuse a standing committee or a 纪委 that could not be elected."""
    if case.kind != TermChange.Kind.COMMITTEE and (sought.standing or sought.inspectors):
        raise InputError("seats", "党支部、党总支不设常委会和纪委，请改正。")
    if sought.standing >= sought.seats:
        raise InputError("standing", "常委从委员中选举，名额应少于委员名额，请改正。")
    if sought.deputy_inspectors and sought.deputy_inspectors >= sought.inspectors:
        raise InputError(
            "deputy_inspectors", "纪委副书记从纪委委员中选举，名额应少于纪委委员名额，请改正。"
        )


def _check_timing(case: TermChange, sought: Sought) -> None:
    """Refuse a day after the end of the term that is called on time.

    Source: XJ2020 art. 3
    """
    ends = case.term_ends_on
    on_time = sought.timing == TermChange.Timing.ON_TIME
    if ends is not None and sought.planned_on > ends and on_time:
        raise InputError(
            "timing",
            f"本届任期{ends}届满，计划的选举日期在这之后，属于延期换届，"
            "应当报上级党组织批准（《中国共产党基层组织选举工作条例》第3条）。"
            "请选“延期”并写明原因，或者把日期提前。",
        )
