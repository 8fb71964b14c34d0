"""组织生活会 with what goes before and after, as the secretary would have recorded it."""

from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from typing import Final

from django.db.models import Q

from dangwu.accounts.access import Access
from dangwu.accounts.models import Account
from dangwu.activities.models import Activity
from dangwu.assessment.actions import cases as acts
from dangwu.assessment.actions.issuing import issue_life_paper
from dangwu.assessment.actions.preparing import AGENDA, derive_people
from dangwu.assessment.actions.rectifying import add_rectification
from dangwu.assessment.models import LifeCase, LifePart, Talk
from dangwu.assessment.queries.life import course_of, parts_of, present_at
from dangwu.assessment.queries.listing import year_of
from dangwu.meetings.actions.items import record_resolution, take_item
from dangwu.meetings.models import AgendaItem, Meeting
from dangwu.populations.meetings import Branch, acting, close_row, open_row
from dangwu.sharding.fields import uuid7
from dangwu.tasks.actions import close_task
from dangwu.tasks.timeline import Evidence

KIND: Final = LifeCase.Kind.ORGANISATION
MORNING: Final = time(9)
THEMES: Final = ("严守纪律，担当作为", "学习党章，发挥先锋模范作用", "转变作风，服务群众")
# Day before or after the meeting, and the text where the step has a paper.
BEFORE: Final[Mapping[str, tuple[int, str]]] = {
    "plan": (
        -26,
        "一、时间和主题\n按上级要求确定。\n二、会前准备\n学习、征求意见、谈心谈话、撰写材料。",
    ),
    "soundings": (-20, "希望多到群众家里听意见；希望办事结果及时公开。"),
    "study": (-15, "集中学习两次，各半天，学习党章和上级文件。"),
}
DURING: Final[Mapping[str, tuple[int, str]]] = {"mutual": (0, ""), "comments": (0, "")}
AFTER: Final[Mapping[str, tuple[int, str]]] = {
    "report": (
        5,
        "一、会前准备\n学习、征求意见、谈心谈话按方案完成。\n二、会议情况\n逐个对照检查，开展了批评。\n三、查摆的问题\n走访不够。\n四、整改打算\n列出清单，逐项落实。",
    ),
    "circulated": (8, "在党员大会上通报，并在党务公开栏公布。"),
}
SAID: Final = (
    "会前准备情况已通报，上次整改完成。",
    "党员逐个作了对照检查。",
    "书记作了讲评，整改事项列入清单。",
)
TEXTS: Final = (
    "学习不够系统，往往用到才学。\n今后每周安排固定的学习时间。",
    "联系群众不够经常，听意见少。\n今后每月到群众家里走访。",
    "遇到难事有等一等的想法。\n今后接到任务当天安排。",
    "宣传政策方式单一，年轻人听得少。\n今后用群众听得懂的话讲。",
)
PROBLEMS: Final = (
    ("联系群众不够经常", "每月走访群众，记入走访登记"),
    ("学习不够系统", "每月集中学习一次，列出学习篇目"),
)
VAGUE: Final = (("学习不够", "加强学习"),)
ORDER: Final = "查摆问题笼统，没有逐人开展批评和自我批评，整改措施不具体"


def finished(branch: Branch, above: Account, activity: Activity) -> LifeCase:
    """Write a case of last year with every paper, its two reports under numbers, closed."""
    case = held(branch, activity, lines=PROBLEMS)
    on = activity.held_on
    for step, days in (("plan", BEFORE["plan"][0]), ("report", AFTER["report"][0])):
        issue_life_paper(actor=_secretary(branch, on, days), case=case, step=step)
    for line in course_of(case, on=on).rectifications:
        close_task(
            actor=_secretary(branch, on, 24), task=line.task, evidence=Evidence("已完成，有登记。")
        )
    filing = acting(above, on + timedelta(days=10), MORNING)
    case = acts.file_papers(actor=filing, case=case, guidance="查摆的问题要逐项对账销号。")
    if missing := course_of(case, on=branch.today).missing:
        raise ValueError(f"{case} lacks {[(one.step.code, one.told) for one in missing]}")
    case.state, case.closed_on = LifeCase.State.CLOSED, on + timedelta(days=28)
    case.save(update_fields=["state", "closed_on"])
    return case


def held(
    branch: Branch, activity: Activity, *, lines: Sequence[tuple[str, str]] = VAGUE
) -> LifeCase:
    """Write a case up to what follows its meeting; the meeting is the activity on record."""
    on = activity.held_on
    case = _started(branch, on - timedelta(days=30), activity.held_on.year, THEMES[0])
    _record(branch, case, on, BEFORE)
    derive_people(actor=_secretary(branch, on, -14), case=case)
    _talk(branch, case, on - timedelta(days=10), everybody=True)
    _hand_in(case, on - timedelta(days=4), share=1)
    case.meeting = _meeting(branch, activity)
    case.save(update_fields=["meeting"])
    _mark(case, on)
    _record(branch, case, on, {**DURING, **AFTER})
    for place, (problem, measure) in enumerate(lines):
        add_rectification(
            actor=_secretary(branch, on, 3),
            case=case,
            problem=problem,
            measure=measure,
            owner=branch.doers[place % len(branch.doers)],
            due_on=on + timedelta(days=26),
        )
    return case


def running(branch: Branch) -> LifeCase:
    """Write the case of this year while it is prepared: half talked, a third handed in."""
    today = branch.today
    case = _started(branch, today - timedelta(days=12), year_of(today), THEMES[1])
    _record(branch, case, today + timedelta(days=18), BEFORE)
    _talk(branch, case, today - timedelta(days=2), everybody=False)
    _hand_in(case, today - timedelta(days=1), share=3)
    return case


def ordered(branch: Branch, above: Account, case: LifeCase) -> LifeCase:
    """Let the organisation department order the meeting to be held again, three days ago."""
    actor = acting(above, branch.today - timedelta(days=3), MORNING)
    return acts.order_rerun(actor=actor, case=case, reason=ORDER)


def _secretary(branch: Branch, on: date, days: int) -> Access:
    return branch.secretary(on + timedelta(days=days), MORNING)


def _started(branch: Branch, on: date, year: int, theme: str) -> LifeCase:
    return acts.start_case(
        actor=branch.secretary(on, MORNING),
        organisation=branch.organisation,
        kind=KIND,
        year=year,
        theme=theme,
        theme_by=LifeCase.ThemeBy.SUPERIOR,
    )


def _record(
    branch: Branch, case: LifeCase, on: date, steps: Mapping[str, tuple[int, str]]
) -> None:
    for step, (days, text) in steps.items():
        day = on + timedelta(days=days)
        if day < branch.today:
            acts.record_step(
                actor=branch.secretary(day, MORNING), case=case, step=step, done_on=day, text=text
            )


def _talk(branch: Branch, case: LifeCase, last: date, *, everybody: bool) -> None:
    """Write that the secretary talked with the members, three a day; only half where not all."""
    people = [part.person_id for part in parts_of(case)]
    secretary = branch.account.person_id
    others = [person for person in people if person != secretary][:: 1 if everybody else 2]
    if secretary is None:
        raise ValueError(f"{branch.organisation.name} has no secretary in the register")
    Talk.objects.bulk_create(
        Talk(
            id=uuid7(),
            unit_id=case.unit_id,
            case=case,
            first_id=min(secretary, other),
            second_id=max(secretary, other),
            held_on=last - timedelta(days=place % 4),
        )
        for place, other in enumerate(others)
    )


def _hand_in(case: LifeCase, on: date, *, share: int) -> None:
    """Write that one of so many has handed in, by their own hand."""
    rows = LifePart.objects.filter(unit_id=case.unit_id, case_id=case.id)
    for place, part in enumerate(parts_of(case)[::-1][::share]):
        rows.filter(person_id=part.person_id).update(
            text=TEXTS[place % len(TEXTS)],
            handed_in_on=on - timedelta(days=place % 3),
            handed_in_by_name=part.person.name,
        )


def _meeting(branch: Branch, activity: Activity) -> Meeting:
    meeting = open_row(branch, activity)
    chair = branch.secretary(activity.held_on, time(15, 30))
    for place, (title, said) in enumerate(zip(AGENDA, SAID, strict=True), 1):
        item = AgendaItem.objects.create(
            unit_id=meeting.unit_id,
            meeting=meeting,
            position=place,
            title=title,
            kind=AgendaItem.Kind.REPORT,
        )
        take_item(actor=chair, item=item)
        record_resolution(actor=chair, item=item, text=said)
    close_row(branch, meeting, activity)
    return meeting


def _mark(case: LifeCase, on: date) -> None:
    """Write who made the self-check at the meeting, and that those absent wrote and were told."""
    came = Q(person_id__in=present_at(case))
    parts = LifePart.objects.filter(unit_id=case.unit_id, case_id=case.id)
    parts.filter(came).update(spoken_on=on)
    parts.exclude(came).update(written=True, told_on=on + timedelta(days=2))
