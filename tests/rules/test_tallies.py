"""Tallies are copies of what the duties say, for one organisation as for all."""

from collections import Counter
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import make
from dangwu.accounts.models import Role
from dangwu.activities.actions import file_activity, withdraw_activity
from dangwu.activities.months import rebuild_months
from dangwu.organisations.models import Organisation
from dangwu.rules.duties.reach import Over
from dangwu.rules.models import DutyTally, SubtreeTally
from dangwu.rules.queries.duties import duties, duties_of_organisation
from dangwu.rules.queries.tallies import subtree_of
from dangwu.rules.tallying import refresh_subtrees, refresh_tallies
from dangwu.sharding.models import Unit

pytestmark = pytest.mark.django_db

STATES = ("met", "due", "overdue", "late", "exempt", "unknown")


def county(branches: int) -> tuple[Unit, Organisation, list[Organisation]]:
    unit = make.unit()
    top = make.organisation(unit=unit, kind="committee", category="county", name="县委")
    town = make.organisation(unit=unit, parent=top, kind="committee", category="township")
    below = [make.organisation(unit=unit, parent=town) for _ in range(branches)]
    for number, branch in enumerate(below):
        make.body(branch, elected_on=date(2022 + number % 4, 3, 1), expires_on=date(2027, 3, 1))
        for month in range(1, 11 - number % 3):
            make.activity(branch, kinds=["theme_day"], held_on=date(2026, month, 8))
        for _ in range(number % 4):
            make.person(organisation=branch)
    rebuild_months([unit.id])
    return unit, top, below


def test_one_organisation_is_told_exactly_what_the_county_counts() -> None:
    unit, _top, _below = county(6)

    everything = duties(Over((unit.id,)), on=make.TODAY, today=make.TODAY)

    for organisation in Organisation.objects.filter(unit_id=unit.id):
        alone = duties_of_organisation(organisation, on=make.TODAY, today=make.TODAY)
        assert alone == [d for d in everything if d.organisation_id == organisation.id]


def test_a_subtree_holds_itself_and_all_below_and_nothing_else() -> None:
    unit, top, below = county(3)
    beside = make.organisation(unit=unit, parent=top)

    town = Organisation.objects.get(unit_id=unit.id, category="township")
    found = duties(Over.subtree(town), on=make.TODAY, today=make.TODAY)

    codes = {duty.organisation for duty in found}
    assert codes == {town.code, *(branch.code for branch in below)}
    assert beside.code not in codes


def test_tallies_hold_the_duties_by_state() -> None:
    unit, _top, _below = county(4)

    refresh_tallies(Over((unit.id,)), on=make.TODAY)

    found = duties(Over((unit.id,)), on=make.TODAY, today=make.TODAY)
    expected = Counter((d.organisation_id, d.rule, d.state.value) for d in found)
    stored = Counter(
        {
            (row.organisation_id, row.rule_id, state): getattr(row, state)
            for row in DutyTally.objects.filter(unit_id=unit.id)
            for state in STATES
            if getattr(row, state)
        }
    )
    assert stored == expected


def test_subtree_tallies_are_sums_up_the_tree() -> None:
    unit, top, below = county(4)
    refresh_tallies(Over((unit.id,)), on=make.TODAY)
    refresh_subtrees([unit.id])

    department = make.access(role=Role.DEPARTMENT, organisation=top)

    all_rows = DutyTally.objects.filter(unit_id=unit.id)
    found = subtree_of(department, top, by_rule=True)
    counts = found.total

    assert counts.overdue == sum(row.overdue for row in all_rows)
    assert counts.organisations == len({row.organisation_id for row in all_rows})
    assert counts.as_of == make.TODAY
    assert found.rules["JY19-16-theme-day"].organisations == len(below)
    alone = SubtreeTally.objects.get(unit_id=unit.id, organisation=below[0], rule_id="")
    assert alone.organisations == 1


def test_children_of_the_top_of_a_city_are_the_tops_of_its_counties() -> None:
    city = make.unit("示范市", level="city")
    top = make.organisation(unit=city, kind="committee", category="city")
    units = [make.unit(parent=city) for _ in range(2)]
    tops = [make.organisation(unit=u, kind="committee", category="county") for u in units]
    for unit in (city, *units):
        refresh_tallies(Over((unit.id,)), on=make.TODAY)
        refresh_subtrees([unit.id])
    department = make.access(role=Role.DEPARTMENT, organisation=top)

    found = subtree_of(department, top, by_rule=True)

    assert {child.organisation.id for child in found.children} == {each.id for each in tops}
    assert found.total.organisations == 3
    assert max(counts.organisations for counts in found.rules.values()) <= 3


@pytest.mark.parametrize("branches", [1, 3])
def test_drill_down_asks_the_same_number_of_questions_at_any_size(branches: int) -> None:
    unit, top, _below = county(branches)
    refresh_tallies(Over((unit.id,)), on=make.TODAY)
    refresh_subtrees([unit.id])
    department = make.access(role=Role.DEPARTMENT, organisation=top)
    town = Organisation.objects.get(unit_id=unit.id, category="township")

    with CaptureQueriesContext(connection) as asked:
        found = subtree_of(department, town, by_rule=True)

    assert len(found.children) == branches
    assert len(asked) == 2


def test_a_stranger_sees_no_children() -> None:
    unit, top, _below = county(1)

    assert subtree_of(make.stranger(organisation=top), top).children == ()
    assert unit.id == top.unit_id


def test_filing_and_withdrawing_count_again_at_once() -> None:
    unit, _top, below = county(1)
    refresh_tallies(Over((unit.id,)), on=make.TODAY)
    branch = below[0]
    secretary = make.access(role=Role.SECRETARY, organisation=branch)

    def assemblies() -> tuple[int, int]:
        row = DutyTally.objects.get(
            unit_id=unit.id, organisation=branch, rule_id="ZB2018-11-assembly"
        )
        return row.met, row.due

    before = assemblies()
    filed = file_activity(
        actor=secretary,
        organisation=branch,
        kinds=["assembly"],
        title="第四季度党员大会",
        held_on=date(2026, 11, 20),
    )
    assert assemblies() == (before[0] + 1, before[1] - 1)

    withdraw_activity(actor=secretary, activity=filed, reason="填错日期")
    assert assemblies() == before
