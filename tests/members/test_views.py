"""The members room in the browser: who sees what, numbers stay masked, counts stay constant."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import make
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.members.actions.correcting import propose_correction
from dangwu.members.actions.honours import Penalty, add_discipline
from dangwu.members.actions.special import Circumstance, set_special
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.sharding.access import open_units
from register import PHONE, Home, home, post, seen, with_numbers

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 1)


@pytest.fixture
def town() -> Home:
    return home()


def signed_in(
    role: Role, town_: Home, *, at: str = "branch", person: Person | None = None
) -> Client:
    """A browser in which somebody of that role is signed in."""
    client = Client()
    organisation = getattr(town_, at)
    client.force_login(make.account(role=role, organisation=organisation, person=person))
    return client


def url(person: Person, tail: str = "") -> str:
    return f"/members/{person.unit_id}/{person.id}/{tail}"


LISTING = (Role.SECRETARY, Role.CLERK, Role.COMMITTEE_MEMBER, Role.DEPARTMENT)
PAGES = ("", "specials/", "corrections/", "duplicates/", "workers/")


@pytest.mark.parametrize("page", PAGES)
def test_lists_open_for_those_who_list_people_and_nobody_else(town: Home, page: str) -> None:
    make.person(organisation=town.branch)

    for role in Role:
        answer = signed_in(role, town).get(f"/members/{page}")
        assert answer.status_code == (200 if role in LISTING else 403), role
    assert Client().get(f"/members/{page}").status_code == 302


@pytest.mark.parametrize(
    ("role", "at", "status"),
    [
        (Role.SECRETARY, "branch", 200),
        (Role.COMMITTEE_MEMBER, "branch", 200),
        (Role.SUPERVISOR, "top", 200),
        (Role.DEPARTMENT, "top", 200),
        (Role.SECRETARY, "other", 404),
        (Role.MEMBER, "branch", 404),
        (Role.RESIDENT, "branch", 404),
        (Role.ADMINISTRATOR, "branch", 404),
    ],
)
def test_record_is_shown_to_posts_above_and_to_nobody_else(
    town: Home, role: Role, at: str, status: int
) -> None:
    person = make.person(organisation=town.branch)

    answer = signed_in(role, town, at=at).get(url(person))

    assert answer.status_code == status


def test_member_sees_the_own_record_masked_and_no_other(town: Home) -> None:
    person = make.person("王建国", organisation=town.branch)
    number = with_numbers(person)
    other = make.person("李建国", organisation=town.branch)
    client = signed_in(Role.MEMBER, town, person=person)

    page = client.get(url(person)).content.decode()

    assert person.id_mask in page
    assert number not in page
    assert "提出更正" in page
    assert client.get(url(other)).status_code == 404


def test_receiving_branch_sees_a_mobile_member_and_keeps_nothing(town: Home) -> None:
    person = make.person(organisation=town.branch)
    set_special(
        actor=post(Role.CLERK, town.branch),
        seen=seen(person),
        given=Circumstance("mobile", ON, "务工", town.other),
    )
    client = signed_in(Role.SECRETARY, town, at="other")

    assert client.get(url(person)).status_code == 200
    assert client.get(url(person, "correct/")).status_code == 403
    assert person.name in client.get("/members/specials/").content.decode()


def test_no_page_ever_holds_a_number_in_clear(town: Home) -> None:
    person = make.person("王建国", organisation=town.branch)
    number = with_numbers(person)
    twin = make.person("王建国", organisation=town.branch)
    propose_correction(
        actor=post(Role.MEMBER, town.branch, person),
        seen=seen(person),
        field="phone",
        value="15400007777",
        reason="",
    )
    columns = "?columns=phone&columns=id_number"
    pages = [f"/members/{page}" for page in PAGES] + [
        f"/members/{columns}",
        f"/members/?q={number}",
        url(person),
        url(twin),
        *(url(person, f"{act}/") for act in ("correct", "standing", "special")),
    ]
    client = signed_in(Role.SECRETARY, town)

    for page in pages:
        answer = client.get(page)
        assert answer.status_code == 200, page
        body = answer.content.decode().replace(f"?q={number}", "").replace(f'"{number}"', "")
        assert number not in body, page
        assert PHONE not in body, page
        assert "15400007777" not in body, page
    assert person.phone_mask in client.get(f"/members/{columns}").content.decode()


def test_reveal_shows_the_number_once_and_records_who_and_why(town: Home) -> None:
    person = make.person(organisation=town.branch)
    with_numbers(person)
    client = signed_in(Role.SECRETARY, town)

    answer = client.post(url(person, "reveal/"), {"field": "phone", "reason": "通知开会"})

    assert answer.status_code == 200
    assert PHONE in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert PHONE not in client.get(url(person)).content.decode()
    entry = Entry.objects.get(unit_id=person.unit_id, verb="members.reveal")
    assert entry.facts == {"项目": "手机号码", "原因": "通知开会"}
    assert entry.target_id == person.id


def test_reveal_without_reason_or_right_shows_nothing_and_records_nothing(town: Home) -> None:
    person = make.person(organisation=town.branch)
    with_numbers(person)
    asked = {"field": "phone", "reason": "通知开会"}

    short = signed_in(Role.CLERK, town).post(url(person, "reveal/"), {**asked, "reason": "看"})

    assert short.status_code == 422
    assert "请写明查看原因" in short.content.decode()
    for role in (Role.COMMITTEE_MEMBER, Role.SUPERVISOR):
        answer = signed_in(role, town).post(url(person, "reveal/"), asked)
        assert answer.status_code == 403
    own = signed_in(Role.MEMBER, town, person=person).post(url(person, "reveal/"), asked)
    assert own.status_code == 403
    assert signed_in(Role.CLERK, town, at="other").post(url(person, "reveal/")).status_code == 404
    assert signed_in(Role.CLERK, town).get(url(person, "reveal/")).status_code == 405
    assert Entry.objects.filter(unit_id=person.unit_id, verb="members.reveal").count() == 0


def test_discipline_and_hardship_are_seen_by_few(town: Home) -> None:
    person = make.person(organisation=town.branch)
    secretary = post(Role.SECRETARY, town.branch)
    add_discipline(
        actor=secretary,
        seen=seen(person),
        given=Penalty("probation", ON, date(2027, 11, 1), "县纪委"),
    )
    set_special(actor=secretary, seen=seen(person), given=Circumstance("hardship", ON))

    def told(role: Role) -> tuple[bool, bool]:
        page = signed_in(role, town).get(url(person)).content.decode()
        return "留党察看" in page, "生活困难" in page

    assert told(Role.SECRETARY) == (True, True)
    assert told(Role.DEPARTMENT) == (True, True)
    assert told(Role.SUPERVISOR) == (True, False)
    assert told(Role.CLERK) == (False, False)
    assert told(Role.COMMITTEE_MEMBER) == (False, False)
    clerk = signed_in(Role.CLERK, town)
    assert "生活困难" not in clerk.get("/members/specials/").content.decode()
    asked = clerk.get("/members/?special=hardship").content.decode()
    assert "有的条件没有用上" in asked
    hardship = signed_in(Role.SECRETARY, town).get("/members/?special=hardship")
    assert [str(p) for p, _ in hardship.context["rows"]] == [person.name]


def test_register_in_the_browser_keeps_what_was_typed_when_refused(town: Home) -> None:
    client = signed_in(Role.CLERK, town)
    typed = {
        "branch": "河湾村党支部",
        "name": "赵金花",
        "id_number": "990000198005010021",
        "standing": "applicant",
        "since": "2026-11-01",
    }

    refused = client.post("/members/register/", typed)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'role="alert"' in page
    assert 'value="赵金花"' in page
    assert Person.objects.filter(unit_id=town.top.unit_id).count() == 0


def test_acts_in_the_browser_work_and_say_what_is_wrong(town: Home) -> None:
    person = make.person(organisation=town.branch)
    client = signed_in(Role.CLERK, town, at="top")
    move = {"branch": "新泉村党支部", "on": "2026-11-01", "reason": "迁居"}

    unknown = client.post(url(person, "move/"), {**move, "branch": "没有的支部"})
    done = client.post(url(person, "move/"), move)

    assert unknown.status_code == 422
    assert "没有名为“没有的支部”的党支部" in unknown.content.decode()
    assert (done.status_code, done["Location"]) == (302, url(person))
    person.refresh_from_db()
    assert person.organisation_id == town.other.id
    assert client.get(url(person, "nothing/")).status_code == 404


def test_standing_changes_in_the_browser_by_the_endings_of_the_present_one(town: Home) -> None:
    person = make.person(organisation=town.branch)
    client = signed_in(Role.CLERK, town)
    typed = {"on": "2026-11-01", "basis": "批复", "reason": ""}

    page = client.get(url(person, "standing/")).content.decode()
    refused = client.post(url(person, "standing/"), {**typed, "ending": "advanced"})
    done = client.post(url(person, "standing/"), {**typed, "ending": "suspended"})

    assert "停止党籍，转为停止党籍" in page
    assert refused.status_code == 422
    assert 'aria-invalid="true"' in refused.content.decode()
    assert done.status_code == 302
    person.refresh_from_db()
    assert person.standing == "suspended"


def test_correct_in_the_browser_changes_only_what_was_typed_anew(town: Home) -> None:
    person = make.person(organisation=town.branch)
    with_numbers(person)
    client = signed_in(Role.CLERK, town)
    form = client.get(url(person, "correct/")).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    typed["born_on"], typed["joined_on"] = "1980-05-01", "2005-07-01"

    done = client.post(url(person, "correct/"), {**typed, "remark": "改", "reason": "补充"})

    assert done.status_code == 302
    entry = Entry.objects.get(unit_id=person.unit_id, verb="members.correct")
    assert entry.facts == {"原因": "补充", "备注": "空 → 改"}


def test_moving_is_offered_to_posts_that_reach_another_branch(town: Home) -> None:
    person = make.person(organisation=town.branch)

    below = signed_in(Role.SECRETARY, town)
    above = signed_in(Role.DEPARTMENT, town, at="top")

    assert "移到其他党支部" not in below.get(url(person)).content.decode()
    assert below.get(url(person, "move/")).status_code == 403
    assert above.get(url(person, "move/")).status_code == 200


def test_a_dissolved_branch_takes_nobody_and_says_since_when(town: Home) -> None:
    person = make.person(organisation=town.branch)
    Organisation.objects.filter(unit_id=town.other.unit_id, id=town.other.id).update(
        dissolved_on=date(2026, 6, 1)
    )
    given = {"branch": town.other.name, "on": "2026-11-01", "reason": "居住地变动"}

    answer = signed_in(Role.DEPARTMENT, town, at="top").post(url(person, "move/"), given)

    assert answer.status_code == 422
    assert f"{town.other.name}已于2026年6月1日撤销" in answer.content.decode()


def sent(client: Client, page: str) -> dict[str, str]:
    """Return what the browser sends of the form of a page that nobody has touched."""
    form = client.get(page).context["form"]
    told: dict[str, str] = {}
    for name in form.fields:
        value = form[name].value()
        told[name] = told[f"initial-{name}"] = "" if value is None else str(value)
    return told


def test_two_keepers_of_one_record_do_not_write_over_each_other(town: Home) -> None:
    person = make.person(organisation=town.branch)
    page = url(person, "correct/")
    one, other = signed_in(Role.CLERK, town), signed_in(Role.SECRETARY, town)
    first, second = sent(one, page), sent(other, page)
    one.post(page, {**first, "remark": "甲写的", "reason": "补充"})

    beside = other.post(page, {**second, "native_place": "新泉镇", "reason": "补充"})
    over = other.post(page, {**second, "remark": "乙写的", "reason": "补充"})

    person.refresh_from_db()
    assert beside.status_code == 302
    assert (person.remark, person.native_place) == ("甲写的", "新泉镇")
    assert over.status_code == 422
    assert "刚才已有人改为“甲写的”。" in over.content.decode()
    assert 'value="乙写的"' in over.content.decode()

    again = {name: over.context["form"].data[name] for name in over.context["form"].data}
    assert other.post(page, again).status_code == 302
    person.refresh_from_db()
    assert person.remark == "乙写的"


def counted(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("page", "queries"),
    [("", 10), ("?standing=all&sex=1", 10), ("specials/", 11), ("corrections/", 8)],
)
def test_lists_ask_the_same_number_of_queries_for_one_and_three(
    town: Home, page: str, queries: int
) -> None:
    client = signed_in(Role.SECRETARY, town)
    counts = []
    for number in (1, 2):
        for extra in range(number):
            person = make.person(f"王建{number}{extra}", organisation=town.branch)
            propose_correction(
                actor=post(Role.MEMBER, town.branch, person),
                seen=seen(person),
                field="residence",
                value="康宁小区",
                reason="",
            )
        counts.append(counted(client, f"/members/{page}"))

    assert counts == [queries, queries]


def test_record_asks_the_same_number_of_queries_for_one_and_three(town: Home) -> None:
    person = make.person(organisation=town.branch)
    client = signed_in(Role.SECRETARY, town)
    clerk = post(Role.CLERK, town.branch)

    counts = [counted(client, url(person))]
    for kind in ("ill", "aged", "retired"):
        set_special(actor=clerk, seen=seen(person), given=Circumstance(kind, ON))
    counts.append(counted(client, url(person)))

    assert counts == [16, 16]


def test_roster_pages_by_strokes_forwards_and_back(town: Home) -> None:
    for number in range(53):
        make.person(f"王{chr(0x4E00 + number * 7)}", organisation=town.branch)
    client = signed_in(Role.SECRETARY, town)

    first = client.get("/members/").context["page"]
    second = client.get(f"/members/?after={first.after}").context["page"]
    again = client.get(f"/members/?before={second.before}").context["page"]

    keys = [(row.sort_key, row.id) for row in (*first.people, *second.people)]
    assert (first.total, len(first.people), len(second.people)) == (53, 50, 3)
    assert keys == sorted(keys)
    assert [row.id for row in again.people] == [row.id for row in first.people]
    assert (first.before, second.after, again.before) == ("", "", "")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["王建国", "赵一"]),
        ("standing=all", ["王建国", "李四", "赵一"]),
        ("standing=applicant", ["李四"]),
        ("sex=2", ["赵一"]),
        ("age=31-35", ["赵一"]),
        ("joined_from=2010-01-01", ["赵一"]),
        ("joined_to=2009-12-31", ["王建国"]),
        ("ethnicity=minority", ["赵一"]),
        ("college=1", ["赵一"]),
        ("q=wangj", ["王建国"]),
        ("q=建国", ["王建国"]),
        ("q=没有", []),
        ("special=mobile", ["王建国"]),
    ],
)
def test_roster_filters(town: Home, query: str, expected: list[str]) -> None:
    wang = make.person("王建国", organisation=town.branch)
    make.person("李四", organisation=town.branch, standing="applicant")
    zhao = make.person(
        "赵一", organisation=town.branch, sex="2", born_on=date(1993, 1, 1), joined_on=ON
    )
    zhao.ethnicity, zhao.education = "05", "21"
    zhao.save()
    make.person("王建国", organisation=town.other)
    set_special(
        actor=post(Role.CLERK, town.branch), seen=seen(wang), given=Circumstance("mobile", ON)
    )

    answer = signed_in(Role.SECRETARY, town).get(f"/members/?{query}")

    found = [str(person) for person, _ in answer.context["rows"]]
    assert sorted(found) == sorted(expected)
    assert answer.context["page"].total == len(expected)


def test_pages_work_as_the_web_role(town: Home, as_web_role: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    person = make.person("王建国", organisation=town.branch)
    client = signed_in(Role.SECRETARY, town)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dangwu_web")
    open_units([])

    for page in (*(f"/members/{page}" for page in PAGES), "/members/?q=建国", url(person)):
        answer = client.get(page)
        assert answer.status_code == 200, page
    assert [str(p) for p, _ in client.get("/members/?q=建国").context["rows"]] == ["王建国"]
    done = client.post(
        url(person, "special/"), {"kind": "ill", "since": "2026-11-01", "place": "", "basis": ""}
    )
    assert done.status_code == 302
