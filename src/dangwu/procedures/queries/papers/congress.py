"""Papers of a congress: seats of delegates, their roll, the examination, the preparations."""

from datetime import date
from itertools import takewhile

from dangwu.core.errors import DomainError
from dangwu.documents.kinds import correspondence
from dangwu.documents.kinds.issue import sheet
from dangwu.documents.paper import Column, Paper, Paragraph, Table, written_day
from dangwu.procedures.models import Delegate, TermChange
from dangwu.procedures.queries.cases import filed_steps, steps_now
from dangwu.procedures.queries.delegates import delegates_of, delegations_of
from dangwu.procedures.queries.papers.facts import (
    candidate_number,
    issue,
    names_of,
    signers,
    superior,
)

NO_CONGRESS = "这次换届由党员大会选举，没有代表。"
NO_DELEGATES = "还没有分配代表名额。请先在“代表”页面填写。"


def delegates_plan(case: TermChange, on: date) -> Paper:
    """Return the plan that gives each organisation its seats.

    Source: XJ2020 art. 8
    """
    rows = delegations_of(case, on)
    if not rows:
        raise DomainError(NO_DELEGATES if case.delegates else NO_CONGRESS)
    table = Table(
        (Column("党组织", 6), Column("代表名额", 2)),
        tuple((shown.row.organisation.name, str(shown.row.seats)) for shown in rows),
    )
    return correspondence.notice(
        correspondence.Notice(
            issue=issue(case, on),
            title="关于做好党员代表大会代表选举工作的通知",
            addressee="各下级党组织",
            blocks=(
                Paragraph(
                    f"经上级党组织批准，代表名额为{case.delegates}名，按所辖组织、党员人数和代表的"
                    "广泛性分配如下。代表候选人的差额不少于应选人数的20%。"
                ),
                table,
            ),
        )
    )


def delegates_roll(case: TermChange, _on: date) -> Paper:
    """Return the roll of the delegates, by strokes."""
    rows = delegates_of(case)
    if not rows:
        raise DomainError("还没有登记代表。请先在“代表”页面填写。")
    columns = (Column("序号", 1), Column("姓名", 2), Column("选举单位", 6), Column("资格审查", 2))
    return sheet(
        "attendance_sheet",
        f"{case.organisation.name}\n党员代表大会代表名册",
        [
            Table(
                columns,
                tuple(
                    (
                        str(place),
                        one.person.name,
                        one.delegation.organisation.name,
                        one.get_check_result_display(),
                    )
                    for place, one in enumerate(rows, 1)
                ),
            )
        ],
        personal=True,
    )


def delegates_report(case: TermChange, on: date) -> Paper:
    """Return the 代表资格审查报告 to the 预备会议.

    Source: XJ2020 art. 11
    """
    rows = delegates_of(case)
    if not rows:
        raise DomainError("还没有登记代表。请先在“代表”页面填写。")
    formal = sum(one.check_result == Delegate.Check.FORMAL for one in rows)
    refused = [one for one in rows if one.check_result == Delegate.Check.REFUSED]
    told = [f"{one.person.name}资格无效：{one.check_note}。" for one in refused]
    return correspondence.report(
        correspondence.Report(
            issue=issue(case, on),
            title="关于代表资格审查情况的报告",
            addressee="党员代表大会预备会议",
            blocks=(
                Paragraph(
                    f"代表名额{case.delegates}名，共选出代表{len(rows)}名。经审查，代表的产生程序和"
                    f"条件符合规定的{formal}名，资格有效。"
                ),
                *(Paragraph(text) for text in told),
            ),
        )
    )


def preparation_report(case: TermChange, on: date) -> Paper:
    """Return the third report: how far the preparations are, step by step."""
    filed = filed_steps(case)
    done = [
        f"{step.plan.title}（{written_day(filed[step.plan.id].on)}）"
        for step in takewhile(lambda one: one.plan.id != "prepare", steps_now(case, filed, on))
        if step.plan.id in filed
    ]
    standing = len(names_of(case, "member"))
    return correspondence.report(
        correspondence.Report(
            issue=issue(case, on),
            title=f"关于{case.get_electorate_display()}筹备情况的报告",
            addressee=superior(case),
            blocks=(
                Paragraph(
                    f"拟于{written_day(case.planned_on)}召开{case.get_electorate_display()}。"
                ),
                Paragraph(f"已完成：{'；'.join(done) or '无'}。"),
                Paragraph(
                    f"应选委员{case.seats}名，候选人{standing or candidate_number(case, on)}名。"
                ),
            ),
            signatories=signers(case, on),
        )
    )
