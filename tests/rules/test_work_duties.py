"""Cadence: so often in each natural period, judged from the work that was held by the day asked about."""

from datetime import date, timedelta

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

import make
from dangwu.activities.months import rebuild_months
from dangwu.organisations.models import Organisation
from dangwu.rules.duties.values import Duty, State
from dangwu.rules.models import Exemption
from dangwu.rules.queries.duties import duties_of_organisation

pytestmark = pytest.mark.django_db

ASSEMBLY = "ZB2018-11-assembly"
COMMITTEE = "ZB2018-12-committee"
THEME_DAY = "JY19-16-theme-day"


def branch(**fields: object) -> Organisation:
    return make.organisation(unit=make.unit(), **fields)  # type: ignore[arg-type]


def held(organisation: Organisation, kind: str, *days: date, filed_after: int = 0) -> None:
    for number, day in enumerate(days):
        filed = day + timedelta(days=filed_after)
        row = make.activity(organisation, kinds=[kind], held_on=day, filed_on=filed)
        type(row).objects.filter(unit_id=row.unit_id, id=row.id).update(
            late=filed_after > 7, title=f"第{number}次"
        )
    rebuild_months([organisation.unit_id])


def of(organisation: Organisation, rule: str, on: date = make.TODAY) -> list[Duty]:
    found = duties_of_organisation(organisation, on=on, today=make.TODAY)
    return [duty for duty in found if duty.rule == rule]


def states(organisation: Organisation, rule: str, on: date = make.TODAY) -> list[str]:
    return [duty.state.value for duty in of(organisation, rule, on)]


def test_a_quarter_with_its_assembly_is_met_and_one_without_is_overdue() -> None:
    here = branch()
    held(here, "assembly", date(2026, 3, 31), date(2026, 7, 1))

    found = of(here, ASSEMBLY)

    assert [(d.period[0], d.needs, d.has, d.state.value) for d in found] == [
        (date(2025, 10, 1), 1, 0, "overdue"),
        (date(2026, 1, 1), 1, 1, "met"),
        (date(2026, 4, 1), 1, 0, "overdue"),
        (date(2026, 7, 1), 1, 1, "met"),
        (date(2026, 10, 1), 1, 0, "due"),
    ]


def test_a_duty_names_its_article_its_period_and_the_records_behind_it() -> None:
    here = branch()
    held(here, "assembly", date(2026, 7, 1))

    duty = of(here, ASSEMBLY)[-2]

    assert duty.as_json() == {
        "organisation": here.code,
        "rule": ASSEMBLY,
        "article": "11",
        "subject": "党员大会",
        "period": ["2026-07-01", "2026-10-01"],
        "needs": 1,
        "has": 1,
        "state": "met",
        "due_on": "2026-09-30",
    }
    assert duty.strength == "generally"
    assert duty.records.kinds == ("assembly",)
    assert duty.text == (
        "2026年第3季度党员大会应不少于1次，已有1次（《中国共产党支部工作条例（试行）》第11条），已完成。"
    )


@pytest.mark.parametrize(
    ("on", "state"),
    [(date(2026, 9, 30), "due"), (date(2026, 10, 1), "overdue")],
)
def test_a_period_is_due_to_its_last_day_and_overdue_after(on: date, state: str) -> None:
    found = of(branch(), ASSEMBLY, on)
    third = [duty for duty in found if duty.period[0] == date(2026, 7, 1)]

    assert [duty.state.value for duty in third] == [state]


def test_work_filed_late_makes_the_period_late_unless_other_work_was_in_time() -> None:
    here = branch()
    held(here, "assembly", date(2026, 7, 1), filed_after=8)
    assert states(here, ASSEMBLY)[-2] == "late"

    held(here, "assembly", date(2026, 8, 1))
    assert states(here, ASSEMBLY)[-2] == "met"


def test_a_late_filing_is_found_itself() -> None:
    here = branch()
    held(here, "assembly", date(2026, 7, 1), filed_after=8)

    found = of(here, "LOCAL-2-late-days")

    assert [(d.state.value, d.needs, d.has) for d in found] == [("late", 7, 8)]


def test_a_month_before_the_records_begin_is_unknown_never_overdue() -> None:
    here = branch()
    Organisation.objects.filter(unit_id=here.unit_id, id=here.id).update(
        records_from=date(2026, 9, 10)
    )

    assert states(here, THEME_DAY) == ["unknown"] * 10 + ["overdue", "due"]


def test_the_first_partial_period_of_a_new_organisation_is_exempt() -> None:
    here = branch(founded_on=date(2026, 8, 2))

    assert states(here, THEME_DAY) == ["exempt", "overdue", "overdue", "due"]
    assert states(here, ASSEMBLY) == ["exempt", "due"]


def test_a_period_that_began_on_the_founding_day_is_whole() -> None:
    assert states(branch(founded_on=date(2026, 8, 1)), THEME_DAY)[0] == "overdue"


def test_an_exemption_covers_the_periods_whose_last_day_it_holds() -> None:
    here = branch()
    Exemption.objects.create(
        unit_id=here.unit_id,
        organisation=here,
        rule_id=THEME_DAY,
        period=DateRange(date(2026, 7, 1), date(2026, 9, 30)),
        reason="防汛抢险",
        approved_by="县委组织部",
        basis="县组发〔2026〕7号",
        granted_at=make.NOW,
    )
    held(here, "theme_day", date(2026, 7, 5))

    assert states(here, THEME_DAY)[7:] == ["met", "exempt", "overdue", "overdue", "due"]


def test_committee_meetings_are_asked_only_of_a_branch_with_a_committee() -> None:
    here = branch()
    assert of(here, COMMITTEE) == []

    make.body(here, elected_on=date(2026, 9, 15))
    assert states(here, COMMITTEE) == ["exempt", "overdue", "due"]


def test_an_exception_stands_in_the_place_of_the_general_rule() -> None:
    here = branch()

    assert of(here, "ZB2018-16-theme-day") == []
    assert len(of(here, THEME_DAY)) == 12


def test_work_of_a_later_day_does_not_count_on_a_day_before() -> None:
    here = branch()
    held(here, "theme_day", date(2026, 6, 20))

    assert states(here, THEME_DAY, date(2026, 6, 19))[-1] == "due"
    assert states(here, THEME_DAY, date(2026, 6, 20))[-1] == "met"
    assert states(here, THEME_DAY, date(2026, 7, 15))[-2:] == ["met", "due"]


def test_invalid_and_withdrawn_work_does_not_count_on_a_past_day_either() -> None:
    here = branch()
    held(here, "theme_day", date(2026, 6, 10))
    here.hosted.model.objects.filter(unit_id=here.unit_id).update(validity="invalid")
    rebuild_months([here.unit_id])

    assert states(here, THEME_DAY, date(2026, 6, 15))[-1] == "due"
    assert states(here, THEME_DAY, date(2026, 7, 15))[-2] == "overdue"


def test_a_period_is_judged_by_the_rules_in_force_on_its_last_day() -> None:
    unit = make.unit()
    committee = make.organisation(unit=unit, kind="committee", category="township")

    assert of(committee, "XZ14-11-pool") != []
    old = of(committee, "XZ14-11-pool")[0].period
    new = of(committee, "XZ26-11-pool")[0].period
    assert (old, new) == (
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2026, 1, 1), date(2027, 1, 1)),
    )


def fire_company() -> Organisation:
    return branch(regime="fire-2011", fire_kind="company_branch", category="fire")


@pytest.mark.parametrize(
    ("lengths", "state"),
    [
        ([240, 240, 240, 240], State.MET),  # half a day a week
        ([480, 480], State.MET),  # pooled, at least twice
        ([960], State.OVERDUE),  # pooled into one
        ([240, 240, 240, 239], State.OVERDUE),
        ([480, 470], State.OVERDUE),
        ([480, None], State.UNKNOWN),
        ([], State.OVERDUE),
    ],
)
def test_party_days_weekly_or_pooled_in_the_month(lengths: list[int | None], state: State) -> None:
    here = fire_company()
    for number, minutes in enumerate(lengths):
        row = make.activity(here, kinds=["theme_day"], held_on=date(2026, 10, 1 + number))
        type(row).objects.filter(unit_id=row.unit_id, id=row.id).update(minutes=minutes)
    rebuild_months([here.unit_id])

    october = [
        duty
        for duty in of(here, "S6-34-company_branch-theme_day")
        if duty.period[0] == date(2026, 10, 1)
    ]
    assert [duty.state for duty in october] == [state]
