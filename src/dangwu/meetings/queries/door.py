"""The door: a meeting found by its token, and the one person a name means."""

import hmac
import io
from typing import Final

from django.http import Http404

from dangwu.core.errors import DomainError
from dangwu.meetings.models import Attendee, Meeting
from dangwu.members.queries.gates import HEAVY
from dangwu.sharding.access import open_units

OPEN_STATES: Final = (Meeting.State.NOTICED, Meeting.State.OPEN)
DIGITS: Final = 4
DOTS: Final = {ord(dot): "·" for dot in "•・．.‧"}


class UnknownNameError(DomainError):
    """Nobody of that name is called; how many are is not told."""


class SeveralError(DomainError):
    """Several of that name are called: the last digits of the telephone number tell them apart."""


def meeting_at_door(unit_id: int, token: str) -> Meeting:
    """Return the meeting that a door's token opens, and its unit for this request, else Http404.

    The token lives from the notice to the close of the meeting.
    """
    open_units([unit_id])
    found = (
        Meeting.objects.filter(unit_id=unit_id, door_token=token, state__in=OPEN_STATES)
        .exclude(door_token="")
        .select_related("organisation")
        .first()
    )
    if found is None:
        raise Http404
    return found


def arrivals_named(meeting: Meeting, *, name: str, digits: str = "") -> Attendee:
    """Return the one who is called and has this name. Raises UnknownNameError, SeveralError."""
    wanted = _as_kept(name)
    rows = list(
        Attendee.objects.filter(
            unit_id=meeting.unit_id, meeting_id=meeting.id, person__name=wanted
        )
        .exclude(part=Attendee.Part.LEFT_OUT)
        .select_related("person")
        .defer(*(f"person__{field}" for field in HEAVY))
    )
    if not wanted or not rows:
        raise UnknownNameError("没有对上。请核对姓名，一字不差地写；仍然不行，请向会议秘书报到。")
    if len(rows) == 1:
        return rows[0]
    if not digits.strip():
        raise SeveralError("到会的人里有重名，请再填手机号码的后四位。")
    same = [row for row in rows if _ends_with(row.person.phone_mask, digits.strip())]
    if len(same) != 1:
        raise SeveralError("手机号码后四位没有对上，请核对，或者向会议秘书报到。")
    return same[0]


def door_picture(address: str) -> bytes:
    """Return the code of a door's address as an SVG picture without styles or scripts."""
    import segno  # noqa: PLC0415 - 3 MB of a process that may never draw one

    picture = io.BytesIO()
    segno.make(address, error="m").save(
        picture, kind="svg", border=2, scale=8, svgclass=None, lineclass=None
    )
    return picture.getvalue()


def _as_kept(name: str) -> str:
    """Return a name as the register writes it: no blanks, one kind of middle dot."""
    return "".join(name.split()).translate(DOTS)


def _ends_with(mask: str, digits: str) -> bool:
    known = len(digits) == DIGITS and digits.isascii() and mask.isascii()
    return known and hmac.compare_digest(mask[-DIGITS:], digits)
