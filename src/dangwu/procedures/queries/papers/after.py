"""What follows the vote: the sheet of the result, the report, the 请示 for the posts, the file."""

from datetime import date
from typing import Final

from dangwu.core.errors import DomainError
from dangwu.documents.kinds import correspondence, elections
from dangwu.documents.kinds.issue import sheet
from dangwu.documents.paper import (
    Block,
    Column,
    Facts,
    Paper,
    Paragraph,
    Signatures,
    Table,
    written_day,
)
from dangwu.procedures.agendas import INSPECTION
from dangwu.procedures.models import TermChange
from dangwu.procedures.queries.cases import filed_steps, steps_now
from dangwu.procedures.queries.papers.facts import (
    body_name,
    day_of_sitting,
    electors_word,
    issue,
    signers,
    superior,
)
from dangwu.procedures.queries.people import elected_of
from dangwu.procedures.queries.polls import PollState, poll_states

FILED: Final = (
    ("member", "委员"),
    ("standing_member", "常务委员会委员"),
    ("inspector", "纪律检查委员会委员"),
)
NOT_COUNTED = "还没有计票结果。请在会议中完成选举，再出这份文书。"


def result_sheet(case: TermChange, _on: date) -> Paper:
    """Return the 选举结果报告单 that the scrutineer reads out, every round of it."""
    blocks: list[Block] = [
        Facts(
            (
                ("会议", case.get_electorate_display()),
                ("时间", written_day(day_of_sitting(case, "assembly"))),
            )
        )
    ]
    for state in _counted(case, "assembly"):
        blocks += _rounds(state)
    signed = Signatures(("监票人", "计票人"), dated=True)
    title = f"{case.organisation.name}\n选举结果报告单"
    return sheet("return_report", title, [*blocks, signed])


def election_result(case: TermChange, on: date) -> Paper:
    """Return the 选举结果报告 to the superior.

    An assembly that elected in one round has the usual form; further rounds and a congress are
    told one after the other.
    Source: XJ2020 art. ~18-19
    """
    states = _counted(case, "assembly")
    first = states[0]
    simple = len(states) == 1 and len(first.rounds) == 1 and not case.delegates
    if not simple:
        return _told(case, states, on)
    vote, figures = first.rounds[0].vote, first.rounds[0].figures
    won = {one.name for one in first.winners}
    rows = [
        elections.Result(
            name=row["name"], yes=row["yes"], no=row["no"], abstain=row["abstain"],
            elected=row["name"] in won,
        )
        for row in figures["candidates"]
    ]  # fmt: skip
    rows += [
        elections.Result(
            name=row["name"], yes=row["yes"], no=0, abstain=0, elected=row["name"] in won,
            on_list=False,
        )
        for row in figures["others"]
    ]  # fmt: skip
    return elections.election_result(
        elections.ElectionResult(
            issue=issue(case, on),
            addressee=superior(case),
            organisation=case.organisation.name,
            body=body_name(case),
            held_on=day_of_sitting(case, "assembly"),
            should_attend=vote.should_attend or 0,
            present=vote.present or 0,
            issued=figures["issued"],
            returned=figures["returned"],
            valid=figures["returned"] - figures["invalid"],
            invalid=figures["invalid"],
            results=tuple(rows),
            after=tuple(_afterwards(case)),
            signatories=signers(case, on),
            meeting=case.get_electorate_display(),
            electors=electors_word(case),
            post="委员" if case.has_committee else "书记",
        )
    )


def posts_request(case: TermChange, on: date) -> Paper:
    """Return the 请示 to approve secretary and deputies.

    Source: XJ2020 art. ~18-19; ZB2018 art. 21
    """
    posts = _named(case, "secretary", "deputy", "chief_inspector", "deputy_inspector")
    if not posts:
        raise DomainError("还没有选出书记、副书记。请先登记第一次会议的选举结果。")
    named = "，".join(f"{name}任{post}" for post, name in posts)
    filed = [
        f"当选的{label}为：{names}，请予备案。"
        for post, label in FILED
        if (names := "、".join(one.person.name for one in elected_of(case, post)))
    ]
    return correspondence.request(
        correspondence.Request(
            issue=issue(case, on),
            title=f"关于批准{case.organisation.name}{_asked(case)}任职的请示",
            addressee=superior(case),
            blocks=(
                Paragraph(f"经选举，{named}，请予批准。"),
                *(Paragraph(text) for text in filed),
            ),
            signatories=signers(case, on),
        )
    )


def archive_list(case: TermChange, on: date) -> Paper:
    """Return the 归档目录: each step that was filed, with day, number and its materials."""
    filed = filed_steps(case)
    columns = (
        Column("序号", 1),
        Column("步骤", 4),
        Column("日期", 5),
        Column("文号", 4),
        Column("材料", 5),
    )
    rows = [
        (
            str(place),
            step.plan.title,
            written_day(filed[step.plan.id].on),
            filed[step.plan.id].number,
            "、".join(each.title for each in step.plan.materials if _has(case, each.kind)),
        )
        for place, step in enumerate(
            (one for one in steps_now(case, filed, on) if one.plan.id in filed), 1
        )
    ]
    if not rows:
        raise DomainError("还没有登记任何步骤，没有可以归档的材料。")
    return sheet(
        "tellers_list",
        f"{case.organisation.name}\n换届材料归档目录",
        [Table(columns, tuple(rows), small=True)],
    )


def _has(case: TermChange, kind: str) -> bool:
    return case.is_preselected or not kind.endswith("_preliminary")


def _told(case: TermChange, states: list[PollState], on: date) -> Paper:
    vote = states[0].rounds[0].vote
    blocks: list[Block] = [
        Paragraph(
            f"{written_day(day_of_sitting(case, 'assembly'))}，{case.organisation.name}召开"
            f"{case.get_electorate_display()}进行换届选举。应到会有选举权的{electors_word(case)}"
            f"{vote.should_attend}名，实到会{vote.present}名。"
        )
    ]
    for state in states:
        blocks += _rounds(state)
    blocks += [Paragraph(sentence) for sentence in _afterwards(case)]
    return correspondence.report(
        correspondence.Report(
            issue=issue(case, on),
            title=f"关于{body_name(case)}换届选举结果的报告",
            addressee=superior(case),
            blocks=tuple(blocks),
            signatories=signers(case, on),
        )
    )


def _rounds(state: PollState) -> list[Block]:
    columns = (Column("姓名", 3), Column("赞成", 2), Column("不赞成", 2), Column("弃权", 2))
    blocks: list[Block] = []
    for number, one in enumerate(state.rounds, 1):
        figures = one.figures
        again = f"，第{number}次投票" if len(state.rounds) > 1 else ""
        rows = [
            (row["name"], str(row["yes"]), str(row["no"]), str(row["abstain"]))
            for row in figures.get("candidates", ())
        ]
        rows += [
            (f"{row['name']}（另选）", str(row["yes"]), "—", "—")
            for row in figures.get("others", ())
        ]
        blocks += [
            Paragraph(
                f"{state.poll.item.title}{again}：发出选票{figures.get('issued')}张，收回"
                f"{figures.get('returned')}张，无效票{figures.get('invalid')}张。"
            ),
            Table(columns, tuple(rows)),
            Paragraph(one.words),
        ]
    if state.poll.reduced_to is not None:
        blocks.append(
            Paragraph(
                f"经{state.poll.reduced_by}名选举人同意，名额由{state.poll.seats}名减少到"
                f"{state.poll.reduced_to}名。"
            )
        )
    return blocks


def _counted(case: TermChange, sitting: str) -> list[PollState]:
    found = [state for state in poll_states(case, sitting) if state.rounds]
    if not found:
        raise DomainError(NOT_COUNTED)
    return found


def _afterwards(case: TermChange) -> list[str]:
    """Return what the first meetings elected, a sentence for each; the 纪委 comes first.

    Source: XJ2020 art. ~17
    """
    if not case.has_committee:
        return []
    told = []
    inspection = _named(case, "chief_inspector", "deputy_inspector")
    if inspection:
        told.append(_elected_at(f"{INSPECTION}第一次全体会议", "", inspection))
    standing = "、".join(one.person.name for one in elected_of(case, "standing_member"))
    posts = _named(case, "secretary", "deputy")
    if posts or standing:
        first = "全体会议" if case.kind == TermChange.Kind.COMMITTEE else "会议"
        seated = f"{standing}当选为常务委员会委员，" if standing else ""
        told.append(_elected_at(f"{body_name(case)}第一次{first}", seated, posts))
    return told


def _elected_at(meeting: str, seated: str, posts: list[tuple[str, str]]) -> str:
    named = "，".join(f"{name}任{post}" for post, name in posts)
    return f"经新一届{meeting}选举，{seated}{named}。".replace("，。", "。")


def _named(case: TermChange, *posts: str) -> list[tuple[str, str]]:
    return [
        (one.get_post_display(), one.person.name)
        for post in posts
        for one in elected_of(case, post)
    ]


def _asked(case: TermChange) -> str:
    """Return for whom approval is asked."""
    return "书记、副书记和纪委书记" if case.inspectors else "书记、副书记"
