"""Saved objects for tests: plain typed functions, everything of interest passed by name."""

import itertools
import uuid
from datetime import date, datetime

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from dangwu.accounts.access import Access
from dangwu.accounts.actions import grant_role, open_account
from dangwu.accounts.models import Account, Role
from dangwu.activities.models import Activity, ActivityOrganisation
from dangwu.core.names import name_keys
from dangwu.core.sealing import digest_plain
from dangwu.documents.models import Document
from dangwu.documents.paper import Form, Paper, Paragraph, paper_content
from dangwu.members.models import Membership, Person, PostHolding, StandingPeriod
from dangwu.organisations.models import LeadingBody, Organisation, OrganisationPeriod
from dangwu.sharding.models import Unit

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=timezone.get_fixed_timezone(0))
FOUNDED = date(2015, 1, 1)

_numbers = itertools.count(1)


def unit(name: str = "示范县", *, level: str = "county", parent: Unit | None = None) -> Unit:
    """A unit; its id and code are new."""
    number = next(_numbers)
    above = f"{parent.path}." if parent else ""
    return Unit.objects.create(
        id=number,
        code=f"U{number}",
        name=name,
        level=level,
        parent=parent,
        path=f"{above}{number:06d}",
    )


def organisation(
    *,
    unit: Unit,
    parent: Organisation | None = None,
    kind: str = "branch",
    category: str = "village",
    name: str = "",
    regime: str = "civil",
    fire_kind: str = "",
    founded_on: date = FOUNDED,
) -> Organisation:
    """An organisation that stands since `founded_on`, with the period that says so."""
    number = next(_numbers)
    beside = Organisation.objects.filter(unit_id=unit.id, parent=parent).count()
    label = f"{beside + 1:04d}"
    path = f"{parent.path}.{label}" if parent else label
    title = name or f"第{number}党支部"
    keys = name_keys(title)
    row = Organisation.objects.create(
        unit=unit,
        code=f"O{number}",
        name=title,
        kind=kind,
        category=category,
        regime=regime,
        fire_kind=fire_kind,
        parent=parent,
        label=label,
        path=path,
        founded_on=founded_on,
        records_from=founded_on,
        ngrams=list(keys.ngrams),
        pinyin=keys.pinyin,
        initials=keys.initials,
    )
    OrganisationPeriod.objects.create(
        unit=unit,
        organisation=row,
        period=DateRange(founded_on, None),
        name=title,
        kind=kind,
        category=category,
        parent=parent,
        path=path,
        reason="设立",
    )
    return row


def person(
    name: str = "王建国",
    *,
    organisation: Organisation,
    standing: str = "full",
    joined_on: date = date(2005, 7, 1),
    born_on: date = date(1980, 5, 1),
    sex: str = "1",
) -> Person:
    """A person who belongs to the organisation since joining, with the periods that say so."""
    keys = name_keys(name)
    row = Person.objects.create(
        unit_id=organisation.unit_id,
        number=f"P{next(_numbers)}",
        name=name,
        sort_key=keys.stroke_key,
        pinyin=keys.pinyin,
        initials=keys.initials,
        ngrams=list(keys.ngrams),
        sex=sex,
        born_on=born_on,
        standing=standing,
        organisation=organisation,
        joined_on=joined_on if standing in ("full", "probationary") else None,
    )
    since = max(joined_on, organisation.founded_on)
    Membership.objects.create(
        unit_id=row.unit_id,
        person=row,
        organisation=organisation,
        period=DateRange(since, None),
    )
    StandingPeriod.objects.create(
        unit_id=row.unit_id, person=row, standing=standing, period=DateRange(joined_on, None)
    )
    return row


def body(
    organisation: Organisation,
    *,
    elected_on: date = date(2025, 3, 1),
    expires_on: date = date(2028, 3, 1),
    has_committee: bool = True,
) -> LeadingBody:
    """A leading body elected and expiring on these days."""
    return LeadingBody.objects.create(
        unit_id=organisation.unit_id,
        organisation=organisation,
        number=next(_numbers),
        term=DateRange(elected_on, expires_on),
        served=DateRange(elected_on, None),
        elected_on=elected_on,
        has_committee=has_committee,
    )


def post(
    person: Person,
    organisation: Organisation,
    *,
    post: str = "secretary",
    since: date = date(2025, 3, 1),
) -> PostHolding:
    """A post held since that day."""
    return PostHolding.objects.create(
        unit_id=organisation.unit_id,
        person=person,
        organisation=organisation,
        post=post,
        period=DateRange(since, None),
    )


def activity(
    organisation: Organisation,
    *,
    kinds: list[str],
    held_on: date,
    filed_on: date | None = None,
    minutes: int = 90,
) -> Activity:
    """A valid activity of one organisation; the sums by month are the caller's to rebuild."""
    row = Activity.objects.create(
        unit_id=organisation.unit_id,
        organisation=organisation,
        kinds=kinds,
        title="会议",
        held_on=held_on,
        minutes=minutes,
        validity=Activity.Validity.VALID,
        filed_on=filed_on or held_on,
        filed_at=NOW,
    )
    ActivityOrganisation.objects.create(
        unit_id=row.unit_id, activity=row, organisation=organisation
    )
    return row


def document(organisation: Organisation, *, paper: Paper | None = None) -> Document:
    """A document as it was issued, without a number of its own series."""
    shown = paper or Paper(
        kind="notice", form=Form.DOCUMENT, title="关于召开组织生活会的通知", issuer=organisation.name,
        addressee="各党小组", blocks=(Paragraph("定于本周五召开。"),), dated=date(2026, 11, 2),
    )  # fmt: skip
    content = paper_content(shown)
    on = shown.dated or TODAY
    return Document.objects.create(
        unit_id=organisation.unit_id,
        organisation=organisation,
        kind=shown.kind,
        year=on.year,
        title=shown.title,
        issued_on=on,
        issued_at=NOW,
        issued_by_name="李明",
        content=content,
        digest=digest_plain(content),
        personal=shown.personal,
    )


def account(
    *,
    role: Role,
    organisation: Organisation,
    person: Person | None = None,
    login: str = "",
    password: str | None = None,
) -> Account:
    """An account with one role in one organisation."""
    row = open_account(
        login=login or f"user{next(_numbers)}",
        name=person.name if person else "李明",
        password=password,
        unit_id=organisation.unit_id,
        person_id=person.id if person else None,
    )
    grant_role(
        account=row,
        role=role,
        unit_id=organisation.unit_id,
        organisation_id=organisation.id,
        since=date(2020, 1, 1),
    )
    return row


def access(
    *, role: Role, organisation: Organisation, person: Person | None = None, today: date = TODAY
) -> Access:
    """What such an account reaches, without a request."""
    from dangwu.organisations.queries import reaches_of  # noqa: PLC0415 - keeps make importable early

    row = account(role=role, organisation=organisation, person=person)
    return Access(
        account_id=row.id,
        name=row.name,
        today=today,
        now=NOW,
        reaches=reaches_of(row, on=today),
        unit_id=organisation.unit_id,
        person_id=person.id if person else None,
    )


def stranger(*, organisation: Organisation) -> Access:
    """Somebody with no role over the organisation: a secretary of another branch beside it."""
    return Access(
        account_id=uuid.uuid4(), name="陌生人", today=TODAY, now=NOW, unit_id=organisation.unit_id
    )
