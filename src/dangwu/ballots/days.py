"""The days of ballots, for the calendar: those one may vote in, those of one's organisations."""

import uuid
from collections.abc import Collection, Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from dangwu.accounts.access import READERS, Access
from dangwu.ballots.models import Ballot, RollEntry
from dangwu.notices.sources import Entry

MOST = 100  # ballots in one month of one person
State = Ballot.State
SHOWN = (
    *("unit", "title", "tier", "state", "held_on", "opens_at", "closes_at"),
    *("organisation__unit", "organisation__name", "organisation__short_name"),
)
ENDED = (State.CLOSED, State.COUNTED)


def ballot_entries(access: Access, first: date, last: date) -> Iterator[Entry]:
    """Yield the ballots of these days: to the roll once it is frozen, to posts from the start.

    An on-line ballot stands on the day it ends, a paper one on its day. Whether this person has
    voted is not asked: it would leave by the feed.
    """
    held = [r.organisation_id for r in access.reaches_as(READERS) if r.organisation_id]
    entered = RollEntry.objects.filter(
        unit_id=access.unit_id or 0, person_id__in=[access.person_id], ballot_id=OuterRef("id")
    )
    online = Q(tier=Ballot.Tier.ONLINE, closes_at__date__gte=first, closes_at__date__lte=last)
    paper = Q(tier=Ballot.Tier.PAPER, held_on__gte=first, held_on__lte=last)
    rows = (
        Ballot.objects.filter(unit_id__in=sorted(access.units))
        .filter(online | paper)
        .annotate(on_roll=Exists(entered))
        .filter(Q(organisation_id__in=held) | Q(unit_id=access.unit_id, on_roll=True))
        .exclude(state=State.CANCELLED)
        .select_related("organisation")
        .only(*SHOWN)
        .order_by("held_on", "id")[:MOST]
    )
    for ballot in rows:
        yield _entry(ballot, held)


def _entry(ballot: Ballot, held: Collection[uuid.UUID]) -> Entry:
    ends = ballot.closes_at if ballot.is_online else None
    view = "ballots:show" if ballot.organisation_id in held else "ballots:vote"
    shown = ballot.organisation_id in held or ballot.is_online
    return Entry(
        uid=f"ballot-{ballot.id}",
        on=timezone.localdate(ends) if ends else ballot.held_on,
        kind="投票截止" if ends else "投票",
        title=ballot.title,
        organisation=str(ballot.organisation),
        link=reverse(view, args=(ballot.unit_id, ballot.id)) if shown else "",
        starts=ends,
        ends=ends,
        done=ballot.state in ENDED,
    )
