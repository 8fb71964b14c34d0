"""Making a questionnaire: its setting, a copy of an earlier one, giving a draft up."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.organisations.models import Organisation
from dangwu.questionnaires.holding import held_draft
from dangwu.questionnaires.models import Draw, Invitation, Question, Questionnaire
from dangwu.questionnaires.models.questionnaire import DIMENSIONS
from dangwu.questionnaires.permissions import can_make, can_read
from dangwu.questionnaires.queries.audience import offered_organisations
from dangwu.questionnaires.queries.listing import questions_of

LONGEST: Final = 120
MOST_DIMENSIONS: Final = 2
Audience = Questionnaire.Audience
# What the sample hangs on: another value, and it has to be drawn again.
_SAMPLED = ("audience", "organisations", "dimensions")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a questionnaire serves: the label of its model, e.g. assessment.appraisal, and its id."""

    kind: str
    id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Setting:
    """To whom, when, and under which promise. organisations: of the named ones, their ids."""

    title: str
    audience: str
    opens_at: datetime
    closes_at: datetime
    intro: str = ""
    organisations: tuple[uuid.UUID, ...] = ()
    named: bool = False
    dimensions: tuple[str, ...] = ()
    shown_to_all: bool = False


@transaction.atomic
def create_questionnaire(
    *, actor: Access, organisation: Organisation, setting: Setting, origin: Origin | None = None
) -> Questionnaire:
    """Make a draft. Raises PermissionDenied, InputError."""
    if not can_make(actor, organisation):
        raise PermissionDenied
    row = Questionnaire(
        unit_id=organisation.unit_id,
        organisation=organisation,
        origin_kind=origin.kind if origin else "",
        origin_id=origin.id if origin else None,
        created_by=actor.account_id,
        created_at=actor.now,
    )
    _apply(row, setting)
    row.save(force_insert=True)
    record(actor=actor, verb="questionnaires.create", target=row, 题目=row.title)
    return row


@transaction.atomic
def change_questionnaire(
    *, actor: Access, questionnaire: Questionnaire, setting: Setting
) -> Questionnaire:
    """Change the setting of a draft; another audience takes a drawn sample back.

    Raises PermissionDenied, DomainError, InputError.
    """
    row = held_draft(actor, questionnaire)
    before = [getattr(row, name) for name in _SAMPLED]
    _apply(row, setting)
    row.save()
    if before != [getattr(row, name) for name in _SAMPLED]:
        Invitation.objects.filter(unit_id=row.unit_id, questionnaire_id=row.id).delete()
    record(actor=actor, verb="questionnaires.change", target=row, 题目=row.title)
    return row


@transaction.atomic
def copy_questionnaire(
    *, actor: Access, source: Questionnaire, organisation: Organisation, setting: Setting
) -> Questionnaire:
    """Make a draft with the questions of an earlier one. Raises PermissionDenied, InputError."""
    if not can_read(actor, source):
        raise PermissionDenied
    row = create_questionnaire(actor=actor, organisation=organisation, setting=setting)
    Question.objects.bulk_create(
        Question(
            unit_id=row.unit_id, questionnaire=row, position=q.position, kind=q.kind,
            title=q.title, note=q.note, required=q.required, options=q.options, most=q.most,
            rows=q.rows, steps=q.steps, low_label=q.low_label, high_label=q.high_label,
        )
        for q in questions_of(source)
    )  # fmt: skip
    return row


@transaction.atomic
def drop_questionnaire(*, actor: Access, questionnaire: Questionnaire) -> None:
    """Give a draft up. One for which a sample was drawn stays. Raises DomainError."""
    row = held_draft(actor, questionnaire)
    if Draw.objects.filter(unit_id=row.unit_id, questionnaire_id=row.id).exists():
        raise DomainError("这份问卷已经抽过样，抽样记录要留存，不能删除；不用的话放着即可。")
    record(actor=actor, verb="questionnaires.drop", target=row, 题目=row.title)
    row.delete()


def _apply(row: Questionnaire, setting: Setting) -> None:
    row.title = _title(setting.title)
    row.intro = setting.intro.strip()
    row.audience = _known_audience(setting)
    row.organisations = _named(row.organisation, setting)
    row.named = setting.named
    row.dimensions = _known_dimensions(setting)
    row.shown_to_all = setting.shown_to_all
    row.opens_at, row.closes_at = setting.opens_at, setting.closes_at
    if setting.closes_at <= setting.opens_at:
        raise InputError("closes_on", "截止时间要晚于开始时间，请改正。")


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise InputError("title", "请填写题目。")
    if len(title) > LONGEST:
        raise InputError("title", f"题目不能超过{LONGEST}字，现有{len(title)}字，请缩短。")
    return title


def _known_audience(setting: Setting) -> str:
    if setting.audience not in Audience:
        raise InputError("audience", "请选择填写范围。")
    if setting.audience == Audience.PUBLIC and setting.named:
        raise InputError("named", "公开链接不知道是谁在填，只能匿名。请改为匿名，或者换一个范围。")
    return Audience(setting.audience).value


def _named(organisation: Organisation, setting: Setting) -> list[uuid.UUID]:
    if setting.audience not in (Audience.ORGANISATIONS, Audience.SAMPLE):
        return []
    offered = {row.id for row in offered_organisations(organisation)}
    if set(setting.organisations) - offered:
        raise InputError("organisations", "只能指定本组织和直接下级党组织，请重新选。")
    if setting.audience == Audience.ORGANISATIONS and not setting.organisations:
        raise InputError("organisations", "请至少选一个党组织。")
    return sorted(setting.organisations)


def _known_dimensions(setting: Setting) -> list[str]:
    if setting.audience == Audience.PUBLIC:
        return []
    if len(setting.dimensions) > MOST_DIMENSIONS:
        raise InputError("dimensions", "分类太细就认得出人，最多选两项。")
    if set(setting.dimensions) - set(DIMENSIONS):
        raise InputError("dimensions", "没有这种分类，请重新选。")
    return [name for name in DIMENSIONS if name in setting.dimensions]
