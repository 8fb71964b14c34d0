"""What lies on the tables of the assembly: rules, ballots, reports, the words of the chair."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from dangwu.core.errors import DomainError
from dangwu.documents.kinds import elections
from dangwu.documents.paper import Paper
from dangwu.meetings.queries.papers import sheet_paper
from dangwu.procedures.agendas import agenda_of
from dangwu.procedures.models import TermChange
from dangwu.procedures.queries.papers.facts import (
    assembly_poll,
    body_name,
    day_of_sitting,
    meeting_of,
    names_of,
    signers,
)
from dangwu.procedures.queries.people import case_tellers
from dangwu.procedures.queries.ruled import article_texts, quorum_words, valid_words

UNKNOWN: Final = "　　"


def election_rules(case: TermChange, on: date) -> Paper:
    """Return the 选举办法, an article for each rule in force."""
    return elections.election_rules(
        elections.ElectionRules(
            organisation=case.organisation.name,
            body=body_name(case),
            rules=article_texts(case, on),
        )
    )


def ballot(case: TermChange, _on: date) -> Paper:
    """Return one 选票 of the assembly."""
    names = names_of(case, "member") or names_of(case, "secretary")
    if not names:
        raise DomainError("还没有候选人，不能印选票。")
    seats = case.seats if case.has_committee else 1
    return elections.ballot(
        elections.Ballot(
            organisation=case.organisation.name,
            body=body_name(case),
            held_on=day_of_sitting(case, "assembly"),
            names=tuple(names),
            seats=seats,
            spare=min(seats, 3),
        )
    )


def ballot_first(case: TermChange, _on: date) -> Paper:
    """Return the 选票 on which the committee elects its secretary."""
    names = names_of(case, "secretary") + names_of(case, "deputy")
    if not names:
        raise DomainError("还没有书记、副书记候选人，不能印选票。")
    return elections.ballot(
        elections.Ballot(
            organisation=case.organisation.name,
            body=f"{body_name(case)}书记、副书记",
            held_on=day_of_sitting(case, "first"),
            names=tuple(names),
            seats=len(names),
            spare=1,
        )
    )


def count_sheet(case: TermChange, _on: date) -> Paper:
    """Return a 计票单 of the assembly."""
    return _count_sheet(case, names_of(case, "member") or names_of(case, "secretary"), "assembly")


def count_sheet_first(case: TermChange, _on: date) -> Paper:
    """Return a 计票单 of the first meeting."""
    return _count_sheet(case, names_of(case, "secretary") + names_of(case, "deputy"), "first")


def tellers_list(case: TermChange, _on: date) -> Paper:
    """Return the 监票人、计票人名单."""
    rows = case_tellers(case)
    if not rows:
        raise DomainError("还没有推定监票人、计票人。请先在“候选人”页面选定。")
    return elections.tellers_list(
        elections.Tellers(
            organisation=case.organisation.name,
            meeting=case.get_electorate_display(),
            watchers=tuple(row.person.name for row in rows if row.duty == "scrutineer"),
            counters=tuple(row.person.name for row in rows if row.duty == "counter"),
        )
    )


def attendance(case: TermChange, _on: date) -> Paper:
    """Return the 签到表 of the assembly: from the meeting once it is planned."""
    meeting = meeting_of(case, "assembly")
    if meeting is not None:
        return sheet_paper(meeting)
    raise DomainError("选举大会还没有筹备。请先筹备大会，应到名单由系统按当天的党员生成。")


def attendance_report(case: TermChange, on: date) -> Paper:
    """Return the 清点到会人数报告单; open for the pen before anybody came."""
    state = assembly_poll(case)
    vote = state.rounds[0].vote if state and state.rounds else None
    return elections.attendance_report(
        elections.AttendanceReport(
            organisation=case.organisation.name,
            meeting=case.get_electorate_display(),
            held_on=day_of_sitting(case, "assembly"),
            rule=quorum_words(case, on),
            should_attend=vote.should_attend if vote else None,
            present=vote.present if vote else None,
        )
    )


def issue_report(case: TermChange, _on: date) -> Paper:
    """Return the 分发选票报告单."""
    state = assembly_poll(case)
    found = state.rounds[0] if state and state.rounds else None
    return elections.ballots_issued(
        elections.BallotsIssued(
            organisation=case.organisation.name,
            meeting=case.get_electorate_display(),
            held_on=day_of_sitting(case, "assembly"),
            present=found.vote.present if found else None,
            issued=found.figures.get("issued") if found else None,
        )
    )


def return_report(case: TermChange, on: date) -> Paper:
    """Return the 清点选票报告单."""
    state = assembly_poll(case)
    figures: Mapping[str, int] = state.rounds[0].figures if state and state.rounds else {}
    returned, invalid = figures.get("returned"), figures.get("invalid")
    return elections.ballots_returned(
        elections.BallotsReturned(
            organisation=case.organisation.name,
            meeting=case.get_electorate_display(),
            held_on=day_of_sitting(case, "assembly"),
            rule=valid_words(case, on),
            issued=figures.get("issued"),
            returned=returned,
            valid=None if returned is None or invalid is None else returned - invalid,
            invalid=invalid,
        )
    )


def chair_script(case: TermChange, on: date) -> Paper:
    """Return the 主持词 of the assembly, step by step."""
    words = {
        "清点到会人数": quorum_words(case, on),
        "通过选举办法": "请大家审议选举办法（草案），同意的请举手。",
        "通过监票人、计票人名单": "、".join(row.person.name for row in case_tellers(case)),
    }
    lines = agenda_of(case, "assembly")
    meeting = meeting_of(case, "assembly")
    chair = meeting.chair.name if meeting and meeting.chair else "、".join(signers(case, on))
    return elections.chair_script(
        elections.ChairScript(
            title=f"{case.organisation.name}换届选举{case.get_electorate_display()}主持词",
            chair=chair or UNKNOWN,
            held_on=day_of_sitting(case, "assembly"),
            opening="同志们：现在召开换届选举大会。",
            steps=tuple(
                elections.Step(title=line.title, words=words.get(line.title) or _say(line.title))
                for line in lines
            ),
            closing="大会议程全部进行完毕，现在散会。",
        )
    )


def _say(title: str) -> str:
    if title.startswith("选举"):
        return (
            "检查票箱，监票人先领票、先投票；分发、填写、投票后清点选票，收回的选票不多于发出的，"
            "选举有效。计票后由监票人报告得票情况，主持人宣布当选人名单。"
        )
    return f"进行大会议程：{title}。"


def _count_sheet(case: TermChange, names: list[str], sitting: str) -> Paper:
    if not names:
        raise DomainError("还没有候选人，不能印计票单。")
    return elections.count_sheet(
        elections.CountSheet(
            organisation=case.organisation.name,
            body=body_name(case),
            held_on=day_of_sitting(case, sitting),
            names=tuple(names),
        )
    )
