"""The counts of an appraisal's audiences: sheets typed in by two persons, or ballots on line."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404

from dangwu.assessment.models import Appraisal, Audience, GradeSheet
from dangwu.ballots.models import Ballot
from dangwu.ballots.queries import result_for

FEWEST: Final = 5  # sheets; below it a count would show who gave what


@dataclass(frozen=True, slots=True)
class Count:
    """The count of one audience. by_subject: sheets per grade, in the order of the scale.

    shown: whether there are enough sheets for the figures to be shown.
    """

    issued: int
    returned: int
    invalid: int
    by_subject: Mapping[str, tuple[int, ...]]

    @property
    def shown(self) -> bool:
        return self.returned >= FEWEST


@dataclass(frozen=True, slots=True)
class Counted:
    """An audience with its count: of the sheets that two persons typed in alike, or on line.

    ballots: those on line in their order; none where it is on paper, or all were cancelled.
    """

    audience: Audience
    sheets: tuple[GradeSheet, ...]
    count: Count | None
    ballots: tuple[Ballot, ...] = ()

    @property
    def online(self) -> bool:
        """Whether it is filled in on line."""
        return bool(self.ballots)

    @property
    def may_go_online(self) -> bool:
        """Whether ballots may be prepared: nothing was typed in, and not all of them stand."""
        cancelled = any(one.state == Ballot.State.CANCELLED for one in self.ballots)
        return not self.sheets and (not self.ballots or cancelled)

    @property
    def differs(self) -> bool:
        """Whether two persons typed in different figures."""
        return not self.online and self.count is None and len(self.sheets) > 1

    def words(self, subject: uuid.UUID) -> str:
        """Return how many sheets gave each grade; empty where there are too few to be shown."""
        if self.count is None or not self.count.shown:
            return ""
        votes = self.count.by_subject.get(str(subject), ())
        pairs = zip(self.audience.grades, votes, strict=False)
        return "，".join(f"{grade}{number}票" for grade, number in pairs)

    def most(self, subject: uuid.UUID) -> str:
        """Return the grade that most sheets gave; empty where two gave as many, or few are shown.

        For the committee to start from, which alone concludes.
        Source: ZB2018 art. 18
        """
        if self.count is None or not self.count.shown:
            return ""
        votes = self.count.by_subject.get(str(subject), ())
        most = max(votes, default=0)
        return self.audience.grades[votes.index(most)] if most and votes.count(most) == 1 else ""

    def entered_by(self, account_id: uuid.UUID | None) -> GradeSheet | None:
        """Return the person's own last sheet."""
        return next((one for one in self.sheets if one.account_id == account_id), None)


def audience_of(appraisal: Appraisal, audience_id: uuid.UUID) -> Counted:
    """Return an audience of an appraisal got through its gate, else raise Http404."""
    for counted in audiences_of(appraisal):
        if counted.audience.id == audience_id:
            return counted
    raise Http404


def audiences_of(appraisal: Appraisal) -> list[Counted]:
    """Return the audiences, each with its sheets and its count."""
    mine = {"unit_id": appraisal.unit_id}
    audiences = list(
        Audience.objects.filter(**mine, appraisal_id=appraisal.id).order_by("position")
    )
    sheets = list(
        GradeSheet.objects.filter(**mine, audience_id__in=[a.id for a in audiences]).order_by("id")
    )
    ballots = _ballots(appraisal.unit_id, [key for one in audiences for key in one.ballot_ids])
    return [
        _online(one, [ballots[key] for key in one.ballot_ids])
        if any(ballots[key].state != Ballot.State.CANCELLED for key in one.ballot_ids)
        else _on_paper(one, sheets)
        for one in audiences
    ]


def _on_paper(audience: Audience, sheets: Sequence[GradeSheet]) -> Counted:
    last: dict[uuid.UUID, GradeSheet] = {}
    for sheet in sheets:
        if sheet.audience_id == audience.id:
            last.pop(sheet.account_id, None)
            last[sheet.account_id] = sheet
    rows = tuple(last.values())
    seen: set[str] = set()
    for sheet in rows:
        if sheet.digest in seen:
            return Counted(audience, rows, _count(sheet.content))
        seen.add(sheet.digest)
    return Counted(audience, rows, None)


def _count(content: Mapping[str, Any]) -> Count:
    by_subject = {key: tuple(votes) for key, votes in content["subjects"].items()}
    return Count(content["issued"], content["returned"], content["invalid"], by_subject)


def _online(audience: Audience, ballots: Sequence[Ballot]) -> Counted:
    """Return the count of the ballots on line, once every one of them is announced."""
    counted = all(one.state == Ballot.State.COUNTED for one in ballots)
    results = [result_for(one) for one in ballots] if counted else []
    contests = [contest for result in results if result for contest in result.contests]
    if not contests:
        return Counted(audience, (), None, tuple(ballots))
    count = Count(
        max(one.issued for one in contests),
        min(one.returned for one in contests),
        max(one.invalid for one in contests),
        {
            str(key): tuple(option.votes for option in contest.options)
            for key, contest in zip(audience.asked, contests, strict=True)
        },
    )
    return Counted(audience, (), count, tuple(ballots))


def _ballots(unit_id: int, keys: Sequence[uuid.UUID]) -> dict[uuid.UUID, Ballot]:
    if not keys:
        return {}
    rows = Ballot.objects.filter(unit_id=unit_id, id__in=keys).select_related("organisation")
    return {row.id: row for row in rows}
