"""What the work below this room belongs to: the labels kept with documents, tasks and ballots."""

from typing import Final

LIFE_CASE: Final = "assessment.lifecase"
RECTIFICATION: Final = "assessment.rectification"
APPRAISAL: Final = "assessment.appraisal"
