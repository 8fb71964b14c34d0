"""Preparing a ballot: what is asked, who votes, who watches and counts, the tellers' keys."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.ballots.booth import Candidate, Contest, Race, as_json, checked_booth, from_json
from dangwu.ballots.envelopes import is_usable_key
from dangwu.ballots.models import Ballot, SealedResult, Teller
from dangwu.ballots.steps import allow_organiser, locked
from dangwu.core.errors import DomainError, InputError
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class TellerNamed:
    """Who watches (scrutineer) or counts (counter)."""

    person: Person
    duty: str = Teller.Duty.SCRUTINEER


@transaction.atomic
def create_ballot(
    *,
    actor: Access,
    organisation: Organisation,
    title: str,
    tier: str,
    contests: Sequence[Contest],
    entitled: Sequence[uuid.UUID],
    held_on: date,
    tellers: Sequence[TellerNamed] = (),
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    body: str = "",
    should_attend: int | None = None,
    present: int | None = None,
    origin_kind: str = "",
    origin_id: uuid.UUID | None = None,
    repeats: Ballot | None = None,
) -> Ballot:
    """Return a new ballot in preparation.

    entitled: persons of the organisation's unit who may vote. held_on: the day whose rules judge
    it. body: assembly, congress, plenary, committee or empty. present: persons present with the
    right to vote; None stands for the roll. opens_at, closes_at: needed on line.
    Raises PermissionDenied, InputError.
    """
    allow_organiser(actor, organisation)
    if not title.strip():
        raise InputError("title", "请填写题目。")
    booth = checked_booth(contests)
    online = tier == Ballot.Tier.ONLINE
    if online and (opens_at is None or closes_at is None or closes_at <= opens_at):
        raise InputError("closes_at", "线上投票要有开始和截止时间，截止应晚于开始。")
    ballot = Ballot.objects.create(
        unit_id=organisation.unit_id,
        organisation=organisation,
        origin_kind=origin_kind,
        origin_id=origin_id,
        title=title.strip(),
        tier=Ballot.Tier(tier),
        body=body,
        held_on=held_on,
        booth=as_json(booth),
        entitled=_known(organisation.unit_id, entitled),
        should_attend=should_attend,
        present=present,
        opens_at=opens_at,
        closes_at=closes_at,
        repeats=repeats,
    )
    _put_tellers(ballot, tellers)
    record(
        actor=actor,
        verb="ballots.create",
        target=ballot,
        title=ballot.title,
        tier=ballot.tier,
        entitled=len(ballot.entitled),
    )
    return ballot


@transaction.atomic
def set_roll(
    *,
    actor: Access,
    ballot: Ballot,
    entitled: Sequence[uuid.UUID],
    should_attend: int | None,
    present: int | None,
) -> Ballot:
    """Put another roll and attendance in place of those prepared. Raises DomainError once frozen."""
    allow_organiser(actor, ballot.organisation)
    row = locked(ballot, Ballot.State.DRAFT)
    row.entitled = _known(row.unit_id, entitled)
    row.should_attend, row.present = should_attend, present
    row.save(update_fields=["entitled", "should_attend", "present"])
    record(actor=actor, verb="ballots.set_roll", target=row, entitled=len(row.entitled))
    return row


def _known(unit_id: int, entitled: Sequence[uuid.UUID]) -> list[uuid.UUID]:
    wanted = sorted(set(entitled))
    found = Person.objects.filter(unit_id=unit_id, id__in=wanted).count()
    if found < len(wanted):
        raise InputError("entitled", f"名册中有 {len(wanted) - found} 人不在本单位，请核对名单。")
    return wanted


@transaction.atomic
def name_tellers(*, actor: Access, ballot: Ballot, tellers: Sequence[TellerNamed]) -> None:
    """Put these tellers in place of those named before; keys made before are void.

    Raises DomainError once frozen, InputError when one is a candidate.
    Source: XJ2020 art. ~23
    """
    allow_organiser(actor, ballot.organisation)
    row = locked(ballot, Ballot.State.DRAFT)
    Teller.objects.filter(unit_id=row.unit_id, ballot=row).delete()
    _put_tellers(row, tellers)
    names = [f"{one.person.name}（{Teller.Duty(one.duty).label}）" for one in tellers]
    record(actor=actor, verb="ballots.name_tellers", target=row, tellers=names)


def _put_tellers(ballot: Ballot, tellers: Sequence[TellerNamed]) -> None:
    standing = _candidates(ballot)
    for number, named in enumerate(tellers, start=1):
        person = named.person
        if person.unit_id != ballot.unit_id:
            raise InputError(
                "tellers", f"{person.name}不在本单位，不能担任本次投票的监票人、计票人。"
            )
        if person.id in standing or person.name in standing:
            raise InputError(
                "tellers",
                f"{person.name}是候选人，不能监票、计票。请从不是候选人的党员中推选"
                "（《中国共产党基层组织选举工作条例》第23条，条号待核对）。",
            )
        Teller.objects.create(
            unit_id=ballot.unit_id,
            ballot=ballot,
            number=number,
            person=person,
            name=person.name,
            duty=Teller.Duty(named.duty),
        )


def _candidates(ballot: Ballot) -> set[uuid.UUID | str | None]:
    """Return the identifiers of the candidates; the names of those who have none."""
    races = [contest for contest in from_json(ballot.booth) if isinstance(contest, Race)]
    return {one.person_id or one.name for race in races for one in race.candidates}


@transaction.atomic
def enter_key(*, actor: Access, teller: Teller, public_key: str) -> Teller:
    """Keep the public half of a teller's key; a new one takes the place of the old until frozen.

    Raises PermissionDenied for anybody but the teller, DomainError once frozen or for a bad key.
    """
    if not actor.is_person(teller.unit_id, teller.person_id):
        raise PermissionDenied
    ballot = locked(teller.ballot, Ballot.State.DRAFT)
    key = public_key.strip().lower()
    if not is_usable_key(key):
        raise InputError("public_key", "这不是可用的公钥。请重新生成密钥。")
    others = Teller.objects.filter(unit_id=ballot.unit_id, ballot=ballot).exclude(id=teller.id)
    if others.filter(public_key=key).exists():
        raise InputError("public_key", "这个公钥已由另一人提交。每人要用自己的密钥，请重新生成。")
    teller.public_key = key
    teller.save(update_fields=["public_key"])
    record(
        actor=actor,
        verb="ballots.enter_key",
        target=ballot,
        teller=f"{teller.name}（第{teller.number}位）",
        public_key=key,
    )
    return teller


@transaction.atomic
def revote(
    *,
    actor: Access,
    ballot: Ballot,
    contest: int,
    held_on: date,
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
) -> Ballot:
    """Return a new ballot among those tied at the cut of one election, with the same roll.

    contest: its place in the booth, from 0. The tellers are named again and make new keys.
    Raises DomainError when nobody is tied.
    Source: XJ2020 art. ~30
    """
    row = locked(ballot, Ballot.State.COUNTED)
    race, tied, vacant = _tie(row, contest)
    again: dict[str, Any] = {
        "organisation": row.organisation,
        "tier": row.tier,
        "entitled": row.entitled,
        "body": row.body,
        "should_attend": row.should_attend,
        "present": row.present,
        "origin_kind": row.origin_kind,
        "origin_id": row.origin_id,
    }
    known = {candidate.shown: candidate for candidate in race.candidates}
    candidates = tuple(known.get(name, Candidate(name)) for name in tied)
    standing = {one.person_id or one.name for one in candidates}
    tellers = Teller.objects.filter(unit_id=row.unit_id, ballot=row).select_related("person")
    return create_ballot(
        actor=actor,
        title=f"{race.title}：得票相等的重新投票",
        contests=[Race(race.title, vacant, candidates, race.post, write_in=False)],
        held_on=held_on,
        opens_at=opens_at,
        closes_at=closes_at,
        repeats=row,
        tellers=[
            TellerNamed(one.person, one.duty)
            for one in tellers.order_by("number")
            if one.person_id not in standing and one.name not in standing
        ],
        **again,
    )


def _tie(ballot: Ballot, place: int) -> tuple[Race, list[str], int]:
    contests = from_json(ballot.booth)
    sealed = SealedResult.objects.get(unit_id=ballot.unit_id, ballot=ballot)
    contest = contests[place] if 0 <= place < len(contests) else None
    verdict = (sealed.content[place]["verdict"] if contest else None) or {}
    tied = verdict.get("tied")
    if not isinstance(contest, Race) or not tied:
        raise DomainError("这项选举没有得票相等、不能确定当选人的情况，不需要重新投票。")
    return contest, list(tied), int(verdict["vacant"])
