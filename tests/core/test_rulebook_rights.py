"""What follows from a person's standing: rights, Party age, end of probation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangwu.core.calendar import add_months
from dangwu.core.rulebook import rights, terms
from dangwu.core.rulebook.rights import Standing

ON = date(2026, 11, 21)
DAYS = st.dates(date(1950, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("facts", "held", "rule"),
    [
        (Standing("full"), True, "XJ2020-5-no-vote"),
        (Standing("full", watched=True), False, "ZC2022-41-no-vote"),
        (Standing("full", watched=None), None, "ZC2022-41-no-vote"),
        (Standing("probationary"), False, "ZC2022-7-no-vote"),
        (Standing("suspended"), False, "JY19-24-lost"),
        (Standing("activist"), False, "XJ2020-5-no-vote"),
        (Standing(""), False, "XJ2020-5-no-vote"),
    ],
)
def test_rights_follow_the_standing(facts: Standing, held: bool | None, rule: str) -> None:
    found = rights.rights(facts)

    assert [(one.name, one.held, one.rule) for one in found] == [
        ("表决权", held, rule),
        ("选举权", held, rule),
        ("被选举权", held, rule),
    ]


@given(st.sampled_from(["", *terms.STANDINGS]), st.sampled_from([True, False, None]))
def test_only_full_members_ever_hold_the_rights(standing: str, watched: bool | None) -> None:
    found = rights.rights(Standing(standing, watched=watched))

    assert all(one.held is not True for one in found) or (standing == "full" and watched is False)


def test_party_age_counts_from_becoming_full_by_the_rules_of_the_day() -> None:
    facts = Standing("full", date(2005, 7, 1), date(2006, 7, 1), correction_months=-3)

    now = rights.party_age(facts, ON)
    then = rights.party_age(facts, date(2016, 7, 1))

    assert (now.months, now.value, now.day, now.rule) == (
        20 * 12 + 4 - 3,
        "20年1个月",
        date(2006, 7, 1),
        "XZ26-33-standing",
    )
    assert (then.months, then.rule) == (117, "XZ14-34-standing")


def test_party_age_without_the_day_of_confirmation_stays_unknown() -> None:
    found = rights.party_age(Standing("full", date(2005, 7, 1)), ON)

    assert (found.held, found.months, found.reason) == (
        None,
        None,
        "转正日期没有登记，补上后自动算出。",
    )


@given(DAYS, DAYS)
def test_party_age_never_falls_as_days_pass(confirmed: date, on: date) -> None:
    facts = Standing("full", confirmed_on=confirmed)

    today, tomorrow = (
        rights.party_age(facts, day).months or 0 for day in (on, on + timedelta(days=1))
    )

    assert 0 <= today <= tomorrow


@given(DAYS, st.integers(0, 400))
def test_months_between_is_the_inverse_of_adding_months(first: date, count: int) -> None:
    assert rights.months_between(first, add_months(first, count)) == count


def test_probation_ends_a_year_after_the_assembly() -> None:
    found = rights.probation_end(Standing("probationary", date(2025, 9, 30)), ON)

    assert found is not None
    assert (found.day, found.rule, found.reason) == (
        date(2026, 9, 30),
        "ZC2022-7-probation",
        "从2025年9月30日支部大会通过起算1年。已过52天，应当讨论能否转正。",
    )


def test_probation_end_takes_the_day_that_was_recorded() -> None:
    facts = Standing("probationary", date(2025, 9, 30), probation_ends_on=date(2027, 3, 30))

    found = rights.probation_end(facts, ON)

    assert found is not None
    assert (found.day, found.reason) == (date(2027, 3, 30), "按登记的预备期满日期。")


def test_probation_end_speaks_only_of_probationers_and_owns_to_not_knowing() -> None:
    unknown = rights.probation_end(Standing("probationary"), ON)

    assert rights.probation_end(Standing("full"), ON) is None
    assert unknown is not None
    assert unknown.unknown


def test_without_cause_hides_the_penalty_behind_the_rights() -> None:
    told = rights.derived(Standing("full", confirmed_on=date(2006, 7, 1), watched=True), ON)

    hidden = rights.without_cause(told)

    assert "留党察看" in "".join(one.reason for one in told)
    assert "留党察看" not in "".join(one.reason for one in hidden)
    assert [one.held for one in hidden] == [one.held for one in told]
