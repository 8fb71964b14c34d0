"""How a sending ended. What is not certain is never guessed."""

from dataclasses import dataclass
from enum import StrEnum


class Ending(StrEnum):
    """retry, failed: certainly not delivered. unsure: it may have been.

    nowhere: there is no longer anywhere to send it, and nobody need look after it.
    """

    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    UNSURE = "unsure"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Outcome:
    """An ending with its reason in words, without addresses or secrets."""

    ending: Ending
    reason: str = ""
