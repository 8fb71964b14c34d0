"""Who slipped out of organisation life: found with reason and article, others left out."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

import make
from dangwu.accounts.models import Role
from dangwu.activities.models import MemberMonth
from dangwu.core.calendar import add_months
from dangwu.members.models import Membership, Person, SpecialStatus, StandingPeriod
from dangwu.organisations.models import Organisation
from dangwu.workbench.finder import CANNOT_TELL, Slipped, finder_page, slipped
from register import Home, home, post

pytestmark = pytest.mark.django_db
ON = make.TODAY


@pytest.fixture
def town() -> Home:
    """Branches that record who came: one member of each was there last month."""
    place = home()
    for branch in (place.branch, place.other):
        came(make.person("按时到", organisation=branch), 1)
    return place


def came(person: Person, months_ago: int, kind: str = "assembly") -> None:
    month = ON.year * 12 + ON.month - 1 - months_ago
    MemberMonth.objects.create(
        unit_id=person.unit_id, person=person, kind=kind, month=month, times=1, minutes=60
    )


def special(person: Person, kind: str, since: date, receiving: Organisation | None = None) -> None:
    SpecialStatus.objects.create(
        unit_id=person.unit_id,
        person=person,
        kind=kind,
        period=DateRange(since, None),
        receiving=receiving,
    )


def found(town: Home, on: date = ON) -> list[Slipped]:
    return slipped(post(Role.SECRETARY, town.branch), town.branch, on)


def told(town: Home) -> list[tuple[str, str, str, str, int]]:
    return [(s.kind, s.person.name, s.rule, s.article, s.months) for s in found(town)]


def test_absent_for_six_whole_months_is_nominal_from_the_first_month_missed(town: Home) -> None:
    person = make.person("王建国", organisation=town.branch)
    came(person, 7)

    (one,) = found(town)

    assert (one.kind, one.person, one.organisation) == ("挂名", person, town.branch)
    assert (one.since, one.months, one.rule, one.article) == (
        date(2026, 5, 1),
        6,
        "ZC2022-9-life",
        "9",
    )
    assert "请核实有无正当理由" in one.reason


@pytest.mark.parametrize("months_ago", [0, 1, 6])
def test_seen_within_six_months_is_not_listed(town: Home, months_ago: int) -> None:
    came(make.person("王建国", organisation=town.branch), months_ago)

    assert found(town) == []


def test_never_seen_counts_from_joining_the_branch_or_the_first_records(town: Home) -> None:
    make.person("王建国", organisation=town.branch)

    (one,) = found(town)

    assert (one.kind, one.since) == ("挂名", town.branch.founded_on)


@pytest.mark.parametrize("kind", ["ill", "aged", "excused", "abroad"])
def test_the_excused_are_left_out(town: Home, kind: str) -> None:
    special(make.person(organisation=town.branch), kind, date(2026, 1, 1))

    assert found(town) == []


def paid(person: Person, to: date) -> None:
    Person.objects.filter(unit_id=person.unit_id, id=person.id).update(dues_paid_to=to)


def test_six_months_without_dues_are_proposed_where_the_branch_keeps_dues(town: Home) -> None:
    behind = make.person("欠党费", organisation=town.branch)
    in_time = make.person("还差一月", organisation=town.branch)
    for person in (behind, in_time):
        came(person, 1)
    paid(behind, date(2026, 4, 1))
    paid(in_time, date(2026, 5, 1))

    (one,) = found(town)

    assert (one.person, one.kind, one.rule, one.article) == (behind, "挂名", "ZC2022-9-dues", "9")
    assert (one.since, one.months) == (date(2026, 5, 1), 6)
    assert "没有交纳党费的记录" in one.reason


def test_a_branch_that_keeps_no_dues_is_not_judged_by_them(town: Home) -> None:
    for name in ("甲", "乙"):
        person = make.person(name, organisation=town.branch)
        came(person, 1)
        paid(person, date(2025, 12, 1))

    assert found(town) == []


def test_absence_and_unpaid_dues_are_one_proposal(town: Home) -> None:
    person = make.person("王建国", organisation=town.branch)
    came(person, 7)
    paid(person, date(2025, 12, 1))
    payer = make.person("按月交", organisation=town.branch)
    came(payer, 1)
    paid(payer, date(2026, 10, 1))

    assert told(town) == [("挂名", "王建国", "ZC2022-9-life", "9", 6)]


@pytest.mark.parametrize("kind", ["lost", "in_transit", "mobile", "abroad"])
def test_dues_of_those_counted_elsewhere_are_left_to_their_own_kind(town: Home, kind: str) -> None:
    person = make.person("在外", organisation=town.branch)
    payer = make.person("按月交", organisation=town.branch)
    for one in (person, payer):
        came(one, 1)
    paid(person, date(2025, 12, 1))
    paid(payer, date(2026, 10, 1))
    special(person, kind, date(2026, 1, 1))

    assert "ZC2022-9-dues" not in {rule for _, _, rule, _, _ in told(town)}


def test_the_newly_joined_and_people_of_other_standings_are_left_out(town: Home) -> None:
    make.person("新党员", organisation=town.branch, joined_on=date(2026, 6, 1))
    make.person("申请人", organisation=town.branch, standing="applicant")

    assert found(town) == []


def test_a_branch_whose_records_begin_later_is_left_out(town: Home) -> None:
    make.person("王建国", organisation=town.branch)
    town.branch.records_from = date(2026, 8, 1)
    town.branch.save()

    assert found(town) == []


def test_a_branch_that_records_nobody_is_not_judged_and_says_so() -> None:
    place = home()
    make.person("王建国", organisation=place.branch)

    page = finder_page(post(Role.SECRETARY, place.branch), [place.branch], ON)

    assert (page["total"], page["unjudged"]) == (0, 1)


def test_mobile_for_half_a_year_without_life_at_either_end_is_roving(town: Home) -> None:
    lone = make.person("王建国", organisation=town.branch)
    received = make.person("李建国", organisation=town.branch)
    active = make.person("赵一", organisation=town.branch)
    recent = make.person("钱二", organisation=town.branch)
    since = add_months(ON, -7)
    special(lone, "mobile", since)
    special(received, "mobile", since, town.other)
    special(active, "mobile", since, town.other)
    came(active, 2, "lecture")
    special(recent, "mobile", add_months(ON, -5))

    assert sorted(told(town)) == sorted(
        [
            ("游击", "王建国", "LD24-0-mobile", "定义", 7),
            ("游击", "李建国", "LD24-0-mobile", "定义", 7),
        ]
    )


def test_in_transit_longer_than_a_letter_lasts_is_in_the_pocket(town: Home) -> None:
    long = make.person("王建国", organisation=town.branch)
    short = make.person("李建国", organisation=town.branch)
    special(long, "in_transit", add_months(ON, -4))
    special(short, "in_transit", add_months(ON, -2))

    (one,) = found(town)

    assert (one.kind, one.person, one.rule) == ("口袋", long, "JY19-25-move")
    assert "90天" in one.reason


def test_member_who_belongs_nowhere_is_in_the_pocket(town: Home) -> None:
    person = make.person("王建国", organisation=town.branch)
    Membership.objects.filter(unit_id=person.unit_id, person=person).update(
        period=DateRange(date(2015, 1, 1), date(2026, 5, 1))
    )

    assert told(town) == [("口袋", "王建国", "JY19-25-move", "25", 6)]


def test_lost_members_by_stage(town: Home) -> None:
    for name, months in (("甲", 2), ("乙", 8)):
        special(make.person(name, organisation=town.branch), "lost", add_months(ON, -months))
    for name, months in (("丙", 10), ("丁", 25)):
        person = make.person(name, organisation=town.branch, standing="suspended")
        special(person, "lost", date(2023, 1, 1))
        StandingPeriod.objects.filter(unit_id=person.unit_id, person=person).update(
            period=DateRange(add_months(ON, -months), None)
        )

    rows = {one.person.name: (one.kind, one.rule, one.months) for one in found(town)}
    reasons = {one.person.name: one.reason for one in found(town)}

    assert rows == {
        "甲": ("失联", "JY19-24-lost", 2),
        "乙": ("失联", "JY19-24-lost", 8),
        "丙": ("失联", "JY19-24-suspended", 10),
        "丁": ("失联", "JY19-24-suspended", 25),
    }
    assert "请继续查找" in reasons["甲"]
    assert "提请研究停止党籍" in reasons["乙"]
    assert "按自行脱党除名" in reasons["丁"]


def test_what_the_register_cannot_show_is_said(town: Home) -> None:
    page = finder_page(post(Role.SECRETARY, town.top), [town.top], ON)

    groups = page["groups"]
    assert isinstance(groups, list)
    assert [(g["kind"], g["count"], g["cannot_tell"]) for g in groups if g["cannot_tell"]] == [
        ("地下", 0, CANNOT_TELL)
    ]


def test_finder_is_for_those_who_list_people_of_that_subtree(town: Home) -> None:
    for access in (
        post(Role.SECRETARY, town.other),
        post(Role.SUPERVISOR, town.top),
        post(Role.MEMBER, town.branch),
    ):
        with pytest.raises(PermissionDenied):
            slipped(access, town.branch, ON)


def city() -> tuple[Organisation, list[Organisation]]:
    """A city committee over two counties, each with somebody who belongs nowhere."""
    above = make.unit("示范市", level="city")
    top = make.organisation(unit=above, kind="committee", category="city", name="示范市委")
    counties = []
    for name, lost in (("东县", "张东"), ("西县", "李西")):
        unit = make.unit(name, parent=above)
        county = make.organisation(
            unit=unit, kind="committee", category="county", name=f"{name}县委"
        )
        person = make.person(lost, organisation=make.organisation(unit=unit, parent=county))
        Membership.objects.filter(unit_id=unit.id, person=person).update(
            period=DateRange(date(2015, 1, 1), date(2026, 5, 1))
        )
        counties.append(county)
    return top, counties


def test_a_city_looks_into_one_unit_after_the_other(client: Client) -> None:
    top, (east, west) = city()
    client.force_login(make.account(role=Role.DEPARTMENT, organisation=top))

    own = client.get("/finder/").content.decode()
    assert "查找范围" in own
    assert ["张东" in own, "李西" in own] == [False, False]
    found_east = client.get(f"/finder/?organisation={east.id}").content.decode()
    assert ["张东" in found_east, "李西" in found_east] == [True, False]
    found_west = client.get(f"/finder/?organisation={west.id}").content.decode()
    assert ["张东" in found_west, "李西" in found_west] == [False, True]


def test_a_city_looks_into_all_its_units_at_once(client: Client) -> None:
    top, (east, _west) = city()
    client.force_login(make.account(role=Role.DEPARTMENT, organisation=top))

    page = client.get("/finder/?everywhere=1").content.decode()

    assert ["张东" in page, "李西" in page] == [True, True]
    assert "全部单位" in page
    client.force_login(make.account(role=Role.DEPARTMENT, organisation=east))
    own = client.get("/finder/?everywhere=1").content.decode()
    assert ["张东" in own, "李西" in own] == [True, False]


def test_nobody_is_listed_twice_where_one_place_lies_in_the_other(town: Home) -> None:
    make.person("王建国", organisation=town.branch)

    page = finder_page(post(Role.DEPARTMENT, town.top), [town.branch, town.top, town.top], ON)

    assert page["total"] == 1


def test_another_unit_cannot_be_chosen(client: Client) -> None:
    _top, (east, west) = city()
    client.force_login(make.account(role=Role.DEPARTMENT, organisation=east))

    page = client.get(f"/finder/?organisation={west.id}").content.decode()
    assert "张东" in page
    assert "李西" not in page
    assert "查找范围" not in page
    beside = f"/finder/?unit={west.unit_id}&organisation={west.id}"
    assert client.get(beside).status_code == 404


def test_finder_keeps_to_the_open_units(town: Home) -> None:
    make.person("王建国", organisation=town.branch)
    access = post(Role.SECRETARY, town.branch)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE dangwu_web")

        assert len(slipped(access, town.branch, ON)) == 1
        cursor.execute("SET LOCAL app.units = ''")
        assert slipped(access, town.branch, ON) == []
