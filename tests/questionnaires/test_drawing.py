"""Sending out, drawing, declining, reminding, closing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

import make
import make_questionnaires as mq
from dangwu.accounts.models import Role
from dangwu.core.errors import DomainError
from dangwu.notices.models import Notice
from dangwu.organisations.models import Organisation
from dangwu.questionnaires import actions
from dangwu.questionnaires.models import Draw, Invitation, Questionnaire
from dangwu.questionnaires.queries.audience import candidates_of, strata_of
from dangwu.questionnaires.sampling import in_order, population_digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Organisation:
    unit = make.unit()
    town = make.organisation(unit=unit, kind="committee", category="township", name="红旗镇党委")
    for name, men, women in (("河东村党支部", 12, 4), ("河西村党支部", 8, 2)):
        branch = make.organisation(unit=unit, parent=town, name=name)
        mq.people(branch, men)
        mq.people(branch, women, sex="2")
    return town


def told(row: Questionnaire) -> int:
    return Notice.objects.filter(unit_id=row.unit_id, category="questionnaires").count()


def test_all_members_of_the_subtree_are_asked_and_told(town: Organisation) -> None:
    row = mq.opened(town)
    assert (row.state, len(mq.invitations(row)), told(row)) == ("open", 26, 26)


def test_named_organisations_are_asked_alone(town: Organisation) -> None:
    branch = Organisation.objects.get(unit_id=town.unit_id, name="河西村党支部")
    row = mq.opened(town, audience="organisations", organisations=(branch.id,))
    assert {each.person.organisation_id for each in mq.invitations(row)} == {branch.id}
    assert len(mq.invitations(row)) == 10


def test_applicants_and_former_members_are_not_asked(town: Organisation) -> None:
    branch = Organisation.objects.get(unit_id=town.unit_id, name="河西村党支部")
    make.person("申请人", organisation=branch, standing="applicant")
    assert len(mq.invitations(mq.opened(town))) == 26


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"wordings": ()}, "还没有题目"),
        ({"closes_at": make.NOW}, "截止时间已经过了"),
        ({"audience": "sample"}, "还没有抽样"),
    ],
)
def test_what_is_not_ready_is_not_sent_out(
    town: Organisation, facts: dict[str, object], words: str
) -> None:
    with pytest.raises(DomainError, match=words):
        mq.opened(town, **facts)
    assert not Invitation.objects.filter(unit_id=town.unit_id).exists()


def test_too_few_are_not_asked_anonymously() -> None:
    branch = make.organisation(unit=make.unit())
    mq.people(branch, 4)
    with pytest.raises(DomainError, match="认得出是谁"):
        mq.opened(branch)
    assert mq.opened(branch, named=True).state == "open"


def test_small_strata_are_joined_before_anybody_answers(town: Organisation) -> None:
    row = mq.opened(town, dimensions=("below", "sex"))
    sizes: dict[str, int] = {}
    for each in mq.invitations(row):
        sizes[each.part] = sizes.get(each.part, 0) + 1
    assert sizes == {"男·河东村党支部": 12, "男·河西村党支部": 8, "其余": 6}


def test_a_sample_is_proportional_published_and_drawn_again_by_its_seed(
    town: Organisation,
) -> None:
    row = mq.draft(town, audience="sample", dimensions=("sex",))
    actor = mq.keeper(town)
    made = actions.draw_sample(actor=actor, questionnaire=row, size=13, seed=" 骰子六 ")
    assert made.table == [
        {"stratum": "女", "population": 6, "sample": 3},
        {"stratum": "男", "population": 20, "sample": 10},
    ]
    assert (made.seed, made.seed_given, made.drawn_by_name) == ("骰子六", True, "李明")
    everybody = candidates_of(row)
    assert made.population_digest == population_digest(each.id for each in everybody)
    strata = strata_of(row, everybody, on=make.TODAY)
    women = [person for person, name in strata.items() if name == "女"]
    drawn = {each.person_id for each in mq.invitations(row) if each.stratum == "女"}
    assert drawn == set(in_order(women, "骰子六")[:3])


def test_a_seed_of_the_system_is_its_own_each_time_and_every_draw_stays(
    town: Organisation,
) -> None:
    row = mq.draft(town, audience="sample")
    actor = mq.keeper(town)
    seeds = {
        actions.draw_sample(actor=actor, questionnaire=row, size=6).seed for _again in range(2)
    }
    assert len(seeds) == 2
    assert Draw.objects.filter(unit_id=row.unit_id, seed_given=False).count() == 2
    assert len(mq.invitations(row)) == 6


def test_another_audience_takes_the_sample_back(town: Organisation) -> None:
    row = mq.draft(town, audience="sample")
    actor = mq.keeper(town)
    actions.draw_sample(actor=actor, questionnaire=row, size=6)
    same = mq.setting(audience="sample", title="只改题目")
    actions.change_questionnaire(actor=actor, questionnaire=row, setting=same)
    assert len(mq.invitations(row)) == 6
    other = mq.setting(audience="sample", dimensions=("sex",))
    actions.change_questionnaire(actor=actor, questionnaire=row, setting=other)
    assert mq.invitations(row) == []


def test_a_draw_is_for_samples_of_keepers(town: Organisation) -> None:
    everybody = mq.draft(town)
    with pytest.raises(DomainError, match="全体填写"):
        actions.draw_sample(actor=mq.keeper(town), questionnaire=everybody, size=5)
    sample = mq.draft(town, audience="sample")
    for role in (Role.DEPARTMENT, Role.COMMITTEE_MEMBER):
        with pytest.raises(PermissionDenied):
            actions.draw_sample(actor=mq.keeper(town, role=role), questionnaire=sample, size=5)
    with pytest.raises(DomainError, match="抽不出27人"):
        actions.draw_sample(actor=mq.keeper(town), questionnaire=sample, size=27)
    assert not Draw.objects.filter(unit_id=town.unit_id).exists()


def sampled(town: Organisation) -> Questionnaire:
    row = mq.draft(town, audience="sample", dimensions=("sex",))
    actor = mq.keeper(town)
    actions.draw_sample(actor=actor, questionnaire=row, size=13, seed="甲")
    return actions.open_questionnaire(actor=actor, questionnaire=row)


def test_who_declines_is_followed_by_the_next_of_the_same_stratum(town: Organisation) -> None:
    row = sampled(town)
    actor = mq.keeper(town)
    gone = next(each for each in mq.invitations(row) if each.stratum == "女")
    following = actions.decline_invitation(actor=actor, invitation=gone)
    assert following is not None
    strata = strata_of(row, candidates_of(row), on=make.TODAY)
    women = [person for person, name in strata.items() if name == "女"]
    assert following.person_id == in_order(women, "甲")[3]
    assert (following.stratum, following.part, following.replaces) == ("女", gone.part, True)
    assert told(row) == 14
    with pytest.raises(DomainError, match="已经登记过谢绝"):
        actions.decline_invitation(actor=actor, invitation=gone)
    with pytest.raises(DomainError, match="已登记您不参加"):
        actions.answer_anonymously(actor=actor, invitation=gone, given=mq.FULL)


def test_declining_tells_nobody_whether_the_invitation_was_used(town: Organisation) -> None:
    row = sampled(town)
    actor = mq.keeper(town)
    used, fresh = [each for each in mq.invitations(row) if each.stratum == "男"][:2]
    actions.answer_anonymously(actor=actor, invitation=used, given=mq.FULL)
    for each in (used, fresh):
        assert actions.decline_invitation(actor=actor, invitation=each) is not None


def test_when_a_stratum_is_exhausted_nobody_follows(town: Organisation) -> None:
    row = mq.draft(town, audience="sample", dimensions=("sex",))
    actor = mq.keeper(town)
    actions.draw_sample(actor=actor, questionnaire=row, size=26)
    row = actions.open_questionnaire(actor=actor, questionnaire=row)
    assert actions.decline_invitation(actor=actor, invitation=mq.invitations(row)[0]) is None


def test_a_reminder_goes_to_those_who_have_not_answered_once_a_day(town: Organisation) -> None:
    row = mq.opened(town)
    mq.answered(row, 20)
    actor = mq.keeper(town)
    assert actions.remind_invited(actor=actor, questionnaire=row) == 6
    with pytest.raises(DomainError, match="今天已经提醒过"):
        actions.remind_invited(actor=actor, questionnaire=row)
    tomorrow = replace(actor, today=make.TODAY + timedelta(days=1))
    assert actions.remind_invited(actor=tomorrow, questionnaire=row) == 6


def test_closing_ends_it_and_only_keepers_close(town: Organisation) -> None:
    row = mq.opened(town)
    with pytest.raises(PermissionDenied):
        actions.close_questionnaire(actor=mq.keeper(town, role=Role.SUPERVISOR), questionnaire=row)
    closed = actions.close_questionnaire(actor=mq.keeper(town), questionnaire=row)
    assert (closed.state, closed.closed_at) == ("closed", make.NOW)
    for act in (actions.close_questionnaire, actions.remind_invited):
        with pytest.raises(DomainError, match="已结束"):
            act(actor=mq.keeper(town), questionnaire=row)
    with pytest.raises(DomainError, match="不再收答卷"):
        mq.answered(closed, 1)
