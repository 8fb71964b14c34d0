"""A statement for one organisation is planned once a connection, and always reads anew."""

from datetime import date

import pytest
from django.db import connection

import make
from dangwu.activities.months import rebuild_months
from dangwu.organisations.models import Organisation
from dangwu.rules.duties.prepared import KEPT, numbered
from dangwu.rules.queries.duties import duties_of_organisation

THEME_DAY = "JY19-16-theme-day"


def met(organisation: Organisation) -> int:
    found = duties_of_organisation(organisation, on=make.TODAY, today=make.TODAY)
    return sum(duty.rule == THEME_DAY and duty.state == "met" for duty in found)


def kept_statements() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        (count,) = cursor.fetchone()
    return int(count)


def test_names_become_places_in_the_order_they_first_appear() -> None:
    text, names = numbered("SELECT %(b)s, %(a)s, %(b)s, 7 %% 3")

    assert text == "SELECT $1, $2, $1, 7 % 3"
    assert names == ("b", "a")


@pytest.mark.django_db
def test_organisations_of_one_kind_share_the_plan_and_not_the_answer() -> None:
    unit = make.unit()
    busy, idle = (make.organisation(unit=unit) for _ in range(2))
    make.activity(busy, kinds=["theme_day"], held_on=date(2026, 3, 8))
    rebuild_months([unit.id])

    first = met(busy)
    kept = kept_statements()

    assert (first, met(idle)) == (1, 0)
    assert kept_statements() == kept <= KEPT


@pytest.mark.django_db
def test_work_filed_after_the_plan_was_made_is_counted() -> None:
    unit = make.unit()
    branch = make.organisation(unit=unit)
    before = met(branch)

    make.activity(branch, kinds=["theme_day"], held_on=date(2026, 3, 8))
    rebuild_months([unit.id])

    assert met(branch) == before + 1
