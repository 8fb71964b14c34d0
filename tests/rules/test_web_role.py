"""The web role sees the duties of its open units, and no others."""

import pytest
from django.db import transaction

import make
from dangwu.accounts.models import Role
from dangwu.activities.actions import file_activity
from dangwu.rules.duties.reach import Over
from dangwu.rules.models import DutyTally
from dangwu.rules.queries.duties import duties
from dangwu.sharding.access import open_units

pytestmark = pytest.mark.django_db


def test_duties_stop_at_the_units_that_are_open(request: pytest.FixtureRequest) -> None:
    here, there = (make.organisation(unit=make.unit()) for _ in range(2))
    request.getfixturevalue("as_web_role")

    with transaction.atomic():
        open_units([here.unit_id])
        found = duties(Over((here.unit_id, there.unit_id)), on=make.TODAY, today=make.TODAY)

    assert {duty.organisation for duty in found} == {here.code}


def test_a_secretary_files_and_is_counted_under_row_security(
    request: pytest.FixtureRequest,
) -> None:
    branch = make.organisation(unit=make.unit())
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    request.getfixturevalue("as_web_role")

    with transaction.atomic():
        open_units(secretary.units)
        file_activity(
            actor=secretary,
            organisation=branch,
            kinds=["theme_day"],
            title="主题党日",
            held_on=make.TODAY,
        )
        tally = DutyTally.objects.get(
            unit_id=branch.unit_id, organisation=branch, rule_id="JY19-16-theme-day"
        )

    assert (tally.met, tally.due) == (1, 0)
