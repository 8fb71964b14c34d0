"""Organisation life and appraisals: cases with their steps, people, papers and what follows."""

from dangwu.assessment.models.appraisal import (
    Appraisal,
    AppraisalRecord,
    Audience,
    GradeSheet,
    Subject,
)
from dangwu.assessment.models.life import LifeCase, LifePart, LifeRecord, Talk
from dangwu.assessment.models.rectification import Rectification

__all__ = [
    "Appraisal",
    "AppraisalRecord",
    "Audience",
    "GradeSheet",
    "LifeCase",
    "LifePart",
    "LifeRecord",
    "Rectification",
    "Subject",
    "Talk",
]
