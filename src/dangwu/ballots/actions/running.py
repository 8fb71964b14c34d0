"""The course of a ballot: frozen, opened, closed; or called off."""

from django.conf import settings
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.ballots.booth import from_json, plaintext_bytes
from dangwu.ballots.envelopes import envelope_bytes
from dangwu.ballots.manifest import manifest_of, roll_digest
from dangwu.ballots.models import Ballot, Box, Envelope, Manifest, RollEntry, Teller, UsedRight
from dangwu.ballots.receipts import BOX, digest_message, sign
from dangwu.ballots.steps import allow_organiser, locked
from dangwu.core.errors import DomainError
from dangwu.core.sealing import digest, digest_plain, public_key_of
from dangwu.members.models import Person

FEWEST_TELLERS = 2


@transaction.atomic
def freeze_ballot(*, actor: Access, ballot: Ballot) -> Manifest:
    """Freeze booth, roll, keys and time, and record their digest. Nothing of them changes after.

    Raises PermissionDenied, DomainError naming what is missing.
    Source: XJ2020 art. ~23, ~25
    """
    allow_organiser(actor, ballot.organisation)
    row = locked(ballot, Ballot.State.DRAFT)
    tellers = list(Teller.objects.filter(unit_id=row.unit_id, ballot=row).order_by("number"))
    _refuse_unready(row, tellers, actor)
    roll = RollEntry.objects.bulk_create(
        RollEntry(
            unit_id=row.unit_id,
            ballot=row,
            person=person,
            name=person.name,
            sort_key=person.sort_key,
        )
        for person in Person.objects.filter(unit_id=row.unit_id, id__in=row.entitled)
    )
    contests = from_json(row.booth)
    plaintext = plaintext_bytes(contests)
    content = manifest_of(
        row,
        contests=contests,
        roll=roll,
        tellers=tellers,
        plaintext=plaintext,
        receipt_key=public_key_of(settings.SEAL_KEY).hex(),
    )
    manifest = Manifest.objects.create(
        unit_id=row.unit_id,
        ballot=row,
        content=content,
        digest=digest_plain(content),
        envelope_bytes=envelope_bytes(plaintext, len(tellers)) if row.is_online else 0,
        frozen_at=actor.now,
    )
    row.state = Ballot.State.FROZEN
    row.save(update_fields=["state"])
    record(
        actor=actor,
        verb="ballots.freeze",
        target=row,
        digest=manifest.digest,
        roll=content["roll"]["digest"],
        entitled=len(roll),
    )
    return manifest


def _refuse_unready(ballot: Ballot, tellers: list[Teller], actor: Access) -> None:
    if not ballot.entitled:
        raise DomainError("名册是空的：请先确定有权投票的人，再封定。")
    duties = {teller.duty for teller in tellers}
    if len(tellers) < FEWEST_TELLERS or Teller.Duty.SCRUTINEER not in duties:
        raise DomainError(
            "至少要有两名监票人、计票人，其中有监票人，由不是候选人的党员担任"
            "（《中国共产党基层组织选举工作条例》第23条，条号待核对）。请先推定人选。"
        )
    if not ballot.is_online:
        return
    missing = [teller.name for teller in tellers if not teller.public_key]
    if missing:
        raise DomainError(
            f"还没有提交密钥：{'、'.join(missing)}。请他们打开自己的监票页面生成密钥。"
        )
    if ballot.closes_at is not None and ballot.closes_at <= actor.now:
        raise DomainError("截止时间已过。请取消这次投票，另定时间。")


@transaction.atomic
def open_ballot(*, actor: Access, ballot: Ballot) -> Ballot:
    """Let the roll vote. Raises DomainError before the frozen hour or after the last."""
    allow_organiser(actor, ballot.organisation)
    row = locked(ballot, Ballot.State.FROZEN)
    if row.opens_at is None or row.closes_at is None:
        raise DomainError("这次投票用纸质选票，不在线上开始。请打印选票，计票后录入票数。")
    if actor.now < row.opens_at:
        raise DomainError("还没有到封定的开始时间，不能提前开始。")
    if actor.now >= row.closes_at:
        raise DomainError("截止时间已过。请取消这次投票，另定时间。")
    row.state = Ballot.State.OPEN
    row.save(update_fields=["state"])
    record(actor=actor, verb="ballots.open", target=row)
    return row


@transaction.atomic
def close_ballot(*, actor: Access, ballot: Ballot, reason: str = "") -> Box:
    """Close the box and seal the digest of all envelopes, before anything is opened.

    reason: why before the hour, needed while somebody on the roll has not voted.
    Raises PermissionDenied, DomainError; DomainError too when box and roll do not agree.
    """
    allow_organiser(actor, ballot.organisation)
    row = locked(ballot, Ballot.State.OPEN)
    of = {"unit_id": row.unit_id, "ballot_id": row.id}
    digests = sorted(Envelope.objects.filter(**of).values_list("digest", flat=True))
    persons = list(RollEntry.objects.filter(**of).values_list("person_id", flat=True))
    voted = UsedRight.objects.filter(**of).count()
    early = row.closes_at is not None and actor.now < row.closes_at and voted < len(persons)
    if early and not reason.strip():
        raise DomainError("还没有到截止时间，也还有人没有投票。确需提前截止的，请写明原因。")
    manifest = Manifest.objects.get(**of)
    if roll_digest(persons) != manifest.content["roll"]["digest"] or voted != len(digests):
        raise DomainError(
            f"票箱与名册不符：已投票{voted}人，收到{len(digests)}张，"
            "或者名册与封定时不同。请停止计票，向上级党组织和监督人员报告。"
        )
    box_digest = digest(digests)
    box = Box.objects.create(
        unit_id=row.unit_id,
        ballot=row,
        entitled=len(persons),
        envelopes=len(digests),
        digest=box_digest,
        signature=sign(
            settings.SEAL_KEY, digest_message(BOX, ballot=str(row.id), digest=box_digest)
        ),
        closed_at=actor.now,
        closed_early=reason.strip() if early else "",
    )
    row.state = Ballot.State.CLOSED
    row.save(update_fields=["state"])
    record(
        actor=actor,
        verb="ballots.close",
        target=row,
        digest=box.digest,
        envelopes=box.envelopes,
        entitled=box.entitled,
        reason=box.closed_early,
    )
    return box


@transaction.atomic
def cancel_ballot(*, actor: Access, ballot: Ballot, reason: str) -> Ballot:
    """Call the ballot off for good; its envelopes stay sealed. Raises DomainError once counted."""
    allow_organiser(actor, ballot.organisation)
    states = [s for s in Ballot.State if s not in (Ballot.State.COUNTED, Ballot.State.CANCELLED)]
    row = locked(ballot, *states)
    if not reason.strip():
        raise DomainError("请写明取消的原因，例如：监票人遗失密钥，重新投票。")
    row.state = Ballot.State.CANCELLED
    row.cancelled_because = reason.strip()
    row.save(update_fields=["state", "cancelled_because"])
    record(actor=actor, verb="ballots.cancel", target=row, reason=row.cancelled_because)
    return row
