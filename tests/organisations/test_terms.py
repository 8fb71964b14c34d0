"""Terms of leading bodies: elected, extended, ended; what the list shows of them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.core.errors import DomainError
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.organisations import actions
from dangwu.organisations.models import LeadingBody, Organisation
from dangwu.organisations.queries.bodies import body_on, reminder_months, term_of
from dangwu.organisations.queries.body_list import terms_page
from dangwu.organisations.ruling import ruling_for

pytestmark = pytest.mark.django_db
POSTS = ("secretary", "organisation", "publicity", "discipline")


@pytest.fixture
def town() -> Organisation:
    return make.organisation(unit=make.unit(), kind="committee", category="township")


@pytest.fixture
def branch(town: Organisation) -> Organisation:
    return make.organisation(unit=town.unit, parent=town, name="河东村党支部")


@pytest.fixture
def department(town: Organisation) -> Access:
    return make.access(role=Role.DEPARTMENT, organisation=town)


def elect(actor: Access, branch: Organisation, on: date, **changed: object) -> LeadingBody:
    facts: dict[str, object] = {"has_committee": True, "seats": 5, **changed}
    return actions.record_election(
        actor=actor,
        organisation=branch,
        elected_on=on,
        **facts,  # type: ignore[arg-type]  # typed above
    )


@pytest.mark.parametrize(
    ("category", "kind", "end"),
    [
        ("village", "branch", date(2030, 3, 1)),
        ("organ", "branch", date(2028, 3, 1)),
        ("organ", "committee", date(2030, 3, 1)),
    ],
)
def test_an_election_begins_the_term_that_the_rules_give(
    town: Organisation, department: Access, category: str, kind: str, end: date
) -> None:
    row = make.organisation(unit=town.unit, parent=town, kind=kind, category=category)
    body = elect(department, row, date(2025, 3, 1))
    assert (body.number, body.term.lower, body.term.upper) == (1, date(2025, 3, 1), end)


def test_an_election_ends_the_body_before_and_counts_on(
    branch: Organisation, department: Access
) -> None:
    first = elect(department, branch, date(2020, 3, 1))
    second = elect(department, branch, date(2025, 2, 1))
    first.refresh_from_db()
    assert (second.number, first.served.upper) == (2, date(2025, 2, 1))
    assert body_on(branch, date(2025, 1, 31)) == first
    assert body_on(branch, date(2025, 2, 1)) == second


def test_an_election_is_not_before_the_last_one_nor_in_the_future(
    branch: Organisation, department: Access
) -> None:
    elect(department, branch, date(2025, 3, 1))
    for day in (date(2025, 3, 1), date(2024, 1, 1), date(2027, 1, 1), date(2014, 1, 1)):
        with pytest.raises(DomainError):
            elect(department, branch, day)
    assert LeadingBody.objects.filter(organisation=branch).count() == 1


def test_an_extension_needs_an_approval_and_stays_within_a_year(
    branch: Organisation, department: Access
) -> None:
    body = make.body(branch, elected_on=date(2021, 3, 1), expires_on=date(2026, 3, 1))
    with pytest.raises(DomainError, match="请填写批复文号"):
        actions.extend_term(actor=department, body=body, to=date(2026, 9, 1), approval=" ")
    with pytest.raises(DomainError, match="请缩短延期"):
        actions.extend_term(actor=department, body=body, to=date(2027, 3, 2), approval="八号")
    with pytest.raises(DomainError, match="应晚于届满日期"):
        actions.extend_term(actor=department, body=body, to=date(2026, 3, 1), approval="八号")
    body.refresh_from_db()
    assert body.extended_to is None

    row, reminders = actions.extend_term(
        actor=department, body=body, to=date(2027, 3, 1), approval="八号"
    )
    assert (row.extended_to, row.extension_approval, reminders) == (date(2027, 3, 1), "八号", ())


def test_an_extension_beyond_a_soft_rule_is_a_reminder(
    town: Organisation, department: Access
) -> None:
    organ = make.organisation(unit=town.unit, parent=town, category="organ")
    body = make.body(organ, elected_on=date(2023, 3, 1), expires_on=date(2026, 3, 1))
    _row, reminders = actions.extend_term(
        actor=department, body=body, to=date(2027, 6, 1), approval="八号"
    )
    assert [reminder.rule for reminder in reminders] == ["RQ2018-branch"]


def test_only_the_organisation_above_records_terms(branch: Organisation) -> None:
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    body = make.body(branch)
    with pytest.raises(PermissionDenied):
        elect(secretary, branch, date(2026, 3, 1))
    with pytest.raises(PermissionDenied):
        actions.extend_term(actor=secretary, body=body, to=date(2028, 6, 1), approval="八号")
    with pytest.raises(PermissionDenied):
        actions.end_term(actor=secretary, body=body, on=date(2026, 6, 1), reason="调整")
    body.refresh_from_db()
    assert (body.served.upper, body.extended_to) == (None, None)


def test_a_term_ends_once(branch: Organisation, department: Access) -> None:
    body = make.body(branch)
    actions.end_term(actor=department, body=body, on=date(2026, 6, 1), reason="改组")
    body.refresh_from_db()
    assert body.served.upper == date(2026, 6, 1)
    with pytest.raises(DomainError, match="已于2026-06-01结束"):
        actions.end_term(actor=department, body=body, on=date(2026, 7, 1), reason="改组")


def test_reminders_come_as_long_ahead_as_the_rule_says() -> None:
    assert reminder_months(load_rulebook(), make.TODAY) == 6


@pytest.mark.parametrize(
    ("expires_on", "state"),
    [
        (date(2026, 11, 21), "overdue"),
        (date(2026, 11, 22), "due"),
        (date(2027, 5, 21), "due"),
        (date(2027, 5, 22), "met"),
    ],
)
def test_the_verdict_on_a_term_turns_on_the_day(
    branch: Organisation, expires_on: date, state: str
) -> None:
    began = expires_on.replace(year=expires_on.year - 5)
    body = make.body(branch, elected_on=began, expires_on=expires_on)
    term = term_of(
        branch, ruling=ruling_for(branch, make.TODAY), body=body, held=POSTS, on=make.TODAY
    )
    assert [(check.rule, check.state) for check in term.checks] == [
        ("RQ2018-village", state),
        ("ZB2018-20-posts", "met"),
    ]


def test_a_committee_without_a_required_post_is_told_which(branch: Organisation) -> None:
    body = make.body(branch)
    term = term_of(
        branch,
        ruling=ruling_for(branch, make.TODAY),
        body=body,
        held=("secretary", "organisation"),
        on=make.TODAY,
    )
    assert term.missing == ("宣传委员", "纪检委员")
    assert term.checks[-1].state == "overdue"


def test_without_a_committee_only_the_secretary_is_required(branch: Organisation) -> None:
    body = make.body(branch, has_committee=False)
    assert term_of(
        branch, ruling=ruling_for(branch, make.TODAY), body=body, held=(), on=make.TODAY
    ).missing == ("书记",)
    assert (
        term_of(
            branch,
            ruling=ruling_for(branch, make.TODAY),
            body=body,
            held=("secretary",),
            on=make.TODAY,
        ).missing
        == ()
    )


def test_the_list_filters_by_what_is_wrong(town: Organisation, department: Access) -> None:
    def named(name: str, expires_on: date | None, posts: tuple[str, ...]) -> Organisation:
        row = make.organisation(unit=town.unit, parent=town, name=name)
        if expires_on:
            make.body(row, elected_on=date(2022, 1, 1), expires_on=expires_on)
        for post in posts:
            make.post(make.person(organisation=row), row, post=post)
        return row

    make.body(town, elected_on=date(2024, 1, 1), expires_on=date(2029, 1, 1))
    named("好支部", date(2027, 12, 1), POSTS)
    named("逾期支部", date(2026, 11, 21), POSTS)
    named("将满支部", date(2027, 1, 1), POSTS)
    named("缺职支部", date(2027, 12, 1), POSTS[:2])
    named("未登记支部", None, ())

    def names(state: str) -> list[str]:
        _page, rows = terms_page(department, state=state, on=make.TODAY, page="")
        return [row.organisation.name for row in rows if row.organisation.id != town.id]

    assert names("") == ["好支部", "逾期支部", "将满支部", "缺职支部"]
    assert names("overdue") == ["逾期支部"]
    assert names("expiring") == ["将满支部"]
    assert names("vacant") == ["缺职支部"]
    assert names("none") == ["未登记支部"]


def test_an_approved_extension_takes_a_body_off_the_overdue_list(
    branch: Organisation, department: Access
) -> None:
    body = make.body(branch, elected_on=date(2021, 3, 1), expires_on=date(2026, 3, 1))
    actions.extend_term(actor=department, body=body, to=date(2027, 3, 1), approval="八号")
    _page, rows = terms_page(department, state="overdue", on=make.TODAY, page="")
    assert rows == []


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("state", "cost"), [("", 5), ("expiring", 5), ("vacant", 7), ("none", 2)])
def test_the_list_costs_the_same_for_any_number_of_rows(
    town: Organisation,
    rows: int,
    state: str,
    cost: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(rows):
        row = make.organisation(unit=town.unit, parent=town)
        if state != "none":
            make.body(row)
    access = make.access(role=Role.DEPARTMENT, organisation=town)
    with django_assert_num_queries(cost):
        terms_page(access, state=state, on=make.TODAY, page="")


def test_the_page_shows_the_article_and_only_what_is_in_reach(
    town: Organisation, branch: Organisation
) -> None:
    make.body(branch, elected_on=date(2021, 3, 1), expires_on=date(2026, 3, 1))
    other = make.organisation(unit=town.unit, parent=town, name="河西村党支部")
    make.body(other, elected_on=date(2021, 3, 1), expires_on=date(2026, 3, 1))
    client = Client()
    client.force_login(make.account(role=Role.SECRETARY, organisation=branch))

    shown = client.get(reverse("organisations:bodies") + "?state=overdue").content.decode()

    assert "河东村党支部" in shown
    assert "河西村党支部" not in shown
    assert "关于党的基层组织任期的意见" in shown
