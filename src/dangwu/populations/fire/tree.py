"""The organisations of the detachment and how many people each has."""

from dataclasses import dataclass, field
from datetime import date

from dangwu.core.calendar import add_months
from dangwu.core.rulebook.terms import FIRE_2011
from dangwu.populations.model import Home, Node, new_node

CODE = "9901"
BATTALIONS, COMPANIES_EACH = 6, 4
LONE_BATTALIONS = 3
TOWNS = ("河湾", "松林", "石桥", "白杨", "红柳", "东川", "新泉", "云峰", "长宁")
DEPARTMENTS = ("防火监督处", "政治处", "后勤处")
DIRECT_UNITS = ("战勤保障站", "培训站")
TERM_YEARS = {"company_branch": 2, "battalion_hq_branch": 2, "detachment": 5, "corps": 5}


@dataclass(slots=True)
class Detachment:
    """The detachment's organisations by what they are."""

    top: Node
    organs: Node
    battalions: list[Node] = field(default_factory=list)
    temporary: list[Node] = field(default_factory=list)

    def branches(self) -> list[Node]:
        """Return the branches that have members, in the order of the tree."""
        return [
            node
            for node in self.top.walk()
            if node.kind == "branch" and node not in self.temporary
        ]

    def committees(self) -> list[Node]:
        """Return the committees and the general branch, in the order of the tree."""
        return [n for n in self.top.walk() if n.kind in ("committee", "general_branch")]


def fire_node(
    home: Home, parent: Node | None, *, name: str, kind: str, fire_kind: str, code: str = ""
) -> Node:
    """Return an organisation of the fire force under `parent`."""
    number = len(parent.children) + 1 if parent else 0
    node = new_node(
        home,
        code=code or f"{parent.code if parent else ''}{number:02d}",
        name=name,
        kind=kind,
        category="fire",
        founded_on=date(2012, 3, 1),
        parent=parent,
    )
    node.regime, node.fire_kind, node.home_name = FIRE_2011, fire_kind, name
    node.term_years = TERM_YEARS.get(fire_kind, 3)
    return node


def build_tree(home: Home) -> Detachment:
    """Return one detachment: 6 battalions with four companies, 3 without, the organs."""
    top = fire_node(
        home,
        None,
        name="云岭市消防支队党委",
        kind="committee",
        fire_kind="detachment",
        code=CODE,
    )
    battalions = [_battalion(home, top, TOWNS[number]) for number in range(BATTALIONS)]
    for town in TOWNS[BATTALIONS : BATTALIONS + LONE_BATTALIONS]:
        name = f"{town}大队党支部"
        fire_node(home, top, name=name, kind="branch", fire_kind="battalion_branch")
    organs = fire_node(home, top, name="支队机关党委", kind="committee", fire_kind="")
    staff = fire_node(
        home,
        organs,
        name="司令部党总支",
        kind="general_branch",
        fire_kind="organ_general_branch",
    )
    for unit in DIRECT_UNITS:
        fire_node(home, staff, name=f"{unit}党支部", kind="branch", fire_kind="company_branch")
    for department in DEPARTMENTS:
        name = f"{department}党支部"
        fire_node(home, organs, name=name, kind="branch", fire_kind="organ_branch")
    detachment = Detachment(top, organs, battalions)
    detachment.temporary.append(_temporary(home, top))
    return detachment


def _battalion(home: Home, top: Node, town: str) -> Node:
    battalion = fire_node(
        home,
        top,
        name=f"{town}大队党委",
        kind="committee",
        fire_kind="battalion_committee",
    )
    fire_node(
        home,
        battalion,
        name=f"{town}大队部党支部",
        kind="branch",
        fire_kind="battalion_hq_branch",
    )
    for number in range(COMPANIES_EACH):
        name = f"{town}大队{'一二三四'[number]}中队党支部"
        fire_node(home, battalion, name=name, kind="branch", fire_kind="company_branch")
    return battalion


def _temporary(home: Home, top: Node) -> Node:
    node = fire_node(
        home,
        top,
        name="防汛增援任务临时党支部",
        kind="temporary_branch",
        fire_kind="temporary",
    )
    node.founded_on = add_months(home.days.today, -2)
    node.ends_on = add_months(home.days.today, 2)
    return node
