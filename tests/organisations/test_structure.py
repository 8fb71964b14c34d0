"""Headcount → structure at the numbers of the rules, with what exists counted live."""

import pytest

import make
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import structure_of
from dangwu.organisations.queries.structure import StructureCheck
from dangwu.organisations.ruling import ruling_for

pytestmark = pytest.mark.django_db


def branch_with(full: int, probationary: int = 0, category: str = "village") -> Organisation:
    town = make.organisation(unit=make.unit(), kind="committee", category="township")
    row = make.organisation(unit=town.unit, parent=town, category=category)
    for _ in range(full):
        make.person(organisation=row)
    for _ in range(probationary):
        make.person(organisation=row, standing="probationary")
    return row


def check(row: Organisation, *, has_committee: bool) -> StructureCheck:
    body = make.body(row, has_committee=has_committee)
    ruling = ruling_for(row, make.TODAY)
    return structure_of(row, ruling=ruling, body=body, on=make.TODAY)


def state(found: StructureCheck, rule: str) -> list[str]:
    return [one.state for one in found.checks if one.rule == rule]


@pytest.mark.parametrize(
    ("full", "must"),
    [(2, "联合党支部"), (3, "党支部"), (6, "党支部"), (7, "支部委员会")],
)
def test_headcounts_name_what_to_set_up(full: int, must: str) -> None:
    assert must in check(branch_with(full), has_committee=False).must


def test_a_committee_is_not_told_to_be_a_branch() -> None:
    town = make.organisation(unit=make.unit(), kind="committee", category="township")
    for _ in range(3):
        make.person(organisation=make.organisation(unit=town.unit, parent=town))
    assert check(town, has_committee=True).must == ()


def test_a_branch_of_seven_without_committee_is_to_set_one_up() -> None:
    row = branch_with(7)
    assert state(check(row, has_committee=False), "ZB2018-20-committee") == ["overdue"]


def test_the_committee_is_counted_by_persons_not_posts() -> None:
    row = branch_with(7)
    first, second = make.person(organisation=row), make.person(organisation=row)
    for person, post in ((first, "secretary"), (first, "organisation"), (second, "publicity")):
        make.post(person, row, post=post)
    make.post(second, row, post="clerk")
    found = check(row, has_committee=True)
    assert (found.headcount.committee, found.headcount.members) == (2, 9)
    assert state(found, "ZB2018-20-committee") == ["met"]
    assert state(found, "ZB2018-20-size") == ["overdue"]


@pytest.mark.parametrize(("full", "probationary", "told"), [(49, 1, "met"), (49, 2, "overdue")])
def test_fifty_members_are_the_usual_limit_of_a_branch(
    full: int, probationary: int, told: str
) -> None:
    found = check(branch_with(full, probationary), has_committee=True)
    assert state(found, "ZB2018-4-max") == [told]


def test_without_a_recorded_term_the_committee_is_unknown_not_breached() -> None:
    row = branch_with(8)
    found = structure_of(row, ruling=ruling_for(row, make.TODAY), body=None, on=make.TODAY)
    assert found.headcount.committee is None
    assert state(found, "ZB2018-20-committee") == ["unknown"]
