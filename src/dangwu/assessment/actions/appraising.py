"""Starting an appraisal, its steps and counts, what the committee concludes, telling the results."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from dangwu.accounts.access import Access
from dangwu.assessment.actions.cases import LONGEST, check_done_on, plain
from dangwu.assessment.models import Appraisal, AppraisalRecord, Audience, GradeSheet, Subject
from dangwu.assessment.permissions import can_prepare
from dangwu.assessment.queries.counting import Counted, audience_of
from dangwu.assessment.steps import Scale, appraisal_step
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.core.sealing import Plain, digest_plain
from dangwu.members.models import Person
from dangwu.members.queries.past import members_on
from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import uuid7

State, Kind = Appraisal.State, Appraisal.Kind
FULL: Final = "full"


@dataclass(frozen=True, slots=True)
class Asked:
    """An audience with the scale it uses."""

    name: str
    scale: Scale


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one person counted: sheets, and for each subject how many gave each grade."""

    issued: int
    returned: int
    invalid: int
    by_subject: Mapping[uuid.UUID, tuple[int, ...]]


@transaction.atomic
def start_appraisal(
    *,
    actor: Access,
    organisation: Organisation,
    kind: str,
    year: int,
    title: str,
    audiences: Sequence[Asked],
    people: Sequence[Person] = (),
    things: Sequence[str] = (),
) -> Appraisal:
    """Start an appraisal. Of members all of the organisation are subjects; probationers ungraded.

    people: whose duty is reviewed. things: what a 满意度测评 asks about.
    Raises PermissionDenied, DomainError.
    Source: ZB2018 art. 18
    Source: PY2023 art. ~等次
    """
    if not can_prepare(actor, organisation):
        raise PermissionDenied
    if not actor.today.year - 1 <= year <= actor.today.year + 1:
        raise InputError("year", "年度只能是今年、去年或者明年，请改正。")
    if not audiences:
        raise InputError("first_name", "至少要有一组参加测评的人。")
    appraisal = Appraisal(
        unit_id=organisation.unit_id,
        organisation=organisation,
        kind=Kind(kind),
        year=year,
        title=plain("title", title, 120, "请填写名称。"),
        started_by=actor.account_id,
        started_at=actor.now,
    )
    subjects = _subjects(actor, appraisal, people, things)
    try:
        with transaction.atomic():
            appraisal.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError(f"{year}年度的“{appraisal.title}”已经发起，请在那里接着办。") from error
    Subject.objects.bulk_create(subjects)
    Audience.objects.bulk_create(
        Audience(
            unit_id=appraisal.unit_id,
            appraisal=appraisal,
            position=place,
            name=plain("first_name", asked.name, 40, "请填写参加测评的人。"),
            grades=list(asked.scale.grades),
            basis=asked.scale.rule,
        )
        for place, asked in enumerate(audiences, 1)
    )
    record(
        actor=actor, verb="assessment.start_appraisal", target=appraisal, 名称=appraisal.title,
        年度=year, 人数=len(subjects),
    )  # fmt: skip
    return appraisal


@transaction.atomic
def record_appraisal_step(
    *, actor: Access, appraisal: Appraisal, step: str, done_on: date, text: str = ""
) -> AppraisalRecord:
    """Record that a step was done on a day, with the text of its paper; again: it is replaced.

    Raises PermissionDenied, DomainError.
    Source: ZB2018 art. 18
    """
    row = kept_appraisal(actor, appraisal)
    found = appraisal_step(row.kind, step)
    if found is None or found.derived:
        raise DomainError("这一步由别的登记得出，不在这里填，请刷新页面。")
    done = AppraisalRecord.objects.filter(unit_id=row.unit_id, appraisal=row)
    if found.after and not done.filter(step__in=found.after).exists():
        raise DomainError(f"“{found.title}”之前的步骤还没有登记，请按次序登记。")
    check_done_on(actor, done_on)
    text = text.strip()
    if found.texts and not text:
        raise InputError("text", f"请写明{found.paper}。")
    entry, _ = AppraisalRecord.objects.update_or_create(
        unit_id=row.unit_id,
        appraisal=row,
        step=step,
        defaults={
            "done_on": done_on,
            "text": text[:LONGEST],
            "recorded_by_name": actor.name,
            "recorded_at": actor.now,
        },
    )
    record(
        actor=actor, verb="assessment.record_appraisal_step", target=row, 步骤=found.title,
        日期=str(done_on),
    )  # fmt: skip
    return entry


@transaction.atomic
def enter_sheet(
    *, actor: Access, appraisal: Appraisal, audience: uuid.UUID, sheet: Sheet
) -> Counted:
    """Keep one person's count of the paper sheets of an audience; two equal ones are the count.

    A correction is another sheet; nothing is overwritten.
    Raises PermissionDenied, DomainError, InputError when the figures contradict each other.
    Source: ZB2018 art. 18
    """
    row = kept_appraisal(actor, appraisal)
    found = audience_of(row, audience)
    if found.online:
        raise DomainError("这一组在线上测评，由系统计票，不录入票数。")
    if found.count is not None:
        raise DomainError("这一组已由两人录入一致，不再录入。")
    content = _content(row, found.audience, sheet)
    assert actor.account_id is not None  # noqa: S101 - who prepares has signed in
    made = GradeSheet.objects.create(
        unit_id=row.unit_id,
        audience=found.audience,
        account_id=actor.account_id,
        entered_by_name=actor.name,
        entered_at=actor.now,
        content=content,
        digest=digest_plain(content),
    )
    record(
        actor=actor, verb="assessment.enter_sheet", target=row, 测评对象=found.audience.name,
        摘要=made.digest,
    )  # fmt: skip
    return audience_of(row, audience)


def kept_appraisal(access: Access, appraisal: Appraisal) -> Appraisal:
    """Return the appraisal locked, if the one who acts keeps it and it is open."""
    if not can_prepare(access, appraisal.organisation):
        raise PermissionDenied
    row = (
        Appraisal.objects.filter(unit_id=appraisal.unit_id, id=appraisal.id)
        .select_related("organisation", "organisation__parent")
        .select_for_update(of=("self",))
        .get()
    )
    if row.state != State.OPEN:
        raise DomainError("这次评议已经办结，不能再改；请刷新页面看现在的情况。")
    return row


def _subjects(
    actor: Access, appraisal: Appraisal, people: Sequence[Person], things: Sequence[str]
) -> list[Subject]:
    unit_id = appraisal.unit_id
    if appraisal.kind == Kind.MEMBERS:
        members = list(members_on(appraisal.organisation, actor.today))
        found = [
            Subject(unit_id=unit_id, appraisal=appraisal, person=one, graded=one.standing == FULL)
            for one in members
        ]
    elif appraisal.kind == Kind.DUTY:
        found = [Subject(unit_id=unit_id, appraisal=appraisal, person=one) for one in people]
    else:
        # Read by their identifiers: those made in one moment are put in their order here.
        keys = sorted(uuid7() for _ in things)
        found = [
            Subject(
                id=key,
                unit_id=unit_id,
                appraisal=appraisal,
                title=plain("things", one, 80, "请填写测评内容。"),
            )
            for key, one in zip(keys, things, strict=True)
        ]
    if not any(one.graded for one in found):
        raise InputError("people", "没有可以评议的人或者内容，请先填写。")
    return found


def _content(appraisal: Appraisal, audience: Audience, sheet: Sheet) -> dict[str, Plain]:
    if not 0 <= sheet.invalid <= sheet.returned:
        raise InputError("invalid", "无效票不能多于收回的票。")
    if sheet.returned > sheet.issued:
        raise InputError(
            "returned",
            f"收回{sheet.returned}张，多于发出的{sheet.issued}张，这次测评无效，请核对。",
        )
    valid = sheet.returned - sheet.invalid
    subjects = Subject.objects.filter(
        unit_id=appraisal.unit_id, appraisal=appraisal, graded=True
    ).select_related("person")
    found: dict[str, Plain] = {}
    for one in subjects:
        votes = sheet.by_subject.get(one.id, ())
        if len(votes) != len(audience.grades):
            raise InputError("", f"“{one.name}”的票数没有填全，没有票的填0。")
        if sum(votes) > valid:
            raise InputError(
                "", f"“{one.name}”的票数合计{sum(votes)}，多于有效票{valid}张，请核对。"
            )
        found[str(one.id)] = [*votes]
    return {
        "issued": sheet.issued,
        "returned": sheet.returned,
        "invalid": sheet.invalid,
        "subjects": dict(sorted(found.items())),
    }
