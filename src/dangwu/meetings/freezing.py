"""What a vote and a change to a text become when they are settled."""

from datetime import datetime

from dangwu.core.rulebook.decide import Decision
from dangwu.core.tally.counting import Count
from dangwu.meetings.models import AgendaItem, Amendment, Vote


def freeze(vote: Vote, count: Count, decision: Decision, *, at: datetime) -> None:
    """Keep the count with its verdict; what was decided about a change takes effect."""
    vote.should_attend, vote.present = count.should_attend, count.present
    vote.yes, vote.no, vote.abstain = count.yes, count.no, count.abstain
    vote.written_yes, vote.written_no = count.written_yes or 0, count.written_no or 0
    vote.valid, vote.passed = decision.valid, decision.passed
    vote.verdict = decision.as_json()
    vote.state = Vote.State.CLOSED
    vote.closed_at = at
    vote.save()
    if vote.amendment is not None:
        settle(vote.item, vote.amendment, accepted=bool(decision.passed))


def settle(item: AgendaItem, amendment: Amendment, *, accepted: bool) -> None:
    """Write the fate of a change; one that is taken becomes the text of the item."""
    amendment.state = Amendment.State.ACCEPTED if accepted else Amendment.State.REJECTED
    amendment.save(update_fields=["state"])
    if accepted:
        item.text = amendment.text
        item.save(update_fields=["text"])
