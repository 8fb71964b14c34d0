"""The steps of a change of term as data: who, which papers, by which rule, how surely known."""

from dangwu.procedures.steps.branch import BRANCH, BRANCH_WITHOUT_COMMITTEE
from dangwu.procedures.steps.committee import BY_ASSEMBLY, BY_CONGRESS
from dangwu.procedures.steps.plan import Material, StepPlan

__all__ = [
    "BRANCH",
    "BRANCH_WITHOUT_COMMITTEE",
    "BY_ASSEMBLY",
    "BY_CONGRESS",
    "Material",
    "StepPlan",
]
