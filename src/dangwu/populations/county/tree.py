"""The organisations of the county: committees, branches, where each stands."""

from dataclasses import dataclass, field
from datetime import date

from dangwu.populations.county import totals
from dangwu.populations.model import Home, Node, new_node
from dangwu.populations.names import places

CODE = "990001"


@dataclass(slots=True)
class County:
    """The county's organisations by what they are."""

    top: Node
    towns: list[Node] = field(default_factory=list)
    sectors: list[Node] = field(default_factory=list)
    branches: dict[str, list[Node]] = field(default_factory=dict)

    @property
    def committees(self) -> list[Node]:
        return [*self.towns, *self.sectors]

    def all_branches(self) -> list[Node]:
        """Return the branches in the order of their codes."""
        return [branch for committee in self.committees for branch in committee.children]


def build_tree(home: Home) -> County:
    """Return the county committee with its 16 base committees and 389 branches."""
    top = new_node(
        home,
        code=CODE,
        name=f"中共{places.COUNTY}委员会",
        kind="committee",
        category="county",
        founded_on=date(1950, 7, 1),
    )
    top.term_years = 5
    county = County(top)
    for name in places.TOWNS:
        county.towns.append(_committee(home, top, f"中共{name}委员会", "township"))
    for sector in totals.SECTORS:
        name = f"中共{places.COUNTY}{sector.name.removeprefix('县')}"
        county.sectors.append(_committee(home, top, name, sector.category))
    _villages(home, county)
    _communities(home, county)
    _offices(home, county)
    _firms(home, county)
    return county


def _committee(home: Home, top: Node, name: str, category: str) -> Node:
    node = new_node(
        home,
        code=f"{top.code}{len(top.children) + 1:02d}",
        name=name,
        kind="committee",
        category=category,
        founded_on=home.draw.day(date(1955, 1, 1), date(1995, 1, 1)),
        parent=top,
    )
    node.term_years = 5
    return node


def _branch(
    home: Home, county: County, parent: Node, category: str, place: str, *, name: str = ""
) -> Node:
    node = new_node(
        home,
        code=f"{parent.code}{len(parent.children) + 1:03d}",
        name=name or f"{place}党支部",
        kind="branch",
        category=category,
        founded_on=home.draw.day(date(1958, 1, 1), date(2012, 12, 31)),
        parent=parent,
    )
    node.home_name = place
    node.term_years = 5 if category in ("village", "community") else 3
    county.branches.setdefault(category, []).append(node)
    return node


def _villages(home: Home, county: County) -> None:
    names = iter(home.draw.shuffled(list(places.villages())))
    single = totals.RURAL_BRANCHES - len(totals.JOINT)
    for number, villages in enumerate((*(1,) * single, *totals.JOINT)):
        town = county.towns[number % totals.TOWNS]
        prefix = places.TOWNS[number % totals.TOWNS]
        own = [next(names) for _ in range(villages)]
        joint = "联合" if villages > 1 else ""
        branch = _branch(
            home,
            county,
            town,
            "village",
            "、".join(own),
            name=f"{prefix}{'、'.join(own)}{joint}党支部",
        )
        if joint:
            branch.kind, branch.joint_units = "joint_branch", villages


def _communities(home: Home, county: County) -> None:
    for number, name in enumerate(places.COMMUNITIES):
        town = county.towns[number % 3]
        _branch(home, county, town, "community", f"{name}社区")


def _offices(home: Home, county: County) -> None:
    organs, institutions = _office_names()
    at_home = {
        "公安": 1,
        "交警": 1,
        "看守": 1,
        "农牧": 2,
        "林草": 2,
        "水务": 2,
        "住建": 3,
        "交通": 3,
    }
    sectors = county.sectors
    for name in organs:
        if name[:3] in places.TOWNS:
            parent = county.towns[places.TOWNS.index(name[:3])]
        else:
            parent = sectors[at_home.get(name[:2], 0)]
        _branch(home, county, parent, "organ", name)
    for number, name in enumerate(institutions):
        town = name[:3] in places.TOWNS
        by_field = sectors[4] if number < 17 else sectors[5] if number < 21 else sectors[2]
        parent = county.towns[places.TOWNS.index(name[:3])] if town else by_field
        _branch(home, county, parent, "institution", name)


def _office_names() -> tuple[list[str], list[str]]:
    """Return the names of organs and of institutions that have a branch, in fixed order."""
    organs = list(places.ORGANS)
    institutions: list[str] = []
    for town in places.TOWNS:
        office, clinic, school, police = places.township_offices(town)
        organs += [office, police]
        institutions += [clinic, school]
    doubled = [f"{name}下属单位" for name in places.ORGANS]
    organs += doubled[: totals.ORGAN_BRANCHES - len(organs)]
    rest = totals.INSTITUTION_BRANCHES - len(institutions)
    return organs, [*places.INSTITUTIONS[:rest], *institutions]


def _firms(home: Home, county: County) -> None:
    for name in places.STATE_FIRMS[: totals.STATE_FIRMS]:
        _branch(home, county, county.sectors[6], "state_firm", name)
    names = places.firms()
    for number in range(totals.PRIVATE_FIRMS):
        in_town = number % 3 == 2
        parent = county.towns[number % totals.TOWNS] if in_town else county.sectors[7]
        _branch(home, county, parent, "private_firm", next(names))
    for number in range(totals.RETIRED_BRANCHES):
        office = places.ORGANS[number * 2]
        _branch(home, county, county.sectors[8], "retired", f"{office}离退休干部")
