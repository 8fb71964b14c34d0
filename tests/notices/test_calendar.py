"""The calendar on a page and as a feed: parsed back, stable, and under a secret address only."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client

import make
from dangwu.accounts.access import Access
from dangwu.accounts.models import Account, Role
from dangwu.audit.models import Entry as AuditEntry
from dangwu.notices import sources
from dangwu.notices.actions import close_feed, open_feed
from dangwu.notices.calendars import as_ics, bounds, month_of
from dangwu.notices.duty_days import duty_entries
from dangwu.notices.models import Feed
from dangwu.notices.sources import Entry
from dangwu.organisations.models import Organisation

ZONE = ZoneInfo("Asia/Shanghai")
MEETING = Entry(
    uid="meeting-1",
    on=date(2026, 11, 30),
    kind="会议",
    title="党员大会：讨论接收预备党员，并研究" + "进一步加强基层党组织建设的若干措施" * 4,
    organisation="河东村党支部",
    place="党员活动室；二楼, 东侧",
    link="/meetings/1/",
    starts=datetime(2026, 11, 30, 6, 30, tzinfo=UTC),
    ends=datetime(2026, 11, 30, 8, 0, tzinfo=UTC),
)
DUTY = Entry(uid="duty-1", on=date(2026, 11, 30), kind="应办", title="主题党日", state="due")
DONE = Entry(uid="duty-2", on=date(2026, 11, 30), kind="应办", title="党课", done=True)


def events(content: bytes) -> dict[str, icalendar.Component]:
    parsed = icalendar.Calendar.from_ical(content)
    return {str(event["uid"]): event for event in parsed.walk("VEVENT")}


def test_a_feed_is_read_back_as_it_was_meant() -> None:
    found = events(as_ics("党务", [MEETING, DUTY, DONE]))

    assert set(found) == {"meeting-1@dangwu", "duty-1@dangwu"}
    meeting, duty = found["meeting-1@dangwu"], found["duty-1@dangwu"]
    assert str(meeting["summary"]) == f"会议：{MEETING.title}　河东村党支部"
    assert str(meeting["location"]) == MEETING.place
    assert meeting.decoded("dtstart") == datetime(2026, 11, 30, 14, 30, tzinfo=ZONE)
    assert meeting.decoded("dtend") == datetime(2026, 11, 30, 16, 0, tzinfo=ZONE)
    assert (duty.decoded("dtstart"), duty.decoded("dtend")) == (
        date(2026, 11, 30),
        date(2026, 12, 1),
    )


def test_lines_are_folded_at_75_octets_and_never_inside_a_character() -> None:
    content = as_ics("党务", [MEETING])

    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert any(line.startswith(b" ") for line in lines)
    assert all(line.decode("utf-8") is not None for line in lines)
    assert content.endswith(b"END:VCALENDAR\r\n")


def test_the_zone_is_named_and_described() -> None:
    content = as_ics("党务", [MEETING])

    assert b"DTSTART;TZID=Asia/Shanghai:20261130T143000" in content
    zones = icalendar.Calendar.from_ical(content).walk("VTIMEZONE")
    assert [str(zone["tzid"]) for zone in zones] == ["Asia/Shanghai"]


def test_the_same_facts_make_the_same_bytes() -> None:
    assert as_ics("党务", [MEETING, DUTY]) == as_ics("党务", [MEETING, DUTY])


@pytest.mark.parametrize("first", [date(2026, 2, 1), date(2026, 11, 1), date(2027, 1, 1)])
def test_a_month_is_whole_weeks_from_monday(first: date) -> None:
    begin, end = bounds(first)
    found = month_of(first, [MEETING], today=date(2026, 11, 22))

    days = [day.on for week in found.weeks for day in week]
    assert (days[0], days[-1]) == (begin, end)
    assert days == [begin + timedelta(days=n) for n in range(len(days))]
    assert (begin.weekday(), end.weekday()) == (0, 6)
    assert {day.on for day in found.busy_days} == {
        day for day in [MEETING.on] if day.month == first.month
    }
    assert found.before.day == found.after.day == 1
    assert found.before < first < found.after


@pytest.fixture
def extra_source() -> Iterator[None]:
    """A source of another room that has a meeting for everybody."""

    def source(access: Access, first: date, last: date) -> list[Entry]:
        return [MEETING]

    sources.register(source)
    sources.register(source)
    yield
    sources._SOURCES.remove(source)


def branch() -> Organisation:
    at = make.organisation(unit=make.unit(), name="河东村党支部")
    make.body(at)
    make.person(organisation=at)
    return at


@pytest.mark.django_db
def test_sources_are_read_together_once_each_and_in_the_order_of_days(extra_source: None) -> None:
    secretary = make.access(role=Role.SECRETARY, organisation=branch())

    found = sources.entries(secretary, date(2026, 11, 1), date(2026, 12, 31))

    assert [entry.uid for entry in found].count("meeting-1") == 1
    assert [entry.on for entry in found] == sorted(entry.on for entry in found)
    assert sources.entries(secretary, date(2027, 3, 1), date(2027, 3, 1)) == []


@pytest.mark.django_db
def test_duties_stand_on_their_last_day_also_in_months_to_come() -> None:
    at = branch()
    secretary = make.access(role=Role.SECRETARY, organisation=at, today=date(2026, 11, 22))

    november = list(duty_entries(secretary, date(2026, 11, 1), date(2026, 11, 30)))
    ahead = list(duty_entries(secretary, date(2026, 11, 1), date(2027, 2, 28)))

    theme = [e for e in november if e.on == date(2026, 11, 30) and "主题党日" in e.title]
    assert [(e.kind, e.state, e.organisation) for e in theme] == [
        ("应办截止", "due", "河东村党支部")
    ]
    later = [e for e in ahead if e.on == date(2027, 1, 31) and "主题党日" in e.title]
    assert [e.state for e in later] == ["due"]
    assert {e.uid for e in november} <= {e.uid for e in ahead}
    assert len({e.uid for e in ahead}) == len(ahead)


@pytest.mark.django_db
def test_duties_keep_their_uid_from_day_to_day() -> None:
    at = branch()
    first = make.access(role=Role.SECRETARY, organisation=at, today=date(2026, 11, 20))
    second = make.access(role=Role.SECRETARY, organisation=at, today=date(2026, 11, 21))
    span = (date(2026, 11, 1), date(2026, 12, 31))

    before = {e.uid: (e.on, e.title) for e in duty_entries(first, *span)}
    after = {e.uid: (e.on, e.title) for e in duty_entries(second, *span)}

    assert before == after


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.MEMBER, Role.RESIDENT, Role.ADMINISTRATOR])
def test_who_holds_no_post_sees_no_duties(role: Role) -> None:
    access = make.access(role=role, organisation=branch())

    assert list(duty_entries(access, date(2026, 11, 1), date(2026, 11, 30))) == []


def account_with_feed(role: Role = Role.SECRETARY) -> tuple[Account, Access, str]:
    at = branch()
    access = make.access(role=role, organisation=at)
    account = Account.objects.get(id__in=[access.account_id])
    return account, access, open_feed(actor=access)


def url(token: str) -> str:
    return f"/notices/feed/{token}.ics"


@pytest.mark.django_db
def test_a_feed_is_read_without_signing_in_and_holds_titles_only() -> None:
    account, _access, token = account_with_feed()

    answer = Client().get(url(token))

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = events(answer.content)
    assert any("应办截止：" in str(event["summary"]) for event in found.values())
    assert account.name not in answer.content.decode()
    assert not [event for event in found.values() if "attendee" in event or "organizer" in event]


@pytest.mark.django_db
def test_an_unchanged_feed_answers_304() -> None:
    _account, _access, token = account_with_feed()

    first = Client().get(url(token))
    second = Client().get(url(token), headers={"if-none-match": first["ETag"]})

    assert (second.status_code, second.content) == (304, b"")


@pytest.mark.django_db
def test_only_the_digest_of_the_token_is_kept_and_acts_are_recorded() -> None:
    account, _access, token = account_with_feed()

    stored = bytes(Feed.objects.get(account=account).digest)
    assert (len(stored), token.encode() in stored) == (32, False)
    assert len(token) >= 43  # 256 bits
    entries = AuditEntry.objects.filter(unit_id=account.unit_id or 0)
    assert [(e.verb, token in str(e.facts)) for e in entries] == [("notices.open_feed", False)]


@pytest.mark.django_db
def test_a_renewed_or_closed_address_ends(as_web_role: None) -> None:
    _account, access, old = _under_web_role()
    new = open_feed(actor=access)

    assert Client().get(url(old)).status_code == 404
    assert Client().get(url(new)).status_code == 200
    close_feed(actor=access)
    assert Client().get(url(new)).status_code == 404


def _under_web_role() -> tuple[Account, Access, str]:
    from django.db import connection  # noqa: PLC0415 - the owner makes, the web role acts

    from dangwu.sharding.access import open_units  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        at = branch()
        access = make.access(role=Role.SECRETARY, organisation=at)
        cursor.execute("SET ROLE dangwu_web")
    open_units(access.units)
    return Account.objects.get(id__in=[access.account_id]), access, open_feed(actor=access)


@pytest.mark.django_db
def test_a_feed_ends_with_its_account_and_follows_its_posts() -> None:
    account, _access, token = account_with_feed()
    assert events(Client().get(url(token)).content)

    account.grants.update(until=date(2026, 1, 1))
    assert events(Client().get(url(token)).content) == {}
    account.is_active = False
    account.save()
    assert Client().get(url(token)).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["x", "0" * 43, "%00", "..%2F"])
def test_an_address_that_was_never_given_out_is_not_there(token: str) -> None:
    assert Client().get(url(token)).status_code == 404
