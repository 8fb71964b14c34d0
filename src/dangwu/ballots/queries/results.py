"""What stands frozen and what was announced, as values."""

from typing import Any

from dangwu.ballots import results
from dangwu.ballots.booth import Contest, from_json
from dangwu.ballots.models import Ballot, Box, Manifest, SealedResult, Teller
from dangwu.ballots.results import Result, Setting
from dangwu.rules.queries.rulebook import rulebook_for


def manifest_of_ballot(ballot: Ballot) -> Manifest:
    """Return the frozen manifest of a ballot that is frozen."""
    return Manifest.objects.get(unit_id=ballot.unit_id, ballot_id=ballot.id)


def contests_of(ballot: Ballot) -> tuple[Contest, ...]:
    """Return what the ballot asks, candidates in the order of strokes: values for printing too."""
    return from_json(ballot.booth)


def tellers_of(ballot: Ballot) -> list[Teller]:
    """Return who watches and counts, in the order in which they open."""
    rows = Teller.objects.filter(unit_id=ballot.unit_id, ballot_id=ballot.id)
    return list(rows.order_by("number"))


def box_of(ballot: Ballot) -> Box | None:
    """Return the closed box, None while it is open."""
    return Box.objects.filter(unit_id=ballot.unit_id, ballot_id=ballot.id).first()


def setting_of(ballot: Ballot, *, entitled: int) -> Setting:
    """Return what the rules ask beside the votes. entitled: the roll, where nobody was counted."""
    organisation = ballot.organisation
    kinds = {
        "kind": organisation.kind,
        "fire_kind": organisation.fire_kind,
        "category": organisation.category,
    }
    return Setting(
        rulebook=rulebook_for(ballot.unit_id, ballot.held_on),
        facts={
            "on": ballot.held_on,
            "regime": organisation.regime,
            "organisation": {name: value for name, value in kinds.items() if value},
        },
        should_attend=ballot.should_attend,
        present=entitled if ballot.present is None else ballot.present,
        body=ballot.body,
    )


def result_for(ballot: Ballot) -> Result | None:
    """Return the announced result, None before it is. The same value for paper and on line."""
    sealed = SealedResult.objects.filter(unit_id=ballot.unit_id, ballot_id=ballot.id).first()
    if sealed is None:
        return None
    return Result(
        ballot.unit_id,
        ballot.id,
        ballot.tier,
        results.from_json(sealed.content),
        sealed.digest,
    )


def published_of(ballot: Ballot) -> dict[str, Any] | None:
    """Return the file that anybody can recount, None before the result."""
    sealed = SealedResult.objects.filter(unit_id=ballot.unit_id, ballot_id=ballot.id).first()
    return sealed.published if sealed else None
