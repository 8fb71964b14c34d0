"""Procedures as graphs over facts: what is done, what is open, what comes next, by which article.

Nothing here knows any one procedure: steps, order, time limits, votes and outcomes are records of
the packs. The conclusions (a review, a vote, an approval) are facts that people give.
"""

from dangwu.core.casework.evaluation import evaluate

__all__ = ["evaluate"]
