"""The situation report is computed from the register, as of any day."""

from datetime import date

import pytest
from django.test import Client

import make
from dangwu.accounts.models import Role
from dangwu.organisations.models import Organisation
from dangwu.reports.queries import situation
from dangwu.reports.writing import report_text, share

pytestmark = pytest.mark.django_db


def county() -> Organisation:
    unit = make.unit()
    top = make.organisation(unit=unit, kind="committee", category="county", name="示范县委")
    town = make.organisation(unit=unit, parent=top, kind="committee", category="township")
    village = make.organisation(unit=unit, parent=town)
    joint = make.organisation(unit=unit, parent=town, kind="joint_branch")
    Organisation.objects.filter(unit_id=unit.id, id=joint.id).update(joint_units=3)
    make.organisation(unit=unit, parent=town, category="community")
    make.organisation(unit=unit, parent=top, category="private_firm")
    head = make.person("王建国", organisation=village, born_on=date(1960, 1, 1))
    make.post(head, village, since=date(2010, 1, 1))
    make.person("李芳", organisation=village, sex="2", born_on=date(1995, 1, 1))
    make.person("赵老", organisation=joint, born_on=date(1930, 1, 1), joined_on=date(1949, 5, 1))
    make.person("钱申请", organisation=village, standing="applicant")
    return top


def test_situation_counts_organisations_and_members() -> None:
    found = situation(county(), on=make.TODAY)

    assert (found.towns, found.villages, found.communities) == (1, 4, 1)
    assert (found.committees, found.branches, found.rural_branches) == (1, 4, 2)
    assert (found.joint_branches, found.private_firm_branches) == (1, 1)
    assert (found.members, found.women, found.young) == (3, 1, 1)
    assert (found.veterans, found.before_founding) == (1, 1)
    assert (found.principals, found.long_serving) == (1, 1)


def test_thirty_five_full_years_count_as_young_and_a_day_more_does_not() -> None:
    top = county()
    branch = Organisation.objects.filter(unit_id=top.unit_id, kind="branch").first()
    assert branch is not None
    before = situation(top, on=make.TODAY).young
    make.person("甲", organisation=branch, born_on=date(1990, 11, 22))
    make.person("乙", organisation=branch, born_on=date(1990, 11, 21))

    assert situation(top, on=make.TODAY).young == before + 1


def test_situation_as_of_a_day_before_somebody_joined_leaves_them_out() -> None:
    top = county()
    branch = Organisation.objects.filter(unit_id=top.unit_id, kind="branch").first()
    assert branch is not None
    make.person("新人", organisation=branch, joined_on=date(2026, 7, 1))

    assert situation(top, on=date(2026, 6, 30)).members == 3
    assert situation(top, on=date(2026, 7, 1)).members == 4


def test_report_text_shows_counts_with_their_share() -> None:
    text = report_text(situation(county(), on=make.TODAY))

    assert "共有党员3名" in text
    assert "妇女党员1名，占党员总数的33.3%" in text


def test_share_of_the_seed_is_the_right_one_of_its_two() -> None:
    assert share(863, 8128) == "10.6%"
    assert share(1, 0) == "—"


def test_page_shows_the_report_to_those_who_report(client: Client) -> None:
    top = county()
    client.force_login(make.account(role=Role.DEPARTMENT, organisation=top))

    page = client.get("/reports/").content.decode()
    text = client.get("/reports/", {"format": "text"}).content.decode()

    assert "共有党员3名" in page
    assert "共有党员3名" in text


@pytest.mark.parametrize("role", [Role.MEMBER, Role.RESIDENT, Role.ADMINISTRATOR])
def test_page_is_closed_to_those_who_do_not(client: Client, role: Role) -> None:
    client.force_login(make.account(role=role, organisation=county()))

    assert client.get("/reports/").status_code == 403


def test_an_organisation_without_members_is_told_in_one_sentence() -> None:
    top = make.organisation(unit=make.unit(), kind="committee", category="county", name="新县委")

    assert "名册中没有党员。" in report_text(situation(top, on=make.TODAY))
