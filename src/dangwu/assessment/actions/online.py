"""The 民主测评 on line: secret ballots with at most twelve subjects each, counted by the tellers."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.assessment.actions.appraising import kept_appraisal
from dangwu.assessment.models import Appraisal, Audience, Subject
from dangwu.assessment.origins import APPRAISAL
from dangwu.assessment.queries.appraisal import subjects_of
from dangwu.assessment.queries.counting import FEWEST, Counted, audience_of
from dangwu.audit.actions import record
from dangwu.ballots.actions import TellerNamed, create_ballot
from dangwu.ballots.booth import MOST_CONTESTS, Option, Question
from dangwu.ballots.models import Ballot
from dangwu.core.errors import DomainError, InputError
from dangwu.members.models import Person
from dangwu.members.queries.past import members_on


@transaction.atomic
def go_online(
    *,
    actor: Access,
    appraisal: Appraisal,
    audience: uuid.UUID,
    tellers: Sequence[Person],
    opens_at: datetime,
    closes_at: datetime,
) -> list[Ballot]:
    """Return the secret ballots by which the members of the organisation fill in on line.

    Where one of several was cancelled, that one alone is prepared anew. The scheme publishes its counts to those on the roll, so that anybody can recount; fewer than
    five voters are refused, who would see who gave what.
    Raises PermissionDenied, DomainError.
    Source: ZB2018 art. 18
    """
    row = kept_appraisal(actor, appraisal)
    found = audience_of(row, audience)
    if found.sheets:
        raise DomainError("这一组已经开始录入纸质票，不能再改为线上测评。")
    if not found.may_go_online:
        raise DomainError("这一组已经转到线上，请在下面的投票里接着办。")
    voters = list(members_on(row.organisation, actor.today).values_list("id", flat=True))
    if len(voters) < FEWEST:
        raise InputError(
            "", f"参加测评的只有{len(voters)}人，线上公布票数会看出是谁填的，请用纸质测评票。"
        )
    standing: set[uuid.UUID | None] = {
        one.id for one in found.ballots if one.state != Ballot.State.CANCELLED
    }
    subjects = _asked(row, found)
    parts = [subjects[at : at + MOST_CONTESTS] for at in range(0, len(subjects), MOST_CONTESTS)]
    before: list[uuid.UUID | None] = [None for _ in parts]
    if standing:
        before = [*found.audience.ballot_ids]
    names = _names(subjects)
    made = [
        create_ballot(
            actor=actor,
            organisation=row.organisation,
            title=_title(row, place, len(parts)),
            tier=Ballot.Tier.ONLINE,
            contests=[_question(names[one.id], found.audience) for one in part],
            entitled=voters,
            held_on=actor.today,
            tellers=[TellerNamed(one) for one in tellers],
            opens_at=opens_at,
            closes_at=closes_at,
            origin_kind=APPRAISAL,
            origin_id=row.id,
        )
        for place, (part, old) in enumerate(zip(parts, before, strict=True), 1)
        if old not in standing
    ]
    anew = iter(made)
    audience_row = found.audience
    audience_row.ballot_ids = [old if old and old in standing else next(anew).id for old in before]
    audience_row.asked = [one.id for one in subjects]
    audience_row.save(update_fields=["ballot_ids", "asked"])
    record(
        actor=actor, verb="assessment.go_online", target=row, 测评对象=audience_row.name,
        票数=len(made),
    )  # fmt: skip
    return made


def _asked(appraisal: Appraisal, found: Counted) -> list[Subject]:
    """Return whom the ballots ask about; in the order of those that stand, where some do."""
    graded = {one.id: one for one in subjects_of(appraisal) if one.graded}
    if not found.ballots:
        return list(graded.values())
    return [graded[key] for key in found.audience.asked]


def _names(subjects: Sequence[Subject]) -> dict[uuid.UUID, str]:
    """Return what each is called on the ballot; namesakes with their numbers."""
    known = Counter(one.name for one in subjects)
    return {
        one.id: f"{one.name}（编号{one.person.number}）"
        if one.person is not None and known[one.name] > 1
        else one.name
        for one in subjects
    }


def _question(name: str, audience: Audience) -> Question:
    options = tuple(Option(f"g{n}", grade) for n, grade in enumerate(audience.grades, 1))
    return Question(name, options)


def _title(appraisal: Appraisal, place: int, parts: int) -> str:
    return f"{appraisal.title}{f'（第{place}张，共{parts}张）' if parts > 1 else ''}"
