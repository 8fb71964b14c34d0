"""Answers: what is refused, what is kept, and that an anonymous one leads to nobody."""

import io
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from python_calamine import CalamineWorkbook

import make
import make_questionnaires as mq
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError
from dangwu.organisations.models import Organisation
from dangwu.questionnaires import actions
from dangwu.questionnaires.actions.answering import AnsweredError
from dangwu.questionnaires.models import (
    AnonymousAnswer,
    Invitation,
    NamedAnswer,
    Questionnaire,
)
from dangwu.questionnaires.queries.listing import questions_of
from dangwu.questionnaires.queries.results import report_of, texts_of
from dangwu.questionnaires.sheet import SheetError
from dangwu.questionnaires.tokens import invitation_in, token_of
from dangwu.sharding.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def branch() -> Organisation:
    branch = make.organisation(unit=make.unit(), name="河东村党支部")
    mq.people(branch, 12)
    mq.people(branch, 8, sex="2")
    return branch


def kept(row: Questionnaire) -> list[AnonymousAnswer]:
    return list(AnonymousAnswer.objects.filter(unit_id=row.unit_id, questionnaire=row))


def test_an_answer_is_kept_and_the_invitation_is_used(branch: Organisation) -> None:
    row = mq.opened(branch)
    mq.answered(row, 1)
    (answer,) = kept(row)
    assert answer.content == {
        "q1": 0, "q2": 2, "q2.0": 1, "q2.2": 1, "q3": 4, "q4.0": 3, "q4.1": 2, "q5": "多开座谈会",
    }  # fmt: skip
    assert sum(each.used for each in mq.invitations(row)) == 1


def test_an_anonymous_answer_has_no_column_that_leads_to_a_person() -> None:
    """Not the person, not the invitation, no time, no number; and no table points to it."""
    fields = {field.name: field for field in AnonymousAnswer._meta.get_fields()}
    assert set(fields) == {"unit", "id", "questionnaire", "part", "content"}
    related = {f.related_model for f in fields.values() if f.related_model}
    assert related == {Unit, Questionnaire}
    assert fields["id"].default is uuid.uuid4  # type: ignore[union-attr]  # random, tells no order
    pointing = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.related_model is AnonymousAnswer
    ]
    assert pointing == []


def test_the_tables_themselves_share_nothing_but_unit_and_questionnaire() -> None:
    def columns(model: type[models.Model]) -> set[str]:
        with connection.cursor() as cursor:
            described = connection.introspection.get_table_description(
                cursor, model._meta.db_table
            )
        return {column.name for column in described}

    answers, invitations = columns(AnonymousAnswer), columns(Invitation)
    assert answers == {"unit_id", "id", "questionnaire_id", "part", "content"}
    # `part` stands for five people at least; the ids are of different makings.
    assert answers & invitations == {"unit_id", "id", "questionnaire_id", "part"}


def test_no_entry_and_no_time_stand_beside_an_anonymous_answer(branch: Organisation) -> None:
    row = mq.opened(branch)
    before = Entry.objects.across_units().count()
    mq.answered(row, 3)
    assert Entry.objects.across_units().count() == before
    ids = {each.id for each in mq.invitations(row)} | {
        each.person_id for each in mq.invitations(row)
    }
    assert not ids & {answer.id for answer in kept(row)}
    assert {answer.id.version for answer in kept(row)} == {4}


def test_an_invitation_is_used_once(branch: Organisation) -> None:
    row = mq.opened(branch)
    invitation = mq.invitations(row)[0]
    actor = mq.keeper(branch)
    actions.answer_anonymously(actor=actor, invitation=invitation, given=mq.FULL)
    with pytest.raises(AnsweredError, match="已经填过"):
        actions.answer_anonymously(actor=actor, invitation=invitation, given=mq.FULL)
    assert len(kept(row)) == 1


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"q1": None}, {"q1": "请选一项"}),
        ({"q1": 3}, {"q1": "不在选项里"}),
        ({"q1": -1}, {"q1": "不在选项里"}),
        ({"q2": []}, {"q2": "至少选一项"}),
        ({"q2": [0, 1, 2]}, {"q2": "最多选2项，现在选了3项"}),
        ({"q2": [0, 9]}, {"q2": "不在选项里"}),
        ({"q3": 0}, {"q3": "不在选项里"}),
        ({"q3": 6}, {"q3": "不在选项里"}),
        ({"q4_1": None}, {"q4_1": "“党课”这一行"}),
        ({"q4_0": 4, "q4_1": None}, {"q4_0": "不在选项里", "q4_1": "这一行"}),
        ({"q5": "字" * 1001}, {"q5": "最多1000字，现有1001字"}),
        ({"q5": "打13800138000找我"}, {"q5": "手机号码或身份证号码"}),
        ({"q5": "11010519491231002X"}, {"q5": "手机号码或身份证号码"}),
    ],
)
def test_a_wrong_sheet_is_refused_at_its_questions_and_uses_nothing(
    branch: Organisation, given: dict[str, object], errors: dict[str, str]
) -> None:
    row = mq.opened(branch)
    with pytest.raises(SheetError) as refusal:
        mq.answered(row, 1, without=None, **given)
    assert set(refusal.value.errors) == set(errors)
    assert all(words in refusal.value.errors[field] for field, words in errors.items())
    assert not kept(row)
    assert not any(each.used for each in mq.invitations(row))


def test_an_empty_sheet_of_free_questions_is_no_answer(branch: Organisation) -> None:
    row = mq.opened(branch, wordings=(mq.KINDS[4],))
    with pytest.raises(SheetError) as refusal:
        actions.answer_anonymously(
            actor=mq.keeper(branch), invitation=mq.invitations(row)[0], given={"q1": "  "}
        )
    assert "一道题也没有填" in refusal.value.errors[""]


@pytest.mark.parametrize(
    ("days", "words"), [(-2, "还没有到开始填写的时间"), (7, "不再收答卷"), (30, "不再收答卷")]
)
def test_answers_are_taken_between_opening_and_end(
    branch: Organisation, days: int, words: str
) -> None:
    row = mq.opened(branch)
    then = replace(mq.keeper(branch), now=make.NOW + timedelta(days=days))
    with pytest.raises(DomainError, match=words):
        actions.answer_anonymously(actor=then, invitation=mq.invitations(row)[0], given=mq.FULL)
    assert not kept(row)


def test_a_page_opened_before_the_closing_answers_nothing_after_it(branch: Organisation) -> None:
    row = mq.opened(branch)
    (stale, *_) = mq.invitations(row)
    actions.close_questionnaire(actor=mq.keeper(branch), questionnaire=row)
    with pytest.raises(DomainError, match="刚刚结束"):
        actions.answer_anonymously(actor=mq.keeper(branch), invitation=stale, given=mq.FULL)
    assert not kept(row)
    assert not any(each.used for each in mq.invitations(row))


def test_each_promise_has_its_own_way(branch: Organisation) -> None:
    actor = mq.keeper(branch)
    anonymous, named = mq.opened(branch), mq.opened(branch, named=True)
    with pytest.raises(PermissionDenied):
        actions.answer_by_name(actor=actor, invitation=mq.invitations(anonymous)[0], given=mq.FULL)
    with pytest.raises(PermissionDenied):
        actions.answer_anonymously(actor=actor, invitation=mq.invitations(named)[0], given=mq.FULL)
    with pytest.raises(PermissionDenied):
        actions.answer_openly(actor=actor, questionnaire=anonymous, given=mq.FULL)


def test_a_named_answer_keeps_the_person_and_the_day(branch: Organisation) -> None:
    row = mq.opened(branch, named=True)
    mq.answered(row, 1)
    answer = NamedAnswer.objects.get(unit_id=row.unit_id, questionnaire=row)
    assert answer.person_id == next(e.person_id for e in mq.invitations(row) if e.used)
    assert answer.answered_on == make.TODAY


def test_the_public_link_takes_answers_of_nobody(branch: Organisation) -> None:
    row = mq.opened(branch, audience="public")
    assert len(row.link_token) == 43
    assert mq.invitations(row) == []
    for _one in range(3):
        actions.answer_openly(actor=mq.keeper(branch), questionnaire=row, given=mq.FULL)
    assert [answer.part for answer in kept(row)] == ["", "", ""]


def test_a_token_opens_one_invitation_of_one_unit(branch: Organisation) -> None:
    row = mq.opened(branch)
    one, two = mq.invitations(row)[:2]
    token = token_of(one.unit_id, one.id)
    assert invitation_in(one.unit_id, token) == one.id
    forged = two.id.hex + token[32:]
    for unit, word in ((one.unit_id + 1, token), (one.unit_id, forged), (one.unit_id, "x" * 54)):
        assert invitation_in(unit, word) is None


def test_fewer_than_five_answers_are_not_shown(branch: Organisation) -> None:
    row = mq.opened(branch)
    mq.answered(row, 4)
    for over in (False, True):
        report = report_of(row, over=over, persons=False)
        assert (report.answers, report.shown, report.results) == (4, 0, ())


def test_open_figures_move_by_five_and_hold_no_texts(branch: Organisation) -> None:
    row = mq.opened(branch, dimensions=("sex",))
    mq.answered(row, 5)
    seen = [report_of(row, over=False, persons=False)]
    for _one in range(5):
        mq.answered(row, 1, q1=2)
        seen.append(report_of(row, over=False, persons=False))
    assert [(r.answers, r.shown) for r in seen] == [
        (5, 5), (6, 5), (7, 5), (8, 5), (9, 5), (10, 10),
    ]  # fmt: skip
    assert [one.count for one in seen[-2].results[0].lines] == [5, 0, 0]
    assert [one.count for one in seen[-1].results[0].lines] == [5, 0, 5]
    assert seen[-1].texts is None
    assert seen[-1].crosses == ()


def test_the_end_shows_all_with_texts_and_guarded_tables(branch: Organisation) -> None:
    row = mq.opened(branch, dimensions=("sex",))
    for each in mq.invitations(row):
        differs = {"q1": 1, "q5": ""} if each.person.sex == "2" else {}
        given = mq.FULL | differs
        actions.answer_anonymously(actor=mq.keeper(branch), invitation=each, given=given)
    report = report_of(row, over=True, persons=False)
    assert report.shown == 20
    assert [one.count for one in report.results[0].lines] == [12, 8, 0]
    assert report.results[2].mean == "4.00"
    assert report.texts is not None
    assert [text.text for text in report.texts[5]] == ["多开座谈会"] * 12
    assert report.crosses[0].rows == (("女", 8, (0, 8, 0)), ("男", 12, (12, 0, 0)))


def test_texts_of_one_sheet_stand_at_different_places(branch: Organisation) -> None:
    wordings = (mq.KINDS[4], mq.KINDS[4])
    row = mq.opened(branch, wordings=wordings)
    actor = mq.keeper(branch)
    for n, each in enumerate(mq.invitations(row)):
        given = {"q1": f"甲{n}", "q2": f"乙{n}"}
        actions.answer_anonymously(actor=actor, invitation=each, given=given)
    first, second = (
        [text.text[1:] for text in texts_of(row, question, persons=False)]
        for question in questions_of(row)
    )
    assert sorted(first) == sorted(second)
    assert first != second


def test_names_are_for_keepers_of_named_ones(branch: Organisation) -> None:
    row = mq.opened(branch, named=True)
    mq.answered(row, 6)
    seen = report_of(row, over=False, persons=True).texts
    hidden = report_of(row, over=False, persons=False).texts
    assert seen is not None
    assert hidden is not None
    assert {text.name for text in hidden[5]} == {""}
    assert all(text.name for text in seen[5])


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_anonymous_results_leave_after_the_end_only(branch: Organisation) -> None:
    row = mq.opened(branch)
    mq.answered(row, 6)
    actor = mq.keeper(branch)
    with pytest.raises(DomainError, match="结束以后才能导出"):
        actions.export_results(actor=actor, questionnaire=row, form="workbook")
    closed = actions.close_questionnaire(actor=actor, questionnaire=row)
    made = actions.export_results(actor=actor, questionnaire=closed, form="workbook")
    found = sheets(made.content)
    assert found["答卷"][0][:2] == ["1. 对党员活动室满意吗", "2. 希望增加什么"]
    assert found["答卷"][1] == ["满意", "学习；文体活动", 4.0, 3.0, 2.0, "多开座谈会"]
    assert len(found["答卷"]) == 7
    entry = Entry.objects.across_units().get(verb="questionnaires.export")
    assert entry.facts == {"文件": "支部工作满意度调查.xlsx", "含姓名": False}


def test_exports_are_refused_to_strangers_for_few_answers_and_unknown_forms(
    branch: Organisation,
) -> None:
    row = mq.opened(branch)
    mq.answered(row, 4)
    closed = actions.close_questionnaire(actor=mq.keeper(branch), questionnaire=row)
    beside = make.organisation(unit=branch.unit)
    with pytest.raises(PermissionDenied):
        actions.export_results(actor=mq.keeper(beside), questionnaire=closed, form="totals")
    for form, words in (("totals", "不到5份"), ("pdf", "没有这种文件")):
        with pytest.raises(DomainError, match=words):
            actions.export_results(actor=mq.keeper(branch), questionnaire=closed, form=form)
    assert not Entry.objects.across_units().filter(verb="questionnaires.export").exists()


def test_a_named_export_has_names_for_keepers_and_no_formula(branch: Organisation) -> None:
    row = mq.opened(branch, named=True)
    mq.answered(row, 5, q5="=1+1")
    files = {
        role: actions.export_results(
            actor=mq.keeper(branch, role=role), questionnaire=row, form="answers"
        ).content.decode("utf-8-sig")
        for role in (Role.SECRETARY, Role.SUPERVISOR)
    }
    assert files[Role.SECRETARY].startswith("姓名,")
    assert "\r\n党员" in files[Role.SECRETARY]
    assert "\r\n党员" not in files[Role.SUPERVISOR]
    assert ",'=1+1" in files[Role.SECRETARY]
