"""A form that is refused comes back with what was typed, and one sentence at the field."""

import re
import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

import make
import make_meetings
from dangwu.accounts.models import Account, Role
from dangwu.meetings.actions import minutes
from dangwu.meetings.actions.planning import plan_meeting
from dangwu.meetings.models import (
    AgendaItem,
    Meeting,
    Minutes,
    NamedVote,
    SealedMinutes,
    Statement,
    Vote,
)
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")


def held(
    *, state: str = Meeting.State.OPEN, there: int = 5
) -> tuple[Meeting, AgendaItem, Account, list[Person]]:
    """A meeting of a branch of six with an item on the table, and its secretary's account."""
    branch = make.organisation(unit=make.unit())
    people = [make.person(f"党员{n}", organisation=branch) for n in range(6)]
    make.post(people[0], branch)
    account = make.account(role=Role.SECRETARY, organisation=branch, person=people[0])
    meeting = make_meetings.meeting(
        branch, state=state, chair=people[0], starts_at=make.NOW - timedelta(hours=1)
    )
    make_meetings.present(meeting, people[:there])
    for person in people[there:]:
        make_meetings.attendee(meeting, person)
    item = make_meetings.item(meeting, "研究修路", state=AgendaItem.State.OPEN)
    return meeting, item, account, people


def running(item: AgendaItem, method: str = "hands") -> Vote:
    return Vote.objects.create(unit_id=item.unit_id, item=item, method=method, opened_at=make.NOW)


def sent(
    client: Client, meeting: Meeting, name: str, *more: object, **given: object
) -> tuple[int, str]:
    """Send a form; the status and the page on one line."""
    address = reverse(f"meetings:{name}", args=[meeting.unit_id, meeting.id, *more])
    answer = client.post(address, given)
    return answer.status_code, " ".join(answer.content.decode().split())


def at_field(page: str, field: str) -> str:
    """Return what stands at a field of the form."""
    found = re.search(rf'<div [^>]*id="id_{field}_note">(.*?)</div>', page)
    assert found, f"nothing stands at {field}"
    return found[1]


def test_more_votes_than_people_are_refused_beside_the_numbers_as_typed(client: Client) -> None:
    meeting, item, account, _ = held()
    vote = running(item)
    client.force_login(account)

    status, page = sent(client, meeting, "count", vote.id, yes="9", no="1", abstain="0")

    assert status == 422
    assert "合计10票，多于在场可以表决的5人" in at_field(page, "yes")
    assert 'name="yes" value="9"' in page
    assert 'name="no" value="1"' in page
    vote.refresh_from_db()
    assert vote.state == Vote.State.OPEN


@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "请填写赞成的票数，没有的填0。"), ("-1", "票数不能小于0。"), ("五", "请填写赞成的票数")],
)
def test_a_count_that_is_no_number_is_told_at_its_field(
    typed: str, told: str, client: Client
) -> None:
    meeting, item, account, _ = held()
    vote = running(item)
    client.force_login(account)

    status, page = sent(client, meeting, "count", vote.id, yes=typed, no="0", abstain="0")

    assert status == 422
    assert told in at_field(page, "yes")


def test_a_vote_by_name_with_somebody_left_out_keeps_the_others(client: Client) -> None:
    meeting, item, account, people = held()
    vote = running(item, "signed")
    client.force_login(account)
    given = {f"p{person.id}": "yes" for person in people[:3]}

    status, page = sent(client, meeting, "named", vote.id, then="close", **given)

    assert status == 422
    assert "还有2人没有记下意见" in page
    assert NamedVote.objects.filter(unit_id=vote.unit_id).count() == 3
    address = reverse("meetings:conduct", args=[meeting.unit_id, meeting.id])
    later = client.get(address).content.decode()
    for text in (page, later):
        assert len(re.findall(r'value="yes"[^>]*checked', text)) == 3


def test_a_count_of_a_vote_that_another_closed_is_told_on_the_chairs_page(client: Client) -> None:
    meeting, item, account, _ = held()
    vote = running(item)
    client.force_login(account)
    given = {"yes": "5", "no": "0", "abstain": "0"}
    sent(client, meeting, "count", vote.id, **given)

    address = reverse("meetings:count", args=[meeting.unit_id, meeting.id, vote.id])
    answer = client.post(address, given, follow=True)

    assert "这次表决已经计票，不能再改" in answer.content.decode()


def test_a_statement_of_somebody_who_is_not_there_keeps_its_words(client: Client) -> None:
    meeting, item, account, people = held()
    client.force_login(account)

    status, page = sent(
        client, meeting, "item_act", item.id, "state", person=people[5].id, text="先修桥"
    )

    assert status == 422
    assert "党员5不在会场，请先签到或另选" in at_field(page, "person")
    assert "先修桥</textarea>" in page
    assert f'<option value="{people[1].id}">党员1</option>' in page
    assert not Statement.objects.filter(unit_id=meeting.unit_id).exists()


def test_words_for_an_item_that_another_finished_are_not_lost(client: Client) -> None:
    meeting, item, account, _ = held()
    AgendaItem.objects.filter(unit_id=item.unit_id).update(
        state=AgendaItem.State.DECIDED, kind=AgendaItem.Kind.DISCUSS
    )
    client.force_login(account)

    status, page = sent(client, meeting, "item_act", item.id, "resolve", text="同意修路")

    assert status == 422
    assert "“研究修路”现在是“已议定”" in page
    assert "同意修路</textarea>" in page


def test_a_long_reason_comes_back_whole(client: Client) -> None:
    meeting, item, account, _ = held()
    client.force_login(account)

    status, page = sent(client, meeting, "item_act", item.id, "postpone", reason="长" * 500)

    assert status == 422
    assert "200" in at_field(page, "reason")
    assert "长" * 500 in page


def test_leave_without_a_reason_is_told_at_the_field(client: Client) -> None:
    meeting, _, account, people = held()
    client.force_login(account)

    status, page = sent(client, meeting, "keep_attendees", "leave", person=people[5].id, reason="")

    assert status == 422
    assert "请填写请假事由。" in at_field(page, "reason")
    assert f'name="person" value="{people[5].id}"' in page


def test_a_written_opinion_of_tomorrow_is_told_at_the_day(client: Client) -> None:
    meeting, item, account, people = held(state=Meeting.State.NOTICED)
    client.force_login(account)

    status, page = sent(
        client, meeting, "written", item.id,
        person=people[5].id, choice="no", received_on="2099-01-01",
    )  # fmt: skip

    assert status == 422
    assert "还没有到，请核对" in at_field(page, "received_on")
    assert re.search(r'value="no"[^>]*selected', page)


def test_calling_off_a_meeting_that_runs_tells_so_beside_the_reason(client: Client) -> None:
    meeting, _, account, _ = held()
    client.force_login(account)

    status, page = sent(client, meeting, "call_off", reason="暴雨")

    assert status == 422
    assert "会议进行中，不能再改" in page
    assert 'value="暴雨"' in page


def test_closing_with_open_items_names_them(client: Client) -> None:
    meeting, _, account, _ = held()
    client.force_login(account)

    address = reverse("meetings:close", args=[meeting.unit_id, meeting.id])
    answer = client.post(address, follow=True)

    assert "还有1项没有议完：“研究修路”" in answer.content.decode()
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.OPEN


def plan(client: Client, branch: Organisation, **given: str) -> str:
    filled = {
        "kind": "assembly", "day": "2099-03-01", "clock": "15:00", "place": "会议室",
        "agenda": "研究修路", "title": "", **given,
    }  # fmt: skip
    address = reverse("meetings:plan", args=[branch.unit_id, branch.id])
    answer = client.post(address, filled)
    assert answer.status_code == 422
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        ("day", {"day": "2020-01-01"}, "会议时间已经过去"),
        ("day", {"day": "2027-02-29"}, "2026-11-21"),
        ("title", {"title": "题" * 500}, "120"),
        ("title", {"title": "找13912345678报名"}, "不能写手机号码"),
        ("agenda", {"agenda": "议" * 500}, "200"),
    ],
)
def test_a_plan_that_cannot_be_is_told_at_its_field_and_kept(
    field: str, given: dict[str, str], told: str, client: Client
) -> None:
    branch = make.organisation(unit=make.unit())
    client.force_login(make.account(role=Role.SECRETARY, organisation=branch))

    page = plan(client, branch, **given)

    assert told in at_field(page, field)
    assert given[field] in page
    assert "研究修路" in page or field == "agenda"
    assert not Meeting.objects.filter(unit_id=branch.unit_id).exists()


def test_a_meeting_may_be_held_on_the_29th_of_february() -> None:
    branch = make.organisation(unit=make.unit())
    planned = plan_meeting(
        actor=make.access(role=Role.SECRETARY, organisation=branch),
        organisation=branch,
        kinds=["assembly"],
        starts_at=datetime(2028, 2, 29, 15, tzinfo=SHANGHAI),
    )

    assert planned.title == "2028年2月党员大会"
    assert planned.starts_at.astimezone(SHANGHAI).date() == date(2028, 2, 29)


def test_an_item_after_the_notice_without_its_reason_is_told_there(client: Client) -> None:
    meeting, _, account, _ = held(state=Meeting.State.NOTICED)
    client.force_login(account)

    status, page = sent(client, meeting, "agenda", title="研究防汛", reason="")

    assert status == 422
    assert "须写明特殊原因" in at_field(page, "reason")
    assert 'value="研究防汛"' in page


def test_minutes_that_another_edited_meanwhile_are_not_overwritten(client: Client) -> None:
    meeting, _, account, people = held(state=Meeting.State.CLOSED)
    client.force_login(account)
    address = reverse("meetings:minutes", args=[meeting.unit_id, meeting.id])
    seen = client.get(address).context["draft"].version
    other = make.access(role=Role.SECRETARY, organisation=meeting.organisation, person=people[0])
    minutes.edit_minutes(actor=other, meeting=meeting, text="别人写的")

    answer = client.post(address, {"text": "我写的", "seen": seen, "then": "sign"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "别人改过这份草稿" in page
    assert "我写的</textarea>" in page
    assert "别人写的" in page
    assert Minutes.objects.get(unit_id=meeting.unit_id).text == "别人写的"
    both = {"text": "别人写的，我写的", "seen": answer.context["draft"].version}
    assert client.post(address, both).status_code == 302


def test_minutes_are_not_signed_by_the_clerk_and_the_draft_is_kept(client: Client) -> None:
    meeting, _, _, _ = held(state=Meeting.State.CLOSED)
    client.force_login(make.account(role=Role.CLERK, organisation=meeting.organisation))

    status, page = sent(client, meeting, "minutes", text="记录", then="sign")

    assert status == 422
    assert "由本组织的书记或副书记签字。草稿已经保存" in at_field(page, "text")
    assert Minutes.objects.get(unit_id=meeting.unit_id).text == "记录"
    assert not SealedMinutes.objects.filter(unit_id=meeting.unit_id).exists()


def test_the_chairs_page_that_stayed_open_is_led_away_when_another_closes(client: Client) -> None:
    meeting, _, account, _ = held(state=Meeting.State.CLOSED)
    client.force_login(account)
    address = reverse("meetings:conduct", args=[meeting.unit_id, meeting.id])

    answer = client.get(address, headers={"HX-Request": "true"})

    show = reverse("meetings:show", args=[meeting.unit_id, meeting.id])
    assert answer.headers["HX-Redirect"] == show


def test_the_chairs_page_says_when_another_went_on(client: Client) -> None:
    meeting, item, account, _ = held()
    client.force_login(account)
    address = reverse("meetings:conduct", args=[meeting.unit_id, meeting.id])
    seen = client.get(address).context["seen"]
    part = {"HX-Request": "true"}
    assert "别人刚刚办了一步" not in client.get(address, {"seen": seen}, headers=part).text

    running(item)

    assert "别人刚刚办了一步" in client.get(address, {"seen": seen}, headers=part).text
    assert "别人刚刚办了一步" not in client.get(address).text


def test_strange_ids_are_refused_like_an_empty_choice(client: Client) -> None:
    meeting, item, account, _ = held()
    client.force_login(account)

    status, page = sent(
        client, meeting, "item_act", item.id, "recuse", person="x", reason="本人事项"
    )
    assert (status, "请重新选择人员。" in at_field(page, "person")) == (422, True)

    status, page = sent(
        client, meeting, "item_act", item.id, "recuse", person=uuid.uuid4(), reason="本人事项"
    )
    assert (status, "不在这次会议的名单上" in at_field(page, "person")) == (422, True)
