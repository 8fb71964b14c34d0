"""The calendar: a questionnaire stands on its last day, and says nothing of who has answered."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

import make
import make_questionnaires as mq
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.members.models import Person
from dangwu.notices.actions import open_feed
from dangwu.notices.calendars import as_ics
from dangwu.notices.models import Notice
from dangwu.notices.sources import Entry
from dangwu.organisations.models import Organisation
from dangwu.questionnaires import actions
from dangwu.questionnaires.days import questionnaire_entries
from dangwu.questionnaires.models import Questionnaire
from dangwu.questionnaires.queries.listing import results_open_to

pytestmark = pytest.mark.django_db
LAST = make.TODAY + timedelta(days=7)


@pytest.fixture
def branch() -> Organisation:
    return make.organisation(unit=make.unit(), name="河东村党支部")


def found(access: Access) -> list[Entry]:
    return list(questionnaire_entries(access, make.TODAY, LAST))


def member(person: Person) -> Access:
    return Access(None, person.name, make.TODAY, make.NOW, (), person.unit_id, person.id)


def test_a_running_one_stands_on_its_last_day_for_the_asked_and_for_posts(
    branch: Organisation,
) -> None:
    asked = mq.people(branch, 5)[0]
    row = mq.opened(branch)
    (kept,) = found(mq.keeper(branch))
    (own,) = found(member(asked))
    assert (kept.on, kept.kind, kept.title) == (LAST, "问卷截止", row.title)
    assert (kept.starts, kept.done) == (row.closes_at, False)
    assert kept.link == f"/questionnaires/{row.unit_id}/{row.id}/"
    assert own == replace(kept, link=f"{kept.link}answer/")


def test_drafts_others_and_the_declined_see_nothing(branch: Organisation) -> None:
    people = mq.people(branch, 8)
    mq.draft(branch)
    assert found(mq.keeper(branch)) == []
    row = mq.draft(branch, audience="sample")
    actions.draw_sample(actor=mq.keeper(branch), questionnaire=row, size=6)
    actions.open_questionnaire(actor=mq.keeper(branch), questionnaire=row)
    first = mq.invitations(row)[0]
    assert len(found(member(first.person))) == 1
    actions.decline_invitation(actor=mq.keeper(branch), invitation=first)
    assert found(member(first.person)) == []
    chosen = {each.person_id for each in mq.invitations(row)}
    assert [found(member(p)) for p in people if p.id not in chosen] == [[]]
    assert found(mq.keeper(make.organisation(unit=branch.unit))) == []
    assert found(mq.keeper(make.organisation(unit=make.unit()))) == []


def test_answering_changes_nothing_in_the_calendar(branch: Organisation) -> None:
    asked = mq.people(branch, 5)[0]
    row = mq.opened(branch)
    before = as_ics("党务", found(member(asked)))
    mq.answered(row, 5)
    assert as_ics("党务", found(member(asked))) == before


def test_what_is_over_is_done_and_leaves_the_feed(branch: Organisation) -> None:
    mq.people(branch, 5)
    row = mq.opened(branch)
    keeper = mq.keeper(branch)
    late = replace(keeper, now=row.closes_at)
    assert [entry.done for entry in found(late)] == [True]
    actions.close_questionnaire(actor=keeper, questionnaire=row)
    (ended,) = found(keeper)
    assert ended.done
    assert b"VEVENT" not in as_ics("党务", [ended])


def test_it_reaches_the_page_and_the_feed_of_a_secretary(branch: Organisation) -> None:
    mq.people(branch, 5)
    now = timezone.now()
    mq.opened(
        branch, title="党课征集", opens_at=now - timedelta(hours=1), closes_at=now + timedelta(days=1),
    )  # fmt: skip
    account = make.account(role=Role.SECRETARY, organisation=branch)
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    token = open_feed(actor=replace(secretary, account_id=account.id))
    client = Client()
    feed = client.get(f"/notices/feed/{token}.ics").content.decode().replace("\r\n ", "")
    assert "SUMMARY:问卷截止：党课征集" in feed
    client.force_login(account)
    month = f"/notices/calendar/?month={timezone.localdate(now + timedelta(days=1)):%Y-%m}"
    assert "党课征集" in client.get(month).content.decode()


def test_results_past_the_end_are_listed_without_anybody_closing_it(branch: Organisation) -> None:
    asked = mq.people(branch, 5)[0]
    row: Questionnaire = mq.opened(branch, shown_to_all=True)
    reader = member(asked)
    assert results_open_to(reader) == []
    assert results_open_to(replace(reader, now=row.closes_at)) == [row]


def test_the_invited_are_told_with_the_last_day(branch: Organisation) -> None:
    mq.people(branch, 5)
    mq.opened(branch)
    told = Notice.objects.filter(unit_id=branch.unit_id)
    assert [notice.due_on for notice in told] == [LAST] * 5
