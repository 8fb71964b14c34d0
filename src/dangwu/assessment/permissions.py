"""Who keeps organisation life and appraisals, who oversees them, who reads which part."""

import uuid
from typing import Final

from dangwu.accounts.access import READERS, Access
from dangwu.accounts.models import Role
from dangwu.assessment.models import LifeCase, LifePart
from dangwu.meetings.models import Attendee
from dangwu.organisations.models import Organisation

# Those who call the meeting prepare it.
PREPARERS: Final = frozenset({Role.SECRETARY, Role.CLERK, Role.COMMITTEE_MEMBER})
# Talks, results and self-checks tell of persons: the supervisor reads the steps only.
OF_PERSONS: Final = READERS - {Role.SUPERVISOR}
THERE: Final = (Attendee.Presence.PRESENT, Attendee.Presence.LEFT)


def can_prepare(access: Access, organisation: Organisation) -> bool:
    """Whether cases of the organisation are started, kept and closed."""
    return access.covers(organisation.unit_id, organisation.path, roles=PREPARERS)


def can_read(access: Access, organisation: Organisation) -> bool:
    """Whether the steps of the organisation's cases are read: the posts that reach it."""
    return access.covers(organisation.unit_id, organisation.path, roles=READERS)


def can_read_persons(access: Access, organisation: Organisation) -> bool:
    """Whether it is shown who talked with whom and who has handed in."""
    return access.covers(organisation.unit_id, organisation.path, roles=OF_PERSONS)


def can_oversee(access: Access, organisation: Organisation) -> bool:
    """Whether the one who acts is the organisation's superior: files, guides, orders a re-run.

    The organisation department over its subtree, the secretary of an organisation above; for the
    own organisation nobody is the superior.
    Source: XF2011 art. 26
    """
    place = (organisation.unit_id, organisation.path)
    return any(
        reach.covers(*place) and (reach.unit_id, reach.path) != place
        for reach in access.reaches_as({Role.DEPARTMENT, Role.SECRETARY})
    )


def takes_part(access: Access, case: LifeCase) -> bool:
    """Whether the person who acts is one of those who take part."""
    if access.person_id is None or access.unit_id != case.unit_id:
        return False
    return LifePart.objects.filter(
        unit_id=case.unit_id, case_id=case.id, person_id=access.person_id
    ).exists()


def can_see_case(access: Access, case: LifeCase) -> bool:
    """Whether the case is shown: to the posts that reach it, and to those who take part."""
    return can_read(access, case.organisation) or takes_part(access, case)


def can_read_self_check(access: Access, case: LifeCase, person_id: uuid.UUID) -> bool:
    """Whether the text of a self-check is shown: to its author, the secretary, those present.

    A secretary or a department above is not meant, nor is the supervisor.
    """
    if access.is_person(case.unit_id, person_id):
        return True
    own = access.reaches_as({Role.SECRETARY})
    if any(reach.organisation_id == case.organisation_id for reach in own):
        return True
    return was_present(access, case)


def can_hand_in(access: Access, case: LifeCase, person_id: uuid.UUID) -> bool:
    """Whether a self-check is handed in by this hand: the author's, or the secretary's for them."""
    own = access.reaches_as({Role.SECRETARY})
    return access.is_person(case.unit_id, person_id) or any(
        reach.organisation_id == case.organisation_id for reach in own
    )


def was_present(access: Access, case: LifeCase) -> bool:
    """Whether the person who acts was at the meeting of the case."""
    if access.person_id is None or access.unit_id != case.unit_id or case.meeting_id is None:
        return False
    return Attendee.objects.filter(
        unit_id=case.unit_id,
        meeting_id=case.meeting_id,
        person_id=access.person_id,
        presence__in=THERE,
    ).exists()
