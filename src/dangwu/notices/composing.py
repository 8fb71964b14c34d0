"""The digest of duties: once a day for each post, and only when something is new."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse

from dangwu.accounts.models import Grant, Role
from dangwu.notices.actions.telling import Draft, tell
from dangwu.notices.models import DutiesTold, Notice, Robot
from dangwu.notices.recipients import Recipient, to_account, to_group
from dangwu.rules.duties import words
from dangwu.rules.duties.compiling import compile_rules
from dangwu.rules.duties.engine import planned, statement
from dangwu.rules.duties.reach import Over
from dangwu.rules.queries.rulebook import books_for

SOON: Final = timedelta(days=7)
KEEP: Final = timedelta(days=400)
NAMED: Final = 8  # duties written out in one digest
CATEGORY: Final = "duties"
TOLD: Final = (Role.SECRETARY, Role.CLERK, Role.COMMITTEE_MEMBER)
ENDING: Final = """SELECT o.id, o.name, j.rule, j.first, j.state, j.due_on, j.subject
FROM judged j JOIN org o ON o.no = j.no
WHERE j.state = 'overdue' OR (j.state = 'due' AND j.due_on <= %(soon)s)
ORDER BY o.path, j.state DESC, j.due_on, j.rule, j.first"""


@dataclass(frozen=True, slots=True)
class Open:
    """A duty that is overdue or due soon. `mark` tells it from every other."""

    organisation_id: uuid.UUID
    organisation: str
    subject: str
    overdue: bool
    due_on: date | None
    mark: str

    @property
    def line(self) -> str:
        day = f"{self.due_on.month}月{self.due_on.day}日" if self.due_on else ""
        return f"{'逾期' if self.overdue else '应办'}：{self.subject}（期限{day}）"


def compose(unit_id: int, *, today: date) -> int:
    """Tell the posts of a unit what is overdue or due within a week; return how many were told.

    Nobody is told twice on a day, nor on a day without anything new. Runs in a transaction in
    which the unit is open.
    """
    found: dict[uuid.UUID, list[Open]] = {}
    for duty in open_duties(unit_id, today=today):
        found.setdefault(duty.organisation_id, []).append(duty)
    fresh = _fresh(unit_id, found)
    drafts = [
        _draft(to, [found[each] for each in held if each in found], today)
        for to, held in _recipients(unit_id, fresh, today).items()
    ]
    told = tell(unit_id=unit_id, drafts=drafts)
    _put_away_older(unit_id, drafts, today)
    _remember(unit_id, found)
    return told


def open_duties(unit_id: int, *, today: date) -> list[Open]:
    """Return what is overdue or due soon in a unit, by organisation, overdue first."""
    over = Over((unit_id,))
    books = books_for(over.units, today)
    compiled = compile_rules(over, on=today, today=today, book_of=books.__getitem__)
    if not compiled.classes:
        return []
    sql, params = statement(compiled, ENDING)
    with planned(over) as cursor:
        cursor.execute(sql, {**params, "soon": today + SOON})
        rows = cursor.fetchall()
    found = []
    for row_id, name, number, first, state, due_on, title in rows:
        rule = compiled.rules[number]
        subject = title or words.about(rule).subject
        mark = hashlib.sha256(f"{rule.id} {first} {state} {title}".encode()).hexdigest()[:16]
        found.append(Open(row_id, name, subject, state == "overdue", due_on, mark))
    return found


def _fresh(unit_id: int, found: Mapping[uuid.UUID, list[Open]]) -> set[uuid.UUID]:
    """Return the organisations with a duty that the last digest did not name."""
    rows = DutiesTold.objects.filter(unit_id=unit_id).values_list("organisation_id", "duties")
    told = {row_id: set(marks) for row_id, marks in rows}
    return {
        row_id
        for row_id, duties in found.items()
        if {duty.mark for duty in duties} - told.get(row_id, set())
    }


def _recipients(
    unit_id: int, fresh: set[uuid.UUID], today: date
) -> dict[Recipient, list[uuid.UUID]]:
    """Return who holds a post in one of these organisations, with all of the organisations held."""
    held: dict[uuid.UUID, set[uuid.UUID]] = {}
    grants = Grant.objects.in_force(today).filter(
        unit_id=unit_id, role__in=TOLD, account__is_active=True
    )
    for account, organisation in grants.values_list("account_id", "organisation_id"):
        if organisation is not None:
            held.setdefault(account, set()).add(organisation)
    found = {
        to_account(account): sorted(organisations)
        for account, organisations in held.items()
        if organisations & fresh
    }
    if settings.ROBOT_HOSTS:
        groups = Robot.objects.filter(
            unit_id=unit_id, organisation_id__in=fresh, closed_at__isnull=True
        ).values_list("organisation_id", flat=True)
        found |= {to_group(each): [each] for each in groups}
    return found


def _draft(to: Recipient, held: list[list[Open]], today: date) -> Draft:
    duties = [duty for organisation in held for duty in organisation]
    overdue = sum(duty.overdue for duty in duties)
    parts = [f"逾期{overdue}项"] if overdue else []
    if len(duties) > overdue:
        parts.append(f"{SOON.days}日内到期{len(duties) - overdue}项")
    name = held[0][0].organisation if len(held) == 1 else f"{len(held)}个党组织"
    return Draft(
        to=to,
        key=f"{CATEGORY}:{today}",
        subject=f"{name}：{'，'.join(parts)}",
        text="\n".join(_lines(duties, several=len(held) > 1)),
        link=reverse("workbench:today"),
        due_on=min((d.due_on for d in duties if d.due_on and not d.overdue), default=None),
        category=CATEGORY,
    )


def _lines(duties: list[Open], *, several: bool) -> Iterable[str]:
    for duty in duties[:NAMED]:
        yield f"{duty.organisation}　{duty.line}" if several else duty.line
    if len(duties) > NAMED:
        yield f"还有{len(duties) - NAMED}项，请打开页面查看。"


def _put_away_older(unit_id: int, drafts: Iterable[Draft], today: date) -> None:
    """A new digest takes the place of the older ones."""
    Notice.objects.filter(
        unit_id=unit_id, recipient_id__in=[each.to.id for each in drafts], category=CATEGORY
    ).exclude(key=f"{CATEGORY}:{today}").update(put_away=True)


def _remember(unit_id: int, found: Mapping[uuid.UUID, list[Open]]) -> None:
    DutiesTold.objects.filter(unit_id=unit_id).exclude(organisation_id__in=list(found)).delete()
    DutiesTold.objects.bulk_create(
        [
            DutiesTold(
                unit_id=unit_id, organisation_id=row_id, duties=[duty.mark for duty in duties]
            )
            for row_id, duties in found.items()
        ],
        update_conflicts=True,
        unique_fields=["unit", "organisation"],
        update_fields=["duties"],
        batch_size=1000,
    )


def forget_old(unit_id: int, *, now: datetime) -> int:
    """Remove notices of more than a year ago with their deliveries; return how many notices."""
    old = Notice.objects.filter(unit_id=unit_id, created_at__lt=now - KEEP)
    ids = list(old.values_list("id", flat=True)[:5000])
    Notice.objects.filter(unit_id=unit_id, id__in=ids).delete()
    return len(ids)
