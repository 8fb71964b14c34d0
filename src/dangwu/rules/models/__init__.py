"""What is in force where: local packs, exemptions, holidays; and the tallies of duties."""

from dangwu.rules.models.exemption import Exemption
from dangwu.rules.models.local import Holiday, LocalPack
from dangwu.rules.models.tally import DutyTally, SubtreeTally

__all__ = ["DutyTally", "Exemption", "Holiday", "LocalPack", "SubtreeTally"]
