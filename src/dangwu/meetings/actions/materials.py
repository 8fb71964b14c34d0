"""Papers for a meeting: pasted text or a file, kept in the database with its digest."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.models import AgendaItem, Material, Meeting
from dangwu.meetings.permissions import can_prepare

LARGEST: Final = 10 * 1024 * 1024  # bytes
# Served back under these types and no other, always as a download.
TYPES: Final = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".wps": "application/vnd.ms-works",
    ".txt": "text/plain",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
CHANGEABLE: Final = (Meeting.State.PLANNED, Meeting.State.NOTICED, Meeting.State.OPEN)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came: its name and bytes."""

    name: str
    content: bytes


@transaction.atomic
def add_material(
    *,
    actor: Access,
    meeting: Meeting,
    title: str = "",
    text: str = "",
    file: Upload | None = None,
    item: AgendaItem | None = None,
) -> Material:
    """Add a paper: text, or a file of at most 10 MB. item: what it belongs to.

    The same paper sent twice is there once.
    Raises PermissionDenied, DomainError.
    """
    _check(actor, meeting)
    text = text.strip()
    if bool(text) == (file is not None):
        raise InputError("file", "请上传一个文件，或者粘贴正文，两样选一样。")
    if item is not None and item.meeting_id != meeting.id:
        raise InputError("item", "议题不属于这次会议，请改选。")
    kind = _type_of(file) if file else ""
    content = file.content if file else text.encode()
    material = Material(
        unit_id=meeting.unit_id,
        meeting=meeting,
        item=item,
        title=_title(title, file),
        text=text,
        file_name=PurePath(file.name).name[-200:] if file else "",
        content_type=kind,
        content=content if file else None,
        digest=hashlib.sha256(content).hexdigest(),
        added_at=actor.now,
    )
    same = Material.objects.filter(
        unit_id=meeting.unit_id, meeting_id=meeting.id, digest=material.digest
    )
    before = same.filter(title=material.title, item_id=material.item_id).first()
    if before is not None:
        return before
    material.save(force_insert=True)
    record(
        actor=actor, verb="meetings.add_material", target=material,
        organisation_id=meeting.organisation_id, title=material.title, digest=material.digest,
    )  # fmt: skip
    return material


@transaction.atomic
def remove_material(*, actor: Access, meeting: Meeting, material: Material) -> None:
    """Take a paper away again; that it was there stays on record with its digest.

    Raises PermissionDenied, DomainError.
    """
    _check(actor, meeting)
    record(
        actor=actor, verb="meetings.remove_material", target=material,
        organisation_id=meeting.organisation_id, title=material.title, digest=material.digest,
    )  # fmt: skip
    Material.objects.filter(unit_id=material.unit_id, id=material.id).delete()


def _check(actor: Access, meeting: Meeting) -> None:
    if not can_prepare(actor, meeting):
        raise PermissionDenied
    rows = Meeting.objects.filter(unit_id=meeting.unit_id, id=meeting.id)
    meeting = rows.select_for_update(of=("self",)).get()
    if meeting.state not in CHANGEABLE:
        raise DomainError(f"会议{meeting.get_state_display()}，材料不能再增减。")


def _type_of(file: Upload) -> str:
    if not file.content:
        raise InputError("file", "文件是空的，请重新选择。")
    if len(file.content) > LARGEST:
        size = len(file.content) / 1024 / 1024
        raise InputError("file", f"文件有{size:.1f}MB，超过10MB，请压缩或者拆开上传。")
    kind = TYPES.get(PurePath(file.name).suffix.lower())
    if kind is None:
        raise InputError("file", "只收文档、表格、演示、PDF、文本和图片，请换一种格式。")
    return kind


def _title(title: str, file: Upload | None) -> str:
    title = " ".join(title.split()) or (PurePath(file.name).stem if file else "")
    if not title:
        raise InputError("title", "请填写材料名称。")
    return title[:120]
