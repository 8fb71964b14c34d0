"""Cases of procedures: what is changed, what was done, who stands, who was elected."""

from dangwu.procedures.models.case import CaseMeeting, CaseStep, Poll, TermChange
from dangwu.procedures.models.people import Candidate, CaseTeller, Delegate, Delegation, Elected

__all__ = [
    "Candidate",
    "CaseMeeting",
    "CaseStep",
    "CaseTeller",
    "Delegate",
    "Delegation",
    "Elected",
    "Poll",
    "TermChange",
]
