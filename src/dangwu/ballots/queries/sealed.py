"""What `dangwu verify` compares: what was frozen, the closed box, the announced result."""

from collections.abc import Iterator

from dangwu.audit.sealed import Record
from dangwu.ballots.envelopes import digest_of
from dangwu.ballots.models import Box, Envelope, Manifest, SealedResult
from dangwu.core.sealing import digest, digest_plain


def manifest_records(unit_id: int) -> Iterator[Record]:
    """Yield the manifests of a unit with their digests computed anew."""
    rows = Manifest.objects.filter(unit_id=unit_id).values_list("ballot_id", "digest", "content")
    for ballot_id, stored, content in rows.iterator():
        yield Record(ballot_id, stored, digest_plain(content))


def box_records(unit_id: int) -> Iterator[Record]:
    """Yield the closed boxes of a unit with the digest of the envelopes that are in them now."""
    boxes = Box.objects.filter(unit_id=unit_id).values_list("ballot_id", "digest")
    for ballot_id, stored in boxes.iterator():
        kept = Envelope.objects.filter(unit_id=unit_id, ballot_id=ballot_id)
        contents = kept.values_list("content", flat=True).iterator()
        found = digest(sorted(digest_of(bytes(content)) for content in contents))
        yield Record(ballot_id, stored, found)


def result_records(unit_id: int) -> Iterator[Record]:
    """Yield the announced results of a unit with their digests computed anew."""
    rows = SealedResult.objects.filter(unit_id=unit_id).values_list(
        "ballot_id", "digest", "content"
    )
    for ballot_id, stored, content in rows.iterator():
        yield Record(ballot_id, stored, digest_plain(content))
