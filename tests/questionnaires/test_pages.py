"""The pages as the web role: who sees what, what the sheet does, what they cost."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from psycopg import sql

import make
import make_questionnaires as mq
from dangwu.accounts.models import Account, Role
from dangwu.audit.models import Entry
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation
from dangwu.questionnaires import actions
from dangwu.questionnaires.models import AnonymousAnswer, Draw, Invitation, Questionnaire
from dangwu.questionnaires.tokens import token_of
from dangwu.questionnaires.views import filling
from dangwu.sharding.access import open_units

pytestmark = pytest.mark.django_db
SHEET = {"q1": "0", "q2": ["0", "2"], "q3": "4", "q4_0": "3", "q4_1": "2", "q5": "多开座谈会"}


@dataclass
class Place:
    """A branch of a town with eight members and its accounts."""

    branch: Organisation
    people: list[Person]
    secretary: Account
    member: Account


@pytest.fixture
def place() -> Iterator[Place]:
    cache.clear()
    unit = make.unit()
    town = make.organisation(unit=unit, kind="committee", category="township", name="红旗镇党委")
    branch = make.organisation(unit=unit, parent=town, name="河东村党支部")
    people = mq.people(branch, 8)
    yield Place(
        branch,
        people,
        make.account(role=Role.SECRETARY, organisation=branch),
        make.account(role=Role.MEMBER, organisation=branch, person=people[0]),
    )
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def now_open(branch: Organisation, **facts: object) -> Questionnaire:
    now = timezone.now()
    days = {"opens_at": now - timedelta(hours=1), "closes_at": now + timedelta(days=1)}
    return mq.opened(branch, **days | facts)


def as_web(account: Account | None = None) -> Client:
    """A browser; from here on the web role acts, as the product does."""
    client = Client()
    if account:
        client.force_login(account)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dangwu_web")
    return client


def at(name: str, row: Questionnaire, *rest: object) -> str:
    return reverse(f"questionnaires:{name}", args=(row.unit_id, row.id, *rest))


def texts(row: Questionnaire) -> list[object]:
    open_units([row.unit_id])
    return [a.content["q5"] for a in AnonymousAnswer.objects.filter(unit_id=row.unit_id)]


def test_from_the_plan_to_the_results(place: Place) -> None:
    """A secretary makes it in the browser, a member answers, the figures come at the end."""
    secretary = as_web(place.secretary)
    day = timezone.localdate()
    start = reverse("questionnaires:start", args=(place.branch.unit_id, place.branch.id))
    made = secretary.post(start, {
        "title": "党课内容征集", "named": "no", "audience": "members", "opens_on": day,
        "opens_clock": "00:00", "closes_on": day + timedelta(days=3), "closes_clock": "18:00",
        "dimensions": ["sex"], "intro": "", "shown_to_all": "on",
    })  # fmt: skip
    assert made.status_code == 302
    show = made["Location"]
    added = secretary.post(
        f"{show}questions/add/single/", {"title": "想听什么", "options": "党史\r\n政策\r\n", "required": "on"},
    )  # fmt: skip
    assert added["Location"] == show
    assert "想听什么" in secretary.get(f"{show}preview/").content.decode()
    secretary.post(f"{show}open/")

    member = as_web(place.member)
    assert "去填写" in member.get("/questionnaires/").content.decode()
    page = member.get(f"{show}answer/").content.decode()
    assert "这份问卷是匿名的" in page
    assert page.index("这份问卷是匿名的") < page.index('type="submit">提交')
    assert member.post(f"{show}answer/", {"q1": "1"})["Location"] == f"{show}answer/?done"
    assert "答卷已收到" in member.get(f"{show}answer/").content.decode()
    assert "去填写" not in member.get("/questionnaires/").content.decode()

    assert "答卷不到5份" in secretary.get(f"{show}results/").content.decode()
    assert member.get(f"{show}results/").status_code == 403
    secretary.post(f"{show}close/")
    assert member.get(f"{show}results/").status_code == 200


def test_a_faulty_sheet_comes_back_with_everything_in_it(place: Place) -> None:
    row = now_open(place.branch)
    answer = as_web(place.member).post(at("answer", row), SHEET | {"q1": "", "q4_1": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert 'href="#question_1"' in page
    assert "“党课”这一行请选一级" in page
    assert "多开座谈会</textarea>" in page
    assert re.search(r'name="q3"[^>]*value="4"[^>]*checked', page)
    assert texts(row) == []


def test_a_slip_answers_without_signing_in_once(place: Place) -> None:
    row = now_open(place.branch)
    invitation = mq.invitations(row)[3]
    url = reverse(
        "questionnaires:invited", args=(row.unit_id, token_of(row.unit_id, invitation.id))
    )
    phone = as_web()
    assert "<script>" not in phone.get(url).content.decode()
    assert phone.post(url, SHEET)["Location"] == f"{url}?done"
    assert "答卷已收到" in phone.post(url, SHEET).content.decode()
    assert "答卷已收到" in phone.get(url).content.decode()
    assert texts(row) == ["多开座谈会"]


def test_opening_a_slip_tells_nobody_whether_it_was_used(place: Place) -> None:
    """Whoever printed the slips could try them all; he would have to send whole sheets."""
    row = now_open(place.branch)
    mine = mq.invitations(row)[2]
    url = reverse("questionnaires:invited", args=(row.unit_id, token_of(row.unit_id, mine.id)))
    clerk = as_web(place.secretary)
    fresh, empty = (main_part(clerk.get(url).content.decode()), clerk.post(url, {}).status_code)
    assert as_web().post(url, SHEET).status_code == 302
    assert main_part(clerk.get(url).content.decode()) == fresh
    assert clerk.post(url, {}).status_code == empty == 422
    assert "每人填一份" in clerk.post(url, SHEET).content.decode()
    assert texts(row) == ["多开座谈会"]


def test_a_token_of_another_unit_or_made_up_opens_nothing(place: Place) -> None:
    row = now_open(place.branch)
    token = token_of(row.unit_id, mq.invitations(row)[0].id)
    other = make.unit()
    phone = as_web()
    for unit, word in ((other.id, token), (row.unit_id, f"{token[:-1]}!"), (row.unit_id, "x")):
        for name in ("invited", "public"):
            assert (
                phone.get(reverse(f"questionnaires:{name}", args=(unit, word))).status_code == 404
            )


def test_the_public_link_is_rate_limited_and_marks_the_browser(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "SENT_AT_MOST", 2)
    row = now_open(place.branch, audience="public")
    url = reverse("questionnaires:public", args=(row.unit_id, row.link_token))
    phones = [as_web() for _one in range(3)]
    assert [phone.post(url, SHEET).status_code for phone in phones] == [302, 302, 429]
    assert "答卷已收到" in phones[0].get(url).content.decode()
    assert "提交的次数太多" in phones[2].post(url, SHEET).content.decode()
    assert len(texts(row)) == 2


def test_the_list_of_the_asked_shows_nobodys_answering(place: Place) -> None:
    row = now_open(place.branch)
    secretary = as_web(place.secretary)
    fresh = main_part(secretary.get(at("people", row)).content.decode())
    as_web(place.member).post(at("answer", row), SHEET)
    assert main_part(secretary.get(at("people", row)).content.decode()) == fresh


def test_answering_leaves_nothing_in_any_table_but_the_answer_and_that_it_was_used(
    place: Place,
) -> None:
    """Read from every table before and after: no session, no entry, no notice, no id of the other."""
    row = now_open(place.branch)
    mq.answered(row, 3, without=place.people[0])
    member = as_web(place.member)
    member.get(at("answer", row))
    before = everything()
    assert member.post(at("answer", row), SHEET).status_code == 302
    after = everything()

    changed = {name for name in after if after[name] != before[name]}
    answers, invitations = AnonymousAnswer._meta.db_table, Invitation._meta.db_table
    assert changed == {answers, invitations}
    (new,) = after[answers] - before[answers]
    (used,) = after[invitations] - before[invitations]
    (unused,) = before[invitations] - after[invitations]
    assert used == unused.replace('"used":false', '"used":true')
    kept = json.loads(new)
    assert set(kept) == {"unit_id", "id", "questionnaire_id", "part", "content"}
    found = [name for name, rows in after.items() if any(kept["id"] in each for each in rows)]
    assert found == [answers]
    person = str(place.people[0].id)
    assert person in used
    assert person not in new
    assert json.loads(used)["id"] not in new


def everything() -> dict[str, set[str]]:
    """Return table → its rows as JSON, of the whole database, and act as the web role again."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        found = {}
        for name in connection.introspection.table_names(cursor):
            read = sql.SQL("SELECT row_to_json(t)::text FROM {} t")
            cursor.execute(read.format(sql.Identifier(name)))
            found[name] = {text for (text,) in cursor.fetchall()}
        cursor.execute("SET ROLE dangwu_web")
    return found


def main_part(page: str) -> str:
    """Return the page's own part, without the forms' tokens."""
    part = page.partition("<main")[2]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", part)


def test_slips_are_recorded(place: Place) -> None:
    row = now_open(place.branch)
    page = as_web(place.secretary).get(at("slips", row)).content.decode()
    assert page.count("data:image/svg+xml") == 8
    open_units([row.unit_id, 0])
    entry = Entry.objects.get(unit_id=row.unit_id, verb="questionnaires.print_slips")
    assert entry.facts == {"份数": 8}


def test_figures_follow_by_themselves_while_it_is_open(place: Place) -> None:
    row = now_open(place.branch)
    mq.answered(row, 6)
    secretary = as_web(place.secretary)
    page = secretary.get(at("results", row)).content.decode()
    assert 'hx-trigger="every 10s"' in page
    assert "下面是前5份的汇总" in page
    part = secretary.get(at("results", row), headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div\n            id="figures"')
    assert "<html" not in part
    assert part.count('data-chart="') == 4
    secretary.post(at("close", row))
    ended = secretary.get(at("results", row)).content.decode()
    assert "hx-trigger" not in ended
    assert "多开座谈会" in ended


def test_a_file_is_handed_out_under_its_name(place: Place) -> None:
    row = now_open(place.branch, named=True)
    mq.answered(row, 2)
    secretary = as_web(place.secretary)
    answer = secretary.post(at("export", row, "answers"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "filename*=UTF-8''" in answer["Content-Disposition"]
    assert secretary.post(at("export", row, "pdf")).status_code == 302


def test_a_title_that_asks_for_numbers_is_warned_of(place: Place) -> None:
    row = mq.draft(place.branch, wordings=())
    secretary = as_web(place.secretary)
    url = at("add_question", row, "text")
    page = secretary.post(url, {"title": "您的手机号码"}, follow=True).content.decode()
    assert page.count("像是在问手机号码") == 2


def test_the_web_role_cannot_change_what_came_back_or_was_drawn(place: Place) -> None:
    row = now_open(place.branch)
    mq.answered(row, 1)
    sample = mq.draft(place.branch, audience="sample")
    actions.draw_sample(actor=mq.keeper(place.branch), questionnaire=sample, size=5)
    as_web(place.secretary)
    open_units([row.unit_id])
    for model in (AnonymousAnswer, Draw):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            model.objects.filter(unit_id=row.unit_id).delete()


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len([q for q in captured if "SAVEPOINT" not in q["sql"]])


@pytest.mark.parametrize(
    ("page", "cost"),
    [("list", 6), ("show", 9), ("results", 10), ("people", 7), ("answer", 8), ("answered", 7)],
)
def test_pages_cost_the_same_for_one_and_for_three(place: Place, page: str, cost: int) -> None:
    asked = place.people[0]
    first = now_open(place.branch)
    mq.answered(first, 6, without=asked)
    row = now_open(place.branch)
    mq.answered(row, 7 if page == "answered" else 5, without=asked)
    if page == "answered":
        mq.answered(row, 1)
    client = as_web(place.member if page.startswith("answer") else place.secretary)
    url = "/questionnaires/" if page == "list" else at(page.removesuffix("ed"), row)
    assert queries(client, url) == cost
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    now_open(place.branch)
    mq.people(place.branch, 2)
    as_web()
    assert queries(client, url) == cost
