"""Choosing candidates and tellers of a large committee: by name, by page, nothing chosen is lost."""

import re
import uuid
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import make
from dangwu.accounts.models import Account, Role
from dangwu.members.models import Person
from dangwu.procedures.actions import starting
from dangwu.procedures.actions.starting import Sought
from dangwu.procedures.models import Candidate, CaseTeller, TermChange
from dangwu.procedures.queries.picking import PAGE

pytestmark = pytest.mark.django_db

READS = 26
GIVEN = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十")


def committee(members: int) -> tuple[TermChange, Client]:
    """A change of term of a committee with so many members in its branches; its secretary."""
    above = make.organisation(unit=make.unit(), kind="committee", category="county")
    own = make.organisation(
        unit=above.unit, parent=above, kind="committee", category="township", name="红旗镇党委"
    )
    branches = [make.organisation(unit=own.unit, parent=own) for _ in range(2)]
    for number in range(members):
        name = f"赵{GIVEN[number // 10 % 10]}{GIVEN[number % 10]}"
        make.person(name, organisation=branches[number % 2])
    make.body(own, elected_on=date(2022, 3, 1), expires_on=date(2027, 3, 1))
    actor = make.access(role=Role.SECRETARY, organisation=own)
    case = starting.start_term_change(
        actor=actor, organisation=own, sought=Sought(planned_on=make.TODAY, seats=5)
    )
    client = Client()
    client.force_login(Account.objects.get(id=actor.account_id or uuid.UUID(int=0)))
    return case, client


def address(case: TermChange, rest: str = "candidates/") -> str:
    return f"/procedures/{case.unit_id}/{case.id}/{rest}"


def offered(page: str, field: str = "person") -> list[str]:
    """The keys that a field offers."""
    return re.findall(rf'name="{field}"\s+id="[^"]*"\s+value="([^"]*)"', page)


def named(name: str) -> Person:
    return Person.objects.get(name=name)


@pytest.mark.parametrize("members", [60, 180])
def test_page_of_a_large_committee_lists_one_page_in_as_many_reads(members: int) -> None:
    case, client = committee(members)

    with CaptureQueriesContext(connection) as reads:
        page = client.get(address(case)).content.decode()

    assert len(offered(page)) == PAGE
    assert f"共{members}名" in page
    assert len(reads) == READS


@pytest.mark.parametrize("query", ["赵二三", "二三", "zhaoersan", "zes"])
def test_member_is_found_by_name_pinyin_and_initials(query: str) -> None:
    case, client = committee(60)

    page = client.post(address(case), {"find": "1", "q": query}).content.decode()

    assert str(named("赵二三").id) in offered(page)
    assert len(offered(page)) < PAGE
    assert not Candidate.objects.exists()


def test_pages_go_on_to_the_last_member() -> None:
    case, client = committee(60)

    pages = [
        offered(client.post(address(case), {"find": str(number)}).content.decode())
        for number in range(1, 7)
    ]

    assert len({one for page in pages for one in page}) == 60
    beyond = client.post(address(case), {"find": "999"}).content.decode()
    assert offered(beyond) == pages[-1]


def test_search_keeps_what_was_typed_and_who_was_chosen() -> None:
    case, client = committee(60)
    chosen = named("赵六十")

    page = client.post(
        address(case),
        {"find": "1", "q": "赵一", "person": chosen.id, "proposed_by": "两个支部推荐"},
    ).content.decode()

    assert re.search(rf'value="{chosen.id}"\s+checked', page)
    assert "两个支部推荐" in page
    assert 'role="alert"' not in page


def test_tellers_from_different_searches_are_proposed_together() -> None:
    case, client = committee(60)
    watching, counting = named("赵六十"), named("赵一一")

    page = client.post(
        address(case, "tellers/"), {"find": "1", "q": "赵一一", "scrutineers": watching.id}
    ).content.decode()
    answer = client.post(
        address(case, "tellers/"), {"scrutineers": watching.id, "counters": counting.id}
    )

    assert str(watching.id) in offered(page, "scrutineers")
    assert str(counting.id) in offered(page, "counters")
    assert answer.status_code == 302
    duties = CaseTeller.objects.values_list("person_id", "duty")
    assert dict(duties) == {watching.id: "scrutineer", counting.id: "counter"}


def test_query_that_says_nothing_is_answered_with_a_sentence() -> None:
    case, client = committee(60)

    page = client.post(address(case), {"find": "1", "q": "？"}).content.decode()

    assert "请输入姓名、拼音" in page
    assert offered(page) == []


def test_somebody_who_is_no_member_is_refused_at_the_field() -> None:
    case, client = committee(60)

    answer = client.post(address(case), {"post": "member", "person": uuid.uuid4()})

    assert answer.status_code == 422
    assert "不是本党组织的正式党员" in answer.content.decode()
    assert not Candidate.objects.exists()


def test_candidate_is_not_offered_as_a_teller() -> None:
    case, client = committee(60)
    person = named("赵一一")
    client.post(address(case), {"post": "member", "person": person.id})

    page = client.post(address(case, "tellers/"), {"find": "1", "q": person.name}).content.decode()

    assert offered(page, "counters") == []


def test_meeting_of_a_large_committee_offers_those_with_a_post_as_chair() -> None:
    case, client = committee(60)
    make.post(named("赵一一"), case.organisation)

    page = client.get(address(case, "meeting/assembly/")).content.decode()

    assert re.findall(r"<option[^>]*>([^<]+)</option>", page) == ["暂不指定", "赵一一"]
