"""What the rules ask of work beyond its number stands on the form where it is filed."""

import pytest
from django.test import Client

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
