"""The rulebook can be read, searched, compared and tried out in the browser."""

import pytest
from django.test import Client

import make
from dangwu.accounts.models import Role
from dangwu.core.rulebook.loader import load_rulebook
from dangwu.web.templatetags.components import article

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    branch = make.organisation(unit=make.unit())
    client.force_login(make.account(role=Role.MEMBER, organisation=branch))
    return client


def test_instruments_lists_every_pack(reader: Client) -> None:
    page = reader.get("/rules/").content.decode()

    for pack in load_rulebook().packs:
        assert pack.instrument.title in page


def test_search_finds_articles_in_which_every_word_stands(reader: Client) -> None:
    answer = reader.get("/rules/", {"q": "zb2018-11-pass"})

    found = [(hit.instrument.key, hit.article.number) for hit in answer.context["hits"]]
    assert found == [("ZB2018", "11")]


@pytest.mark.parametrize("pack", load_rulebook().packs, ids=lambda p: p.instrument.key)
def test_instrument_shows_every_article(reader: Client, pack) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    page = reader.get(f"/rules/{pack.instrument.key}/").content.decode()

    assert page.count('id="art-') == len(pack.articles)


def test_every_rule_has_a_page_headed_by_its_article(reader: Client) -> None:
    for rule in load_rulebook().rules():
        answer = reader.get(f"/rules/rule/{rule.id}/")
        assert answer.status_code == 200, rule.id
        page = answer.content.decode()
        assert f"<h1>{article(rule.article)}：" in page, rule.id
        assert "第~" not in page, rule.id


def test_unknown_rule_and_instrument_are_not_found(reader: Client) -> None:
    assert reader.get("/rules/rule/XX-1/").status_code == 404
    assert reader.get("/rules/XX2000/").status_code == 404


def test_compare_shows_what_changed_from_2014_to_2026(reader: Client) -> None:
    page = reader.get("/rules/compare/").content.decode()

    assert "公示" in page
    assert "规则的变化" in page


def test_compare_refuses_a_version_that_does_not_exist(reader: Client) -> None:
    answer = reader.get("/rules/compare/", {"old": "XZ99@2014-05-28", "new": "XZ26@2026-05-11"})

    assert answer.status_code == 422
    assert "没有“XZ99”这个文件" in answer.content.decode()


MEETING = {
    "tab": "meeting",
    "kind": "branch",
    "category": "organ",
    "body": "assembly",
    "subject": "resolution",
    "method": "secret",
    "notice_hours": "48",
    "secretary_present": "yes",
    "added_after_notice": "no",
    "emergency": "no",
    "should_attend": "20",
    "present": "11",
    "yes": "6",
    "no": "4",
    "abstain": "1",
}


@pytest.mark.parametrize(
    ("regime", "fire_kind", "passed"),
    [("civil", "", "否"), ("fire-2011", "company_branch", "是")],
)
def test_the_same_vote_fails_under_one_regime_and_passes_under_the_other(
    reader: Client, regime: str, fire_kind: str, passed: str
) -> None:
    given = {**MEETING, "regime": regime, "fire_kind": fire_kind, "deputy_present": "yes"}

    answer = reader.get("/rules/try/", given)

    assert answer.context["facts"]["表决通过"] == passed


def test_trying_dues_at_the_edge_of_a_tier(reader: Client) -> None:
    at = [
        str(
            reader.get(
                "/rules/try/", {"tab": "dues", "dues_class": "monthly_wage", "base": base}
            ).context["facts"]["每月应交（元）"]
        )
        for base in ("3000", "3000.01")
    ]

    assert at == ["15.00", "30.00"]


def test_trying_with_impossible_counts_says_what_is_wrong(reader: Client) -> None:
    answer = reader.get("/rules/try/", {**MEETING, "regime": "civil", "present": "25"})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({**MEETING, "regime": "civil", "present": "25"}, "present"),
        ({**MEETING, "regime": "civil", "yes": "-1"}, "yes"),
        ({**MEETING, "regime": "civil", "yes": "1.5"}, "yes"),
        ({**MEETING, "regime": "other"}, "regime"),
        ({**MEETING, "regime": "civil", "on": "明天"}, "on"),
        ({"tab": "structure", "regime": "civil", "category": "organ", "units": "九"}, "units"),
        (
            {"tab": "structure", "regime": "civil", "category": "organ"}
            | {"term_began": "2026-01-01", "term_ends": "2025-01-01"},
            "term_ends",
        ),
        ({"tab": "dues", "dues_class": "monthly_wage", "base": "1e400"}, "base"),
        ({"tab": "dues", "dues_class": "monthly_wage", "base": "NaN"}, "base"),
        ({"tab": "dues", "dues_class": ""}, "dues_class"),
    ],
)
def test_trying_with_wrong_input_says_so_at_the_field(
    reader: Client, given: dict[str, str], field: str
) -> None:
    answer = reader.get("/rules/try/", given)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_trying_dues_without_a_base_says_that_a_fact_is_missing(reader: Client) -> None:
    given = {"tab": "dues", "dues_class": "monthly_wage"}

    assert reader.get("/rules/try/", given).context["facts"] == {
        "每月应交（元）": "资料不足，无法判断",
        "比例": "—",
    }
    assert reader.get("/rules/try/", {**given, "base": "4000"}).context["facts"] == {
        "每月应交（元）": "40.00",
        "比例": "1%",
    }


def test_structure_of_a_battalion_with_companies(reader: Client) -> None:
    given = {"tab": "structure", "regime": "fire-2011", "category": "fire", "units": "4"}

    answer = reader.get("/rules/try/", {**given, "fire_kind": "battalion_committee"})

    assert answer.context["lists"]["应当设立"] == ["大队党委", "大队部党支部"]


def test_structure_of_seven_full_members(reader: Client) -> None:
    given = {
        "tab": "structure",
        "regime": "civil",
        "category": "village",
        "kind": "branch",
        "full_members": "7",
    }

    answer = reader.get("/rules/try/", given)

    assert "支部委员会" in answer.context["lists"]["应当设立"]


def test_glossary_explains_terms(reader: Client) -> None:
    assert "四权四制" in reader.get("/rules/glossary/", {"q": "四权"}).content.decode()
