"""The organisations of one county-level unit of the city."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from dangwu.populations.city import totals
from dangwu.populations.model import Home, Node, new_node
from dangwu.populations.names import places

_PLACES = "顺安 望河 榆林 清原路 东台 新屯 千山 将军 裕民 永济 古城 平山 章党 铁背 南花园 北站 华丰 站前 抚河 龙凤里"
NAMES = tuple(f"{name}区" for name in _PLACES.split())
_FIELD_NAMES = {
    "organ": "直属机关",
    "institution": "事业单位",
    "state_firm": "国有企业",
    "private_firm": "非公有制企业",
    "school": "学校",
    "retired": "离退休干部",
}


@dataclass(slots=True)
class District:
    """The organisations of one county-level unit."""

    top: Node
    committees: list[Node] = field(default_factory=list)
    communities: list[Node] = field(default_factory=list)
    branches: dict[str, list[Node]] = field(default_factory=dict)

    def all_branches(self) -> Iterator[Node]:
        """Yield the branches, kind by kind."""
        for branches in self.branches.values():
            yield from branches


def code_of(number: int) -> str:
    """Return the code of the committee of unit number `number`, counted from 0."""
    return f"98{number + 2:02d}"


def build_district(home: Home, number: int) -> District:
    """Return the organisations of county-level unit number `number`, counted from 0."""
    top = _node(home, None, f"中共{NAMES[number]}委员会", "committee", "county", code_of(number))
    district = District(top)
    streets = _committees(home, district, "township", totals.STREETS, "街道党工委")
    towns = _committees(home, district, "township", totals.TOWNS_EACH, "镇党委")
    _communities(home, district, streets, number)
    names = iter(home.draw.shuffled(list(places.villages())))
    for one in totals.FIELDS:
        if one.category == "community":
            continue
        if one.committees:
            name = f"{_FIELD_NAMES[one.category]}党委"
            parents = _committees(home, district, one.category, one.committees, name)
        else:
            parents = towns
        for place in range(totals.share_of(one.branches, number)):
            village = one.category == "village"
            name = next(names) if village else f"第{place + 1}{_FIELD_NAMES[one.category]}"
            _branch(home, district, parents[place % len(parents)], one.category, name)
    return district


def _node(home: Home, parent: Node | None, name: str, kind: str, category: str, code: str) -> Node:
    node = new_node(
        home,
        code=code,
        name=name,
        kind=kind,
        category=category,
        founded_on=home.draw.day(date(1955, 1, 1), date(2010, 1, 1)),
        parent=parent,
    )
    in_place = category in ("community", "village")
    node.term_years = 5 if in_place or kind == "committee" else 3
    return node


def _committees(
    home: Home, district: District, category: str, count: int, name: str
) -> list[Node]:
    found = []
    for number in range(count):
        code = f"{district.top.code}{len(district.top.children) + 1:02d}"
        title = f"{district.top.name[2:5]}第{number + 1}{name}"
        found.append(_node(home, district.top, title, "committee", category, code))
    district.committees += found
    return found


def _communities(home: Home, district: District, streets: list[Node], number: int) -> None:
    """Add communities with their building branches, as many door groups as there are."""
    count = totals.share_of(totals.COMMUNITIES, number)
    buildings = totals.share_of(totals.BUILDING_BRANCHES, number)
    for place in range(count):
        street = streets[place % len(streets)]
        code = f"{street.code}{len(street.children) + 1:03d}"
        name = f"{district.top.name[2:4]}{_ordinal(place)}社区"
        general = _node(home, street, f"{name}党总支", "general_branch", "community", code)
        general.home_name = name
        district.communities.append(general)
        for building in range(totals.share_of(buildings, place, count)):
            title = f"{name}第{building + 1}楼院"
            _branch(home, district, general, "community", title, places=2)


def _ordinal(place: int) -> str:
    return f"{'东西南北中'[place % 5]}{'苑园里坊'[place // 5 % 4]}"


def _branch(
    home: Home, district: District, parent: Node, category: str, name: str, *, places: int = 3
) -> None:
    code = f"{parent.code}{len(parent.children) + 1:0{places}d}"
    node = _node(home, parent, f"{name}党支部", "branch", category, code)
    node.home_name = name
    district.branches.setdefault(category, []).append(node)
