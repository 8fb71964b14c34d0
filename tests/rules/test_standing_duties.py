"""Terms, structure, probations, persons: what is judged on the day itself or of each person."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

import make
from dangwu.activities.models import Activity, ActivityOrganisation, MemberMonth, MemberYear
from dangwu.members.models import Person, StandingPeriod
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.rules.duties.hours import PLACES, index
from dangwu.rules.duties.values import Duty
from dangwu.rules.queries.duties import duties_of_organisation

pytestmark = pytest.mark.django_db


def branch(**fields: object) -> Organisation:
    return make.organisation(unit=make.unit(), **fields)  # type: ignore[arg-type]


def of(organisation: Organisation, rule: str, on: date = make.TODAY) -> list[Duty]:
    found = duties_of_organisation(organisation, on=on, today=make.TODAY)
    return [duty for duty in found if duty.rule == rule]


def people(organisation: Organisation, number: int, **fields: object) -> list[Person]:
    return [make.person(organisation=organisation, **fields) for _ in range(number)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("expires_on", "state"),
    [
        (date(2026, 11, 21), "overdue"),  # yesterday was the last day of the term
        (date(2026, 11, 22), "due"),  # today is
        (date(2027, 5, 21), "due"),  # six months ahead
        (date(2027, 5, 22), "met"),
    ],
)
def test_a_term_is_announced_six_months_ahead_and_overdue_after_its_last_day(
    expires_on: date, state: str
) -> None:
    here = branch()
    make.body(here, elected_on=date(2021, 11, 1), expires_on=expires_on)

    assert [duty.state.value for duty in of(here, "RQ2018-village")] == [state]


@pytest.mark.parametrize(
    ("extended_to", "state"), [(date(2026, 12, 31), "due"), (date(2029, 1, 1), "overdue")]
)
def test_an_approved_extension_moves_the_end_by_a_year_at_most(
    extended_to: date, state: str
) -> None:
    here = branch()
    body = make.body(here, elected_on=date(2020, 1, 1), expires_on=date(2025, 11, 1))
    if state == "due":
        LeadingBody.objects.filter(unit_id=here.unit_id, id=body.id).update(
            term=DateRange(date(2021, 1, 1), date(2026, 1, 1))
        )
    LeadingBody.objects.filter(unit_id=here.unit_id, id=body.id).update(
        extended_to=extended_to, extension_approval="县组复〔2025〕3号"
    )

    assert [duty.state.value for duty in of(here, "RQ2018-village")] == [state]


def test_without_a_recorded_term_it_is_unknown() -> None:
    assert [duty.state.value for duty in of(branch(), "RQ2018-village")] == ["unknown"]


@pytest.mark.parametrize(
    ("members", "committee", "rule", "state"),
    [
        (6, True, "ZB2018-20-no-committee", "overdue"),
        (6, False, "ZB2018-20-no-committee", "met"),
        (7, True, "ZB2018-20-committee", "met"),
        (7, False, "ZB2018-20-committee", "overdue"),
        (2, False, "ZB2018-5-not-alone", "overdue"),
    ],
)
def test_headcounts_decide_what_must_and_must_not_be_set_up(
    members: int, committee: bool, rule: str, state: str
) -> None:
    here = branch()
    people(here, members)
    make.body(here, has_committee=committee)

    assert [duty.state.value for duty in of(here, rule)] == [state]


def test_a_branch_of_three_stands_alone() -> None:
    here = branch()
    people(here, 3)

    assert of(here, "ZB2018-5-not-alone") == []


@pytest.mark.parametrize(("members", "state"), [(50, "met"), (51, "overdue")])
def test_a_branch_should_not_pass_fifty(members: int, state: str) -> None:
    here = branch()
    people(here, members)

    found = of(here, "ZB2018-4-max")

    assert [(d.state.value, d.needs, d.has) for d in found] == [(state, 50, members)]


@pytest.mark.parametrize(("units", "state"), [(5, "met"), (6, "overdue"), (None, "unknown")])
def test_a_joint_branch_joins_five_units_at_most(units: int | None, state: str) -> None:
    here = branch(kind="joint_branch")
    Organisation.objects.filter(unit_id=here.unit_id, id=here.id).update(joint_units=units)

    assert [duty.state.value for duty in of(here, "ZB2018-5-units")] == [state]


@pytest.mark.parametrize(
    ("ends_on", "state"), [(date(2026, 11, 20), "overdue"), (date(2026, 11, 21), "met")]
)
def test_a_temporary_branch_past_its_end_is_found(ends_on: date, state: str) -> None:
    here = branch(kind="temporary_branch")
    Organisation.objects.filter(unit_id=here.unit_id, id=here.id).update(ends_on=ends_on)

    assert [duty.state.value for duty in of(here, "ZB2018-8-end")] == [state]


@pytest.mark.parametrize(
    ("ends_on", "states"),
    [
        (date(2026, 11, 20), ["overdue"]),
        (date(2026, 11, 21), ["due"]),
        (date(2026, 12, 1), []),
    ],
)
def test_a_probation_that_has_ended_waits_for_the_assembly(
    ends_on: date, states: list[str]
) -> None:
    here = branch()
    person = make.person(organisation=here, standing="probationary", joined_on=date(2025, 11, 1))
    Person.objects.filter(unit_id=here.unit_id, id=person.id).update(probation_ends_on=ends_on)

    found = of(here, "XZ26-31-status")

    assert [duty.state.value for duty in found] == states
    assert {duty.article for duty in found} <= {"31"}


def took_part(person: Person, kind: str, month: int, minutes: int = 0) -> None:
    """Write the sums of a person who came once: of the month, and of its half-year."""
    times, long = [0] * (2 * len(PLACES)), [0] * (2 * len(PLACES))
    place = index(kind, month % 12 // 6) - 1
    times[place], long[place] = 1, minutes
    whose = {"unit_id": person.unit_id, "person": person}
    MemberMonth.objects.create(**whose, kind=kind, month=month, times=1, minutes=minutes)
    MemberYear.objects.create(**whose, year=month // 12, times=times, minutes=long)


def studied(person: Person, minutes: int, *, year: int = 2026) -> None:
    took_part(person, "study", year * 12 + 4, minutes)


def test_hours_of_a_year_are_gathered_by_each_member() -> None:
    here = branch()
    enough, short, _none = people(here, 3)
    studied(enough, 32 * 60)
    studied(short, 32 * 60 - 1)

    this_year = of(here, "JY19-20-hours")[-1]

    assert (this_year.needs, this_year.has, this_year.state.value) == (3, 1, "due")


def test_whoever_joined_within_the_year_is_left_out_of_it() -> None:
    here = branch()
    make.person(organisation=here)
    make.person(organisation=here, standing="probationary", joined_on=date(2026, 3, 1))

    assert of(here, "JY19-20-hours")[-1].needs == 1


def test_every_activist_is_reviewed_each_half_year() -> None:
    here = branch()
    first, second = people(here, 2, standing="activist", joined_on=date(2026, 1, 5))
    for person in (first, second):
        took_part(person, "activist_review", 2026 * 12 + 9)

    found = of(here, "XZ26-11-review")

    assert [(d.needs, d.has, d.state.value) for d in found] == [(2, 2, "met")]


def test_someone_who_is_no_member_any_more_asks_for_no_hours() -> None:
    here = branch()
    person = make.person(organisation=here)
    StandingPeriod.objects.filter(unit_id=here.unit_id, person=person).update(
        period=DateRange(date(2005, 7, 1), date(2026, 2, 1))
    )

    assert [d.needs for d in of(here, "JY19-20-hours")] == [1]


def test_every_body_below_is_surveyed() -> None:
    unit = make.unit()
    detachment = make.organisation(
        unit=unit, kind="committee", regime="fire-2011", fire_kind="detachment", category="fire"
    )
    first, _second = (
        make.organisation(
            unit=unit,
            parent=detachment,
            regime="fire-2011",
            fire_kind="company_branch",
            category="fire",
        )
        for _ in range(2)
    )
    survey = make.activity(detachment, kinds=["survey"], held_on=date(2026, 5, 5))
    ActivityOrganisation.objects.create(
        unit_id=unit.id,
        activity=survey,
        organisation=first,
        part=ActivityOrganisation.Part.TARGET,
    )

    found = of(detachment, "S6-47c")

    assert [(d.period[0].year, d.needs, d.has, d.state.value) for d in found] == [
        (2025, 2, 0, "overdue"),
        (2026, 2, 1, "due"),
    ]


def test_a_meeting_with_too_few_is_found_with_what_was_needed() -> None:
    here = branch()
    row = make.activity(here, kinds=["assembly"], held_on=date(2026, 10, 8))
    Activity.objects.filter(unit_id=here.unit_id, id=row.id).update(
        validity="invalid", should_attend=21, present=10
    )

    found = of(here, "ZB2018-11-quorum")

    assert [(d.subject, d.needs, d.has, d.state.value) for d in found] == [
        ("会议", 11, 10, "overdue")
    ]


@pytest.mark.parametrize(("noticed_on", "found"), [(7, 0), (8, 1)])
def test_a_notice_shorter_than_the_rule_is_found(noticed_on: int, found: int) -> None:
    here = branch(regime="fire-2011", fire_kind="company_branch", category="fire")
    row = make.activity(here, kinds=["assembly"], held_on=date(2026, 10, 8))
    Activity.objects.filter(unit_id=here.unit_id, id=row.id).update(
        noticed_on=date(2026, 10, noticed_on)
    )

    assert len(of(here, "S6-18e")) == found
