"""Slips: the address of an invitation and its picture."""

from dataclasses import dataclass

from django.urls import reverse

from dangwu.questionnaires.models import Invitation
from dangwu.questionnaires.tokens import token_of


@dataclass(frozen=True, slots=True)
class Slip:
    """What is printed for one person."""

    name: str
    organisation: str
    address: str
    picture: str


def slip_of(invitation: Invitation, root: str) -> Slip:
    """Return the slip of an invitation. root: scheme and host of the site, with a slash."""
    token = token_of(invitation.unit_id, invitation.id)
    path = reverse("questionnaires:invited", args=(invitation.unit_id, token))
    address = root.rstrip("/") + path
    home = invitation.person.organisation
    return Slip(invitation.person.name, str(home or ""), address, picture_of(address))


def picture_of(address: str) -> str:
    """Return the code of an address as the source of an image."""
    import segno  # noqa: PLC0415 - 3 MB of a process that may never draw one

    return segno.make(address, error="m").svg_data_uri(scale=3, border=2)
