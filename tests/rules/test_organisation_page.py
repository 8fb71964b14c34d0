"""The organisation's page says of its structure what the duties say."""

import pytest

import make
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.organisations.queries import structure_of
from dangwu.rules.queries.duties import duties_of_organisation

pytestmark = pytest.mark.django_db
COMMITTEE = "ZB2018-20-committee"
SIZE = "ZB2018-20-size"


def branch_of(full: int, *, has_committee: bool) -> tuple[Organisation, LeadingBody]:
    unit = make.unit()
    town = make.organisation(unit=unit, kind="committee", category="township")
    row = make.organisation(unit=unit, parent=town)
    for _ in range(full):
        make.person(organisation=row)
    return row, make.body(row, has_committee=has_committee)


def on_page(row: Organisation, body: LeadingBody) -> dict[str, str]:
    found = structure_of(row, body=body, on=make.TODAY)
    return {check.rule: check.state for check in found.checks}


def among_duties(row: Organisation) -> dict[str, str]:
    found = duties_of_organisation(row, on=make.TODAY, today=make.TODAY)
    return {duty.rule: duty.state.value for duty in found}


@pytest.mark.parametrize(("has_committee", "state"), [(False, "overdue"), (True, "met")])
def test_page_and_duties_agree_on_a_committee(*, has_committee: bool, state: str) -> None:
    row, body = branch_of(7, has_committee=has_committee)
    make.post(make.person(organisation=row), row)
    assert on_page(row, body)[COMMITTEE] == among_duties(row)[COMMITTEE] == state


def test_page_and_duties_agree_on_every_breach_of_structure() -> None:
    row, body = branch_of(51, has_committee=False)
    page, duties = on_page(row, body), among_duties(row)
    told = {
        rule for rule in page.keys() & duties.keys() if "overdue" in (page[rule], duties[rule])
    }
    assert {rule: page[rule] for rule in told} == {rule: duties[rule] for rule in told}
    assert COMMITTEE in told


@pytest.mark.parametrize(("seats", "state"), [(2, "overdue"), (3, "met"), (5, "met")])
def test_page_and_duties_count_the_seats_as_approved(seats: int, state: str) -> None:
    row, body = branch_of(7, has_committee=True)
    make.post(make.person(organisation=row), row)
    body.seats = seats
    body.save()
    assert on_page(row, body)[SIZE] == among_duties(row)[SIZE] == state
