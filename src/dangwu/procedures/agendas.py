"""The agenda of each meeting of a case, from the template: what is heard, adopted, elected."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dangwu.procedures.models import TermChange

REPORT: Final = "report"
DECIDE: Final = "decide"
DISCUSS: Final = "discuss"


@dataclass(frozen=True, slots=True)
class Line:
    """One item. elects: a seat; its candidates and number come from the case.

    people: `tellers` or the seat whose candidates the item is about.
    """

    title: str
    kind: str = DECIDE
    elects: str = ""
    people: str = ""
    text: str = ""


def committee_name(case: TermChange) -> str:
    """Return what is elected, as papers call it: 支部委员会, 委员会, or the branch itself."""
    if not case.has_committee:
        return "支部"
    return "委员会" if case.kind == TermChange.Kind.COMMITTEE else "支部委员会"


def agenda_of(case: TermChange, sitting: str) -> tuple[Line, ...]:
    """Return the lines of a meeting of the case."""
    return tuple(AGENDAS[sitting](case))


def _assembly(case: TermChange) -> Iterator[Line]:
    name = committee_name(case)
    yield Line("清点到会人数", REPORT)
    yield Line(f"听取上届{name}工作报告", REPORT)
    if case.inspectors:
        yield Line("听取上届纪律检查委员会工作报告", REPORT)
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
    yield Line(f"选举{name}委员", elects="member")
    if case.inspectors:
        yield Line("选举纪律检查委员会委员", elects="inspector")


def _first(case: TermChange) -> Iterator[Line]:
    yield Line("选举书记", elects="secretary")
    if case.deputies:
        yield Line("选举副书记", elects="deputy")
    if case.inspectors:
        yield Line("通过纪律检查委员会第一次全体会议选举结果")
    yield Line("研究委员分工", DISCUSS)


def _inspectors_first(_case: TermChange) -> Iterator[Line]:
    yield Line("选举纪律检查委员会书记", elects="chief_inspector")


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
