"""A 民主测评 on line from the preparation to the grades: what members sealed is what is read back."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

import make
import make_assessment as made
from assessment.test_appraisal import members, start
from ballots import voting
from dangwu.assessment.actions import appraising, concluding
from dangwu.assessment.actions.concluding import Concluded
from dangwu.assessment.actions.online import go_online
from dangwu.assessment.models import Appraisal, Audience
from dangwu.assessment.queries.appraisal import course_of
from dangwu.assessment.queries.counting import Counted, audience_of
from dangwu.ballots import actions, queries
from dangwu.ballots.envelopes import new_key
from dangwu.ballots.models import Ballot
from dangwu.core.errors import DomainError, InputError
from dangwu.members.models import Person
from dangwu.notices.models import Notice

pytestmark = pytest.mark.django_db

BEST, GOOD, FAIR = "g1", "g2", "g3"


@pytest.fixture
def village() -> made.Company:
    return made.company(fire=False)


def prepared(village: made.Company, appraisal: Appraisal) -> list[Ballot]:
    return go_online(
        actor=village.access(),
        appraisal=appraisal,
        audience=made.audience(appraisal),
        tellers=village.people[:2],
        opens_at=make.NOW - timedelta(minutes=5),
        closes_at=make.NOW + timedelta(hours=5),
    )


def opened(village: made.Company, ballot: Ballot) -> voting.Polling:
    """A ballot with the tellers' keys, frozen, in which votes are taken."""
    secretary = village.access()
    tellers = tuple(voting.as_person(person) for person in village.people[:2])
    pairs = [new_key() for _ in tellers]
    for teller, (_, public) in zip(tellers, pairs, strict=True):
        place = queries.teller_for(teller, ballot.unit_id, ballot.id)
        actions.enter_key(actor=teller, teller=place, public_key=public)
    actions.freeze_ballot(actor=secretary, ballot=ballot)
    return voting.Polling(
        ballot=actions.open_ballot(actor=secretary, ballot=ballot),
        secretary=secretary,
        organisation=village.branch,
        voters=(),
        tellers=tellers,
        keys=tuple(secret for secret, _ in pairs),
        public=tuple(public for _, public in pairs),
    )


def voted(
    village: made.Company, ballot: Ballot, voters: Sequence[Person], choices: Sequence[str]
) -> voting.Polling:
    """A ballot in which these voters all gave the same grades."""
    polling = opened(village, ballot)
    for voter in voters:
        voting.cast(polling, voter, voting.sealed(polling, choices))
    return polling


def counted(polling: voting.Polling) -> None:
    voting.closed(polling)
    voting.counted(polling)


def now(appraisal: Appraisal) -> Counted:
    return audience_of(appraisal, made.audience(appraisal))


def asked(appraisal: Appraisal) -> list[str]:
    return [one.name for one in course_of(appraisal, on=make.TODAY).graded]


def test_votes_by_phone_come_back_as_the_count_and_lead_to_grades(village: made.Company) -> None:
    voters = [*village.people, *members(village.branch, 3)]
    make.person("周预备", organisation=village.branch, standing="probationary")
    appraisal = start(village)
    (ballot,) = prepared(village, appraisal)
    polling = opened(village, ballot)
    names = asked(appraisal)
    assert now(appraisal).count is None
    for place, voter in enumerate(voters):
        choices = [BEST if place < at else GOOD for at in range(len(names))]
        voting.cast(polling, voter, voting.sealed(polling, choices))
    counted(polling)

    found = now(appraisal)

    assert found.count is not None
    assert (found.count.issued, found.count.returned, found.count.invalid) == (7, 6, 0)
    subjects = made.subjects(appraisal)
    assert [found.words(subjects[name].id) for name in names] == [
        f"优秀{best}票，合格{6 - best}票，基本合格0票，不合格0票" for best in range(6)
    ]
    # Three gave each as much to the fourth: nothing is filled in for them.
    usual = [found.most(subjects[name].id) for name in names]
    assert usual == ["合格", "合格", "合格", "", "优秀", "优秀"]
    assert "周预备" not in names
    told = Notice.objects.filter(unit_id=appraisal.unit_id, subject__startswith="线上测评已计票")
    assert village.people[0].id in told.values_list("recipient_id", flat=True)


def test_grades_of_all_are_kept_at_once_and_the_quota_speaks(village: made.Company) -> None:
    voters = [*village.people, *members(village.branch, 3)]
    probationer = make.person("周预备", organisation=village.branch, standing="probationary")
    appraisal = start(village)
    (ballot,) = prepared(village, appraisal)
    counted(voted(village, ballot, voters, [BEST] * 6))
    subjects = made.subjects(appraisal)
    grades = {
        one.id: Concluded(now(appraisal).most(one.id), "")
        for one in subjects.values()
        if one.graded
    }

    changed = concluding.conclude_all(
        actor=village.access(),
        appraisal=appraisal,
        concluded={**grades, subjects[probationer.name].id: Concluded("", "参加认真。")},
    )

    assert changed == 7
    quota = course_of(appraisal, on=make.TODAY).quota
    assert quota is not None
    assert (quota.needs, quota.has, quota.outcome.value) == (2, 6, "breached")
    with pytest.raises(InputError, match="不评定等次"):
        concluding.conclude_all(
            actor=village.access(),
            appraisal=appraisal,
            concluded={subjects[probationer.name].id: Concluded("合格", "")},
        )
    with pytest.raises(InputError, match="请给丁一选一个等次"):
        concluding.conclude_all(
            actor=village.access(),
            appraisal=appraisal,
            concluded={subjects["丁一"].id: Concluded("", "作用好。")},
        )
    with pytest.raises(DomainError, match="没有新的评定"):
        concluding.conclude_all(actor=village.access(), appraisal=appraisal, concluded=grades)


def test_the_order_of_the_ballots_outlasts_a_corrected_name(village: made.Company) -> None:
    """Who is asked about is kept: a new name sorts elsewhere, the votes stay with the person."""
    voters = [*village.people, *members(village.branch, 3)]
    appraisal = start(village)
    (ballot,) = prepared(village, appraisal)
    first = asked(appraisal)[0]
    counted(voted(village, ballot, voters, [FAIR, *[GOOD] * 5]))
    subject = made.subjects(appraisal)[first]

    Person.objects.filter(unit_id=appraisal.unit_id, id=subject.person_id or "").update(
        sort_key="99"
    )

    assert asked(appraisal)[-1] == first
    assert now(appraisal).most(subject.id) == "基本合格"


def test_all_ballots_are_waited_for_and_a_cancelled_one_is_prepared_anew(
    village: made.Company,
) -> None:
    voters = [*village.people, *members(village.branch, 11)]
    appraisal = start(village)
    first, second = prepared(village, appraisal)
    counted(voted(village, first, voters, [GOOD] * 12))
    assert now(appraisal).count is None
    actions.cancel_ballot(actor=village.access(), ballot=second, reason="监票人丢失密钥")
    with pytest.raises(DomainError, match="由系统计票"):
        appraising.enter_sheet(
            actor=village.access(),
            appraisal=appraisal,
            audience=made.audience(appraisal),
            sheet=appraising.Sheet(1, 1, 0, {}),
        )

    (again,) = prepared(village, appraisal)

    counted(voted(village, again, voters, [BEST] * 2))
    kept = Audience.objects.get(unit_id=appraisal.unit_id, appraisal=appraisal)
    assert kept.ballot_ids == [first.id, again.id]
    count = now(appraisal).count
    assert count is not None
    assert list(count.by_subject.values()) == [(0, 14, 0, 0)] * 12 + [(14, 0, 0, 0)] * 2
    with pytest.raises(DomainError, match="已经转到线上"):
        prepared(village, appraisal)


def test_after_all_ballots_were_cancelled_paper_serves(village: made.Company) -> None:
    members(village.branch, 3)
    appraisal = start(village)
    (ballot,) = prepared(village, appraisal)
    actions.cancel_ballot(actor=village.access(), ballot=ballot, reason="改用纸质票")

    assert not now(appraisal).online
    votes = {one.id: (1, 5, 0, 0) for one in made.subjects(appraisal).values()}
    appraising.enter_sheet(
        actor=village.access(),
        appraisal=appraisal,
        audience=made.audience(appraisal),
        sheet=appraising.Sheet(6, 6, 0, votes),
    )
    assert len(now(appraisal).sheets) == 1
    with pytest.raises(DomainError, match="已经开始录入纸质票"):
        prepared(village, appraisal)


def test_namesakes_are_told_apart_on_the_ballot(village: made.Company) -> None:
    members(village.branch, 3)
    make.person("丁一", organisation=village.branch)
    appraisal = start(village)

    (ballot,) = prepared(village, appraisal)

    titles = [contest.title for contest in queries.contests_of(ballot)]
    assert len(set(titles)) == len(titles) == 7
    assert sum(title.startswith("丁一（编号") for title in titles) == 2
    assert ballot.origin_kind == "assessment.appraisal"
