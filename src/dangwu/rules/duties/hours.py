"""How the minutes of one activity are shared among its kinds in the sums of a member."""

from dangwu.activities.sums import HOUR_KINDS, MINUTES

__all__ = ["HOUR_KINDS", "MINUTES"]
