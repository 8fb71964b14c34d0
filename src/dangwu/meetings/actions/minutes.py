"""Minutes: drafted, edited, signed and sealed; corrected beside, never in place."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max

from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.audit.actions import record
from dangwu.core import sealing
from dangwu.core.errors import DomainError, InputError
from dangwu.core.writing import plain_lines
from dangwu.meetings.drafting import drafted
from dangwu.meetings.holding import State
from dangwu.meetings.models import Correction, Meeting, Minutes, SealedMinutes
from dangwu.meetings.permissions import can_conduct, can_sign
from dangwu.meetings.queries.record import content_of, plain_content
from dangwu.meetings.queries.sealed import correction_content, days_late
from dangwu.members.models import PostHolding


@transaction.atomic
def draft_minutes(*, actor: Access, meeting: Meeting) -> Minutes:
    """Return the draft, written from the facts where there is none yet.

    Raises PermissionDenied, DomainError.
    """
    row = _closed(actor, meeting)
    _refuse_sealed(row)
    minutes, created = Minutes.objects.get_or_create(
        unit_id=row.unit_id,
        meeting_id=row.id,
        defaults={"text": drafted(content_of(row, "")), "drafted_at": actor.now},
    )
    if created:
        record(actor=actor, verb="meetings.draft_minutes", target=minutes,
               organisation_id=row.organisation_id)  # fmt: skip
    return minutes


@transaction.atomic
def edit_minutes(*, actor: Access, meeting: Meeting, text: str, seen: str = "") -> Minutes:
    """Keep an edited draft.

    seen: the version that was edited; refused where somebody else has kept another one since.
    Left out, whatever is there is replaced. Raises PermissionDenied, InputError, DomainError.
    """
    minutes = draft_minutes(actor=actor, meeting=meeting)
    text = plain_lines(text)
    if not text:
        raise InputError("text", "会议记录不能为空。")
    if seen and seen != minutes.version and text != minutes.text.strip():
        raise InputError(
            "text",
            "您打开之后，别人改过这份草稿。您写的还在下面，现在的草稿附在后面：请把两份并到一起，再保存。",
        )
    minutes.text = text
    minutes.edited_at = actor.now
    minutes.edited_by = actor.account_id
    minutes.save(update_fields=["text", "edited_at", "edited_by"])
    record(actor=actor, verb="meetings.edit_minutes", target=minutes,
           organisation_id=meeting.organisation_id)  # fmt: skip
    return minutes


@transaction.atomic
def redraft_minutes(*, actor: Access, meeting: Meeting) -> Minutes:
    """Write the draft from the facts again; what was edited is given up."""
    row = _closed(actor, meeting)
    return edit_minutes(actor=actor, meeting=row, text=drafted(content_of(row, "")))


@transaction.atomic
def sign_minutes(*, actor: Access, meeting: Meeting) -> SealedMinutes:
    """Sign the draft and seal it with everything it rests on; the digest goes into the audit.

    Signing later than the day set for filing is marked with the days.
    Raises PermissionDenied, DomainError.
    Source: XF2011 art. 33
    """
    row = _closed(actor, meeting, may=can_sign)
    _refuse_sealed(row)
    minutes = Minutes.objects.filter(unit_id=row.unit_id, meeting_id=row.id).first()
    if minutes is None:
        raise DomainError("还没有会议记录。请先起草并核对，再签字。")
    content = plain_content(row, minutes.text)
    sealed = SealedMinutes(
        unit_id=row.unit_id,
        meeting_id=row.id,
        content=content,
        digest=sealing.digest_plain(content),
        signed_by=actor.account_id,
        signed_name=actor.name,
        signed_post=_post(actor, row),
        sealed_at=actor.now,
        sealed_on=actor.today,
        late_days=days_late(row, actor.today),
    )
    try:
        with transaction.atomic():
            sealed.save(force_insert=True)
    except IntegrityError as error:
        raise DomainError("会议记录已经签字封存。") from error
    record(
        actor=actor, verb="meetings.sign_minutes", target=sealed, digest=sealed.digest,
        organisation_id=row.organisation_id, title=row.title, late_days=sealed.late_days,
    )  # fmt: skip
    return sealed


@transaction.atomic
def correct_minutes(
    *, actor: Access, sealed: SealedMinutes, wrong: str, right: str, reason: str
) -> Correction:
    """Add a correction beside sealed minutes; what was sealed stays as it is.

    The same correction sent twice is one.
    Raises PermissionDenied, InputError.
    Source: XF2011 art. 33
    """
    if not can_sign(actor, sealed.meeting):
        raise PermissionDenied
    given = {"wrong": wrong.strip(), "right": right.strip(), "reason": reason.strip()}
    asked = {"wrong": "原记录", "right": "更正后的内容", "reason": "更正原因"}
    for field, word in asked.items():
        if not given[field]:
            raise InputError(field, f"请写明{word}。")
    # The meeting's row is the lock of its corrections: sealed rows cannot be locked by the web.
    Meeting.objects.select_for_update(of=("self",)).get(
        unit_id=sealed.unit_id, id=sealed.meeting_id
    )
    before = Correction.objects.filter(unit_id=sealed.unit_id, sealed_id=sealed.id)
    if (same := before.filter(**given).first()) is not None:
        return same
    last = before.order_by("-number").first()
    row = Correction(
        unit_id=sealed.unit_id,
        sealed=sealed,
        number=int(before.aggregate(last=Max("number"))["last"] or 0) + 1,
        previous_digest=last.digest if last else sealed.digest,
        signed_by=actor.account_id,
        signed_name=actor.name,
        corrected_at=actor.now,
        **given,
    )
    row.digest = sealing.digest(correction_content(row))
    row.save(force_insert=True)
    record(
        actor=actor, verb="meetings.correct_minutes", target=row, digest=row.digest,
        organisation_id=sealed.meeting.organisation_id, reason=row.reason,
    )  # fmt: skip
    return row


def _closed(
    actor: Access, meeting: Meeting, *, may: Callable[[Access, Meeting], bool] = can_conduct
) -> Meeting:
    """Return the meeting locked, once it has closed. Raises PermissionDenied, DomainError."""
    if not may(actor, meeting):
        raise PermissionDenied
    row = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("organisation", "chair", "recorder")
        .get(unit_id=meeting.unit_id, id=meeting.id)
    )
    if row.state != State.CLOSED:
        raise DomainError("会议结束以后才能整理会议记录。")
    return row


def _refuse_sealed(meeting: Meeting) -> None:
    if SealedMinutes.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id).exists():
        raise DomainError("会议记录已经签字封存，不能再改。发现错误的，请另记更正。")


def _post(actor: Access, meeting: Meeting) -> str:
    """Return the post by which somebody signs: what the register says, else the role."""
    held = (
        PostHolding.objects.filter(
            unit_id=meeting.unit_id,
            organisation_id=meeting.organisation_id,
            person_id=actor.person_id,
            post__in=["secretary", "deputy"],
            period__contains=actor.today,
        ).first()
        if actor.person_id
        else None
    )
    return held.get_post_display() if held else Role.SECRETARY.label
