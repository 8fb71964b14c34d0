"""Questionnaires: what is asked, who is asked, what came back."""

from dangwu.questionnaires.models.answer import AnonymousAnswer, KeptTotals, NamedAnswer
from dangwu.questionnaires.models.invitation import Draw, Invitation
from dangwu.questionnaires.models.questionnaire import Question, Questionnaire

__all__ = [
    "AnonymousAnswer",
    "Draw",
    "Invitation",
    "KeptTotals",
    "NamedAnswer",
    "Question",
    "Questionnaire",
]
