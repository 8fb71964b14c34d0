"""Two records of one person: what was told to either is read under the kept one."""

from django.db.models import Exists, OuterRef

from dangwu.members.models import Person
from dangwu.notices.models import Notice


def join_notices(*, keep: Person, drop: Person, **_news: object) -> None:
    """Give the kept person the notices of the dropped one, but those told to both."""
    theirs = Notice.objects.filter(unit_id=keep.unit_id, recipient_id=keep.id, key=OuterRef("key"))
    Notice.objects.filter(unit_id=drop.unit_id, recipient_id=drop.id).exclude(
        Exists(theirs)
    ).update(recipient_id=keep.id)
