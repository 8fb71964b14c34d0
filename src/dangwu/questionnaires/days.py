"""The days on which questionnaires end, for the calendar: one's own, and those of one's posts."""

import uuid
from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from dangwu.accounts.access import READERS, Access
from dangwu.notices.sources import Entry
from dangwu.questionnaires.models import Invitation, Questionnaire

MOST = 100  # questionnaires in one month of one person
State = Questionnaire.State
SHOWN = (
    *("unit", "title", "state", "closes_at"),
    *("organisation__unit", "organisation__name", "organisation__short_name"),
)


def questionnaire_entries(access: Access, first: date, last: date) -> Iterator[Entry]:
    """Yield the questionnaires that end on these days: to the invited, and to posts that keep them.

    Whether this person has answered is not asked: an entry that left the feed at that moment
    would tell it to whoever holds the address.
    """
    held = [r.organisation_id for r in access.reaches_as(READERS) if r.organisation_id]
    invited = Invitation.objects.filter(
        unit_id=access.unit_id or 0,
        person_id__in=[access.person_id],
        declined=False,
        questionnaire_id=OuterRef("id"),
    )
    rows = (
        Questionnaire.objects.filter(
            unit_id__in=sorted(access.units),
            closes_at__gte=_midnight(first),
            closes_at__lt=_midnight(last + timedelta(days=1)),
        )
        .annotate(asked=Exists(invited))
        .filter(Q(organisation_id__in=held) | Q(unit_id=access.unit_id, asked=True))
        .exclude(state=State.DRAFT)
        .select_related("organisation")
        .only(*SHOWN)
        .order_by("closes_at", "id")[:MOST]
    )
    for row in rows:
        yield _entry(row, access.now, held)


def _entry(row: Questionnaire, now: datetime, held: Collection[uuid.UUID]) -> Entry:
    view = "show" if row.organisation_id in held else "answer"
    return Entry(
        uid=f"questionnaire-{row.id}",
        on=timezone.localdate(row.closes_at),
        kind="问卷截止",
        title=row.title,
        organisation=str(row.organisation),
        link=reverse(f"questionnaires:{view}", args=(row.unit_id, row.id)),
        starts=row.closes_at,
        ends=row.closes_at,
        done=row.is_over(now),
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
