"""The page of a case: every step as it stands, the next act, elections, people, papers."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.urls import reverse

from dangwu.accounts.access import Access
from dangwu.meetings.models import Meeting
from dangwu.members.models import Person
from dangwu.organisations.queries.rulebook import Check
from dangwu.procedures.graph import Standing, next_step
from dangwu.procedures.models import CaseMeeting, CaseStep, Elected, TermChange
from dangwu.procedures.models.case import SEATS
from dangwu.procedures.permissions import can_decide, can_run
from dangwu.procedures.queries.cases import filed_steps, meetings_of, steps_now
from dangwu.procedures.queries.demands import (
    congress_checks,
    size_checks,
    standing_checks,
    surplus_checks,
    timing_checks,
)
from dangwu.procedures.queries.papers import KINDS, kinds_for
from dangwu.procedures.queries.people import (
    candidates_of,
    case_tellers,
    elected_of,
    seats_sought,
    standing_people,
)
from dangwu.procedures.queries.picking import namesakes
from dangwu.procedures.queries.polls import PollState, poll_states

LABELS: Final = dict(SEATS)
SITTINGS: Final = ("preparatory", "assembly", "inspectors_first", "first")


@dataclass(frozen=True, slots=True)
class Act:
    """What to press. url: where to; post: whether it does it at once."""

    label: str
    url: str
    post: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A step with what was filed of it and what can be done."""

    step: Standing
    event: CaseStep | None
    acts: tuple[Act, ...]
    withdraw: str
    papers: tuple[tuple[str, str, str], ...]  # title, who provides it, address of the PDF


@dataclass(frozen=True, slots=True)
class WrittenIn:
    """Names elected by hand on ballots, each with the members who may be meant.

    url: where the result of their meeting is taken over with who was meant.
    """

    url: str
    names: tuple[tuple[str, tuple[Person, ...]], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page shows."""

    lines: tuple[Line, ...]
    next_line: Line | None
    checks: tuple[Check, ...]
    polls: tuple[PollState, ...]
    written_in: WrittenIn | None
    meetings: Mapping[str, CaseMeeting]
    elected: tuple[Elected, ...]
    to_divide: tuple[Elected, ...]
    numbers: str
    can_run: bool
    can_decide: bool

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(line.step.is_done for line in self.lines)


def page_of(access: Access, case: TermChange) -> Page:
    """Return the page of a case as this person sees it."""
    on = access.today
    filed = filed_steps(case)
    steps = steps_now(case, filed, on)
    runs, decides = can_run(access, case.organisation), can_decide(access, case.organisation)
    bound = meetings_of(case)
    now = next_step(steps) if case.state != TermChange.State.STOPPED else None
    acting = _Acting(case, bound, runs=runs, decides=decides, on=on)
    lines = tuple(_line(acting, step, filed.get(step.plan.id)) for step in steps)
    elected = elected_of(case)
    leading = {one.person_id for one in elected if one.post in ("secretary", "deputy")}
    members = [one for one in elected if one.post == "member" and one.person_id not in leading]
    polls = tuple(poll_states(case))
    return Page(
        lines=lines,
        next_line=next((line for line in lines if line.step is now), None),
        checks=tuple(checks_of(case, on)),
        polls=polls,
        written_in=_written_in(acting, polls, filed) if runs and case.is_running else None,
        meetings=bound,
        elected=tuple(elected),
        to_divide=tuple(members) if leading and case.is_running else (),
        numbers="，".join(_numbers(case)),
        can_run=runs and case.is_running,
        can_decide=decides and case.is_running,
    )


def _written_in(
    acting: "_Acting", polls: Iterable[PollState], filed: Collection[str]
) -> WrittenIn | None:
    """Return who has to be told apart before the result of a closed meeting is taken over."""
    for sitting, bound in acting.meetings.items():
        if bound.meeting.state != Meeting.State.CLOSED or sitting in filed:
            continue
        own = [one for one in polls if one.poll.item.meeting_id == bound.meeting_id]
        names = [name for one in own if not one.poll.preliminary for name in one.unknown]
        if names:
            people = namesakes(acting.case, names, acting.on)
            return WrittenIn(
                acting.url("confirm_result", sitting),
                tuple((name, tuple(same)) for name, same in people.items()),
            )
    return None


def _numbers(case: TermChange) -> list[str]:
    told = [] if case.has_committee else ["不设委员会"]
    told += [f"{LABELS[post]}{many}名" for post, many in seats_sought(case).items()]
    return [*told, f"代表{case.delegates}名"] if case.delegates else told


def checks_of(case: TermChange, on: date) -> list[Check]:
    """Return what the rules say of the case as it is planned."""
    checks = [*size_checks(case, on), *timing_checks(case, on)]
    if case.delegates:
        checks += congress_checks(case, on)
    for post, seats in (("member", case.seats), ("inspector", case.inspectors)):
        many = len(standing_people(case, post))
        if case.has_committee and seats and many:
            found = surplus_checks(case, seats=seats, candidates=many, on=on)
            checks += [replace(one, text=f"{LABELS[post]}：{one.text}") for one in found]
    if case.standing:
        checks += standing_checks(case, len(standing_people(case, "standing_member")), on)
    return checks


@dataclass(frozen=True, slots=True)
class _Acting:
    case: TermChange
    meetings: Mapping[str, CaseMeeting]
    on: date
    runs: bool
    decides: bool

    def url(self, name: str, *more: object) -> str:
        return reverse(f"procedures:{name}", args=[self.case.unit_id, self.case.id, *more])


def _line(acting: _Acting, step: Standing, event: CaseStep | None) -> Line:
    plan, case = step.plan, acting.case
    archive = case.state == TermChange.State.FINISHED and plan.id == "archive"
    open_ = (case.is_running or archive) and not step.is_done and not step.waits_for
    withdraw = ""
    if event is not None and case.is_running and plan.id != "finish":
        own = acting.decides if event.from_above else acting.runs
        withdraw = acting.url("withdraw_step", plan.id) if own else ""
    known = kinds_for(case)
    materials = [each for each in plan.materials if not each.kind or each.kind in known]
    return Line(
        step=step,
        event=event,
        acts=tuple(_acts(acting, step)) if open_ else (),
        withdraw=withdraw,
        papers=tuple(
            (each.title, each.by, acting.url("document", each.kind, "pdf") if each.kind else "")
            for each in materials
        ),
    )


def _acts(acting: _Acting, step: Standing) -> list[Act]:
    """Return what can be pressed for an open step, the usual one first."""
    plan = step.plan
    by_hand = Act("登记", acting.url("file_step", plan.id))
    if plan.id in SITTINGS:
        return [_sitting(acting, plan.id)] if acting.runs else []
    if plan.from_above:
        told = "登记批复（备案）" if plan.id != "reminder" else "登记收到提醒"
        return [Act(told, by_hand.url)] if acting.runs or acting.decides else []
    if not acting.runs:
        return []
    paper = next((key for key, kind in KINDS.items() if kind.files == plan.id), "")
    if paper:
        send = Act(f"发出{KINDS[paper].title}", acting.url("issue_document", paper), post=True)
        return [
            send,
            Act("预览", acting.url("document", paper, "pdf")),
            Act("已另行报送，登记文号", by_hand.url),
        ]
    special = _special(acting, plan.id)
    return special or [by_hand]


def _special(acting: _Acting, step: str) -> list[Act]:
    by_hand = Act("登记", acting.url("file_step", step))
    if step == "deliberate":
        people = Act("填写推荐人选", acting.url("candidates"))
        return [by_hand, people] if candidates_of(acting.case) else [people, by_hand]
    if step == "prepare":
        return [by_hand, Act("推定监票人、计票人", acting.url("candidates"))]
    if step == "delegates":
        return [Act("分配名额、登记代表", acting.url("delegates")), by_hand]
    if step == "delegates_check":
        return [Act("登记资格审查", acting.url("delegates"))]
    if step == "finish":
        return [_finishing(acting)]
    return []


def _finishing(acting: _Acting) -> Act:
    elected = elected_of(acting.case, "member")
    leading = {one.person_id for one in elected_of(acting.case, "secretary", "deputy")}
    left = [one for one in elected if one.person_id not in leading and not one.work]
    if left:
        return Act("填写委员分工", f"{acting.url('term_change')}#work")
    return Act("登记新一届班子", acting.url("finish"), post=True)


def _sitting(acting: _Acting, sitting: str) -> Act:
    bound = acting.meetings.get(sitting)
    plenary = acting.case.kind == TermChange.Kind.COMMITTEE
    named = {
        "assembly": acting.case.get_electorate_display(),
        "preparatory": "预备会议",
        "inspectors_first": "纪委第一次全体会议",
        "first": "党委第一次全体会议" if plenary else "第一次会议",
    }
    name = named[sitting]
    if bound is None or bound.meeting.state == Meeting.State.CALLED_OFF:
        if sitting == "assembly" and not case_tellers(acting.case):
            return Act("推定监票人、计票人", acting.url("candidates"))
        return Act(f"筹备{name}", acting.url("plan_sitting", sitting))
    if bound.meeting.state == Meeting.State.CLOSED:
        return Act("登记会议结果", acting.url("confirm_result", sitting), post=True)
    page = reverse("meetings:show", args=[bound.unit_id, bound.meeting_id])
    return Act(f"办理{name}", page)
