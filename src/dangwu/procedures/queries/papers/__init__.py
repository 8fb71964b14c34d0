"""The papers of a change of term, from the facts of the case: nothing is typed a second time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from dangwu.accounts.access import Access
from dangwu.core.errors import DomainError
from dangwu.documents.paper import Paper, written_day
from dangwu.organisations.models import Organisation
from dangwu.procedures.models import TermChange
from dangwu.procedures.permissions import can_run
from dangwu.procedures.queries.cases import filed_steps
from dangwu.procedures.queries.papers import after, asking, congress, voting

ORIGIN: Final = "procedures.termchange"  # what issued papers of a case belong to
Make = Callable[[TermChange, date], Paper]


@dataclass(frozen=True, slots=True)
class Kind:
    """A paper of a case. files: the step that issuing it files; empty for none.

    above: it is the superior's to issue.
    """

    title: str
    make: Make
    files: str = ""
    above: bool = False
    congress: bool = False


KINDS: Final[Mapping[str, Kind]] = {
    "shift_request": Kind("提前（延期）换届请示", asking.shift_request),
    "term_request": Kind("换届请示", asking.term_request, "request"),
    "term_reply": Kind("换届批复", asking.term_reply, "reply", above=True),
    "delegates_plan": Kind("代表名额分配通知", congress.delegates_plan, congress=True),
    "delegates_roll": Kind("代表名册", congress.delegates_roll, congress=True),
    "delegates_report": Kind("代表资格审查报告", congress.delegates_report, congress=True),
    "candidates_request": Kind(
        "候选人预备人选请示", asking.candidates_request, "candidates_request"
    ),
    "candidate_table": Kind("候选人情况表", asking.candidate_table),
    "preparation_report": Kind("筹备情况报告", congress.preparation_report),
    "election_rules": Kind("选举办法（草案）", voting.election_rules),
    "tellers_list": Kind("监票人、计票人名单", voting.tellers_list),
    "attendance_sheet": Kind("签到表（应到名单）", voting.attendance),
    "attendance_report": Kind("清点到会人数报告单", voting.attendance_report),
    "chair_script": Kind("主持词", voting.chair_script),
    "ballot_preliminary": Kind("差额预选选票", voting.ballot_preliminary),
    "ballot": Kind("选票", voting.ballot),
    "issue_report": Kind("分发选票报告单", voting.issue_report),
    "return_report": Kind("清点选票报告单", voting.return_report),
    "count_sheet_preliminary": Kind("差额预选计票单", voting.count_sheet_preliminary),
    "count_sheet": Kind("计票单", voting.count_sheet),
    "result_sheet": Kind("选举结果报告单", after.result_sheet),
    "ballot_inspectors_first": Kind("纪委书记、副书记选票", voting.ballot_inspectors_first),
    "count_sheet_inspectors_first": Kind(
        "纪委书记、副书记计票单", voting.count_sheet_inspectors_first
    ),
    "ballot_first": Kind("书记、副书记选票", voting.ballot_first),
    "count_sheet_first": Kind("书记、副书记计票单", voting.count_sheet_first),
    "election_result": Kind("选举结果报告", after.election_result, "report"),
    "posts_request": Kind("批准书记、副书记的请示", after.posts_request),
    "archive_list": Kind("归档目录", after.archive_list),
}
# What is printed and used on the day has no number.
NUMBERED: Final = (
    *("shift_request", "term_request", "term_reply", "candidates_request", "election_result"),
    *("posts_request", "delegates_plan", "delegates_report", "preparation_report"),
)


def kinds_for(case: TermChange) -> dict[str, Kind]:
    """Return the papers that belong to a case, in the order of its steps."""
    hidden = set() if case.delegates else {key for key, kind in KINDS.items() if kind.congress}
    if case.timing == TermChange.Timing.ON_TIME:
        hidden.add("shift_request")
    if case.kind != TermChange.Kind.COMMITTEE:
        hidden.add("preparation_report")
    if not case.has_committee:
        hidden |= {"ballot_first", "count_sheet_first"}
    if not case.is_preselected:
        hidden |= {"ballot_preliminary", "count_sheet_preliminary"}
    if not case.inspectors:
        hidden |= {"ballot_inspectors_first", "count_sheet_inspectors_first"}
    return {key: kind for key, kind in KINDS.items() if key not in hidden}


def issuing_of(access: Access, case: TermChange, kind: str) -> tuple[bool, str]:
    """Return whether this person may issue the paper with a number now, and else why not."""
    found = KINDS[kind]
    if kind not in NUMBERED:
        return False, "打印使用，不编文号"
    filed = filed_steps(case).get(found.files) if found.files else None
    if filed is not None:
        return False, f"已登记：{filed.number or written_day(filed.on)}"
    if not case.is_running:
        return False, f"换届{case.get_state_display()}"
    parent: Organisation | None = case.organisation.parent
    if found.above:
        above = parent is not None and can_run(access, parent)
        return above, "" if above else "由上级党组织发出"
    own = can_run(access, case.organisation)
    return own, "" if own else f"由{case.organisation.name}发出"


def paper_of_case(case: TermChange, kind: str, on: date) -> Paper:
    """Return one paper of the case. Raises DomainError saying what is missing for it."""
    found = kinds_for(case).get(kind)
    if found is None:
        raise DomainError("这次换届没有这份文书，请刷新页面重新选择。")
    return found.make(case, on)
