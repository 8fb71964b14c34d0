"""Posts: who may assign them, what the rules say of the person, and the role that follows."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

import make
from dangwu.accounts.access import Access
from dangwu.accounts.actions import open_account
from dangwu.accounts.models import Account, Grant, Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError
from dangwu.members.actions import posts
from dangwu.members.models import Person, PostHolding
from dangwu.members.queries.eligibility import NotEligibleError
from dangwu.organisations.models import LeadingBody, Organisation

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 1)
LATER = date(2026, 11, 10)


@pytest.fixture
def branch() -> Organisation:
    town = make.organisation(unit=make.unit(), kind="committee", category="township")
    return make.organisation(unit=town.unit, parent=town, name="河东村党支部")


@pytest.fixture
def department(branch: Organisation) -> Access:
    assert branch.parent is not None
    return make.access(role=Role.DEPARTMENT, organisation=branch.parent)


def account_of(person: Person) -> Account:
    return open_account(
        login=f"p{person.number}",
        name=person.name,
        password=None,
        unit_id=person.unit_id,
        person_id=person.id,
    )


def grants(account: Account) -> list[tuple[str, date, date | None]]:
    rows = Grant.objects.filter(account=account).order_by("since", "role")
    return [(row.role, row.since, row.until) for row in rows]


def assign(
    actor: Access, branch: Organisation, person: Person, post: str, since: date = ON
) -> posts.Assigned:
    return posts.assign_post(
        actor=actor, organisation=branch, person=person, post=post, since=since
    )


def test_assign_makes_the_post_the_role_and_the_record(
    branch: Organisation, department: Access
) -> None:
    body = make.body(branch)
    person = make.person("王建国", organisation=branch)
    account = account_of(person)

    made = posts.assign_post(
        actor=department,
        organisation=branch,
        person=person,
        post="secretary",
        since=ON,
        came_by="选举",
        approval="红组〔2026〕8号",
        also_head=True,
    )

    held = PostHolding.objects.get(organisation=branch)
    assert (held.post, held.period.lower, held.period.upper) == ("secretary", ON, None)
    assert (held.body_id, held.approval, held.also_head) == (body.id, "红组〔2026〕8号", True)
    assert made.reminders == ()
    assert grants(account) == [(Role.SECRETARY, ON, None)]
    entry = Entry.objects.get(unit_id=branch.unit_id, verb="members.assign_post")
    assert entry.facts == {
        "姓名": "王建国",
        "职务": "书记",
        "自": "2026-11-01",
        "批复文号": "红组〔2026〕8号",
    }


def test_only_one_secretary_and_the_refusal_names_the_holder(
    branch: Organisation, department: Access
) -> None:
    assign(department, branch, make.person("王建国", organisation=branch), "secretary")
    with pytest.raises(DomainError, match="书记现为王建国"):
        assign(department, branch, make.person("李红", organisation=branch), "secretary")
    assert PostHolding.objects.filter(organisation=branch).count() == 1


def test_a_post_is_not_given_twice_to_one_person(branch: Organisation, department: Access) -> None:
    person = make.person(organisation=branch)
    assign(department, branch, person, "publicity")
    with pytest.raises(DomainError, match="已担任"):
        assign(department, branch, person, "publicity", LATER)


def test_a_probationer_cannot_be_elected(branch: Organisation, department: Access) -> None:
    person = make.person(organisation=branch, standing="probationary", joined_on=date(2026, 3, 1))
    with pytest.raises(NotEligibleError, match=r"没有被选举权.*第5条"):
        assign(department, branch, person, "organisation")
    assert PostHolding.objects.filter(organisation=branch).count() == 0


def test_a_secretary_of_less_than_a_year_is_a_reminder(
    branch: Organisation, department: Access
) -> None:
    person = make.person(organisation=branch, joined_on=date(2026, 3, 1))
    made = assign(department, branch, person, "secretary")
    assert [reminder.rule for reminder in made.reminders] == ["ZB2018-23-secretary"]


@pytest.mark.parametrize(
    ("role", "post", "allowed"),
    [
        (Role.SECRETARY, "secretary", False),
        (Role.SECRETARY, "deputy", False),
        (Role.SECRETARY, "publicity", True),
        (Role.CLERK, "clerk", True),
        (Role.COMMITTEE_MEMBER, "publicity", False),
        (Role.SUPERVISOR, "publicity", False),
        (Role.MEMBER, "publicity", False),
        (Role.ADMINISTRATOR, "publicity", False),
    ],
)
def test_a_branch_divides_its_own_work_but_not_what_is_approved_above(
    branch: Organisation, role: Role, post: str, *, allowed: bool
) -> None:
    actor = make.access(role=role, organisation=branch)
    person = make.person(organisation=branch)
    if allowed:
        assert assign(actor, branch, person, post).holding.post == post
        return
    with pytest.raises(PermissionDenied):
        assign(actor, branch, person, post)
    assert PostHolding.objects.filter(organisation=branch).count() == 0


def test_a_stranger_neither_assigns_nor_ends(branch: Organisation, department: Access) -> None:
    stranger = make.stranger(organisation=branch)
    held = assign(department, branch, make.person(organisation=branch), "publicity").holding
    with pytest.raises(PermissionDenied):
        assign(stranger, branch, make.person(organisation=branch), "youth")
    with pytest.raises(PermissionDenied):
        posts.end_post(actor=stranger, holding=held, on=LATER, reason="调离")
    held.refresh_from_db()
    assert held.period.upper is None


def test_ending_the_post_ends_the_role_that_day(branch: Organisation, department: Access) -> None:
    person = make.person(organisation=branch)
    account = account_of(person)
    held = assign(department, branch, person, "secretary").holding

    posts.end_post(actor=department, holding=held, on=LATER, reason="调离")

    held.refresh_from_db()
    assert held.period.upper == LATER
    assert grants(account) == [(Role.SECRETARY, ON, LATER)]
    with pytest.raises(DomainError, match="已于2026-11-10结束"):
        posts.end_post(actor=department, holding=held, on=LATER, reason="调离")


def test_the_role_stays_while_another_post_carries_it(
    branch: Organisation, department: Access
) -> None:
    person = make.person(organisation=branch)
    account = account_of(person)
    first = assign(department, branch, person, "organisation").holding
    assign(department, branch, person, "discipline")

    posts.end_post(actor=department, holding=first, on=LATER, reason="分工调整")

    assert grants(account) == [(Role.COMMITTEE_MEMBER, ON, None)]


def test_a_post_cannot_end_before_it_began(branch: Organisation, department: Access) -> None:
    held = assign(department, branch, make.person(organisation=branch), "publicity").holding
    with pytest.raises(DomainError, match="应晚于这一天"):
        posts.end_post(actor=department, holding=held, on=ON, reason="误登")


def test_an_election_ends_the_former_posts_and_begins_the_new_term(
    branch: Organisation, department: Access
) -> None:
    old_body = make.body(branch, elected_on=date(2021, 3, 1), expires_on=date(2026, 3, 1))
    old = make.person("王建国", organisation=branch)
    new = make.person("李红", organisation=branch)
    old_account, new_account = account_of(old), account_of(new)
    assign(department, branch, old, "secretary", date(2021, 3, 1))
    clerk = assign(department, branch, old, "clerk", date(2021, 3, 1)).holding

    body, reminders = posts.elect_body(
        actor=department,
        organisation=branch,
        elected_on=ON,
        has_committee=True,
        seats=3,
        posts=[("secretary", new), ("organisation", old)],
        approval="红组〔2026〕8号",
    )

    old_body.refresh_from_db()
    assert old_body.served.upper == ON
    assert (body.number, body.term.lower, body.term.upper) == (
        old_body.number + 1,
        ON,
        date(2031, 11, 1),
    )
    now = PostHolding.objects.filter(organisation=branch, period__contains=ON)
    assert {(row.post, row.person_id, row.body_id) for row in now} == {
        ("secretary", new.id, body.id),
        ("organisation", old.id, body.id),
        ("clerk", old.id, clerk.body_id),
    }
    assert grants(new_account) == [(Role.SECRETARY, ON, None)]
    assert grants(old_account) == [
        (Role.CLERK, date(2021, 3, 1), None),
        (Role.SECRETARY, date(2021, 3, 1), ON),
        (Role.COMMITTEE_MEMBER, ON, None),
    ]
    assert reminders == ()


def test_a_refused_election_changes_nothing(branch: Organisation, department: Access) -> None:
    body = make.body(branch)
    probationer = make.person(organisation=branch, standing="probationary")
    with pytest.raises(NotEligibleError):
        posts.elect_body(
            actor=department,
            organisation=branch,
            elected_on=ON,
            has_committee=True,
            seats=3,
            posts=[("secretary", probationer)],
        )
    body.refresh_from_db()
    assert body.served.upper is None
    assert LeadingBody.objects.filter(organisation=branch).count() == 1
