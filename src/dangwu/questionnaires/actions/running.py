"""Opening, reminding, closing."""

from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError
from dangwu.questionnaires.counting import FEWEST
from dangwu.questionnaires.holding import held, held_draft
from dangwu.questionnaires.models import Invitation, KeptTotals, Question, Questionnaire
from dangwu.questionnaires.permissions import can_keep
from dangwu.questionnaires.queries.audience import candidates_of, strata_of
from dangwu.questionnaires.sampling import joined
from dangwu.questionnaires.telling import tell_invited
from dangwu.questionnaires.tokens import new_link_token
from dangwu.sharding.queries import UnitQuerySet

State, Audience = Questionnaire.State, Questionnaire.Audience
MOST_INVITED: Final = 20_000


@transaction.atomic
def open_questionnaire(*, actor: Access, questionnaire: Questionnaire) -> Questionnaire:
    """Send a draft out: invitations are made, the invited are told, nothing is edited any more.

    Raises PermissionDenied, DomainError.
    """
    row = held_draft(actor, questionnaire)
    if not Question.objects.filter(unit_id=row.unit_id, questionnaire_id=row.id).exists():
        raise DomainError("还没有题目，请先加题。")
    if row.closes_at <= actor.now:
        raise DomainError("截止时间已经过了，请先改时间。")
    people = _invitations(row, actor)
    row.state = State.OPEN
    row.link_token = new_link_token() if row.public else ""
    row.save(update_fields=["state", "link_token"])
    if not row.named:
        KeptTotals.objects.create(unit_id=row.unit_id, questionnaire=row, answers=0, counts={})
    tell_invited(row, [each.person_id for each in people], "questionnaires.open")
    record(
        actor=actor, verb="questionnaires.open", target=row, 题目=row.title, 邀请=len(people),
        记名=row.named,
    )  # fmt: skip
    return row


@transaction.atomic
def remind_invited(*, actor: Access, questionnaire: Questionnaire) -> int:
    """Remind those whose invitation was not used, once a day; return how many. Nobody learns who.

    Raises PermissionDenied, DomainError.
    """
    row = _kept_open(actor, questionnaire)
    waiting = _of(row).filter(used=False, declined=False).values_list("person_id", flat=True)
    told = tell_invited(row, waiting, f"questionnaires.remind:{actor.today}")
    if not told:
        raise DomainError("今天已经提醒过了，或者都已经填写。")
    # How many is said of the whole, so that one name more or less shows nothing.
    record(actor=actor, verb="questionnaires.remind", target=row, 题目=row.title)
    return told


@transaction.atomic
def close_questionnaire(*, actor: Access, questionnaire: Questionnaire) -> Questionnaire:
    """End it: no answer is taken any more. Raises PermissionDenied, DomainError."""
    row = _kept_open(actor, questionnaire)
    row.state, row.closed_at = State.CLOSED, actor.now
    row.save(update_fields=["state", "closed_at"])
    record(actor=actor, verb="questionnaires.close", target=row, 题目=row.title)
    return row


def _kept_open(actor: Access, questionnaire: Questionnaire) -> Questionnaire:
    if not can_keep(actor, questionnaire):
        raise PermissionDenied
    row = held(questionnaire)
    if row.state != State.OPEN:
        raise DomainError(f"问卷现在是“{row.get_state_display()}”，不能这样办。")
    return row


def _invitations(row: Questionnaire, actor: Access) -> list[Invitation]:
    """Make the invitations, or take those that were drawn, and join small parts."""
    if row.public:
        return []
    if row.audience == Audience.SAMPLE:
        made = list(_of(row))
        if not made:
            raise DomainError("还没有抽样，请先抽样再发出。")
    else:
        candidates = candidates_of(row)
        stratum = strata_of(row, candidates, on=actor.today)
        made = [
            Invitation(
                unit_id=row.unit_id, questionnaire=row, person_id=c.id, stratum=stratum[c.id]
            )
            for c in candidates
        ]
    _check_number(row, len(made))
    _join_parts(made)
    if row.audience == Audience.SAMPLE:
        Invitation.objects.bulk_update(made, ["part"], batch_size=1000)
    else:
        Invitation.objects.bulk_create(made, batch_size=1000)
    return made


def _check_number(row: Questionnaire, number: int) -> None:
    if not number:
        raise DomainError("填写范围里没有党员，请改填写范围。")
    if number > MOST_INVITED:
        raise DomainError(f"一次最多请{MOST_INVITED}人，现有{number}人，请抽样或分开发。")
    if not row.named and number < FEWEST:
        raise DomainError(
            f"只有{number}人填写，匿名也认得出是谁。请至少请{FEWEST}人，或者改为记名。"
        )


def _join_parts(made: list[Invitation]) -> None:
    sizes: dict[str, int] = {}
    for each in made:
        sizes[each.stratum] = sizes.get(each.stratum, 0) + 1
    part = joined(sizes, FEWEST)
    for each in made:
        each.part = part[each.stratum]


def _of(row: Questionnaire) -> UnitQuerySet[Invitation]:
    return Invitation.objects.filter(unit_id=row.unit_id, questionnaire_id=row.id)
