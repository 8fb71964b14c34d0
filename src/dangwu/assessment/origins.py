"""What the work below this room belongs to: the labels kept with tasks and ballots."""

from typing import Final

RECTIFICATION: Final = "assessment.rectification"
APPRAISAL: Final = "assessment.appraisal"
