"""Papers: text or one file, kept with the digest; gone only with a trace."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied

import make
import make_meetings
from dangwu.accounts.access import Access
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError, InputError
from dangwu.meetings.actions.materials import LARGEST, Upload, add_material, remove_material
from dangwu.meetings.models import Material, Meeting
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Organisation:
    return make.organisation(unit=make.unit())


@pytest.fixture
def secretary(branch: Organisation) -> Access:
    return make.access(role=Role.SECRETARY, organisation=branch)


@pytest.fixture
def meeting(branch: Organisation) -> Meeting:
    return make_meetings.meeting(branch)


def test_a_file_is_kept_with_its_digest(meeting: Meeting, secretary: Access) -> None:
    file = Upload("C:\\材料\\工作报告.DOCX", b"content")

    saved = add_material(actor=secretary, meeting=meeting, file=file)

    found = Material.objects.get(unit_id=meeting.unit_id, id=saved.id)
    assert (bytes(found.content or b""), found.digest) == (
        b"content", hashlib.sha256(b"content").hexdigest(),
    )  # fmt: skip
    assert found.content_type.endswith("wordprocessingml.document")


def test_pasted_text_is_a_paper_too(meeting: Meeting, secretary: Access) -> None:
    item = make_meetings.item(meeting)
    saved = add_material(
        actor=secretary, meeting=meeting, title="提纲", text="一、二、", item=item
    )
    assert (saved.item_id, saved.content, saved.digest) == (
        item.id, None, hashlib.sha256("一、二、".encode()).hexdigest(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "text", "file", "says"),
    [
        ("提纲", "", None, "两样选一样"),
        ("提纲", "正文", Upload("a.pdf", b"x"), "两样选一样"),
        ("", "正文", None, "请填写材料名称"),
        ("", "", Upload("a.exe", b"x"), "只收文档"),
        ("", "", Upload("a.pdf", b""), "文件是空的"),
        ("", "", Upload("a.pdf", b"x" * (LARGEST + 1)), "超过10MB"),
    ],
)
def test_what_is_no_paper_is_refused(
    meeting: Meeting, secretary: Access, title: str, text: str, file: Upload | None, says: str
) -> None:
    with pytest.raises(InputError, match=says):
        add_material(actor=secretary, meeting=meeting, title=title, text=text, file=file)
    assert not Material.objects.filter(unit_id=meeting.unit_id).exists()


def test_a_paper_taken_away_leaves_its_digest(meeting: Meeting, secretary: Access) -> None:
    saved = add_material(actor=secretary, meeting=meeting, title="提纲", text="一")
    remove_material(actor=secretary, meeting=meeting, material=saved)
    assert not Material.objects.filter(unit_id=meeting.unit_id).exists()
    entry = Entry.objects.get(unit_id=meeting.unit_id, verb="meetings.remove_material")
    assert entry.facts["digest"] == saved.digest


def test_after_the_close_and_for_strangers_papers_stay(
    branch: Organisation, meeting: Meeting, secretary: Access
) -> None:
    closed = make_meetings.meeting(branch, state="closed")
    with pytest.raises(DomainError, match="材料不能再增减"):
        add_material(actor=secretary, meeting=closed, title="提纲", text="一")
    with pytest.raises(PermissionDenied):
        add_material(
            actor=make.stranger(organisation=branch), meeting=meeting, title="提纲", text="一"
        )
