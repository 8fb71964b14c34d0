"""The pages of ballots as the web role sees them: who sees what, and how many queries it takes."""

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

import make
from ballots.voting import (
    QUESTION,
    RACE,
    Polling,
    candidate,
    cast,
    closed,
    opened,
    prepared,
    sealed,
)
from dangwu.accounts.models import Account, Role
from dangwu.ballots import actions, queries
from dangwu.ballots.booth import Question, Race
from dangwu.ballots.models import Ballot, Envelope, UsedRight
from documents.reading import text_of

pytestmark = pytest.mark.django_db
Made = TypeVar("Made")
TLS: dict[str, Any] = {"secure": True}
CAST_QUERIES = 6
LIST_QUERIES = 9
SHOW_QUERIES = 18


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests come at the hour for which the ballots of the tests are made."""
    monkeypatch.setattr(timezone, "now", lambda: make.NOW)


def address(polling: Polling, page: str, **more: Any) -> str:
    place = {"unit": polling.ballot.unit_id, "ballot": polling.ballot.id}
    return reverse(f"ballots:{page}", kwargs={**place, **more})


def voter(polling: Polling, number: int = 0) -> Account:
    return make.account(
        role=Role.MEMBER, organisation=polling.organisation, person=polling.voters[number]
    )


def secretary(polling: Polling) -> Account:
    return make.account(role=Role.SECRETARY, organisation=polling.organisation)


def teller(polling: Polling, number: int = 1) -> Account:
    row = queries.tellers_of(polling.ballot)[number - 1]
    return make.account(role=Role.MEMBER, organisation=polling.organisation, person=row.person)


@pytest.fixture
def browser(hour: None, as_web_role: None) -> Client:
    """A browser whose requests the web role answers; what a test makes is the owner's."""
    return Client()


def as_owner(make_it: Callable[[], Made]) -> Made:
    """Make something as the owner of the tables, then be the web role again."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        made = make_it()
        cursor.execute("SET ROLE dangwu_web")
    return made


def test_a_vote_is_sent_by_tls_and_answered_with_a_receipt(browser: Client) -> None:
    polling = as_owner(opened)
    browser.force_login(as_owner(lambda: voter(polling)))
    envelope = as_owner(lambda: sealed(polling, ["yes"]))

    answer = browser.post(
        address(polling, "cast"), envelope, content_type="application/octet-stream", **TLS
    )

    assert answer.status_code == 200
    assert set(answer.json()) == {"again", "envelope", "signature"}
    kept = as_owner(lambda: Envelope.objects.get(unit_id=polling.ballot.unit_id))
    assert answer.json()["envelope"] == kept.digest


def test_without_tls_nothing_is_cast_and_the_page_says_why(browser: Client) -> None:
    polling = as_owner(opened)
    browser.force_login(as_owner(lambda: voter(polling)))
    envelope = as_owner(lambda: sealed(polling, ["yes"]))

    answer = browser.post(
        address(polling, "cast"), envelope, content_type="application/octet-stream"
    )
    page = browser.get(address(polling, "vote"))

    assert answer.status_code == 403
    assert "没有加密" in answer.json()["refused"]
    assert "请用 https 开头的地址打开" in page.content.decode()
    assert b"ballot-form" not in page.content
    assert not as_owner(lambda: Envelope.objects.filter(unit_id=polling.ballot.unit_id).exists())


def test_on_the_machine_itself_no_tls_is_needed(browser: Client) -> None:
    polling = as_owner(opened)
    browser.force_login(as_owner(lambda: voter(polling)))

    page = browser.get(address(polling, "vote"), headers={"host": "127.0.0.1:8000"})

    assert b"ballot-form" in page.content


def test_a_refused_vote_leaves_nothing(browser: Client) -> None:
    polling = as_owner(opened)
    foreign = as_owner(lambda: sealed(polling, ["yes"]))
    as_owner(lambda: cast(polling, polling.voters[1], foreign))
    browser.force_login(as_owner(lambda: voter(polling)))

    answer = browser.post(
        address(polling, "cast"), foreign, content_type="application/octet-stream", **TLS
    )

    assert answer.status_code == 422
    assert as_owner(lambda: UsedRight.objects.filter(unit_id=polling.ballot.unit_id).count()) == 1


def test_a_second_vote_is_a_conflict_and_the_page_says_so(browser: Client) -> None:
    polling = as_owner(opened)
    as_owner(lambda: cast(polling, polling.voters[0], sealed(polling, ["yes"])))
    browser.force_login(as_owner(lambda: voter(polling)))
    envelope = as_owner(lambda: sealed(polling, ["no"]))

    answer = browser.post(
        address(polling, "cast"), envelope, content_type="application/octet-stream", **TLS
    )
    page = browser.get(address(polling, "vote"), **TLS).content.decode()

    assert answer.status_code == 409
    assert "每人只投一票" in page
    assert "核对选票" not in page.split('id="review"')[0]


def test_only_the_pages_that_seal_may_run_webassembly(browser: Client) -> None:
    polling = as_owner(opened)
    browser.force_login(as_owner(lambda: voter(polling)))

    vote = browser.get(address(polling, "vote"), **TLS)["Content-Security-Policy"]
    board = browser.get(address(polling, "board"), **TLS)["Content-Security-Policy"]

    assert "script-src 'self' 'wasm-unsafe-eval'" in vote
    assert "wasm" not in board
    assert "unsafe-inline" not in vote


def test_a_vote_costs_the_same_whoever_is_on_the_roll(
    browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for size in (1, 30):
        polling = as_owner(lambda size=size: opened(voters=size))  # type: ignore[misc]
        browser.force_login(as_owner(lambda polling=polling: voter(polling)))  # type: ignore[misc]
        envelope = as_owner(lambda polling=polling: sealed(polling, ["yes"]))  # type: ignore[misc]
        with django_assert_num_queries(CAST_QUERIES):
            answer = browser.post(
                address(polling, "cast"), envelope, content_type="application/octet-stream", **TLS
            )
        assert answer.status_code == 200


def test_while_open_nobody_sees_a_result_or_an_envelope(browser: Client) -> None:
    polling = as_owner(opened)
    receipt = as_owner(lambda: cast(polling, polling.voters[0], sealed(polling, ["yes"])))
    for account in (secretary, voter, teller):
        browser.force_login(as_owner(lambda account=account: account(polling)))  # type: ignore[misc]
        page = browser.get(address(polling, "board"), **TLS).content.decode()
        assert receipt.envelope[:4] + " " + receipt.envelope[4:8] not in page
        assert "1 / 5 人" in page
        assert browser.get(address(polling, "published"), **TLS).status_code == 404
    browser.force_login(as_owner(lambda: teller(polling)))
    assert browser.get(address(polling, "batch"), **TLS).status_code == 422


def test_the_organiser_sees_who_has_voted_and_is_told_so(browser: Client) -> None:
    polling = as_owner(opened)
    as_owner(lambda: cast(polling, polling.voters[1], sealed(polling, ["yes"])))
    browser.force_login(as_owner(lambda: secretary(polling)))

    page = browser.get(address(polling, "show")).content.decode()

    assert "党员001：已投票" in page
    assert "党员000：未投票" in page
    assert "谁已投票由组织者掌握" in page
    watcher = as_owner(
        lambda: make.account(role=Role.SUPERVISOR, organisation=polling.organisation)
    )
    browser.force_login(watcher)
    assert "党员001" not in browser.get(address(polling, "show")).content.decode()


def test_the_organiser_goes_from_freezing_to_the_sealed_box(browser: Client) -> None:
    polling = as_owner(prepared)
    browser.force_login(as_owner(lambda: secretary(polling)))
    place = address(polling, "show")

    for step, reason in (("freeze", ""), ("open", ""), ("close", "到会的都已投票")):
        answer = browser.post(address(polling, step), {"reason": reason})
        assert (answer.status_code, answer["Location"]) == (302, place)
    refused = browser.post(address(polling, "freeze"))

    assert refused.status_code == 422
    assert "现在是“已截止，等待计票”" in refused.content.decode()
    row = as_owner(lambda: Ballot.objects.get(unit_id=polling.ballot.unit_id))
    assert row.state == Ballot.State.CLOSED


def test_the_tellers_page_says_whose_turn_it_is(browser: Client) -> None:
    polling = as_owner(opened)
    as_owner(lambda: closed(polling))
    browser.force_login(as_owner(lambda: teller(polling, 2)))
    assert "现在轮到赵监票" in browser.get(address(polling, "peel"), **TLS).content.decode()
    browser.force_login(as_owner(lambda: teller(polling, 1)))

    page = browser.get(address(polling, "peel"), **TLS).content.decode()
    batch = browser.get(address(polling, "batch"), **TLS)
    empty = browser.post(address(polling, "peel"), {"refused": "[]"}, **TLS)

    assert "轮到您了" in page
    assert batch.content == b""
    assert empty.json() == {"done": True}


def test_the_list_shows_what_waits_for_the_person(
    browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    polling = as_owner(opened)
    browser.force_login(as_owner(lambda: voter(polling)))
    assert "去投票" in browser.get(reverse("ballots:list")).content.decode()

    browser.force_login(as_owner(lambda: secretary(polling)))
    for more in (0, 2):
        for _ in range(more):
            as_owner(lambda: _beside(polling))
        with django_assert_num_queries(LIST_QUERIES):
            page = browser.get(reverse("ballots:list")).content.decode()
    assert page.count("另一次投票") == 2
    after = f"{make.TODAY.isoformat()}:{polling.ballot.id}"
    older = browser.get(reverse("ballots:list"), {"after": after}).content.decode()
    assert "支部党员大会投票" not in older
    assert browser.get(reverse("ballots:list"), {"after": "x:y"}).status_code == 200
    filtered = browser.get(reverse("ballots:list"), {"state": "draft"}).content.decode()
    assert "支部党员大会投票" not in filtered


def _beside(polling: Polling) -> Ballot:
    return actions.create_ballot(
        actor=polling.secretary,
        organisation=polling.organisation,
        title="另一次投票",
        tier="paper",
        contests=[QUESTION],
        entitled=[],
        held_on=make.TODAY,
    )


def test_the_ballots_page_takes_the_same_queries_for_any_roll(
    browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for size in (1, 3):
        polling = as_owner(lambda size=size: opened(QUESTION, RACE, voters=size))  # type: ignore[misc]
        browser.force_login(as_owner(lambda polling=polling: secretary(polling)))  # type: ignore[misc]
        with django_assert_num_queries(SHOW_QUERIES):
            assert browser.get(address(polling, "show")).status_code == 200


TWO_FOR_ONE = Race("支部委员", 1, (candidate("丁二"), candidate("王一")))


def paper(contest: Question | Race = TWO_FOR_ONE) -> Polling:
    polling = prepared(
        contest,
        tier="paper",
        opens_at=None,
        closes_at=None,
    )
    actions.freeze_ballot(actor=polling.secretary, ballot=polling.ballot)
    return polling


def test_paper_ballots_are_printed_for_everybody(browser: Client) -> None:
    polling = as_owner(paper)
    browser.force_login(as_owner(lambda: secretary(polling)))
    way = address(polling, "slips", form="pdf")

    shown = browser.get(address(polling, "show")).content.decode()
    printed = text_of(browser.get(way).content)

    assert f'href="{way}"' in shown
    assert "支部委员选票" in printed
    assert 0 < printed.index("画“○”") < min(printed.index("丁二"), printed.index("王一"))
    assert browser.get(address(polling, "slips", form="exe")).status_code == 404


def test_a_paper_vote_on_a_matter_has_its_slip_and_a_vote_on_line_none(browser: Client) -> None:
    polling = as_owner(lambda: paper(QUESTION))
    browser.force_login(as_owner(lambda: secretary(polling)))
    online = as_owner(opened)

    printed = text_of(browser.get(address(polling, "slips", form="pdf")).content)

    assert "表决票" in printed
    assert QUESTION.title in printed
    browser.force_login(as_owner(lambda: secretary(online)))
    assert browser.get(address(online, "slips", form="pdf")).status_code == 404


COUNT = {
    "issued": "5", "returned": "5", "invalid": "0",
    "votes_0_0": "4", "votes_0_1": "1", "votes_0_2": "0",
    "votes_1_0": "1", "votes_1_1": "4", "votes_1_2": "0",
}  # fmt: skip


def test_two_people_enter_a_count_on_paper_without_seeing_each_others(browser: Client) -> None:
    polling = as_owner(paper)
    first, second = (as_owner(lambda n=n: teller(polling, n)) for n in (1, 2))  # type: ignore[misc]
    place = address(polling, "count", contest=0)
    browser.force_login(first)
    assert browser.post(place, COUNT).status_code == 302
    browser.force_login(second)

    before = browser.get(place).content.decode()
    assert "已有一人录入" in before
    assert 'value="4"' not in before
    assert browser.post(place, {**COUNT, "votes_0_0": "3"}).status_code == 422
    wrong = {**COUNT, "votes_0_0": "3", "votes_0_1": "2"}
    assert browser.post(place, wrong).status_code == 302
    assert "两人录入不一致" in browser.get(place).content.decode()
    assert browser.post(place, COUNT).status_code == 302
    assert "录入一致" in browser.get(place).content.decode()

    board = browser.get(address(polling, "board")).content.decode()
    assert "丁二" in board


def test_more_returned_than_issued_is_said_to_whoever_types_it(browser: Client) -> None:
    polling = as_owner(paper)
    browser.force_login(as_owner(lambda: teller(polling, 1)))
    more = {**COUNT, "issued": str(int(COUNT["returned"]) - 1)}

    page = browser.post(address(polling, "count", contest=0), more, follow=True).content.decode()

    assert "多于发出的" in page
    assert "录错了的，再录入一次" in page


def test_the_voter_is_told_how_to_know_whether_the_vote_was_taken(browser: Client) -> None:
    polling = as_owner(opened)
    browser.force_login(as_owner(lambda: voter(polling)))

    page = browser.get(address(polling, "vote"), **TLS).content.decode()

    assert "写着“已在票箱里”的就是投成了" in page


def test_a_form_of_a_count_says_what_is_wrong_at_the_field(browser: Client) -> None:
    polling = as_owner(paper)
    browser.force_login(as_owner(lambda: secretary(polling)))

    answer = browser.post(address(polling, "count", contest=0), {**COUNT, "invalid": "6"})

    assert answer.status_code == 422
    assert answer.context["form"].errors["invalid"] == ["无效票不能多于收回的选票。"]
    assert browser.get(address(polling, "count", contest=7)).status_code == 404
