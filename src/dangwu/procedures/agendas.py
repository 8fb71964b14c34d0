"""The agenda of each meeting of a case, from the template: what is heard, adopted, elected."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dangwu.procedures.models import TermChange

REPORT: Final = "report"
DECIDE: Final = "decide"
DISCUSS: Final = "discuss"
INSPECTION: Final = "纪律检查委员会"


@dataclass(frozen=True, slots=True)
class Line:
    """One item. elects: a seat; its candidates and number come from the case.

    people: `tellers` or the seat whose candidates the item is about. preliminary: a 差额预选, which
    says who stands. after_preliminary: the election of those whom it chose.
    """

    title: str
    kind: str = DECIDE
    elects: str = ""
    people: str = ""
    text: str = ""
    preliminary: bool = False
    after_preliminary: bool = False


def committee_name(case: TermChange) -> str:
    """Return what is elected, as papers call it: 支部委员会, 党委, or the branch itself."""
    if not case.has_committee:
        return "支部"
    if case.organisation.kind == "general_branch":
        return "总支部委员会"
    return "党委" if case.kind == TermChange.Kind.COMMITTEE else "支部委员会"


def agenda_of(case: TermChange, sitting: str) -> tuple[Line, ...]:
    """Return the lines of a meeting of the case."""
    return tuple(AGENDAS[sitting](case))


def _assembly(case: TermChange) -> Iterator[Line]:
    name = committee_name(case)
    yield Line("清点到会人数", REPORT)
    yield Line(f"听取上届{name}工作报告", REPORT)
    if case.inspectors:
        yield Line(f"听取上届{INSPECTION}工作报告", REPORT)
    yield Line("听取党费收缴、使用和管理情况报告", REPORT)
    yield Line("通过选举办法")
    yield Line("通过监票人、计票人名单", people="tellers")
    yield Line(
        "介绍候选人情况，通过候选人名单", people="member" if case.has_committee else "secretary"
    )
    if not case.has_committee:
        yield Line("选举党支部书记", elects="secretary")
        if case.deputies:
            yield Line("选举党支部副书记", elects="deputy")
        return
    elections = [(f"{name}委员", "member")]
    if case.inspectors:
        elections.append((f"{INSPECTION}委员", "inspector"))
    if case.is_preselected:
        for seat, post in elections:
            yield Line(f"差额预选{seat}候选人", elects=post, preliminary=True)
    for seat, post in elections:
        yield _proper(case, seat, post)


def _proper(case: TermChange, seat: str, post: str) -> Line:
    if not case.is_preselected:
        return Line(f"选举{seat}", elects=post)
    text = "候选人由差额预选产生，进行等额选举。"
    return Line(f"选举{seat}", elects=post, text=text, after_preliminary=True)


def _first(case: TermChange) -> Iterator[Line]:
    if case.standing:
        yield Line("选举常务委员会委员", elects="standing_member")
    yield Line("选举书记", elects="secretary")
    if case.deputies:
        yield Line("选举副书记", elects="deputy")
    if case.inspectors:
        yield Line(f"通过{INSPECTION}第一次全体会议选举结果")
    yield Line("研究委员分工", DISCUSS)


def _inspectors_first(case: TermChange) -> Iterator[Line]:
    yield Line(f"选举{INSPECTION}书记", elects="chief_inspector")
    if case.deputy_inspectors:
        yield Line(f"选举{INSPECTION}副书记", elects="deputy_inspector")


def _preparatory(_case: TermChange) -> Iterator[Line]:
    yield Line("听取代表资格审查报告", REPORT)
    yield Line("通过代表资格审查报告")
    yield Line("通过大会主席团和秘书长名单")
    yield Line("通过大会议程")


AGENDAS: Final = {
    "assembly": _assembly,
    "first": _first,
    "inspectors_first": _inspectors_first,
    "preparatory": _preparatory,
}
