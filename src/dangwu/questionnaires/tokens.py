"""The secret in the address of an invitation. Nothing of it is stored: it is made from a key."""

import base64
import hmac
import secrets
import uuid
from typing import Final

from django.utils.crypto import salted_hmac

_HEX: Final = 32
_MAC: Final = 22  # characters of base64: 132 bits


def token_of(unit_id: int, invitation_id: uuid.UUID) -> str:
    """Return the token of an invitation."""
    return invitation_id.hex + _mac(unit_id, invitation_id)


def invitation_in(unit_id: int, token: str) -> uuid.UUID | None:
    """Return the id of the invitation whose token this is, or nothing."""
    try:
        found = uuid.UUID(hex=token[:_HEX])
    except ValueError:
        return None
    same = hmac.compare_digest(token.encode(), token_of(unit_id, found).encode())
    return found if same else None


def new_link_token() -> str:
    """Return a new secret for the link that everybody may use."""
    return secrets.token_urlsafe(32)


def _mac(unit_id: int, invitation_id: uuid.UUID) -> str:
    digest = salted_hmac(
        "dangwu.questionnaires.invitation", f"{unit_id}:{invitation_id}", algorithm="sha256"
    ).digest()
    return base64.urlsafe_b64encode(digest).decode()[:_MAC]
