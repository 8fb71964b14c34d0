"""Drafts: who makes them, what is refused, what may not be changed any more."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

import make
import make_questionnaires as mq
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError, InputError
from dangwu.members.models import Person
from dangwu.members.signals import person_merged
from dangwu.organisations.models import Organisation
from dangwu.questionnaires import actions
from dangwu.questionnaires.actions import Origin, Wording
from dangwu.questionnaires.models import Invitation, NamedAnswer, Question, Questionnaire
from dangwu.questionnaires.queries.listing import questions_of
from dangwu.questionnaires.wording import asks_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Organisation:
    return make.organisation(unit=make.unit(), name="河东村党支部")


@pytest.fixture
def people(branch: Organisation) -> list[Person]:
    return mq.people(branch, 6)


def test_a_draft_keeps_its_setting_and_what_it_serves(branch: Organisation) -> None:
    origin = Origin("assessment.appraisal", branch.id)
    row = actions.create_questionnaire(
        actor=mq.keeper(branch), organisation=branch, origin=origin,
        setting=mq.setting(title="  满意度 调查 ", dimensions=("age", "sex"), shown_to_all=True),
    )  # fmt: skip
    row.refresh_from_db()
    assert (row.title, row.state, row.named, row.link_token) == ("满意度 调查", "draft", False, "")
    assert row.dimensions == ["sex", "age"]
    assert (row.origin_kind, row.origin_id) == ("assessment.appraisal", branch.id)
    assert Entry.objects.across_units().filter(verb="questionnaires.create").count() == 1


@pytest.mark.parametrize("role", [Role.COMMITTEE_MEMBER, Role.DEPARTMENT, Role.MEMBER])
def test_only_keepers_make_them(branch: Organisation, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        actions.create_questionnaire(
            actor=mq.keeper(branch, role=role), organisation=branch, setting=mq.setting()
        )
    assert not Questionnaire.objects.filter(unit_id=branch.unit_id).exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "题" * 121}, "title"),
        ({"audience": "everybody"}, "audience"),
        ({"audience": "organisations"}, "organisations"),
        ({"audience": "public", "named": True}, "named"),
        ({"closes_at": make.NOW - timedelta(days=2)}, "closes_on"),
        ({"dimensions": ("sex", "age", "category")}, "dimensions"),
        ({"dimensions": ("height",)}, "dimensions"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(
    branch: Organisation, facts: dict[str, object], field: str
) -> None:
    with pytest.raises(InputError) as refusal:
        mq.draft(branch, **facts)
    assert refusal.value.field == field


def test_an_organisation_elsewhere_cannot_be_named(branch: Organisation) -> None:
    other = make.organisation(unit=make.unit())
    with pytest.raises(InputError, match="直接下级"):
        mq.draft(branch, audience="organisations", organisations=(other.id,))


def test_questions_move_and_close_the_gap(branch: Organisation) -> None:
    row = mq.draft(branch)
    actor = mq.keeper(branch)
    first, second, *_ = questions_of(row)
    actions.move_question(actor=actor, question=second, up=True)
    actions.move_question(actor=actor, question=second, up=True)
    assert [q.id for q in questions_of(row)][:2] == [second.id, first.id]
    actions.move_question(actor=actor, question=second, up=False)
    actions.remove_question(actor=actor, question=first)
    assert [q.position for q in questions_of(row)] == [1, 2, 3, 4]
    assert questions_of(row)[0].id == second.id


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        (Wording("single", ""), "title"),
        (Wording("single", "题", options=("甲",)), "options"),
        (Wording("single", "题", options=("甲", "甲")), "options"),
        (Wording("single", "题", options=tuple(str(n) for n in range(31))), "options"),
        (Wording("multiple", "题", options=("甲", "乙"), most=3), "most"),
        (Wording("scale", "题", steps=1, low_label="低", high_label="高"), "steps"),
        (Wording("scale", "题", steps=11, low_label="低", high_label="高"), "steps"),
        (Wording("scale", "题", steps=5, low_label="低"), "high_label"),
        (Wording("matrix", "题", steps=5, low_label="低", high_label="高"), "rows"),
        (Wording("photo", "题"), "kind"),
    ],
)
def test_a_question_that_cannot_be_is_refused(
    branch: Organisation, wording: Wording, field: str
) -> None:
    row = mq.draft(branch, wordings=())
    with pytest.raises(InputError) as refusal:
        actions.add_question(actor=mq.keeper(branch), questionnaire=row, wording=wording)
    assert refusal.value.field == field
    assert not questions_of(row)


def test_the_kind_of_a_question_stays(branch: Organisation) -> None:
    row = mq.draft(branch)
    with pytest.raises(InputError, match="题型不能改"):
        actions.change_question(
            actor=mq.keeper(branch), question=questions_of(row)[0], wording=Wording("text", "题")
        )


@pytest.mark.parametrize(
    ("title", "what"),
    [
        ("您的手机号码", ["手机号码"]),
        ("请填写身份证号", ["身份证号码"]),
        ("您的姓名", ["姓名"]),
        ("您对电话预约满意吗", []),
        ("希望在哪里开展活动", []),
    ],
)
def test_words_that_ask_for_numbers_are_noticed(title: str, what: list[str]) -> None:
    assert asks_for(title) == what


def test_a_copy_has_the_questions_and_a_setting_of_its_own(
    branch: Organisation, people: list[Person]
) -> None:
    source = mq.opened(branch)
    actor = mq.keeper(branch)
    copy = actions.copy_questionnaire(
        actor=actor, source=source, organisation=branch, setting=mq.setting(title="明年再问")
    )
    assert (copy.state, copy.title) == ("draft", "明年再问")
    assert [str(q) for q in questions_of(copy)] == [str(q) for q in questions_of(source)]
    beside = make.organisation(unit=branch.unit, name="河西村党支部")
    with pytest.raises(PermissionDenied):
        actions.copy_questionnaire(
            actor=mq.keeper(beside), source=source, organisation=beside, setting=mq.setting()
        )


def test_nothing_is_edited_after_it_was_sent_out(
    branch: Organisation, people: list[Person]
) -> None:
    row = mq.opened(branch)
    actor, question = mq.keeper(branch), questions_of(row)[0]
    acts: list[Callable[[], object]] = [
        lambda: actions.change_questionnaire(
            actor=actor, questionnaire=row, setting=mq.setting(title="改题目")
        ),
        lambda: actions.add_question(actor=actor, questionnaire=row, wording=mq.KINDS[0]),
        lambda: actions.change_question(actor=actor, question=question, wording=mq.KINDS[0]),
        lambda: actions.move_question(actor=actor, question=question, up=False),
        lambda: actions.remove_question(actor=actor, question=question),
        lambda: actions.drop_questionnaire(actor=actor, questionnaire=row),
    ]
    for act in acts:
        with pytest.raises(DomainError, match="已经发出"):
            act()
    assert Question.objects.filter(unit_id=row.unit_id, questionnaire=row).count() == len(mq.KINDS)


def test_a_draft_is_given_up_unless_a_sample_was_drawn(
    branch: Organisation, people: list[Person]
) -> None:
    actor = mq.keeper(branch)
    actions.drop_questionnaire(actor=actor, questionnaire=mq.draft(branch))
    drawn = mq.draft(branch, audience="sample")
    actions.draw_sample(actor=actor, questionnaire=drawn, size=5, seed="甲")
    with pytest.raises(DomainError, match="抽样记录要留存"):
        actions.drop_questionnaire(actor=actor, questionnaire=drawn)
    assert list(Questionnaire.objects.filter(unit_id=branch.unit_id)) == [drawn]


def test_one_person_of_two_records_keeps_what_either_was_asked(
    branch: Organisation, people: list[Person]
) -> None:
    keep, drop = people[0], make.person("李四", organisation=branch)
    both, theirs = mq.opened(branch, named=True), mq.opened(branch, named=True)
    for row in (both, theirs):
        mq.answered(row, 7)
    for model in (Invitation, NamedAnswer):
        model.objects.filter(unit_id=branch.unit_id, questionnaire=theirs, person=keep).delete()

    person_merged.send(sender=None, keep=keep, drop=drop)

    for row in (both, theirs):
        for model in (Invitation, NamedAnswer):
            own = model.objects.filter(unit_id=row.unit_id, questionnaire=row, person=keep)
            assert own.count() == 1
