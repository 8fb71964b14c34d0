"""The county gives back every published figure, and its facts agree with each other."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Count, F, Q
from django.utils import timezone

from dangwu.accounts.access import Access, Reach
from dangwu.accounts.models import Account, Grant, Role
from dangwu.activities.models import Activity, Attendance
from dangwu.core.calendar import add_months
from dangwu.core.errors import DomainError
from dangwu.core.identity import check_id_number
from dangwu.meetings.models import AgendaItem
from dangwu.members.models import (
    IdentityClaim,
    Membership,
    Person,
    PostHolding,
    SpecialStatus,
    StandingPeriod,
)
from dangwu.members.secrets import open_number, phone_digest
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.populations.faults import planted
from dangwu.populations.load import Summary, build
from dangwu.populations.rows.people import PHONE_FRONT
from dangwu.reports.queries import situation
from dangwu.reports.writing import report_text
from dangwu.rules.duties.engine import duties_of
from dangwu.rules.duties.reach import Over
from dangwu.rules.queries.rulebook import books_for
from dangwu.sharding.models import Unit
from dangwu.tasks.models import Task
from dangwu.workbench.finder import slipped
from populations.held import (
    check_appraisals,
    check_finished_life,
    check_meetings,
    check_nothing_counts_twice,
    check_ordered_life,
    check_running_life,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("county")]

TODAY = date(2026, 11, 21)
FAULTS = {fault.kind: fault for fault in planted("county")}
COUNTY = 2
UNITS = (1, 2)
# The figures of the published report, each with its share; the order of the occupations is by size.
PUBLISHED = (
    "共辖7个镇138个嘎查村8个社区，有基层党委16个，党支部389个，其中农村牧区党支部120个（联合党支部16个）",
    "城镇社区党支部8个，非公有制企业党支部55个。",
    "共有党员8128名。",
    "农牧民党员4847名，占党员总数的59.6%",
    "机关干部职工党员1564名，占党员总数的19.2%",
    "离退休人员党员858名，占党员总数的10.6%",
    "企业职工党员558名，占党员总数的6.9%",
    "社区居民党员301名，占党员总数的3.7%",
    "有妇女党员1824名，占党员总数的22.4%，少数民族党员863名，占党员总数的10.6%",
    "35岁及以下年轻党员2100名，占党员总数的25.8%。",
    "1966年以前入党老党员175名，其中建国前入党老党员5名。",
    "共有嘎查村“两委”正职218名，有51名现连续任职10年以上。",
)
# Found by the finder and not by the duties: they are about one person.
OF_PERSONS = {"unseen", "lost", "in_pocket", "dues_unpaid", "away_unreceived"}
PEOPLE = Person.objects.filter(unit_id=COUNTY)
MEMBERS = PEOPLE.filter(standing__in=("full", "probationary"))
ORGANISATIONS = Organisation.objects.filter(unit_id=COUNTY)
FULL_MEMBERS = Count("people", filter=Q(people__standing="full"))
BRANCHES = ORGANISATIONS.filter(kind__in=("branch", "joint_branch"))


def test_county_is_one_unit_below_a_city() -> None:
    units = list(Unit.objects.order_by("id").values_list("id", "level", "path"))

    assert units == [(1, "city", "000001"), (2, "county", "000001.000002")]


def test_organisations_are_those_published() -> None:
    base = ORGANISATIONS.filter(kind="committee").exclude(category="county")
    villages = BRANCHES.filter(category="village")
    covered = sum(count or 1 for count in villages.values_list("joint_units", flat=True))

    assert ORGANISATIONS.filter(kind="committee", category="county").count() == 1
    assert base.count() == 16
    assert base.filter(category="township").count() == 7
    assert BRANCHES.count() == 389
    assert villages.count() == 120
    assert villages.filter(kind="joint_branch").count() == 16
    assert covered == 138
    assert BRANCHES.filter(category="community").count() == 8
    assert BRANCHES.filter(category="private_firm").count() == 55


def test_members_are_those_published_by_occupation() -> None:
    counted = dict(MEMBERS.values_list("occupation").annotate(n=Count("id")))

    assert counted == {
        "农牧民": 4847,
        "社区居民": 301,
        "机关干部职工": 1564,
        "企业职工": 558,
        "离退休人员": 858,
    }
    assert MEMBERS.count() == 8128


def test_members_are_those_published_by_sex_people_age_and_joining() -> None:
    assert MEMBERS.filter(sex="2").count() == 1824
    assert MEMBERS.exclude(ethnicity="01").count() == 863
    assert MEMBERS.filter(born_on__gt=add_months(TODAY, -12 * 36)).count() == 2100
    assert MEMBERS.filter(joined_on__lt=date(1966, 1, 1)).count() == 175
    assert MEMBERS.filter(joined_on__lt=date(1949, 10, 1)).count() == 5


def test_village_principals_are_those_published() -> None:
    posts = PostHolding.objects.filter(unit_id=COUNTY, organisation__category="village").filter(
        Q(post="secretary") | Q(also_head=True)
    )
    ten_years_ago = add_months(TODAY, -120)

    assert posts.values("person_id").distinct().count() == 218
    assert posts.filter(also_head=True).count() == 138
    long_serving = posts.filter(period__startswith__lte=ten_years_ago)
    assert long_serving.values("person_id").distinct().count() == 51


def test_the_situation_report_gives_back_every_published_figure() -> None:
    text = report_text(situation(ORGANISATIONS.get(parent=None), on=TODAY))
    assert [told for told in PUBLISHED if told not in text] == []


def test_nobody_joined_before_the_age_of_eighteen() -> None:
    days = MEMBERS.values_list("born_on", "joined_on")
    early = [born for born, joined in days if born and joined and joined < add_months(born, 216)]

    assert early == []


def test_every_id_number_is_valid_belongs_to_nobody_and_is_claimed_once() -> None:
    rows = list(PEOPLE.values_list("id_number", "born_on", "sex"))
    numbers = [
        (check_id_number(open_number(bytes(cipher or b""))), born, sex)
        for cipher, born, sex in rows
    ]

    assert all(n.birth_on == born and n.sex == sex for n, born, sex in numbers)
    assert {n.number[:2] for n, _born, _sex in numbers} == {"99"}
    assert (
        len({n.number for n, _born, _sex in numbers}) == len(rows) == IdentityClaim.objects.count()
    )


def test_phones_are_of_a_range_without_service_and_found_by_digest() -> None:
    person = PEOPLE.exclude(phone=None)[0]
    number = open_number(bytes(person.phone or b""))

    assert number.startswith(PHONE_FRONT)
    assert len(number) == 11
    assert phone_digest(number) == bytes(person.phone_digest or b"")


def test_state_of_today_repeats_the_periods_that_run() -> None:
    standing = StandingPeriod.objects.filter(unit_id=COUNTY, period__contains=TODAY)
    places = Membership.objects.filter(unit_id=COUNTY, nature="primary", period__contains=TODAY)

    assert standing.count() == PEOPLE.count()
    assert not standing.exclude(person__standing=F("standing")).exists()
    assert places.count() == PEOPLE.count()
    assert not places.exclude(person__organisation_id=F("organisation_id")).exists()


def test_every_stage_before_membership_occurs() -> None:
    counted = dict(PEOPLE.values_list("standing").annotate(n=Count("id")))

    assert {"applicant", "activist", "candidate", "probationary", "full"} == set(counted)


def test_special_groups_occur_and_the_moved_take_part_at_the_other_end() -> None:
    kinds = Counter(SpecialStatus.objects.filter(unit_id=COUNTY).values_list("kind", flat=True))
    natures = Counter(Membership.objects.filter(unit_id=COUNTY).values_list("nature", flat=True))

    assert {"mobile", "retired", "lost", "aged", "hardship", "abroad", "in_transit"} <= set(kinds)
    assert natures["mobile"] == kinds["mobile"] - 1  # one is planted: away and received nowhere
    assert natures["reported"] > 100


def test_branches_of_seven_full_members_have_a_committee_and_smaller_ones_none() -> None:
    full = dict(BRANCHES.values_list("id").annotate(n=FULL_MEMBERS))
    bodies = LeadingBody.objects.filter(unit_id=COUNTY, served__contains=TODAY)
    seated = bodies.filter(organisation__in=BRANCHES).select_related("organisation")
    wrong = [
        body.organisation.code
        for body in seated
        if body.has_committee != (full[body.organisation_id] >= 7)
    ]

    assert wrong == [
        fault.organisation for fault in planted("county") if fault.kind == "no_committee"
    ]


def test_sums_by_month_agree_with_the_activities() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM (
              SELECT unit_id, organisation_id, kind, month, times, minutes, late
              FROM activities_workmonth
              EXCEPT
              SELECT a.unit_id, o.organisation_id, kind,
                (extract(year FROM held_on) * 12 + extract(month FROM held_on) - 1)::int,
                count(*), sum(a.minutes), count(*) FILTER (WHERE a.late)
              FROM activities_activity a
              JOIN activities_activityorganisation o ON o.activity_id = a.id, unnest(a.kinds) kind
              WHERE validity <> 'invalid' AND part = 'held'
              GROUP BY 1, 2, 3, 4) differing"""
        )
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT sum(times) FROM activities_workmonth WHERE kind = 'assembly'")
        (counted,) = cursor.fetchone()
    assert counted == Activity.objects.filter(kinds__contains=["assembly"]).count()


def test_sums_of_members_agree_with_attendance() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(times) FROM activities_membermonth WHERE kind = 'theme_day'")
        (counted,) = cursor.fetchone()
    came = Attendance.objects.filter(
        presence=Attendance.Presence.PRESENT,
        activity__kinds__contains=["theme_day"],
        activity__validity="valid",
    )

    assert counted == came.count()


def test_counts_of_an_activity_agree_with_its_attendance() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM (
              SELECT a.id FROM activities_activity a
              JOIN activities_attendance t ON (t.unit_id, t.activity_id) = (a.unit_id, a.id)
              GROUP BY a.unit_id, a.id
              HAVING count(*) <> a.should_attend
                OR count(*) FILTER (WHERE presence = 1) <> a.present) differing"""
        )
        assert cursor.fetchone() == (0,)


def test_nothing_lies_in_the_future_and_only_the_planted_is_late_or_invalid() -> None:
    faults = {fault.kind: fault.organisation for fault in planted("county")}
    late = Activity.objects.filter(late=True)
    invalid = Activity.objects.filter(validity="invalid")

    assert not Activity.objects.filter(Q(held_on__gt=TODAY) | Q(filed_on__gt=TODAY)).exists()
    assert [a.organisation.code for a in late] == [faults["late_minutes"]]
    assert [a.organisation.code for a in invalid] == [faults["too_few_came"]]


def test_demo_accounts_show_every_role(county: Summary) -> None:
    logins = {login.login for login in county.logins}
    granted = set(Grant.objects.values_list("role", flat=True))

    assert logins == set(Account.objects.values_list("login", flat=True))
    assert granted == {
        "secretary",
        "committee_member",
        "clerk",
        "member",
        "department",
        "supervisor",
        "administrator",
        "resident",
    }
    assert all(len(login.password) >= 10 for login in county.logins)


def test_a_database_with_data_is_refused() -> None:
    with pytest.raises(DomainError, match="数据库里已有数据"):
        build("county", today=TODAY)


def _branch(kind: str) -> Organisation:
    return Organisation.objects.get(unit_id=2, code=FAULTS[kind].organisation)


def _person(kind: str) -> Person:
    return Person.objects.get(unit_id=2, number=FAULTS[kind].person)


def test_headcounts_are_the_planted_ones() -> None:
    counts = {
        kind: Person.objects.filter(unit_id=2).members().of(_branch(kind)).count()
        for kind in ("branch_of_two", "branch_of_61", "no_committee")
    }

    assert counts == {"branch_of_two": 2, "branch_of_61": 61, "no_committee": 9}


def test_term_has_run_out() -> None:
    body = LeadingBody.objects.get(
        unit_id=2, organisation=_branch("overdue_term"), served__contains=TODAY
    )

    assert body.term.upper == add_months(TODAY, -5)


def test_persons_are_in_their_branches() -> None:
    for fault in FAULTS.values():
        if fault.person:
            assert _person(fault.kind).organisation == _branch(fault.kind)


def test_unseen_member_was_nowhere_for_seven_months() -> None:
    seen = _person("unseen").attendance.filter(unit_id=2, presence=1)
    last = seen.order_by("-activity__held_on").values_list("activity__held_on", flat=True)[0]

    assert add_months(TODAY, -9) < last < add_months(TODAY, -7)


def test_probation_ran_out_two_months_ago() -> None:
    person = _person("probation_over")

    assert (person.standing, person.probation_ends_on) == ("probationary", add_months(TODAY, -2))


def test_branch_without_secretary_has_nobody_in_the_post() -> None:
    assert not _branch("no_secretary").posts.filter(unit_id=2, post="secretary").exists()


def test_dues_are_eight_months_behind() -> None:
    assert _person("dues_unpaid").dues_paid_to == date(2026, 2, 1)


def _at_fault(today: date) -> set[tuple[str, str]]:
    books = books_for(UNITS, today)
    duties = duties_of(Over(UNITS), on=today, today=today, book_of=lambda unit: books[unit])
    return {
        (duty.organisation, duty.rule)
        for duty in duties
        if duty.state.value not in ("met", "due", "exempt")
    }


def _expected(profile: str) -> set[tuple[str, str]]:
    return {
        (fault.organisation, rule)
        for fault in planted(profile)
        if fault.kind not in OF_PERSONS
        for rule in fault.rules
    }


def test_county_has_the_planted_faults_and_no_other() -> None:
    assert _at_fault(TODAY) == _expected("county")


def test_finder_proposes_the_planted_people_and_nobody_else() -> None:
    top = ORGANISATIONS.get(kind="committee", category="county")
    reach = Reach(Role.DEPARTMENT, top.unit_id, top.id, top.path)
    access = Access(None, "组织部", TODAY, timezone.now(), (reach,), top.unit_id)

    found = {(one.person.id, one.rule) for one in slipped(access, top, TODAY)}

    assert found == {
        (_person(kind).id, rule)
        for kind, fault in FAULTS.items()
        if kind in OF_PERSONS
        for rule in fault.rules
    }


@pytest.mark.parametrize("login", ["shuji", "shuji2"])
def test_demo_branch_has_a_meeting_at_each_stage(login: str) -> None:
    check_meetings(login, TODAY)


def test_meetings_filed_nothing_of_their_own(county: Summary) -> None:
    check_nothing_counts_twice(county)


def test_logins_have_work_that_follows_from_a_resolution() -> None:
    tasks = list(Task.objects.filter(unit_id=COUNTY, origin_kind="meetings.agendaitem"))
    persons = set(Account.objects.values_list("person_id", flat=True))
    items = AgendaItem.objects.filter(unit_id=COUNTY, id__in={t.origin_id for t in tasks})

    assert {(task.state, task.owner_id in persons) for task in tasks} == {("open", True)}
    assert all(TODAY < task.due_on <= TODAY + timedelta(days=14) for task in tasks)
    assert {item.resolution != "" for item in items} == {True}


def test_demo_branches_have_organisation_life_at_each_stage() -> None:
    check_finished_life(TODAY)
    check_running_life(TODAY)
    check_ordered_life(TODAY)


def test_demo_branch_has_appraisals_closed_and_running() -> None:
    check_appraisals(
        {
            ("appraisal", "closed"),
            ("duty_review", "closed"),
            ("appraisal", "open"),
            ("duty_review", "open"),
            ("satisfaction", "open"),
        }
    )
