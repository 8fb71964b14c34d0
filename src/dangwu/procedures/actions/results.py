"""The result of an election taken into the case: who is elected, fewer seats, who does what."""

import uuid
from collections.abc import Mapping
from typing import Final

from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.members.models import Person
from dangwu.procedures.keeping import after_filing, file_event, held
from dangwu.procedures.models import Candidate, CaseStep, Elected, Poll, TermChange
from dangwu.procedures.queries.cases import meetings_of
from dangwu.procedures.queries.demands import agrees_to_fewer
from dangwu.procedures.queries.people import elected_of, fitness_of
from dangwu.procedures.queries.polls import PollState, held_on, poll_states
from dangwu.procedures.queries.standing import not_preselected

WORKS: Final = ("organisation", "publicity", "discipline", "youth", "member")


@transaction.atomic
def confirm_result(
    *,
    actor: Access,
    case: TermChange,
    sitting: str,
    picked: Mapping[str, uuid.UUID] | None = None,
) -> CaseStep:
    """Take the counted result of a closed meeting into the case.

    picked: who is meant by a name that was written in, where the register knows several or none.
    Refused while a seat is open, a tie not settled, a ballot being counted or void.
    Raises PermissionDenied, InputError, DomainError.
    Source: XJ2020 art. ~30, art. ~31
    """
    row = held(actor, case)
    bound = meetings_of(row).get(sitting)
    if bound is None or bound.meeting.state != Meeting.State.CLOSED:
        raise DomainError("会议还没有结束。请在会议页面完成选举、宣布散会，再登记结果。")
    states = poll_states(row, sitting)
    for state in states:
        _refuse_open(state)
    day = held_on(bound.meeting)
    for state in states:
        if state.poll.preliminary:
            _pass_over(row, state)
        else:
            _keep(row, state, dict(picked or {}), actor, day)
    filed = file_event(actor, row, sitting, on=day, note=_told(states))
    record(
        actor=actor, verb="procedures.confirm_result", target=row, sitting=sitting,
        on=day.isoformat(), result=filed.note,
    )  # fmt: skip
    after_filing(actor, row, sitting)
    return filed


@transaction.atomic
def accept_fewer(
    *, actor: Access, case: TermChange, item: AgendaItem, seats: int, agreed: int
) -> Poll:
    """Fewer seats where too few were elected, agreed to by at least half of the electors.

    agreed: how many agreed. Raises PermissionDenied, InputError, DomainError.
    Source: XJ2020 art. ~30
    """
    row = held(actor, case)
    state = next((one for one in poll_states(row) if one.poll.item_id == item.id), None)
    if state is None or not state.rounds or state.poll.preliminary:
        raise DomainError("这项选举还没有计票结果，不能减少名额。")
    if state.tied or state.running:
        raise DomainError("得票相等的还没有重新投票，或者正在投票，不能减少名额。")
    if not len(state.winners) == seats < state.poll.seats:
        raise InputError(
            "seats", f"已选出{len(state.winners)}人，名额只能减少到{len(state.winners)}。"
        )
    present = state.rounds[-1].vote.present or 0
    needed = agrees_to_fewer(present)
    if not needed <= agreed <= present:
        raise InputError(
            "agreed",
            f"减少名额须经半数以上选举人同意：实到{present}人，至少{needed}人"
            "（《中国共产党基层组织选举工作条例》第30条，条号待核对）。"
            "不足的，对不足名额另行选举。",
        )
    poll = state.poll
    poll.reduced_to, poll.reduced_by = seats, agreed
    poll.save(update_fields=["reduced_to", "reduced_by"])
    record(
        actor=actor, verb="procedures.accept_fewer", target=row, post=poll.post, seats=seats,
        agreed=agreed,
    )  # fmt: skip
    return poll


@transaction.atomic
def divide_work(
    *, actor: Access, case: TermChange, works: Mapping[uuid.UUID, str]
) -> list[Elected]:
    """Keep which work each member of the committee has; secretary and deputies have theirs.

    works: person → organisation, publicity, discipline, youth or member.
    Raises PermissionDenied, InputError, DomainError.
    Source: ZB2018 art. 20
    """
    row = held(actor, case)
    leading = {one.person_id for one in elected_of(row, "secretary", "deputy")}
    members = [one for one in elected_of(row, "member") if one.person_id not in leading]
    if not members:
        raise DomainError("还没有登记选举结果，或者没有需要分工的委员。")
    for one in members:
        work = works.get(one.person_id, "")
        if work not in WORKS:
            raise InputError("works", f"请选择{one.person.name}的分工。")
        one.work = work
        one.save(update_fields=["work"])
    record(
        actor=actor, verb="procedures.divide_work", target=row,
        works=[f"{one.person.name}：{one.get_work_display()}" for one in members],
    )  # fmt: skip
    return members


def _refuse_open(state: PollState) -> None:
    title = state.poll.item.title
    if state.running:
        raise DomainError(f"“{title}”还在投票、计票，请先完成。")
    if not state.rounds:
        raise DomainError(f"“{title}”没有有效的选票结果，不能登记。请在会议中用选票选举。")
    if state.tied:
        raise DomainError(
            f"“{title}”得票相等，应当对得票相等的人重新投票"
            "（《中国共产党基层组织选举工作条例》第30条，条号待核对）。"
        )
    if state.poll.preliminary:
        return
    if not state.winners or state.vacant:
        raise DomainError(
            f"“{title}”还缺{state.vacant}名。请对不足名额另行选举；接近应选名额的，"
            "经半数以上选举人同意，可以登记减少名额"
            "（《中国共产党基层组织选举工作条例》第30条，条号待核对）。"
        )


def _pass_over(case: TermChange, state: PollState) -> None:
    """Mark who stood at a 差额预选 and was not chosen.

    Source: XJ2020 art. ~29
    """
    Candidate.objects.filter(
        unit_id=case.unit_id,
        case_id=case.id,
        post=state.poll.post,
        person_id__in=list(not_preselected(case, state)),
    ).update(stage=Candidate.Stage.NOT_CHOSEN)


def _keep(
    case: TermChange,
    state: PollState,
    picked: dict[str, uuid.UUID],
    actor: Access,
    day: object,
) -> None:
    for winner in state.winners:
        person_id = winner.person_id or picked.get(winner.name)
        rows = Person.objects.filter(unit_id=case.unit_id, id=person_id or uuid.UUID(int=0))
        if winner.person_id is None:
            rows = rows.filter(name=winner.name)
        person = rows.first()
        if person is None:
            raise InputError(
                "picked",
                f"“{winner.name}”是另选的人，名册中没有或者不止一人。请在“选举结果”下面选定是谁。",
            )
        barred = fitness_of(person, case, state.poll.post, actor.today).barred
        if barred:
            raise DomainError(f"{barred}这张选票所选的人不能当选，请报上级党组织研究。")
        Elected.objects.update_or_create(
            unit_id=case.unit_id,
            case_id=case.id,
            post=state.poll.post,
            person_id=person.id,
            defaults={"yes": winner.yes, "elected_on": day},
        )


def _told(states: list[PollState]) -> str:
    told = [
        f"{state.poll.get_post_display()}：{'、'.join(one.name for one in state.winners)}"
        for state in states
        if not state.poll.preliminary
    ]
    return "；".join(told)[:400]
