"""What lies on the tables of the assembly: rules, ballots, reports, the words of the chair."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from dangwu.core.errors import DomainError
from dangwu.documents.kinds import elections
from dangwu.documents.paper import Paper
from dangwu.meetings.queries.papers import sheet_paper
from dangwu.procedures.agendas import Line, agenda_of
from dangwu.procedures.models import TermChange
from dangwu.procedures.models.case import SEATS
from dangwu.procedures.queries.papers.facts import (
    assembly_poll,
    body_name,
    day_of_sitting,
    electors_word,
    meeting_of,
    names_of,
    signers,
)
from dangwu.procedures.queries.people import case_tellers
from dangwu.procedures.queries.ruled import article_texts, quorum_words, valid_words
from dangwu.procedures.queries.standing import preselected, seats_for

UNKNOWN: Final = "　　"


def election_rules(case: TermChange, on: date) -> Paper:
    """Return the 选举办法, an article for each rule in force."""
    return elections.election_rules(
        elections.ElectionRules(
            organisation=case.organisation.name,
            body=body_name(case),
            rules=article_texts(case, on),
            adopted=f"草案，提请{case.get_electorate_display()}通过",
        )
    )


def ballot(case: TermChange, _on: date) -> Paper:
    """Return the 选票 of the assembly, each election on a page."""
    return _ballots(case, "assembly")


def ballot_preliminary(case: TermChange, _on: date) -> Paper:
    """Return the 选票 of the 差额预选."""
    return _ballots(case, "assembly", preliminary=True)


def ballot_first(case: TermChange, _on: date) -> Paper:
    """Return the 选票 on which the committee elects its secretary and deputies."""
    return _ballots(case, "first")


def ballot_inspectors_first(case: TermChange, _on: date) -> Paper:
    """Return the 选票 on which the 纪委 elects its secretary and deputies."""
    return _ballots(case, "inspectors_first")


def count_sheet(case: TermChange, _on: date) -> Paper:
    """Return the 计票单 of the assembly, each election on a page."""
    return _count_sheets(case, "assembly")


def count_sheet_preliminary(case: TermChange, _on: date) -> Paper:
    """Return the 计票单 of the 差额预选."""
    return _count_sheets(case, "assembly", preliminary=True)


def count_sheet_first(case: TermChange, _on: date) -> Paper:
    """Return the 计票单 of the first meeting of the committee."""
    return _count_sheets(case, "first")


def count_sheet_inspectors_first(case: TermChange, _on: date) -> Paper:
    """Return the 计票单 of the first meeting of the 纪委."""
    return _count_sheets(case, "inspectors_first")


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
            left_out=0 if case.electorate == TermChange.Electorate.CONGRESS else None,
            electors=electors_word(case),
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
            electors=electors_word(case),
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
        "清点到会人数": (
            f"应到会有选举权的{electors_word(case)}{UNKNOWN}名，实到会{UNKNOWN}名。"
            f"{quorum_words(case, on)}"
        ),
        "通过选举办法": "请大家审议选举办法（草案），同意的请举手。",
        "通过监票人、计票人名单": _tellers_words(case),
        "介绍候选人情况，通过候选人名单": _candidates_words(case),
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


def _tellers_words(case: TermChange) -> str:
    rows = case_tellers(case)
    if not rows:
        return ""
    named = {
        label: "、".join(row.person.name for row in rows if row.duty == duty)
        for duty, label in (("scrutineer", "监票人"), ("counter", "计票人"))
    }
    told = "；".join(f"{label}：{names}" for label, names in named.items())
    return f"{told}。同意的请举手。"


def _candidates_words(case: TermChange) -> str:
    posts = ("member", "inspector") if case.has_committee else ("secretary", "deputy")
    told = [
        f"{dict(SEATS)[post]}候选人（按姓氏笔画为序）：{'、'.join(names)}。"
        for post in posts
        if (names := names_of(case, post))
    ]
    return f"{''.join(told)}同意的请举手。" if told else ""


def _say(title: str) -> str:
    if title.startswith(("选举", "差额预选")):
        return (
            "检查票箱，监票人先领票、先投票；分发、填写、投票后清点选票，收回的选票不多于发出的，"
            "选举有效。计票后由监票人报告得票情况，主持人宣布当选人名单。"
        )
    return f"进行大会议程：{title}。"


def _ballots(case: TermChange, sitting: str, *, preliminary: bool = False) -> Paper:
    return elections.ballots(
        [
            elections.Ballot(
                organisation=case.organisation.name,
                body=_seat(case, line),
                post="",
                held_on=day_of_sitting(case, sitting),
                names=_names(case, line),
                seats=seats_for(case, line.elects),
                spare=min(seats_for(case, line.elects), 3),
            )
            for line in _elections(case, sitting, preliminary=preliminary)
        ]
    )


def _count_sheets(case: TermChange, sitting: str, *, preliminary: bool = False) -> Paper:
    return elections.count_sheets(
        [
            elections.CountSheet(
                organisation=case.organisation.name,
                body=_seat(case, line),
                post="",
                held_on=day_of_sitting(case, sitting),
                names=_names(case, line),
            )
            for line in _elections(case, sitting, preliminary=preliminary)
        ]
    )


def _elections(case: TermChange, sitting: str, *, preliminary: bool) -> list[Line]:
    lines = agenda_of(case, sitting)
    return [line for line in lines if line.elects and line.preliminary is preliminary]


def _seat(case: TermChange, line: Line) -> str:
    """Return what a ballot calls that which is elected."""
    if line.preliminary:
        return f"{line.title.removeprefix('差额预选').removesuffix('候选人')}差额预选"
    seat = line.title.removeprefix("选举")
    return f"{body_name(case)}{seat}" if seat in ("书记", "副书记") else seat


def _names(case: TermChange, line: Line) -> tuple[str, ...]:
    """Return who stands, by strokes. Raises DomainError while nobody does."""
    if line.after_preliminary:
        return tuple(person.name for person in preselected(case, line.elects))
    names = names_of(case, line.elects)
    if not names:
        raise DomainError(
            f"“{line.title}”还没有候选人，不能印选票和计票单。请先在“候选人”页面填写。"
        )
    return tuple(names)
