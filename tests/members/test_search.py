"""People are found by name, pinyin, initials and numbers, inside the reach only."""

import pytest
from django.db import connection, transaction

import make
from dangwu.accounts.models import Role
from dangwu.core.errors import InputError
from dangwu.members.queries.search import find_people
from dangwu.sharding.access import open_units
from register import PHONE, Home, home, post, with_numbers

pytestmark = pytest.mark.django_db


def names(found: list[object]) -> list[str]:
    return [str(one) for one in found]


@pytest.fixture
def town() -> Home:
    place = home()
    for name in ("王建国", "王建民", "李建国", "欧阳建国明"):
        make.person(name, organisation=place.branch)
    make.person("王建国", organisation=place.other)
    return place


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("王建国", ["王建国"]),
        ("建国", ["王建国", "李建国", "欧阳建国明"]),
        ("王", ["王建国", "王建民"]),
        ("阳建国", ["欧阳建国明"]),
        ("wangjian", ["王建国", "王建民"]),
        ("WJG", ["王建国"]),
        ("张", []),
        ("zhang", []),
    ],
)
def test_find_people_by_text_inside_the_branch(
    town: Home, query: str, expected: list[str]
) -> None:
    access = post(Role.SECRETARY, town.branch)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE dangwu_web")
    found = find_people(access, query)

    assert sorted(names(list(found))) == sorted(expected)
    assert {row.organisation_id for row in found} <= {town.branch.id}


def test_find_people_by_numbers(town: Home) -> None:
    person = make.person("赵金生", organisation=town.branch)
    number = with_numbers(person)
    access = post(Role.CLERK, town.top)

    for query in (number, PHONE, f"+86 {PHONE}", person.number):
        assert names(list(find_people(access, query))) == ["赵金生"]


def test_search_reaches_no_unit_that_is_not_open(town: Home) -> None:
    access = post(Role.SECRETARY, town.top)
    open_units([])

    assert find_people(access, "建国") == []


def test_search_without_a_listing_role_finds_nobody(town: Home) -> None:
    for role in (Role.MEMBER, Role.RESIDENT, Role.SUPERVISOR, Role.ADMINISTRATOR):
        assert find_people(post(role, town.top), "建国") == []
    assert find_people(make.stranger(organisation=town.top), "wangjianguo") == []


def test_search_for_nothing_says_what_to_type(town: Home) -> None:
    with pytest.raises(InputError, match="请输入姓名"):
        find_people(post(Role.CLERK, town.top), " ！ ")


def test_search_function_is_not_for_everybody() -> None:
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(
            "SELECT has_function_privilege('public',"
            " 'members_search(bigint[], text[], text[], text, integer)', 'execute')"
        )
        assert cursor.fetchone() == (False,)
