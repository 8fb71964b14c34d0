"""The papers of organisation life, from its facts: nothing is typed a second time."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from django.utils import timezone

from dangwu.assessment.models import AppraisalRecord, LifeCase, LifePart, LifeRecord, Rectification
from dangwu.assessment.queries.life import Course, rectifications_of
from dangwu.core.errors import DomainError
from dangwu.documents.kinds import correspondence, life
from dangwu.documents.kinds.issue import Issue
from dangwu.documents.paper import Paper, blocks_of
from dangwu.organisations.models import Organisation

SECTION: Final = re.compile(r"^[一二三四五六七八九十]+、(.+)$")
ABOVE: Final = "上级党组织"


def plan_paper(course: Course) -> Paper:
    """Return the 会前报告 to the committee above."""
    case, record = course.case, _record(course, "plan")
    return correspondence.report(
        correspondence.Report(
            issue=Issue(issuer=case.organisation.name, dated=record.done_on),
            title=f"关于召开{case}的报告",
            addressee=_above(case.organisation),
            blocks=blocks_of(record.text),
        )
    )


def report_paper(course: Course) -> Paper:
    """Return the 专题报告 to the committee above."""
    case, record = course.case, _record(course, "report")
    meeting = case.meeting
    if meeting is None or meeting.opened_at is None:
        raise DomainError("会议还没有召开，没有专题报告。")
    people = {part.person_id for part in course.parts}
    return life.life_report(
        life.LifeReport(
            issue=Issue(issuer=case.organisation.name, dated=record.done_on),
            addressee=_above(case.organisation),
            title=f"关于{case}情况的报告",
            held_on=timezone.localdate(meeting.opened_at),
            should_attend=len(people),
            present=len(people & course.present),
            parts=sections(record.text),
        )
    )


def rectification_paper(course: Course) -> Paper:
    """Return the 整改清单 with what each line has come to."""
    case = course.case
    return rectification_sheet(case.organisation, f"{case}整改清单", rectifications_of(case))


def rectification_sheet(
    organisation: Organisation, title: str, lines: Iterable[Rectification]
) -> Paper:
    """Return a 整改清单 of an organisation."""
    rows = list(lines)
    if not rows:
        raise DomainError("还没有列入整改的问题，先在页面上列入。")
    return life.rectification_list(
        life.RectificationList(
            organisation=organisation.name,
            title=title,
            dated=max(timezone.localdate(row.task.created_at) for row in rows),
            lines=tuple(
                life.Rectification(
                    problem=row.problem,
                    measure=row.task.title,
                    responsible=row.task.owner.name,
                    due=f"{row.task.due_on:%Y.%m.%d}",
                    state=row.task.get_state_display(),
                )
                for row in rows
            ),
        )
    )


def self_check_paper(case: LifeCase, part: LifePart) -> Paper:
    """Return a 对照检查材料 under its author's name."""
    if part.handed_in_on is None:
        raise DomainError("还没有提交对照检查材料。")
    return life.self_check(
        life.SelfCheck(
            title=f"{case}对照检查材料",
            author=part.person.name,
            dated=part.handed_in_on,
            opening=part.text,
            parts=(),
        )
    )


def sections(text: str) -> tuple[tuple[str, str], ...]:
    """Return a text by the headings 一、二、 that it was written with; one part where it has none."""
    found: list[tuple[str, list[str]]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        head = SECTION.match(line)
        if head:
            found.append((head[1], []))
        elif found:
            found[-1][1].append(line)
        else:
            found.append(("会议情况", [line]))
    return tuple((title, "\n".join(lines)) for title, lines in found)


PAPERS: Final[Mapping[str, Callable[[Course], Paper]]] = {
    "plan": plan_paper,
    "report": report_paper,
    "rectification": rectification_paper,
}


def _record(course: Course, step: str) -> LifeRecord | AppraisalRecord:
    found = next((s.record for s in course.standings if s.step.code == step), None)
    if found is None:
        raise DomainError("这份材料还没有登记，先在页面上填写。")
    return found


def _above(organisation: Organisation) -> str:
    parent = organisation.parent
    return parent.name if parent is not None else ABOVE
