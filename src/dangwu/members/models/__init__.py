"""People: who they are, where they belong, what they are and were, which posts they hold."""

from dangwu.members.models.care import Correction, Discipline, PersonHonour
from dangwu.members.models.membership import GroupPlace, Membership, StandingPeriod
from dangwu.members.models.person import IdentityClaim, Person, PersonQuerySet
from dangwu.members.models.post import PostHolding, Worker, WorkerExperience
from dangwu.members.models.special import SpecialStatus

__all__ = [
    "Correction",
    "Discipline",
    "GroupPlace",
    "IdentityClaim",
    "Membership",
    "Person",
    "PersonHonour",
    "PersonQuerySet",
    "PostHolding",
    "SpecialStatus",
    "StandingPeriod",
    "Worker",
    "WorkerExperience",
]
