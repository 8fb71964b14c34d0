"""The questions of a draft: added, changed, moved, removed."""

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import F

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.questionnaires.holding import held_draft
from dangwu.questionnaires.models import Question, Questionnaire
from dangwu.sharding.queries import UnitQuerySet

Kind = Question.Kind
MOST: Final = 60  # questions
MOST_LINES: Final = 30  # options, rows
STEPS: Final = (2, 10)
FAR: Final = 1000  # out of the way while two questions change places


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as it was written. Fields as `Question` has them."""

    kind: str
    title: str
    note: str = ""
    required: bool = True
    options: tuple[str, ...] = ()
    most: int = 0
    rows: tuple[str, ...] = ()
    steps: int = 0
    low_label: str = ""
    high_label: str = ""


@transaction.atomic
def add_question(*, actor: Access, questionnaire: Questionnaire, wording: Wording) -> Question:
    """Add a question at the end. Raises PermissionDenied, DomainError, InputError."""
    draft = held_draft(actor, questionnaire)
    count = _of(draft).count()
    if count >= MOST:
        raise DomainError(f"一份问卷最多{MOST}题，太长没有人愿意填，请精简。")
    row = Question(unit_id=draft.unit_id, questionnaire=draft, position=count + 1)
    _apply(row, wording)
    row.save(force_insert=True)
    record(actor=actor, verb="questionnaires.add_question", target=draft, 题目=row.title)
    return row


@transaction.atomic
def change_question(*, actor: Access, question: Question, wording: Wording) -> Question:
    """Write a question anew; its kind stays. Raises PermissionDenied, DomainError, InputError."""
    draft = held_draft(actor, question.questionnaire)
    row = _of(draft).get(id=question.id)
    if wording.kind != row.kind:
        raise InputError("kind", "题型不能改，请删去这道题另加一道。")
    _apply(row, wording)
    row.save()
    record(actor=actor, verb="questionnaires.change_question", target=draft, 题目=row.title)
    return row


@transaction.atomic
def move_question(*, actor: Access, question: Question, up: bool) -> None:
    """Let a question change places with the one before or after it; at the end nothing happens.

    Raises PermissionDenied, DomainError.
    """
    draft = held_draft(actor, question.questionnaire)
    own = _of(draft).get(id=question.id).position
    other = own - 1 if up else own + 1
    beside = _of(draft).filter(position=other)
    if beside.update(position=FAR):
        _of(draft).filter(id=question.id).update(position=other)
        _of(draft).filter(position=FAR).update(position=own)
    record(actor=actor, verb="questionnaires.move_question", target=draft, 题目=question.title)


@transaction.atomic
def remove_question(*, actor: Access, question: Question) -> None:
    """Remove a question; those after it move up. Raises PermissionDenied, DomainError."""
    draft = held_draft(actor, question.questionnaire)
    row = _of(draft).get(id=question.id)
    row.delete()
    # In two steps: a statement that moves all at once meets the key half-way.
    later = _of(draft).filter(position__gt=row.position)
    later.update(position=F("position") + FAR)
    _of(draft).filter(position__gt=FAR).update(position=F("position") - FAR - 1)
    record(actor=actor, verb="questionnaires.remove_question", target=draft, 题目=row.title)


def _of(draft: Questionnaire) -> UnitQuerySet[Question]:
    return Question.objects.filter(unit_id=draft.unit_id, questionnaire_id=draft.id)


def _apply(row: Question, wording: Wording) -> None:
    kind = _known(wording.kind)
    row.kind = kind.value
    row.title = " ".join(wording.title.split())
    if not row.title:
        raise InputError("title", "请填写题目。")
    row.note, row.required = wording.note.strip(), wording.required
    choice = kind in (Kind.SINGLE, Kind.MULTIPLE)
    row.options = _lines("options", "选项", wording.options, least=2) if choice else []
    row.most = _most(row, wording.most) if kind == Kind.MULTIPLE else 0
    row.rows = _lines("rows", "行", wording.rows, least=1) if kind == Kind.MATRIX else []
    _apply_scale(row, wording, scaled=kind in (Kind.SCALE, Kind.MATRIX))


def _known(kind: str) -> Question.Kind:
    if kind not in Kind:
        raise InputError("kind", "没有这种题型。")
    return Kind(kind)


def _lines(field: str, what: str, lines: tuple[str, ...], *, least: int) -> list[str]:
    found = [" ".join(line.split()) for line in lines if line.strip()]
    if len(found) < least:
        raise InputError(field, f"请至少写{least}个{what}，一行一个。")
    if len(found) > MOST_LINES:
        raise InputError(field, f"最多{MOST_LINES}个{what}，现有{len(found)}个，请精简。")
    twice = [line for line in found if found.count(line) > 1]
    if twice:
        raise InputError(field, f"“{twice[0]}”写了两次，请改正。")
    return found


def _most(row: Question, most: int) -> int:
    if most < 0 or most > len(row.options):
        raise InputError("most", f"选项一共{len(row.options)}个，最多选几项不能超过它；不限填0。")
    return most


def _apply_scale(row: Question, wording: Wording, *, scaled: bool) -> None:
    if not scaled:
        row.steps, row.low_label, row.high_label = 0, "", ""
        return
    low, high = STEPS
    if not low <= wording.steps <= high:
        raise InputError("steps", f"请分{low}到{high}级。")
    row.steps = wording.steps
    row.low_label, row.high_label = wording.low_label.strip(), wording.high_label.strip()
    if not row.low_label or not row.high_label:
        field = "low_label" if not row.low_label else "high_label"
        raise InputError(field, "请写明两端各是什么意思，如：很不满意、很满意。")
