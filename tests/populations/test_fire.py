"""The fire detachment: the same promise."""

from datetime import date

import pytest
from django.db.models import Count

from dangwu.accounts.models import Grant
from dangwu.core.rulebook.terms import FIRE_KINDS
from dangwu.members.models import PostHolding
from dangwu.organisations.models import Organisation
from dangwu.populations.faults import planted
from dangwu.populations.load import Summary
from dangwu.rules.duties.engine import duties_of
from dangwu.rules.duties.reach import Over
from dangwu.rules.queries.rulebook import books_for
from populations.held import (
    check_appraisals,
    check_finished_life,
    check_meetings,
    check_nothing_counts_twice,
    check_ordered_life,
    check_running_life,
    meetings_of,
)

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
UNITS = (1, 2)


def _at_fault(today: date) -> set[tuple[str, str]]:
    books = books_for(UNITS, today)
    duties = duties_of(Over(UNITS), on=today, today=today, book_of=lambda unit: books[unit])
    return {
        (duty.organisation, duty.rule)
        for duty in duties
        if duty.state.value not in ("met", "due", "exempt")
    }


def _expected(profile: str) -> set[tuple[str, str]]:
    return {(fault.organisation, rule) for fault in planted(profile) for rule in fault.rules}


def test_fire_has_the_planted_faults_and_no_other(fire: Summary) -> None:
    assert _at_fault(TODAY) == _expected("fire")


def test_every_kind_of_the_regulation_occurs(fire: Summary) -> None:
    kinds = set(Organisation.objects.filter(unit_id__in=UNITS).values_list("fire_kind", flat=True))

    assert kinds >= set(FIRE_KINDS) - {"bureau"}


def test_branches_have_fifteen_to_sixty_members(fire: Summary) -> None:
    branches = Organisation.objects.filter(unit_id=2, kind="branch")
    sizes = list(branches.annotate(size=Count("people")).values_list("size", flat=True))

    assert min(sizes) >= 15
    assert max(sizes) <= 60


@pytest.mark.usefixtures("fire")
@pytest.mark.parametrize(
    ("login", "kind"),
    [
        ("shuji", "company_branch"),
        ("dawei", "battalion_committee"),
        ("zongzhi", "organ_general_branch"),
        ("dadui", "battalion_branch"),
        ("duibu", "battalion_hq_branch"),
        ("jiguan", "organ_branch"),
    ],
)
def test_every_kind_of_organisation_has_a_secretary_who_signs_in(login: str, kind: str) -> None:
    grant = Grant.objects.select_related("account").get(account__login=login)
    assert grant.organisation_id is not None
    organisation = Organisation.objects.get(unit_id=grant.unit_id, id=grant.organisation_id)
    person = grant.account.person_id

    assert person is not None
    assert organisation.fire_kind == kind
    assert PostHolding.objects.filter(
        unit_id=organisation.unit_id,
        organisation=organisation,
        person_id=person,
        post="secretary",
    ).exists()


@pytest.mark.parametrize("login", ["shuji", "shuji2"])
def test_demo_company_has_a_meeting_at_each_stage(login: str) -> None:
    check_meetings(login, TODAY)


@pytest.mark.usefixtures("fire")
def test_a_company_branch_has_called_an_assembly() -> None:
    noticed = meetings_of("shuji")["noticed"]

    assert (noticed.organisation.fire_kind, noticed.kinds) == ("company_branch", ["assembly"])


def test_meetings_filed_nothing_of_their_own(fire: Summary) -> None:
    check_nothing_counts_twice(fire)


@pytest.mark.usefixtures("fire")
def test_demo_branches_have_organisation_life_at_each_stage() -> None:
    check_finished_life(TODAY)
    check_running_life(TODAY)
    check_ordered_life(TODAY)


@pytest.mark.usefixtures("fire")
def test_demo_branch_has_appraisals_closed_and_running() -> None:
    check_appraisals(
        {
            ("appraisal", "closed"),
            ("appraisal", "open"),
            ("duty_review", "open"),
            ("satisfaction", "open"),
        }
    )
