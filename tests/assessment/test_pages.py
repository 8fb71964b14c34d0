"""The pages of organisation life and appraisals, as the web role: who sees what, at what cost."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

import make
import make_assessment as made
from dangwu.accounts.models import Role
from dangwu.assessment.actions.appraising import Sheet, enter_sheet
from dangwu.assessment.models import LifeCase, LifePart, Subject
from dangwu.members.models import Person
from dangwu.organisations.models import Organisation

pytestmark = pytest.mark.django_db

SECRET = "我到班组少，听意见不够。"


@pytest.fixture
def company() -> made.Company:
    return made.company()


@contextmanager
def web_role() -> Iterator[None]:
    """Answer as the web role inside: row security and grants are in force."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dangwu_web")
        yield
        cursor.execute("RESET ROLE")


def signed_in(role: Role, organisation: Organisation, person: Person | None = None) -> Client:
    client = Client()
    client.force_login(make.account(role=role, organisation=organisation, person=person))
    return client


def page(case: LifeCase, rest: str = "") -> str:
    return f"/assessment/life/{case.unit_id}/{case.id}/{rest}"


def text(client: Client, address: str) -> str:
    with web_role():
        answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def handed_in(company: made.Company) -> LifeCase:
    """A case in which the third member has handed in a self-check."""
    case = made.case(company.branch, company.people)
    LifePart.objects.filter(unit_id=case.unit_id, person=company.people[2]).update(
        text=SECRET, handed_in_on=make.TODAY, handed_in_by_name=company.people[2].name
    )
    return case


def test_a_case_is_started_from_a_duty_and_shows_the_next_act(company: made.Company) -> None:
    client = signed_in(Role.SECRETARY, company.branch)
    place = f"/assessment/life/start/{company.branch.unit_id}/{company.branch.id}/"
    assert '<option value="democratic_life" selected>' in text(
        client, f"{place}?kind=democratic_life"
    )

    given = {
        "kind": "democratic_life", "year": "2026", "theme": "严明纪律", "theme_by": "superior",
    }  # fmt: skip
    with web_role():
        answer = client.post(place, given)

    case = LifeCase.objects.get(unit_id=company.branch.unit_id)
    assert (answer.status_code, answer.headers["Location"]) == (302, page(case))
    shown = text(client, page(case))
    assert "下一步：</strong>会前向上级报告方案" in shown
    assert "第26条" in shown


def test_the_meeting_is_planned_in_view_of_what_is_not_prepared(company: made.Company) -> None:
    case = made.case(company.branch, company.people)
    secretary = signed_in(Role.SECRETARY, company.branch, company.people[0])

    shown = text(secretary, page(case, "meeting/"))

    assert "会前还有5项没有办" in shown
    assert "谈心谈话" in shown
    assert "第26条" in shown


def test_a_form_that_is_not_complete_says_so_and_changes_nothing(company: made.Company) -> None:
    client = signed_in(Role.SECRETARY, company.branch)
    place = f"/assessment/life/start/{company.branch.unit_id}/{company.branch.id}/"

    with web_role():
        answer = client.post(place, {"kind": "democratic_life", "year": "2026"})

    assert answer.status_code == 422
    assert "请填写主题" in answer.content.decode()
    assert not LifeCase.objects.filter(unit_id=company.branch.unit_id).exists()


def test_the_text_of_a_self_check_is_read_by_few(company: made.Company) -> None:
    case = handed_in(company)
    author = company.people[2]
    place = page(case, f"self-check/{author.id}/")
    reading = {
        "author": signed_in(Role.MEMBER, company.branch, author),
        "secretary": signed_in(Role.SECRETARY, company.branch),
    }
    shut_out = {
        "clerk": signed_in(Role.CLERK, company.branch),
        "committee member": signed_in(Role.COMMITTEE_MEMBER, company.branch),
        "other member": signed_in(Role.MEMBER, company.branch, company.people[1]),
        "department": signed_in(Role.DEPARTMENT, company.county),
        "supervisor": signed_in(Role.SUPERVISOR, company.county),
    }

    assert {name for name, client in reading.items() if SECRET in text(client, place)} == {
        "author",
        "secretary",
    }
    for name, client in shut_out.items():
        with web_role():
            assert client.get(place).status_code == 403, name
            assert client.get(f"{place}file.pdf").status_code == 403, name
        assert SECRET not in text(client, page(case)), name


def test_those_who_were_at_the_meeting_read_it_and_those_absent_do_not(
    company: made.Company,
) -> None:
    one, two, author = company.people
    case = made.met(handed_in(company), [one, author], [two])
    place = page(case, f"self-check/{author.id}/")

    absent = signed_in(Role.MEMBER, company.branch, two)

    assert SECRET in text(signed_in(Role.MEMBER, company.branch, one), place)
    with web_role():
        assert absent.get(place).status_code == 403


def test_the_supervisor_reads_steps_and_no_names_of_talks(company: made.Company) -> None:
    case = made.case(company.branch, company.people)
    made.talk(case, company.people[0], company.people[1])
    supervisor = signed_in(Role.SUPERVISOR, company.county)

    shown = text(supervisor, page(case))

    assert "谈心谈话" in shown
    assert not [person.name for person in company.people if person.name in shown]
    with web_role():
        assert supervisor.get(page(case, "talks/")).status_code == 403
        assert supervisor.get(page(case, "people/")).status_code == 403


def test_strangers_do_not_find_a_case(company: made.Company) -> None:
    case = made.case(company.branch, company.people)
    beside = make.organisation(unit=company.branch.unit, parent=company.county, name="河西支部")
    outsider = make.person("外人", organisation=company.branch)
    strangers = [
        signed_in(Role.SECRETARY, beside),
        signed_in(Role.MEMBER, company.branch, outsider),
        signed_in(Role.ADMINISTRATOR, company.county),
    ]

    for client in strangers:
        with web_role():
            assert client.get(page(case)).status_code == 404


def test_the_superior_orders_and_the_branch_sees_why(company: made.Company) -> None:
    case = made.met(made.case(company.branch, company.people), company.people)
    above = signed_in(Role.DEPARTMENT, company.county)
    branch = signed_in(Role.SECRETARY, company.branch)

    with web_role():
        refused = above.post(page(case, "order/"), {"reason": ""})
        done = above.post(page(case, "order/"), {"reason": "查摆不具体"})

    assert refused.status_code == 422
    assert (done.status_code, done.headers["Location"]) == (302, page(case))
    shown = text(branch, page(case))
    assert "查摆不具体" in shown
    assert "发起重开的一轮" in shown


@pytest.mark.parametrize("rows", [1, 3])
def test_list_and_case_cost_the_same_at_any_number(
    company: made.Company, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    client = signed_in(Role.SECRETARY, company.branch)
    cases = [
        made.case(company.branch, company.people[:rows], state="closed", closed_on=make.TODAY)
        for _ in range(rows)
    ]
    if rows > 1:
        made.talk(cases[0], company.people[0], company.people[1])

    with web_role(), django_assert_num_queries(8):
        assert client.get("/assessment/").status_code == 200
    with web_role(), django_assert_num_queries(14):
        assert client.get(page(cases[0])).status_code == 200
    with web_role(), django_assert_num_queries(9):
        assert client.get(page(cases[0], "people/")).status_code == 200
    with web_role(), django_assert_num_queries(10):
        assert client.get(page(cases[0], "talks/")).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_appraisals_cost_the_same_at_any_number(
    company: made.Company, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    client = signed_in(Role.SECRETARY, company.branch)
    made_all = [
        made.appraisal(company.branch, company.people[:rows], title=f"评议{place}")
        for place in range(rows)
    ]
    shown = made_all[-1]

    with web_role(), django_assert_num_queries(8):
        assert client.get("/assessment/appraisals/").status_code == 200
    with web_role(), django_assert_num_queries(14):
        place = f"/assessment/appraisals/{shown.unit_id}/{shown.id}/"
        assert client.get(place).status_code == 200


def test_sheets_are_typed_in_on_the_page_by_two(company: made.Company) -> None:
    appraisal = made.appraisal(company.branch, company.people)
    place = f"/assessment/appraisals/{appraisal.unit_id}/{appraisal.id}/"
    given = {"issued": "6", "returned": "6", "invalid": "0"}
    for subject in made.subjects(appraisal).values():
        for grade, votes in enumerate((2, 4, 0, 0)):
            given[f"n_{subject.id.hex}_{grade}"] = str(votes)
    count = f"{place}count/{made.audience(appraisal)}/"

    for role in (Role.SECRETARY, Role.CLERK):
        client = signed_in(role, company.branch)
        with web_role():
            assert client.post(count, given).status_code == 302

    assert "发出6张，收回6张，无效0张" in text(client, place)


def test_a_member_reads_the_own_result_only(company: made.Company) -> None:
    appraisal = made.appraisal(company.branch, company.people)
    rows = Subject.objects.filter(unit_id=appraisal.unit_id, appraisal=appraisal)
    for grade, person in zip(("优秀", "合格", "基本合格"), company.people, strict=True):
        rows.filter(person=person).update(
            grade=grade, conclusion=f"{grade}的意见", concluded_on=make.TODAY, told_on=make.TODAY
        )

    shown = text(signed_in(Role.MEMBER, company.branch, company.people[2]), "/assessment/results/")

    assert "基本合格的意见" in shown
    assert "优秀的意见" not in shown
    assert ">合格<" not in shown
    member = signed_in(Role.MEMBER, company.branch, company.people[0])
    with web_role():
        place = f"/assessment/appraisals/{appraisal.unit_id}/{appraisal.id}/"
        assert member.get(place).status_code == 404


def test_papers_come_as_pdf_and_docx(company: made.Company) -> None:
    case = made.met(made.case(company.branch, company.people), company.people)
    made.recorded(case, "plan", "report")
    client = signed_in(Role.SECRETARY, company.branch)

    for kind in ("plan", "report"):
        with web_role():
            pdf = client.get(page(case, f"paper/{kind}.pdf"))
            docx = client.get(page(case, f"paper/{kind}.docx"))
        assert pdf.content.startswith(b"%PDF")
        assert docx.content.startswith(b"PK")
    with web_role():
        none = client.get(page(case, "paper/rectification.pdf"))
    assert none.status_code == 302


def test_a_paper_is_issued_on_the_page_and_printed_with_its_number(
    company: made.Company,
) -> None:
    case = made.met(made.case(company.branch, company.people), company.people)
    made.recorded(case, "report")
    client = signed_in(Role.SECRETARY, company.branch)
    assert "编号发出" in text(client, page(case))

    with web_role():
        done = client.post(page(case, "paper/report/issue/"), follow=True)
        printed = client.get(page(case, "paper/report.pdf"))

    assert "已编号发出" in done.content.decode()
    assert "河东中队支发〔2026〕1号" in done.content.decode()
    assert quote("河东中队支发〔2026〕1号") in printed.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("organisation_life", "/assessment/life/start/{}/{}/?kind=organisation_life"),
        ("appraisal", "/assessment/appraisals/start/{}/{}/appraisal/"),
    ],
)
def test_a_duty_leads_to_its_case(kind: str, place: str) -> None:
    village = made.company(fire=False)
    branch = village.branch
    client = signed_in(Role.SECRETARY, branch)

    shown = text(client, f"/duties/{branch.unit_id}/{branch.id}/")

    assert kind in place
    assert place.format(branch.unit_id, branch.id) in shown
    assert text(client, place.format(branch.unit_id, branch.id))


def test_a_person_left_out_of_the_count_is_named_and_an_empty_cell_is_no_vote(
    company: made.Company,
) -> None:
    appraisal = made.appraisal(company.branch, company.people)
    place = f"/assessment/appraisals/{appraisal.unit_id}/{appraisal.id}/"
    count = f"{place}count/{made.audience(appraisal)}/"
    one, two, three = made.subjects(appraisal).values()
    given = {
        "issued": "6", "returned": "6", "invalid": "0",
        **{f"n_{each.id.hex}_1": "6" for each in (one, two)},
    }  # fmt: skip
    client = signed_in(Role.SECRETARY, company.branch)

    with web_role():
        refused = client.post(count, given)
        done = client.post(count, {**given, f"n_{three.id.hex}_1": "6"})

    shown = refused.content.decode()
    assert refused.status_code == 422
    assert f"还有1人（项）没有填票数：{three.name}" in shown
    assert 'value="6"' in shown
    assert done.status_code == 302


def test_an_online_form_comes_filled_in_and_says_each_mistake_in_a_sentence(
    company: made.Company,
) -> None:
    appraisal = made.appraisal(company.branch, company.people)
    place = f"/assessment/appraisals/{appraisal.unit_id}/{appraisal.id}/"
    online = f"{place}online/{made.audience(appraisal)}/"
    client = signed_in(Role.SECRETARY, company.branch)
    assert 'type="datetime-local" name="opens_at" value="20' in text(client, online)
    same = str(company.people[0].id)
    times = {"opens_at": "2026-11-21T10:00", "closes_at": "2026-11-21T09:00"}

    with web_role():
        empty = client.post(online, times).content.decode()
        doubled = client.post(online, {**times, "first": same, "second": same}).content.decode()

    assert "请选择监票人" in empty
    assert "这个字段" not in empty
    assert "截止时间要晚于开始时间" in doubled
    assert "两名监票人要是两个人" in doubled


def test_grades_are_given_on_one_page_from_the_votes(company: made.Company) -> None:
    probationer = make.person("周预备", organisation=company.branch, standing="probationary")
    appraisal = made.appraisal(company.branch, [*company.people, probationer])
    place = f"/assessment/appraisals/{appraisal.unit_id}/{appraisal.id}/"
    client = signed_in(Role.SECRETARY, company.branch)
    assert "民主测评还没有计完票" in text(client, f"{place}conclude/")
    graded = [one for one in made.subjects(appraisal).values() if one.graded]
    sheet = Sheet(6, 6, 0, {one.id: (1, 5, 0, 0) for one in graded})
    for role in (Role.SECRETARY, Role.CLERK):
        enter_sheet(
            actor=company.access(role),
            appraisal=appraisal,
            audience=made.audience(appraisal),
            sheet=sheet,
        )

    shown = text(client, f"{place}conclude/")
    given = {f"g_{one.id.hex}": "合格" for one in graded}
    with web_role():
        done = client.post(f"{place}conclude/", given)

    assert shown.count('<option value="合格" selected>') == 3
    assert "优秀1票，合格5票" in shown
    assert "不评定（预备党员）" in shown
    assert done.status_code == 302
    grades = {name: one.grade for name, one in made.subjects(appraisal).items()}
    assert grades == {"丁一": "合格", "王二": "合格", "张三": "合格", "周预备": ""}


def test_the_superior_is_offered_filing_and_ordering_when_their_time_comes(
    company: made.Company,
) -> None:
    parent = company.branch.parent
    assert parent is not None
    above = signed_in(Role.DEPARTMENT, parent)
    case = made.case(company.branch, company.people)

    early = text(above, page(case))
    assert page(case, "file/") not in early
    assert page(case, "order/") not in early
    assert "专题报告写好以后在这里备案" in early

    made.met(case, company.people)
    made.recorded(case, "report")
    later = text(above, page(case))
    assert page(case, "file/") in later
    assert page(case, "order/") in later


def test_the_secretary_goes_on_with_the_next_whose_paper_is_typed_in(
    company: made.Company,
) -> None:
    case = made.case(company.branch, company.people)
    client = signed_in(Role.SECRETARY, company.branch)

    answer = client.post(page(case, f"self-check/{company.people[2].id}/"), {"text": SECRET})

    assert answer.headers["Location"] == page(case, "people/")
    assert "代交" in text(client, page(case, "people/"))
