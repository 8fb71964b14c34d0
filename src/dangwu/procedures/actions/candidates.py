"""Who stands: put forward, described, left out; and who watches and counts."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.ballots.models import Teller
from dangwu.core.errors import DomainError, InputError
from dangwu.members.models import Person
from dangwu.procedures.keeping import held
from dangwu.procedures.models import Candidate, CaseTeller, TermChange
from dangwu.procedures.queries.cases import filed_steps
from dangwu.procedures.queries.people import STANDING, fitness_of, seats_sought
from dangwu.sharding.queries import UnitQuerySet

Stage = Candidate.Stage
CLOSED: Final = ("assembly",)


@transaction.atomic
def nominate(
    *,
    actor: Access,
    case: TermChange,
    person: Person,
    post: str,
    proposed_by: str = "",
) -> Candidate:
    """Put somebody forward for a seat. Who may not be elected is refused with the article.

    After the list went up, somebody new begins as 推荐人选 again and needs a new 请示.
    Raises PermissionDenied, DomainError.
    Source: XJ2020 art. 5, art. 14
    """
    row = _open(actor, case)
    if person.unit_id != row.unit_id:
        raise InputError("person", f"{person.name}不在本单位的花名册内，请改选。")
    if post not in seats_sought(row):
        raise InputError("post", "这次换届不选这一职务，请改选。")
    barred = fitness_of(person, row, post, actor.today).barred
    if barred:
        raise DomainError(barred)
    if CaseTeller.objects.filter(unit_id=row.unit_id, case=row, person=person).exists():
        raise DomainError(
            f"{person.name}是监票人、计票人，不能作候选人。请先改换监票人、计票人"
            "（《中国共产党基层组织选举工作条例》第23条，条号待核对）。"
        )
    before = _rows(row).filter(person=person, post=post).first()
    if before is not None and before.stage != Stage.DROPPED:
        raise DomainError(f"{person.name}已经列为{before.get_stage_display()}。")
    if before is not None:
        _rows(row).filter(person=person, post=post).delete()
    made = Candidate(
        unit_id=row.unit_id,
        case=row,
        person=person,
        post=post,
        proposed_by=proposed_by.strip()[:200],
        stage=Stage.PREPARED if "candidates_request" in filed_steps(row) else Stage.NOMINATED,
    )
    made.save(force_insert=True)
    record(actor=actor, verb="procedures.nominate", target=row, person=person.name, post=post)
    return made


@transaction.atomic
def describe_candidate(
    *, actor: Access, case: TermChange, person: Person, post: str, resume: str, strengths: str
) -> None:
    """Keep what the 候选人情况表 says of somebody who stands. Raises DomainError."""
    row = _open(actor, case)
    changed = (
        _rows(row)
        .filter(person=person, post=post)
        .update(resume=resume.strip(), strengths=strengths.strip())
    )
    if not changed:
        raise DomainError(f"{person.name}不在候选人之列，请刷新页面核对。")
    record(
        actor=actor, verb="procedures.describe_candidate", target=row, person=person.name,
        post=post,
    )  # fmt: skip


@transaction.atomic
def drop_candidate(
    *, actor: Access, case: TermChange, person: Person, post: str, reason: str
) -> None:
    """Leave somebody off the list, with the reason; the row stays. Raises DomainError."""
    row = _open(actor, case)
    reason = reason.strip()
    if not reason:
        raise InputError("reason", "不列入候选人须写明原因，例如：酝酿未获多数同意、本人不愿意。")
    changed = (
        _rows(row)
        .filter(person=person, post=post, stage__in=STANDING)
        .update(stage=Stage.DROPPED, dropped_reason=reason[:200])
    )
    if not changed:
        raise DomainError(f"{person.name}不在候选人之列，请刷新页面核对。")
    record(
        actor=actor, verb="procedures.drop_candidate", target=row, person=person.name,
        post=post, reason=reason,
    )  # fmt: skip


@transaction.atomic
def set_tellers(
    *,
    actor: Access,
    case: TermChange,
    scrutineers: Sequence[Person],
    counters: Sequence[Person],
) -> None:
    """Put these proposed tellers in place of those before. Raises InputError for a candidate.

    Source: XJ2020 art. ~23
    """
    row = _open(actor, case)
    if not scrutineers or not counters:
        raise InputError("scrutineers", "监票人、计票人各至少一名，请补选。")
    both = {person.id for person in scrutineers} & {person.id for person in counters}
    if both:
        raise InputError("counters", "同一人不能既监票又计票，请改选。")
    standing = set(_rows(row).filter(stage__in=STANDING).values_list("person_id", flat=True))
    for person in (*scrutineers, *counters):
        if person.id in standing:
            raise InputError(
                "scrutineers",
                f"{person.name}是候选人，不能监票、计票"
                "（《中国共产党基层组织选举工作条例》第23条，条号待核对）。请改选。",
            )
    CaseTeller.objects.filter(unit_id=row.unit_id, case=row).delete()
    CaseTeller.objects.bulk_create(
        CaseTeller(unit_id=row.unit_id, case=row, person=person, duty=duty)
        for duty, people in (
            (Teller.Duty.SCRUTINEER, scrutineers),
            (Teller.Duty.COUNTER, counters),
        )
        for person in people
    )
    record(
        actor=actor, verb="procedures.set_tellers", target=row,
        scrutineers=[person.name for person in scrutineers],
        counters=[person.name for person in counters],
    )  # fmt: skip


def _open(actor: Access, case: TermChange) -> TermChange:
    row = held(actor, case)
    if any(step in filed_steps(row) for step in CLOSED):
        raise DomainError("选举已经完成，候选人和监票、计票人员不能再改。")
    return row


def _rows(case: TermChange) -> UnitQuerySet[Candidate]:
    return Candidate.objects.filter(unit_id=case.unit_id, case_id=case.id)
