"""The last act of a count: judged, sealed, published."""

from typing import Any

from django.conf import settings

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.ballots import results
from dangwu.ballots.models import Ballot, Manifest, SealedResult
from dangwu.ballots.receipts import RESULT, digest_message, sign
from dangwu.ballots.results import ContestResult
from dangwu.ballots.signals import ballot_counted
from dangwu.core.sealing import digest, digest_plain

KIND = "dangwu-ballot-1"


def announce(
    *,
    actor: Access,
    ballot: Ballot,
    manifest: Manifest,
    counted: tuple[ContestResult, ...],
    opened: dict[str, Any],
) -> SealedResult:
    """Seal the result in the transaction of the last count and tell the rooms above.

    opened: what the file for recounting holds beside manifest and result.
    """
    content = results.as_json(counted)
    content_digest = digest(content)
    message = digest_message(RESULT, ballot=str(ballot.id), digest=content_digest)
    published = {
        "kind": KIND,
        "manifest": manifest.content,
        "manifest_digest": manifest.digest,
        **opened,
        "result": content,
        "result_digest": content_digest,
        "result_signature": sign(settings.SEAL_KEY, message),
    }
    sealed = SealedResult.objects.create(
        unit_id=ballot.unit_id,
        ballot=ballot,
        content=content,
        published=published,
        digest=content_digest,
        counted_at=actor.now,
    )
    ballot.state = Ballot.State.COUNTED
    ballot.save(update_fields=["state"])
    record(
        actor=actor,
        verb="ballots.announce",
        target=ballot,
        digest=content_digest,
        published=digest_plain(published),
        manifest=manifest.digest,
    )
    ballot_counted.send(
        sender=Ballot,
        unit_id=ballot.unit_id,
        ballot_id=ballot.id,
        origin_kind=ballot.origin_kind,
        origin_id=ballot.origin_id,
        counted_on=actor.today,
    )
    return sealed
