"""Who reports: those who keep the register, and the department above."""

from dangwu.accounts.access import KEEPERS
from dangwu.accounts.models import Role

REPORTERS = KEEPERS | {Role.DEPARTMENT}
