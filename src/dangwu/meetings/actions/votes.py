"""Voting: open, by name, written votes, count, void. The verdict is the rulebook's."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Max

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.ballots.actions import cancel_ballot
from dangwu.ballots.models import Ballot
from dangwu.core.errors import DomainError, InputError
from dangwu.core.tally.counting import Count
from dangwu.meetings import rules
from dangwu.meetings.freezing import freeze
from dangwu.meetings.holding import State, held, on_table, refuse_breaches
from dangwu.meetings.models import (
    AgendaItem,
    Amendment,
    Attendee,
    ItemPerson,
    NamedVote,
    Vote,
    WrittenVote,
)
from dangwu.meetings.models.vote import Choice
from dangwu.meetings.queries.asking import book_of
from dangwu.meetings.queries.sitting import sitting_now
from dangwu.meetings.queries.voting import matter_of, may_vote, rounds_of, votes_of
from dangwu.members.models import Person

SETTLED: Final = {
    Vote.State.CLOSED: "这次表决已经计票，不能再改；计错了的，写明原因作废重来。",
    Vote.State.VOID: "这次表决已经作废，请看现在的情况。",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """Votes as the chair announces them; persons with the right to vote."""

    yes: int
    no: int
    abstain: int


@transaction.atomic
def open_vote(
    *,
    actor: Access,
    item: AgendaItem,
    method: str,
    person_id: uuid.UUID | None = None,
    amendment: Amendment | None = None,
) -> Vote:
    """Begin a vote on the item on the table, on one person of it, or on a change to its text.

    Refused where the rule forbids it: too few persons, a way of voting the subject does not
    allow, several persons as one, somebody concerned who has not left.
    Raises PermissionDenied, InputError, DomainError.
    Source: XF2011 art. 18, art. 19
    Source: XJ2020 art. ~20, ~25
    """
    row = on_table(actor, item)
    _check_target(row, person_id, amendment)
    running = votes_of(row).filter(state=Vote.State.OPEN).first()
    if running is not None:
        raise DomainError("上一次表决还没有结束，请先计票或作废。")
    matter = matter_of(row, method, person_id)
    sitting = sitting_now(row.meeting)
    refuse_breaches(
        rules.before_vote(book_of(row.meeting), sitting, matter), "请先改正，再开始表决。"
    )
    rounds = rounds_of(row, person_id, amendment)
    passed = rounds.filter(state=Vote.State.CLOSED).exists()
    if passed and amendment is None and row.kind == AgendaItem.Kind.DECIDE:
        raise DomainError("这一事项已经表决。确需重新表决的，先作废上一次并写明原因。")
    vote = Vote.objects.create(
        unit_id=row.unit_id,
        item=row,
        person_id=person_id,
        amendment=amendment,
        round=int(rounds.aggregate(last=Max("round"))["last"] or 0) + 1,
        method=method,
        opened_at=actor.now,
    )
    _note(actor, vote, "meetings.open_vote", method=method)
    return vote


@transaction.atomic
def cast_named(*, actor: Access, vote: Vote, choices: Mapping[uuid.UUID, str]) -> int:
    """Keep how each person voted in a vote by name; return how many are kept now.

    choices: by person, of those present with the right to vote.
    Raises PermissionDenied, InputError, DomainError.
    """
    row = _running(actor, vote)
    if row.method != "signed":
        raise DomainError("只有记名投票逐人记录意见。")
    entitled = may_vote(row.item, row.person_id)
    if strangers := set(choices) - entitled:
        raise InputError("choices", f"有{len(strangers)}人不在会场或没有表决权，请核对。")
    if not set(choices.values()) <= set(Choice.values):
        raise InputError("choices", "意见只能是赞成、反对或弃权。")
    NamedVote.objects.filter(
        unit_id=row.unit_id, vote_id=row.id, person_id__in=list(choices)
    ).delete()
    NamedVote.objects.bulk_create(
        NamedVote(unit_id=row.unit_id, vote=row, person_id=person, choice=choice)
        for person, choice in choices.items()
    )
    kept = NamedVote.objects.filter(unit_id=row.unit_id, vote_id=row.id).count()
    _note(actor, row, "meetings.cast_named", kept=kept)
    return kept


@transaction.atomic
def receive_written(
    *,
    actor: Access,
    item: AgendaItem,
    person_id: uuid.UUID,
    choice: str,
    received_on: date,
    text: str = "",
) -> WrittenVote:
    """Keep the written opinion of somebody who cannot come; it counts where the rule says so.

    The same form sent twice is one opinion.
    Raises PermissionDenied, InputError, DomainError.
    Source: XZ26 art. 20
    """
    meeting = held(actor, item.meeting, State.NOTICED, State.OPEN)
    if received_on > actor.today:
        raise InputError("received_on", f"收到日期{received_on}还没有到，请核对。")
    if choice not in Choice.values:
        raise InputError("choice", "意见只能是赞成、反对或弃权。")
    attendee = (
        Attendee.objects.filter(unit_id=item.unit_id, meeting_id=meeting.id, person_id=person_id)
        .select_related("person")
        .first()
    )
    if attendee is None or not attendee.voting:
        raise InputError("person", "此人不在应到会有表决权的人员中，请核对。")
    if attendee.presence == Attendee.Presence.PRESENT:
        raise InputError("person", f"{attendee.person.name}已经到会，应当当场表决。")
    if votes_of(item).filter(state=Vote.State.CLOSED).exists():
        raise DomainError("这一项已经表决，书面意见要在会前提交。")
    row, created = WrittenVote.objects.get_or_create(
        unit_id=item.unit_id,
        item_id=item.id,
        person_id=person_id,
        defaults={"choice": choice, "received_on": received_on, "text": text.strip()},
    )
    given = (choice, received_on, text.strip())
    if not created and (row.choice, row.received_on, row.text) != given:
        raise DomainError(
            f"{attendee.person.name}的书面意见已经登记：{row.get_choice_display()}，"
            f"{row.received_on}收到，不能再改。"
        )
    if not created:
        return row
    record(actor=actor, verb="meetings.receive_written", target=item,
           organisation_id=meeting.organisation_id)  # fmt: skip
    return row


@transaction.atomic
def close_vote(*, actor: Access, vote: Vote, shown: Shown | None = None) -> Vote:
    """Count a vote and judge it by the numbers of this moment; both are frozen.

    shown: the count announced; None where the votes were given by name.
    Raises PermissionDenied, InputError, DomainError.
    Source: XF2011 art. 18
    Source: ZB2018 art. 11
    """
    row = _running(actor, vote)
    if row.ballot_id is not None:
        raise DomainError("这次表决用选票进行，请到投票页面计票，结果会自动记入。")
    given = _named(row) if row.method == "signed" else shown
    if given is None:
        raise InputError("yes", "请填写赞成、反对、弃权的票数。")
    sitting = sitting_now(row.item.meeting)
    written = WrittenVote.objects.filter(unit_id=row.unit_id, item_id=row.item_id)
    count = Count(
        should_attend=sitting.should_attend,
        present=sitting.present,
        yes=given.yes,
        no=given.no,
        abstain=given.abstain,
        written_yes=written.filter(choice=Choice.YES).count(),
        written_no=written.filter(choice=Choice.NO).count(),
    )
    cast, here = given.yes + given.no + given.abstain, len(may_vote(row.item, row.person_id))
    if cast > here:
        raise InputError(
            "yes", f"赞成、反对、弃权合计{cast}票，多于在场可以表决的{here}人，请重新点票。"
        )
    matter = matter_of(row.item, row.method, row.person_id)
    decision = rules.decided(book_of(row.item.meeting), sitting, matter, count)
    freeze(row, count, decision, at=actor.now)
    _note(
        actor, row, "meetings.close_vote", yes=count.yes, no=count.no, abstain=count.abstain,
        passed=decision.passed,
    )  # fmt: skip
    return row


@transaction.atomic
def void_vote(*, actor: Access, vote: Vote, reason: str) -> Vote:
    """Void a vote that went wrong; it stays on record with the reason.

    Raises PermissionDenied, InputError, DomainError.
    """
    on_table(actor, vote.item)
    row = Vote.objects.select_for_update(of=("self",)).get(unit_id=vote.unit_id, id=vote.id)
    row.item = vote.item
    if row.state == Vote.State.VOID:
        raise DomainError("这次表决已经作废。")
    reason = reason.strip()
    if not reason:
        raise InputError("reason", "作废表决要写明原因。")
    _cancel_ballot(actor, row, reason)
    row.state = Vote.State.VOID
    row.void_reason = reason
    row.save(update_fields=["state", "void_reason"])
    _note(actor, row, "meetings.void_vote", reason=reason)
    return row


def _cancel_ballot(actor: Access, vote: Vote, reason: str) -> None:
    """Call off the ballot of a vote; one that was counted keeps its result, which counts no more."""
    if vote.ballot_id is None:
        return
    done = (Ballot.State.COUNTED, Ballot.State.CANCELLED)
    rows = Ballot.objects.filter(unit_id=vote.unit_id, id=vote.ballot_id).exclude(state__in=done)
    for ballot in rows.select_related("organisation"):
        cancel_ballot(actor=actor, ballot=ballot, reason=reason)


def _running(actor: Access, vote: Vote) -> Vote:
    item = on_table(actor, vote.item)
    row = (
        Vote.objects.select_for_update(of=("self",))
        .select_related("amendment")
        .get(unit_id=vote.unit_id, id=vote.id)
    )
    row.item = item
    if row.state != Vote.State.OPEN:
        raise DomainError(SETTLED[Vote.State(row.state)])
    return row


def _named(vote: Vote) -> Shown:
    kept = NamedVote.objects.filter(unit_id=vote.unit_id, vote_id=vote.id)
    here = may_vote(vote.item, vote.person_id)
    choices = list(kept.filter(person_id__in=here).values_list("choice", flat=True))
    missing = len(here) - len(choices)
    if missing:
        raise InputError("choices", f"还有{missing}人没有记下意见；没有表态的记为弃权。")
    return Shown(*(choices.count(side) for side in (Choice.YES, Choice.NO, Choice.ABSTAIN)))


def _check_target(
    item: AgendaItem, person_id: uuid.UUID | None, amendment: Amendment | None
) -> None:
    people = ItemPerson.objects.filter(unit_id=item.unit_id, item_id=item.id)
    if amendment is not None:
        if amendment.item_id != item.id or amendment.state != Amendment.State.MOVED:
            raise DomainError("这处修改不在待议之列。")
        return
    if person_id is not None and not people.filter(person_id=person_id).exists():
        raise InputError("person", "此人不在这一事项的名单上，请核对。")
    if item.by_person and person_id is None:
        raise InputError("person", "这一事项逐人表决，请选定一人。")


def _note(actor: Access, vote: Vote, verb: str, **facts: str | int | bool | None) -> None:
    person = None
    if vote.person_id is not None:
        person = Person.objects.filter(unit_id=vote.unit_id, id=vote.person_id).values_list(
            "name", flat=True
        )[0]
    record(
        actor=actor,
        verb=verb,
        target=vote,
        organisation_id=vote.item.meeting.organisation_id,
        title=vote.item.title,
        person=person,
        **facts,
    )
