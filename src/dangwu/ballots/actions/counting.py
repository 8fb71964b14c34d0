"""Opening the box: each teller takes a layer off and shuffles, the last batch is counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.ballots import queries, results
from dangwu.ballots.booth import from_json
from dangwu.ballots.envelopes import digest_of, split, text_of
from dangwu.ballots.judging import count_box
from dangwu.ballots.models import Ballot, Batch, Box, Manifest, Teller
from dangwu.ballots.publishing import announce
from dangwu.ballots.steps import locked
from dangwu.core.errors import DomainError, InputError

AGAIN = "请重新打开本页，用自己的密钥再做一次；如仍不行，请停止计票并报告。"


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that did not open: the digest under which it was taken, and why."""

    digest: str
    reason: str


@transaction.atomic
def return_batch(
    *, actor: Access, teller: Teller, content: bytes, refused: Sequence[Refused] = ()
) -> Batch:
    """Keep what a teller hands back, sorted; after the last one count and announce.

    content: the items without the teller's layer, one after another.
    Raises PermissionDenied for anybody but the teller, DomainError out of turn, InputError when
    items are missing, added, doubled or of a wrong length.
    """
    if not actor.is_person(teller.unit_id, teller.person_id):
        raise PermissionDenied
    ballot = locked(teller.ballot, Ballot.State.CLOSED)
    manifest = queries.manifest_of_ballot(ballot)
    done = queries.layers_done(ballot)
    if teller.number != done + 1:
        raise DomainError("还没有轮到您，或者您的一层已经打开。请刷新页面查看。")
    taken = queries.current_batch(ballot, done)
    items = _checked(content, refused, taken, queries.item_bytes(manifest, done + 1))
    whole = b"".join(sorted(items))
    batch = Batch.objects.create(
        unit_id=ballot.unit_id,
        ballot=ballot,
        layer=teller.number,
        content=whole,
        items=len(items),
        refused=[
            {"layer": teller.number, "digest": one.digest, "reason": one.reason}
            for one in sorted(refused, key=lambda one: one.digest)
        ],
        digest=digest_of(whole),
    )
    record(
        actor=actor,
        verb="ballots.return_batch",
        target=ballot,
        teller=f"{teller.name}（第{teller.number}位）",
        batch=batch.digest,
        items=batch.items,
        refused=len(refused),
    )
    if teller.number == len(manifest.content["tellers"]):
        _count(actor, ballot, manifest, items)
    return batch


def _checked(
    content: bytes, refused: Sequence[Refused], taken: list[bytes], length: int
) -> list[bytes]:
    """Return the items. Raises InputError unless they can be what was taken, opened."""
    try:
        items = split(content, length)
    except ValueError:
        raise InputError("content", f"交回的内容长度不对。{AGAIN}") from None
    if len(items) + len(refused) != len(taken):
        raise InputError(
            "content",
            f"取出{len(taken)}张，交回{len(items)}张、打不开{len(refused)}张，对不上。{AGAIN}",
        )
    if len(set(items)) < len(items):
        raise InputError("content", f"交回的选票有重复。{AGAIN}")
    named = {one.digest for one in refused}
    if len(named) < len(refused) or not named <= {digest_of(item) for item in taken}:
        raise InputError("refused", f"打不开的选票与取出的不符。{AGAIN}")
    return items


def _count(actor: Access, ballot: Ballot, manifest: Manifest, items: list[bytes]) -> None:
    of = {"unit_id": ballot.unit_id, "ballot_id": ballot.id}
    box = Box.objects.get(**of)
    batches = list(Batch.objects.filter(**of).order_by("layer"))
    refused = [one for batch in batches for one in batch.refused]
    contests = from_json(ballot.booth)
    counted = count_box(
        manifest.content["contests"],
        ballot=str(ballot.id),
        manifest=manifest.digest,
        texts=[text_of(item) or "" for item in items],
    )
    setting = queries.setting_of(ballot, entitled=box.entitled)
    plain = results.counted_on_line(contests, counted, entitled=box.entitled, refused=len(refused))
    announce(
        actor=actor,
        ballot=ballot,
        manifest=manifest,
        counted=tuple(
            results.verdict_of(contest, count, setting)
            for contest, count in zip(contests, plain, strict=True)
        ),
        opened={
            "voted": queries.turnout_of(ballot).voted,
            "envelopes": queries.envelope_digests(ballot),
            "box_digest": box.digest,
            "box_signature": box.signature,
            "batches": [
                {"layer": one.layer, "items": one.items, "digest": one.digest} for one in batches
            ],
            "refused": refused,
            "ballots": [one.text for one in counted.ballots],
        },
    )
