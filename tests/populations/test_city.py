"""The city's shares add up to what is published, without building its 200,000 members."""

from datetime import date

from dangwu.populations.city import totals
from dangwu.populations.city.build import admission_seasons
from dangwu.populations.city.tree import build_district
from dangwu.populations.copying import Sink
from dangwu.populations.draw import Draw
from dangwu.populations.faults import planted
from dangwu.populations.model import Days, Home

TODAY = date(2026, 11, 21)
UNITS = [
    build_district(Home(n + 2, Draw(f"test-{n}"), Sink(), Days.around(TODAY)), n)
    for n in range(totals.COUNTIES)
]
NODES = [node for unit in UNITS for node in unit.top.walk()]


def test_organisations_are_more_than_ten_thousand() -> None:
    kinds = [node.kind for node in NODES]

    assert len(kinds) + 1 > 10_000
    assert kinds.count("general_branch") == totals.COMMUNITIES == 325
    assert len([n for n in NODES if n.kind == "branch" and n.category == "community"]) == 1532
    assert len([n for n in NODES if n.category == "village"]) >= 341


def test_building_branches_stand_under_general_branches_of_communities() -> None:
    above = {
        (node.parent.kind, node.parent.category)
        for node in NODES
        if node.parent and node.kind == "branch" and node.category == "community"
    }

    assert above == {("general_branch", "community")}


def test_codes_and_paths_are_unique() -> None:
    assert len({node.code for node in NODES}) == len(NODES)
    assert all(
        len({node.path for node in unit.top.walk()}) == len(list(unit.top.walk()))
        for unit in UNITS
    )


def test_members_of_the_fields_are_two_hundred_thousand_in_sizes_that_fit() -> None:
    assert sum(one.members for one in totals.FIELDS) == totals.MEMBERS == 200_000
    for one in totals.FIELDS:
        low, high = one.sizes
        for number in range(totals.COUNTIES):
            branches = totals.share_of(one.branches, number)
            assert low * branches <= totals.share_of(one.members, number) <= high * branches


def test_shares_add_up() -> None:
    for total in (totals.APPLICANTS, totals.ACTIVISTS, totals.ADMITTED, totals.DOOR_GROUPS):
        assert sum(totals.share_of(total, n) for n in range(totals.COUNTIES)) == total


def test_admissions_lie_in_the_last_five_years() -> None:
    seasons = admission_seasons(TODAY, 5)

    assert seasons[0] == (date(2022, 5, 20), date(2022, 7, 4))
    assert seasons[-1] == (date(2026, 5, 20), date(2026, 7, 4))
    assert admission_seasons(date(2026, 6, 1), 5)[-1] == (date(2026, 5, 20), date(2026, 6, 1))


def test_planted_branches_exist() -> None:
    codes = {node.code for node in NODES}

    assert {fault.organisation for fault in planted("city")} <= codes
