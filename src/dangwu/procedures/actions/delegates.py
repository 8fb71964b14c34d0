"""Delegates of a congress: seats, elections below, the examination before the meeting."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.procedures.keeping import after_filing, file_event, held
from dangwu.procedures.models import CaseStep, Delegate, Delegation, TermChange
from dangwu.procedures.queries.cases import filed_steps
from dangwu.procedures.queries.delegates import below, delegates_of, delegations_of

Check = Delegate.Check


@transaction.atomic
def allot_seats(
    *, actor: Access, case: TermChange, seats: Mapping[uuid.UUID, int]
) -> list[Delegation]:
    """Give the organisations below their delegates' seats; who is given none sends nobody.

    seats: organisation → number.
    Raises PermissionDenied, InputError, DomainError: more than the superior approved.
    Source: XJ2020 art. 7, art. 8
    """
    row = _open(actor, case)
    places = {each.id: each.name for each in below(row)}
    given = {place: many for place, many in seats.items() if many}
    if not given.keys() <= places.keys():
        raise InputError("seats", "名额只能分配给本委员会的直接下级党组织，请刷新页面再填。")
    total = sum(given.values())
    if total > row.delegates:
        raise InputError(
            "seats",
            f"代表名额共{row.delegates}名，分配了{total}名，多{total - row.delegates}名，请改正。",
        )
    _refuse_below_chosen(row, given)
    rows = Delegation.objects.filter(unit_id=row.unit_id, case_id=row.id)
    rows.exclude(organisation_id__in=given).delete()
    made = [
        rows.update_or_create(
            unit_id=row.unit_id, case=row, organisation_id=place, defaults={"seats": many}
        )[0]
        for place, many in given.items()
    ]
    told = [f"{places[place]}{many}名" for place, many in given.items()]
    record(actor=actor, verb="procedures.allot_seats", target=row, seats=total, to=told)
    return made


def _refuse_below_chosen(case: TermChange, given: Mapping[uuid.UUID, int]) -> None:
    """Refuse fewer seats than an organisation has delegates."""
    chosen: dict[Organisation, int] = {}
    for one in delegates_of(case):
        of = one.delegation.organisation
        chosen[of] = chosen.get(of, 0) + 1
    for of, many in chosen.items():
        if given.get(of.id, 0) < many:
            raise InputError(
                "seats", f"{of}已登记代表{many}名，名额不能少于{many}名。请先修改已登记的代表。"
            )


@transaction.atomic
def enter_delegates(
    *,
    actor: Access,
    case: TermChange,
    delegation: Delegation,
    candidates: int,
    elected_on: date,
    people: Sequence[Person],
) -> Delegation:
    """Keep whom an organisation elected as delegates, and among how many candidates.

    Raises PermissionDenied, InputError, DomainError: more delegates than seats, no full member.
    Source: XJ2020 art. 5, art. 9, art. 10
    """
    row = _open(actor, case)
    if elected_on > actor.today:
        raise InputError("elected_on", f"选举日期{elected_on}还没有到，请改正。")
    if not 1 <= len(people) <= delegation.seats:
        raise InputError("people", f"名额{delegation.seats}名，填了{len(people)}名代表，请核对。")
    if len(people) > candidates:
        raise InputError("candidates", "候选人数不能少于当选的代表，请核对。")
    for person in people:
        if person.standing != "full":
            raise InputError("people", f"{person.name}不是正式党员，不能当选代表，请核对。")
    delegation.candidates, delegation.elected_on = candidates, elected_on
    delegation.save(update_fields=["candidates", "elected_on"])
    kept = Delegate.objects.filter(unit_id=row.unit_id, case_id=row.id)
    kept.filter(delegation=delegation).delete()
    taken = set(kept.values_list("person_id", flat=True))
    doubled = [person.name for person in people if person.id in taken]
    if doubled:
        raise InputError("people", f"已由其他组织选为代表：{'、'.join(doubled)}。")
    Delegate.objects.bulk_create(
        Delegate(unit_id=row.unit_id, case=row, delegation=delegation, person=person)
        for person in people
    )
    record(
        actor=actor, verb="procedures.enter_delegates", target=row,
        of=delegation.organisation.name, delegates=len(people), candidates=candidates,
    )  # fmt: skip
    return delegation


@transaction.atomic
def examine_delegate(
    *, actor: Access, case: TermChange, person: Person, valid: bool, note: str = ""
) -> None:
    """Keep what the examination says of a delegate; without validity, with the reason.

    Source: XJ2020 art. 11
    """
    row = _open(actor, case)
    if not valid and not note.strip():
        raise InputError("note", "资格无效须写明原因：程序不合规定的重新选举，不合条件的替换。")
    changed = Delegate.objects.filter(unit_id=row.unit_id, case_id=row.id, person=person).update(
        check_result=Check.FORMAL if valid else Check.REFUSED, check_note=note.strip()[:200]
    )
    if not changed:
        raise DomainError(f"{person.name}不是代表，请刷新页面核对。")
    record(
        actor=actor, verb="procedures.examine_delegate", target=row, person=person.name,
        valid=valid, note=note.strip(),
    )  # fmt: skip


@transaction.atomic
def pass_delegation(*, actor: Access, case: TermChange, delegation: Delegation) -> int:
    """Find valid every delegate of an organisation whose examination is open; return how many.

    Raises PermissionDenied, DomainError.
    Source: XJ2020 art. 11
    """
    row = _open(actor, case)
    open_ = Delegate.objects.filter(
        unit_id=row.unit_id, delegation=delegation, check_result=Check.PENDING
    )
    names = list(open_.order_by("person__sort_key").values_list("person__name", flat=True))
    if not names:
        raise DomainError(f"{delegation.organisation}没有待审查的代表，请刷新页面核对。")
    open_.update(check_result=Check.FORMAL, check_note="")
    record(
        actor=actor, verb="procedures.examine_delegate", target=row, person="、".join(names),
        valid=True, note="",
    )  # fmt: skip
    return len(names)


@transaction.atomic
def close_examination(*, actor: Access, case: TermChange, on: date) -> CaseStep:
    """End the examination: every delegate has an answer, candidates were enough everywhere.

    Those without an answer count as valid only by name; nobody is passed over.
    Raises PermissionDenied, DomainError.
    Source: XJ2020 art. 9, art. 11
    """
    row = _open(actor, case)
    chosen = delegates_of(row)
    waiting = [one.person.name for one in chosen if one.check_result == Check.PENDING]
    if not chosen or waiting:
        told = (
            f"还没有审查：{'、'.join(waiting[:5])}等{len(waiting)}名" if chosen else "还没有代表"
        )
        raise DomainError(f"{told}。请逐名登记审查结果。")
    for shown in delegations_of(row, actor.today):
        against = [check.text for check in shown.checks if check.blocks]
        if against:
            raise DomainError(
                f"{shown.row.organisation}：{''.join(against)}程序不合规定的，应当重新选举。"
            )
    if "delegates" not in filed_steps(row):
        days = [one.delegation.elected_on for one in chosen if one.delegation.elected_on]
        file_event(
            actor, row, "delegates", on=max(days, default=on), note=f"选出代表{len(chosen)}名"
        )
    formal = sum(one.check_result == Check.FORMAL for one in chosen)
    filed = file_event(
        actor, row, "delegates_check", on=on, note=f"代表{len(chosen)}名，资格有效{formal}名"
    )
    record(
        actor=actor, verb="procedures.close_examination", target=row, delegates=len(chosen),
        formal=formal,
    )  # fmt: skip
    after_filing(actor, row, "delegates_check")
    return filed


def _open(actor: Access, case: TermChange) -> TermChange:
    row = held(actor, case)
    if row.electorate != TermChange.Electorate.CONGRESS:
        raise DomainError("这次换届由党员大会选举，没有代表。")
    if "delegates_check" in filed_steps(row):
        raise DomainError("代表资格审查已经结束，代表不能再改。确需改的，先撤回审查的登记。")
    return row
