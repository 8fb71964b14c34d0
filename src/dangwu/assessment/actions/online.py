"""The 民主测评 on line: secret ballots with at most twelve subjects each, counted by the tellers."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.assessment.actions.appraising import kept_appraisal
from dangwu.assessment.models import Appraisal, Audience, Subject
from dangwu.assessment.origins import APPRAISAL
from dangwu.assessment.queries.appraisal import FEWEST, audience_of, subjects_of
from dangwu.audit.actions import record
from dangwu.ballots.actions import TellerNamed, create_ballot
from dangwu.ballots.booth import MOST_CONTESTS, Option, Question
from dangwu.ballots.models import Ballot
from dangwu.ballots.queries import ballot_at
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

    The scheme publishes its counts to those on the roll, so that anybody can recount; fewer than
    five voters are refused, who would see who gave what.
    Raises PermissionDenied, DomainError.
    Source: ZB2018 art. 18
    """
    row = kept_appraisal(actor, appraisal)
    found = audience_of(row, audience)
    if found.sheets or (found.online and not _all_cancelled(found.audience)):
        raise DomainError("这一组已经开始录入或者已经转到线上，不能再改方式。")
    voters = list(members_on(row.organisation, actor.today).values_list("id", flat=True))
    if len(voters) < FEWEST:
        raise InputError(
            "", f"参加测评的只有{len(voters)}人，线上公布票数会看出是谁填的，请用纸质测评票。"
        )
    subjects = [one for one in subjects_of(row) if one.graded]
    parts = [subjects[at : at + MOST_CONTESTS] for at in range(0, len(subjects), MOST_CONTESTS)]
    ballots = [
        create_ballot(
            actor=actor,
            organisation=row.organisation,
            title=_title(row, place, len(parts)),
            tier=Ballot.Tier.ONLINE,
            contests=[_question(one, found.audience) for one in part],
            entitled=voters,
            held_on=actor.today,
            tellers=[TellerNamed(one) for one in tellers],
            opens_at=opens_at,
            closes_at=closes_at,
            origin_kind=APPRAISAL,
            origin_id=row.id,
        )
        for place, part in enumerate(parts, 1)
    ]
    audience_row = found.audience
    audience_row.ballot_ids = [one.id for one in ballots]
    audience_row.save(update_fields=["ballot_ids"])
    record(
        actor=actor, verb="assessment.go_online", target=row, 测评对象=audience_row.name,
        票数=len(ballots),
    )  # fmt: skip
    return ballots


def _question(subject: Subject, audience: Audience) -> Question:
    options = tuple(Option(f"g{n}", grade) for n, grade in enumerate(audience.grades, 1))
    return Question(subject.name, options)


def _title(appraisal: Appraisal, place: int, parts: int) -> str:
    return f"{appraisal.title}{f'（第{place}张，共{parts}张）' if parts > 1 else ''}"


def _all_cancelled(audience: Audience) -> bool:
    ballots = [ballot_at(audience.unit_id, one) for one in audience.ballot_ids]
    return all(one.state == Ballot.State.CANCELLED for one in ballots)
