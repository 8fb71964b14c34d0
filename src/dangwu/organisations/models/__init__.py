"""The tree of organisations with its history, leading bodies, places and honours."""

from dangwu.organisations.models.body import LeadingBody
from dangwu.organisations.models.honour import OrganisationHonour
from dangwu.organisations.models.organisation import (
    Organisation,
    OrganisationPeriod,
    OrganisationQuerySet,
)
from dangwu.organisations.models.place import Booking, Place

__all__ = [
    "Booking",
    "LeadingBody",
    "Organisation",
    "OrganisationHonour",
    "OrganisationPeriod",
    "OrganisationQuerySet",
    "Place",
]
