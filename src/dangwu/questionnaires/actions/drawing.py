"""Drawing a sample, and asking the next where somebody declines."""

import secrets
import uuid
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.questionnaires.holding import held, held_draft
from dangwu.questionnaires.models import Draw, Invitation, Questionnaire
from dangwu.questionnaires.permissions import can_keep
from dangwu.questionnaires.queries.audience import candidates_of, draws_of, strata_of
from dangwu.questionnaires.sampling import Sample, draw, in_order, population_digest
from dangwu.questionnaires.telling import tell_invited

LONGEST_SEED: Final = 64


@transaction.atomic
def draw_sample(*, actor: Access, questionnaire: Questionnaire, size: int, seed: str = "") -> Draw:
    """Draw whom to ask by the strata of a draft; a new draw takes the place of the last one.

    seed: any text, published with the table; drawn at random where none is given. Every draw
    stays on the page and in the record. Raises PermissionDenied, DomainError, InputError.
    """
    row = held_draft(actor, questionnaire)
    if row.audience != Questionnaire.Audience.SAMPLE:
        raise DomainError("这份问卷请全体填写，不用抽样。要抽样，请先把填写范围改为“抽取”。")
    given = seed.strip()
    if len(given) > LONGEST_SEED:
        raise InputError("seed", f"种子最多{LONGEST_SEED}字。")
    used = given or secrets.token_hex(8)
    candidates = candidates_of(row)
    stratum = strata_of(row, candidates, on=actor.today)
    strata: dict[str, list[uuid.UUID]] = {}
    for person, name in stratum.items():
        strata.setdefault(name, []).append(person)
    sample = draw(strata, size, used)
    _invite(row, sample)
    made = Draw.objects.create(
        unit_id=row.unit_id,
        questionnaire=row,
        seed=used,
        seed_given=bool(given),
        dimensions=row.dimensions,
        table=[
            {"stratum": name, "population": len(strata[name]), "sample": len(sample.chosen[name])}
            for name in sorted(strata)
        ],
        population_digest=population_digest(stratum),
        drawn_at=actor.now,
        drawn_by=actor.account_id,
        drawn_by_name=actor.name,
    )
    record(
        actor=actor, verb="questionnaires.draw", target=row, 种子=used, 人数=sample.size,
        范围摘要=made.population_digest,
    )  # fmt: skip
    return made


@transaction.atomic
def decline_invitation(*, actor: Access, invitation: Invitation) -> Invitation | None:
    """Note that somebody does not take part; return whom the draw names next, if anybody is left.

    It does the same whether the invitation was used or not, so it tells nobody.
    Raises PermissionDenied, DomainError.
    """
    if not can_keep(actor, invitation.questionnaire):
        raise PermissionDenied
    row = held(invitation.questionnaire)
    if row.is_over(actor.now) or row.audience != Questionnaire.Audience.SAMPLE:
        raise DomainError("只有抽样的问卷、在结束以前，才登记谢绝和递补。")
    rows = Invitation.objects.filter(unit_id=row.unit_id, id=invitation.id, declined=False)
    if not rows.update(declined=True):
        raise DomainError("已经登记过谢绝了。")
    following = _next(row, actor, invitation)
    if following is not None and row.state == Questionnaire.State.OPEN:
        tell_invited(row, [following.person_id], "questionnaires.open")
    record(
        actor=actor, verb="questionnaires.decline", target=row, 递补=following is not None,
    )  # fmt: skip
    return following


def _invite(row: Questionnaire, sample: Sample) -> None:
    Invitation.objects.filter(unit_id=row.unit_id, questionnaire_id=row.id).delete()
    Invitation.objects.bulk_create(
        (
            Invitation(unit_id=row.unit_id, questionnaire=row, person_id=person, stratum=name)
            for name, people in sample.chosen.items()
            for person in people
        ),
        batch_size=1000,
    )


def _next(row: Questionnaire, actor: Access, gone: Invitation) -> Invitation | None:
    """Invite the next of the same stratum in the order of the last draw, as the register stands."""
    last = draws_of(row)[0]
    candidates = candidates_of(row)
    stratum = strata_of(row, candidates, on=actor.today)
    asked = Invitation.objects.filter(unit_id=row.unit_id, questionnaire_id=row.id)
    known = set(asked.values_list("person_id", flat=True))
    same = [person for person, name in stratum.items() if name == gone.stratum]
    waiting = [person for person in in_order(same, last.seed) if person not in known]
    if not waiting:
        return None
    return Invitation.objects.create(
        unit_id=row.unit_id,
        questionnaire=row,
        person_id=waiting[0],
        stratum=gone.stratum,
        part=gone.part,
        replaces=True,
    )
