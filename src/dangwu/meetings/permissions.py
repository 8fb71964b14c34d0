"""Who may call, conduct, see and sign a meeting."""

from typing import Final

from dangwu.accounts.access import READERS, Access
from dangwu.accounts.models import Role
from dangwu.meetings.models import Attendee, Meeting, MeetingOrganisation
from dangwu.members.models import PostHolding
from dangwu.organisations.models import Organisation

# Those who file the work that a meeting becomes when it closes.
CALLERS: Final = frozenset({Role.SECRETARY, Role.CLERK, Role.COMMITTEE_MEMBER})
CONDUCTORS: Final = frozenset({Role.SECRETARY, Role.CLERK})
SIGNING_POSTS: Final = ("secretary", "deputy")
# A plan is the caller's own until the notice is out.
SEEN_BY_MEMBERS: Final = frozenset(Meeting.State) - {Meeting.State.PLANNED}


def can_call(access: Access, organisation: Organisation) -> bool:
    """Whether meetings of the organisation may be planned, noticed and called off."""
    return access.covers(organisation.unit_id, organisation.path, roles=CALLERS)


def can_conduct(access: Access, meeting: Meeting) -> bool:
    """Whether the meeting may be opened, led and recorded.

    Secretary and clerk by their role, the deputy by the post held today, and whoever the meeting
    names as chair, recorder or designated convener.
    """
    organisation = meeting.organisation
    if access.covers(organisation.unit_id, organisation.path, roles=CONDUCTORS):
        return True
    if access.person_id is None or access.unit_id != meeting.unit_id:
        return False
    named = (meeting.chair_id, meeting.recorder_id, meeting.designated_convener_id)
    return access.person_id in named or holds_post(access, organisation)


def can_prepare(access: Access, meeting: Meeting) -> bool:
    """Whether people, papers and the door of the meeting may be kept."""
    return can_call(access, meeting.organisation) or can_conduct(access, meeting)


def can_see(access: Access, meeting: Meeting) -> bool:
    """Whether the meeting is shown: to posts over those who hold it, and to those called to it."""
    organisation = meeting.organisation
    if access.covers(organisation.unit_id, organisation.path, roles=READERS):
        return True
    return _reaches_partner(access, meeting) or belongs(access, meeting)


def can_read_all(access: Access, meeting: Meeting) -> bool:
    """Whether names and states of everybody called are shown, beyond the notice and the agenda."""
    return (
        access.covers(meeting.unit_id, meeting.organisation.path, roles=READERS)
        or can_conduct(access, meeting)
        or _reaches_partner(access, meeting)
    )


def can_sign(access: Access, meeting: Meeting) -> bool:
    """Whether the minutes may be signed: by secretary or deputy of the organisation that held it.

    A secretary above is not meant.
    Source: XF2011 art. 33
    """
    own = access.reaches_as({Role.SECRETARY})
    if any(reach.organisation_id == meeting.organisation_id for reach in own):
        return True
    return holds_post(access, meeting.organisation)


def belongs(access: Access, meeting: Meeting) -> bool:
    """Whether the person who acts was called to the meeting, once its notice is out."""
    if access.person_id is None or access.unit_id != meeting.unit_id:
        return False
    if meeting.state not in SEEN_BY_MEMBERS:
        return False
    return Attendee.objects.filter(
        unit_id=meeting.unit_id, meeting_id=meeting.id, person_id=access.person_id
    ).exists()


def holds_post(access: Access, organisation: Organisation) -> bool:
    """Whether the person who acts is secretary or deputy of the organisation today."""
    if access.person_id is None or access.unit_id != organisation.unit_id:
        return False
    return PostHolding.objects.filter(
        unit_id=organisation.unit_id,
        organisation_id=organisation.id,
        person_id=access.person_id,
        post__in=SIGNING_POSTS,
        period__contains=access.today,
    ).exists()


def _reaches_partner(access: Access, meeting: Meeting) -> bool:
    if not access.reaches_as(READERS) or meeting.unit_id not in access.units:
        return False
    partners = (
        MeetingOrganisation.objects.filter(unit_id=meeting.unit_id, meeting_id=meeting.id)
        .exclude(organisation_id=meeting.organisation_id)
        .values_list("organisation__path", flat=True)
    )
    return any(access.covers(meeting.unit_id, path, roles=READERS) for path in partners)
