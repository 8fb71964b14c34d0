"""The organisation's page says of its structure what the duties say."""

import uuid
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from pytest_django import DjangoAssertNumQueries

import make
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.organisations.queries import structure_of
from dangwu.organisations.ruling import ruling_for, rulings_for
from dangwu.rules.models import Exemption, LocalPack
from dangwu.rules.queries.duties import duties_of_organisation
from dangwu.sharding.models import Unit

pytestmark = pytest.mark.django_db
COMMITTEE = "ZB2018-20-committee"
SIZE = "ZB2018-20-size"
MOST = "ZB2018-4-max"
PACK = """
instrument: {key: T1, title: 示范县细则, issued_by: 示范县委, since: 2020-01-01, until: null,
  status: local, regimes: [civil], source: 县委文件}
articles: [{number: "1", paraphrase: 党支部党员不超过30人。}]
rules:
  - id: T1-1-max
    article: "1"
    paraphrase: 党支部党员不超过30人。
    shape: limit
    scope: {kinds: [branch]}
    params: {of: members, max: 30}
    strength: must
    exception_to: [ZB2018-4-max]
"""


def branch_of(full: int, *, has_committee: bool) -> tuple[Organisation, LeadingBody]:
    unit = make.unit()
    town = make.organisation(unit=unit, kind="committee", category="township")
    row = make.organisation(unit=unit, parent=town)
    for _ in range(full):
        make.person(organisation=row)
    return row, make.body(row, has_committee=has_committee)


def on_page(row: Organisation, body: LeadingBody) -> dict[str, str]:
    ruling = ruling_for(row, make.TODAY)
    found = structure_of(row, ruling=ruling, body=body, on=make.TODAY)
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


def local_pack(unit: Unit, *, until: date | None = None) -> None:
    LocalPack.objects.create(
        unit=unit,
        key="T1",
        title="示范县细则",
        text=PACK,
        since=date(2026, 1, 1),
        until=until,
        adopted_at=make.NOW,
    )


def exempt(row: Organisation, rule: str, *, until: date) -> None:
    Exemption.objects.create(
        unit_id=row.unit_id,
        organisation=row,
        rule_id=rule,
        period=DateRange(date(2026, 1, 1), until),
        reason="撤并期间",
        approved_by="示范县委",
        granted_by=uuid.uuid4(),
        granted_at=make.NOW,
    )


def test_a_local_pack_of_the_unit_tightens_the_page_too() -> None:
    row, body = branch_of(31, has_committee=True)
    assert on_page(row, body)[MOST] == "met"
    local_pack(row.unit)
    page = on_page(row, body)
    assert page["T1-1-max"] == among_duties(row)["T1-1-max"] == "overdue"
    assert MOST not in page


def test_a_pack_of_another_unit_or_of_the_past_says_nothing() -> None:
    row, body = branch_of(31, has_committee=True)
    local_pack(make.unit())
    local_pack(row.unit, until=date(2026, 6, 1))
    assert on_page(row, body)[MOST] == "met"
    assert "T1-1-max" not in on_page(row, body)


def test_what_is_exempt_is_shown_as_such_and_not_demanded() -> None:
    row, body = branch_of(7, has_committee=False)
    ruling = ruling_for(row, make.TODAY)
    assert "支部委员会" in structure_of(row, ruling=ruling, body=body, on=make.TODAY).must
    exempt(row, COMMITTEE, until=date(2027, 1, 1))
    assert on_page(row, body)[COMMITTEE] == among_duties(row)[COMMITTEE] == "exempt"
    ruling = ruling_for(row, make.TODAY)
    assert "支部委员会" not in structure_of(row, ruling=ruling, body=body, on=make.TODAY).must


def test_an_exemption_that_is_over_no_longer_counts() -> None:
    row, body = branch_of(7, has_committee=False)
    exempt(row, COMMITTEE, until=make.TODAY)
    assert on_page(row, body)[COMMITTEE] == "overdue"


@pytest.mark.parametrize("branches", [1, 3])
def test_rulings_of_many_organisations_are_read_at_once(
    branches: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    unit = make.unit()
    local_pack(unit)
    rows = [make.organisation(unit=unit) for _ in range(branches)]
    exempt(rows[0], COMMITTEE, until=date(2027, 1, 1))
    rulings_for(rows, make.TODAY)  # reads the text of the local pack, once a process
    with django_assert_num_queries(3):
        found = rulings_for(rows, make.TODAY)
    assert found[rows[0].unit_id, rows[0].id].exempt == {COMMITTEE}
