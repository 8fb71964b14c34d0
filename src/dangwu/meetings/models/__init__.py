"""A meeting from the plan to the sealed minutes."""

from dangwu.meetings.models.agenda import AgendaItem, Amendment, ItemPerson
from dangwu.meetings.models.attendee import Attendee
from dangwu.meetings.models.discussion import Recusal, Speech, Statement
from dangwu.meetings.models.material import Material
from dangwu.meetings.models.meeting import Meeting, MeetingOrganisation
from dangwu.meetings.models.minutes import Correction, Minutes, SealedMinutes
from dangwu.meetings.models.vote import NamedVote, Vote, WrittenVote

__all__ = [
    "AgendaItem",
    "Amendment",
    "Attendee",
    "Correction",
    "ItemPerson",
    "Material",
    "Meeting",
    "MeetingOrganisation",
    "Minutes",
    "NamedVote",
    "Recusal",
    "SealedMinutes",
    "Speech",
    "Statement",
    "Vote",
    "WrittenVote",
]
