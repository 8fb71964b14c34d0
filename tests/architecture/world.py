"""A county with one of everything, and one account per role, for the table of addresses."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

import make
import make_meetings
import make_questionnaires
from architecture.lives import lives_of
from architecture.polls import ballots_of
from architecture.terms import term_change_of
from dangwu.accounts.actions import open_account
from dangwu.accounts.models import Account, Grant, Role
from dangwu.exchange.models import RosterExport, RosterImport
from dangwu.exchange.storage import store_file
from dangwu.meetings.models import Material
from dangwu.members.models import Correction, Person, Worker
from dangwu.notices.models import Delivery, Feed, Notice, Robot
from dangwu.notices.queries.feeds import digest_of
from dangwu.organisations.models import Booking, Organisation, OrganisationHonour, Place
from dangwu.questionnaires.models import Invitation
from dangwu.questionnaires.queries.listing import questions_of
from dangwu.questionnaires.tokens import token_of
from dangwu.rules.models import Exemption, LocalPack
from dangwu.tasks.models import Task

# In the order of the table's columns. A stranger keeps another branch; a newcomer has no role.
ACTORS = (
    "anonymous", "secretary", "committee_member", "clerk", "member", "department",
    "supervisor", "administrator", "resident", "stranger", "newcomer",
)  # fmt: skip

Value = int | str | uuid.UUID


@dataclass(frozen=True, slots=True)
class World:
    """What the addresses name, and who is signed in as what."""

    values: dict[str, Value]
    cookies: dict[str, dict[str, str]]
    clients: dict[str, Client]

    def client(self, actor: str) -> Client:
        """Return the actor's browser as it was just after signing in."""
        client = self.clients[actor]
        client.cookies.clear()
        for name, value in self.cookies[actor].items():
            client.cookies[name] = value
        return client

    def url(self, name: str, given: Mapping[str, str]) -> str:
        """Return an address. given: parameter → its value, or "=" and the thing that was made."""
        filled = {p: given.get(p, f"={p}") for p in addresses()[name]}
        return reverse(name, kwargs=self.filled(filled))

    def filled(self, given: Mapping[str, str]) -> dict[str, Value]:
        """Return the values with what was made in place of its name."""
        return {k: self.values[v[1:]] if v.startswith("=") else v for k, v in given.items()}


@cache
def addresses() -> dict[str, tuple[str, ...]]:
    """Return every named address of the product with its parameters."""
    return dict(_walk(get_resolver().url_patterns, "", ()))


def _walk(
    patterns: list[URLPattern | URLResolver], space: str, above: tuple[str, ...]
) -> list[tuple[str, tuple[str, ...]]]:
    found: list[tuple[str, tuple[str, ...]]] = []
    for pattern in patterns:
        names = (*above, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            found += _walk(pattern.url_patterns, inner, names)
        else:
            assert pattern.name, f"{pattern} has no name"
            found.append((f"{space}{pattern.name}", names))
    return found


def made() -> World:
    """Make the county. Runs as the owner of the tables."""
    unit = make.unit()
    county = make.organisation(unit=unit, kind="committee", category="county", name="示范县委")
    town = make.organisation(
        unit=unit, parent=county, kind="committee", category="township", name="红旗镇党委"
    )
    branch = make.organisation(unit=unit, parent=town, name="河东村党支部")
    beside = make.organisation(unit=unit, parent=town, name="河西村党支部")
    own = make.person("李党员", organisation=branch)
    accounts = _accounts(county=county, branch=branch, beside=beside, own=own)
    return World(
        values={
            "unit": unit.id,
            "own": own.id,
            **(objects := _objects(branch)),
            **_called(branch, [own.id, objects["person"]]),
            **ballots_of(branch, own),
            **lives_of(branch, own),
            **_rosters(branch, accounts["secretary"]),
            **_administered(accounts["newcomer"], branch),
            **_told(branch, accounts["secretary"]),
            **term_change_of(
                branch, Person.objects.get(unit_id=unit.id, id=str(objects["person"]))
            ),
            **_asked(branch, own),
        },
        cookies={"anonymous": {}} | {name: _signed_in(row) for name, row in accounts.items()},
        clients={actor: Client() for actor in ACTORS},
    )


def _accounts(
    *, county: Organisation, branch: Organisation, beside: Organisation, own: Person
) -> dict[str, Account]:
    places = {
        Role.DEPARTMENT: county,
        Role.SUPERVISOR: county,
        Role.ADMINISTRATOR: county,
        Role.MEMBER: branch,
    }
    accounts = {
        role.value: make.account(
            role=role,
            organisation=places.get(role, branch),
            person=own if role is Role.MEMBER else None,
        )
        for role in Role
    }
    accounts["stranger"] = make.account(role=Role.SECRETARY, organisation=beside)
    accounts["newcomer"] = open_account(
        login="newcomer", name="新人", password=None, unit_id=branch.unit_id
    )
    return accounts


def _signed_in(account: Account) -> dict[str, str]:
    client = Client()
    client.force_login(account)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def _administered(account: Account, branch: Organisation) -> dict[str, Value]:
    """A grant that has ended, so that the account itself still has no role."""
    ended = Grant.objects.create(
        account=account,
        role=Role.CLERK,
        unit_id=branch.unit_id,
        organisation_id=branch.id,
        since=date(2020, 1, 1),
        until=date(2021, 1, 1),
    )
    return {"account": account.id, "grant": ended.id}


def _objects(branch: Organisation) -> dict[str, Value]:
    person = make.person(organisation=branch)
    held = make.activity(branch, kinds=["assembly"], held_on=date(2026, 11, 1))
    correction = Correction.objects.create(
        unit_id=branch.unit_id,
        person=person,
        field="workplace",
        new_value=b"x",
        new_mask="村小学",
        proposed_by=uuid.uuid4(),
        proposed_at=make.NOW,
    )
    worker = Worker.objects.create(
        unit_id=branch.unit_id,
        person=person,
        organisation=branch,
        full_time=False,
        period=DateRange(date(2024, 1, 1), None),
        job="组织干事",
    )
    return {
        "organisation": branch.id,
        "person": person.id,
        "holding": make.post(person, branch).id,
        "body": make.body(branch).id,
        "activity": held.id,
        "document": make.document(branch).id,
        "correction": correction.id,
        "worker": worker.id,
        "rule_id": "JY19-16-theme-day",
        **_places(branch),
        **_exceptions(branch),
    }


def _called(branch: Organisation, people: list[Value]) -> dict[str, Value]:
    """A meeting of today whose notice is out, with its agenda, a paper and those called."""
    meeting = make_meetings.meeting(
        branch, state="noticed", starts_at=timezone.now(), door_token="token-of-the-world"
    )
    item = make_meetings.item(meeting)
    for person in Person.objects.filter(unit_id=branch.unit_id, id__in=people):
        make_meetings.attendee(meeting, person)
    paper = Material.objects.create(
        unit_id=branch.unit_id,
        meeting=meeting,
        title="提纲",
        text="一、二、",
        digest="0" * 64,
        added_at=make.NOW,
    )
    return {
        "meeting": meeting.id,
        "item": item.id,
        "material": paper.id,
        **make_meetings.floor(item, Person.objects.get(unit_id=branch.unit_id, id=str(people[0]))),
        "closed": make_meetings.sealed(branch, people).meeting_id,
    }


def _places(branch: Organisation) -> dict[str, Value]:
    place = Place.objects.create(unit_id=branch.unit_id, organisation=branch, name="党员活动室")
    begins = make.NOW + timedelta(days=30)
    booking = Booking.objects.create(
        unit_id=branch.unit_id,
        place=place,
        organisation=branch,
        period=DateTimeTZRange(begins, begins + timedelta(hours=2)),
        purpose="主题党日",
        booked_by=uuid.uuid4(),
    )
    honour = OrganisationHonour.objects.create(
        unit_id=branch.unit_id,
        organisation=branch,
        nature=OrganisationHonour.Nature.HONOUR,
        title="先进基层党组织",
        given_by="示范县委",
        effect=DateRange(date(2025, 7, 1), None),
    )
    return {"place": place.id, "booking": booking.id, "honour": honour.id}


def _asked(branch: Organisation, own: Person) -> dict[str, Value]:
    """Questionnaires: a draft, one sent out under the names, one for the public."""
    draft = make_questionnaires.draft(branch, named=True)
    now = timezone.now()
    days = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=1)}
    sent = make_questionnaires.opened(branch, named=True, **days)
    public = make_questionnaires.opened(branch, audience="public", **days)
    invitation = Invitation.objects.get(unit_id=branch.unit_id, questionnaire=sent, person=own)
    return {
        "draft": draft.id,
        "question": questions_of(draft)[1].id,
        "questionnaire": sent.id,
        "invitation": invitation.id,
        "invitation_token": token_of(branch.unit_id, invitation.id),
        "public_token": public.link_token,
    }


def _told(branch: Organisation, account: Account) -> dict[str, Value]:
    """A task, the secret address of a calendar, a robot, and what nobody knows went out."""
    unit = branch.unit_id
    task = Task.objects.create(
        unit_id=unit,
        organisation=branch,
        title="安装健身器材",
        owner=make.person("赵明", organisation=branch),
        due_on=date(2026, 12, 10),
        created_at=make.NOW,
    )
    token = "token-of-the-world"
    Feed.objects.create(account=account, digest=digest_of(token), opened_at=make.NOW)
    robot = Robot.objects.create(
        unit_id=unit, organisation=branch, kind="wecom", name="工作群", host="robots.example",
        address=b"x", secret=b"x", added_at=make.NOW,
    )  # fmt: skip
    notice = Notice.objects.create(
        unit_id=unit,
        recipient_kind="organisation",
        recipient_id=branch.id,
        key="k",
        subject="通知",
    )
    delivery = Delivery.objects.create(
        unit_id=unit, notice=notice, channel="robot", robot=robot, state="unsure",
        not_before=make.NOW, tried_at=make.NOW,
    )  # fmt: skip
    return {"task": task.id, "token": token, "robot": robot.id, "delivery": delivery.id}


PACK = """\
instrument: {key: T1, title: 示范县细则, issued_by: 示范县委, since: 2020-01-01, until: null,
  status: local, regimes: [civil], source: 县委文件}
articles: [{number: "1", paraphrase: 支部每月过一次主题党日。}]
"""


def _exceptions(branch: Organisation) -> dict[str, Value]:
    pack = LocalPack.objects.create(
        unit_id=branch.unit_id,
        key="T1",
        title="示范县细则",
        text=PACK,
        since=date(2020, 1, 1),
        adopted_at=make.NOW,
    )
    exemption = Exemption.objects.create(
        unit_id=branch.unit_id,
        organisation=branch,
        rule_id="JY19-16-theme-day",
        period=DateRange(date(2020, 1, 1), date(2120, 1, 1)),
        reason="汛期",
        approved_by="示范县委",
        granted_at=make.NOW,
    )
    return {"pack": pack.id, "exemption": exemption.id}


def _rosters(branch: Organisation, asker: Account) -> dict[str, Value]:
    file = store_file(
        organisation=branch, name="花名册.xlsx", content=b"x", stored_by=None, at=make.NOW
    )
    roster = RosterImport.objects.create(
        unit_id=branch.unit_id,
        organisation=branch,
        file=file,
        annotated=file,
        state=RosterImport.State.CHECKED,
        uploaded_by_name="李明",
        uploaded_at=make.NOW,
    )
    export = RosterExport.objects.create(
        unit_id=branch.unit_id,
        organisation=branch,
        asked_by=asker.id,
        asked_at=make.NOW,
        state=RosterExport.State.READY,
        file=file,
    )
    return {"roster": roster.id, "export": export.id}
