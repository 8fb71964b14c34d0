"""Turnout, and what the next teller takes."""

import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from dangwu.ballots.envelopes import LAYER
from dangwu.ballots.models import Ballot, Batch, Envelope, Manifest, RollEntry, Teller, UsedRight


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of the roll have voted. Numbers only."""

    entitled: int
    voted: int

    @property
    def missing(self) -> int:
        return self.entitled - self.voted


def turnout_of(ballot: Ballot) -> Turnout:
    """Return how many have voted."""
    of = {"unit_id": ballot.unit_id, "ballot_id": ballot.id}
    return Turnout(RollEntry.objects.filter(**of).count(), UsedRight.objects.filter(**of).count())


def roll_of(ballot: Ballot) -> list[tuple[str, bool]]:
    """Return the roll in the order of strokes: name, and whether the right is used.

    That somebody has voted is known in every hall; when and how is not kept.
    """
    of = {"unit_id": ballot.unit_id, "ballot_id": ballot.id}
    used = UsedRight.objects.filter(**of, person_id=OuterRef("person_id"))
    rows = RollEntry.objects.filter(**of).annotate(voted=Exists(used))
    return list(rows.order_by("sort_key", "name", "person_id").values_list("name", "voted"))


def layers_done(ballot: Ballot) -> int:
    """Return how many tellers have taken their layer off."""
    return Batch.objects.filter(unit_id=ballot.unit_id, ballot_id=ballot.id).count()


def next_teller(ballot: Ballot) -> Teller | None:
    """Return whose turn it is, None when nobody's."""
    if ballot.state != Ballot.State.CLOSED:
        return None
    return Teller.objects.filter(
        unit_id=ballot.unit_id, ballot_id=ballot.id, number=layers_done(ballot) + 1
    ).first()


def item_bytes(manifest: Manifest, done: int) -> int:
    """Return the length of an item after so many layers."""
    return manifest.envelope_bytes - done * LAYER


def current_batch(ballot: Ballot, done: int) -> list[bytes]:
    """Return what the next teller takes, in the order of digests or of bytes: in no order."""
    of = {"unit_id": ballot.unit_id, "ballot_id": ballot.id}
    if not done:
        rows = Envelope.objects.filter(**of).order_by("digest").values_list("content", flat=True)
        return [bytes(content) for content in rows]
    batch = Batch.objects.get(**of, layer=done)
    content = bytes(batch.content)
    length = len(content) // batch.items if batch.items else 1
    return [content[at : at + length] for at in range(0, len(content), length)]


def envelope_digests(ballot: Ballot) -> list[str]:
    """Return the digests of the envelopes in their order. Shown once the box is closed."""
    of = {"unit_id": ballot.unit_id, "ballot_id": ballot.id}
    return sorted(Envelope.objects.filter(**of).values_list("digest", flat=True))


def voted_persons(ballot: Ballot) -> set[uuid.UUID]:
    """Return who has used the right, for reminders by the rooms above."""
    of = {"unit_id": ballot.unit_id, "ballot_id": ballot.id}
    return set(UsedRight.objects.filter(**of).values_list("person_id", flat=True))
