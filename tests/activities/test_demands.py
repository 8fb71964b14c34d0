"""What the rules ask of work beyond its number stands on the form where it is filed."""

import pytest
from django.test import Client
from django.utils import timezone

import make
from dangwu.accounts.models import Role
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db


def fire_branch() -> Organisation:
    return make.organisation(
        unit=make.unit(), category="fire", regime="fire-2011", fire_kind="company_branch"
    )


def form_page(branch: Organisation, kind: str) -> str:
    client = Client()
    client.force_login(make.account(role=Role.SECRETARY, organisation=branch))
    answer = client.get(f"/work/file/{branch.unit_id}/{branch.id}/?kind={kind}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "words", "article"),
    [
        ("member_report", "外出时间三个月以上的党员，应当采取书面形式汇报", "第38条"),
        ("openness", "应当认真整改，并及时公开整改情况", "第20条"),
        ("openness", "公开栏、征求意见稿、会议、网上公布", "第20条"),
        ("lecture", "可以由大队统一组织", "第35条"),
        ("work_report", "可以召开军人大会报告工作", "第36条"),
    ],
)
def test_the_form_names_what_is_asked_with_its_article(
    kind: str, words: str, article: str
) -> None:
    shown = form_page(fire_branch(), kind)

    assert words in shown
    assert article in shown


def test_another_regime_is_asked_for_nothing_of_it() -> None:
    assert "三个月以上" not in form_page(make.organisation(unit=make.unit()), "member_report")


def filed(branch: Organisation, kind: str, **said: object) -> str:
    """File work by the form; return the record's page."""
    client = Client()
    client.force_login(make.account(role=Role.SECRETARY, organisation=branch))
    facts = {"kind": kind, "held_on": timezone.localdate().isoformat(), "title": kind, **said}
    answer = client.post(f"/work/file/{branch.unit_id}/{branch.id}/", facts, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain
    return answer.content.decode()


def test_openness_says_what_how_and_what_came_of_it() -> None:
    branch = fire_branch()
    page = form_page(branch, "openness")
    assert "选人用人及官兵切身利益事项" in page
    assert "征求意见稿" in page

    shown = filed(
        branch,
        "openness",
        line0=["本级重要决策和党务工作制度", "选人用人及官兵切身利益事项"],
        line1=["公开栏"],
        line2="食堂伙食",
        line3="已调整菜谱，贴在公开栏",
        summary="第四季度",
    )

    assert "公开内容：本级重要决策和党务工作制度、选人用人及官兵切身利益事项" in shown
    assert "公开方式：公开栏" in shown
    assert "整改情况和怎样公开的：已调整菜谱，贴在公开栏" in shown
    assert "没有写明" not in shown


@pytest.mark.parametrize(
    ("kind", "said", "names", "article"),
    [
        ("openness", {"line0": ["自身建设特别是党风廉政建设"]}, "没有写明：公开方式", "第20条"),
        ("openness", {"line1": ["会议"]}, "收集的意见建议、整改情况和怎样公开的", "第20条"),
        ("member_report", {"line0": "张三"}, "没有写明：其中已经书面汇报的", "第38条"),
    ],
)
def test_a_record_names_what_it_does_not_say_with_the_article(
    kind: str, said: dict[str, object], names: str, article: str
) -> None:
    shown = filed(fire_branch(), kind, **said)

    assert names in shown
    assert article in shown


def test_a_line_written_by_hand_says_it_as_well() -> None:
    branch = fire_branch()
    summary = "外出三个月以上的党员：没有\n其中已经书面汇报的：没有\n重要情况和问题的处理：没有"

    assert "没有写明" not in filed(branch, "member_report", summary=summary)


def test_an_answer_that_the_rule_does_not_name_is_refused() -> None:
    branch = fire_branch()
    client = Client()
    client.force_login(make.account(role=Role.SECRETARY, organisation=branch))
    facts = {"kind": "openness", "held_on": timezone.localdate().isoformat(), "line1": ["广播"]}

    answer = client.post(f"/work/file/{branch.unit_id}/{branch.id}/", facts)

    assert answer.status_code == 422
    assert "广播" in answer.content.decode()


def test_work_of_which_nothing_is_asked_has_no_such_lines() -> None:
    branch = make.organisation(unit=make.unit())

    assert "规定要写明的" not in form_page(branch, "member_report")
    assert "没有写明" not in filed(branch, "member_report")
