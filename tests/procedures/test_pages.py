"""The pages of changes of term: what they show, to whom, in how many reads; papers as files."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import make
from dangwu.accounts.models import Account, Role
from dangwu.procedures.actions import filing, results
from dangwu.procedures.graph import Shape, steps_of
from dangwu.procedures.models import Elected, TermChange
from dangwu.procedures.queries.papers import kinds_for, paper_of_case
from procedures import electing
from procedures.electing import World

pytestmark = pytest.mark.django_db


LIST_READS = 13


def signed_in(account_id: uuid.UUID | None) -> Client:
    assert account_id is not None
    client = Client()
    client.force_login(Account.objects.get(id=account_id))
    return client


def address(case: TermChange, rest: str = "") -> str:
    return f"/procedures/{case.unit_id}/{case.id}/{rest}"


def listed(here: World, count: int) -> list[TermChange]:
    """So many branches under the committee with a case each."""
    above = here.branch.parent
    assert above is not None
    cases = []
    for _ in range(count):
        branch = make.organisation(unit=above.unit, parent=above)
        for number in range(7):
            make.person(f"党员{number}", organisation=branch)
        actor = make.access(role=Role.SECRETARY, organisation=branch)
        one = World(branch, (), actor, here.above)
        cases.append(electing.started(one))
    return cases


@pytest.mark.parametrize("count", [1, 3])
def test_list_reads_as_often_for_one_case_as_for_three(count: int, as_web_role: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    here = electing.world()
    listed(here, count)
    client = signed_in(here.above.account_id)
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE dangwu_web")

    with CaptureQueriesContext(
        connection,
    ) as reads:
        answer = client.get("/procedures/")

    assert answer.status_code == 200
    assert answer.content.decode().count("收到换届提醒") == count
    assert "启动换届" in answer.content.decode()
    assert len(reads) == LIST_READS


def test_case_page_shows_one_next_act_and_the_rules_behind_each_step() -> None:
    here = electing.world()
    case = electing.ready(here)

    page = signed_in(here.secretary.account_id).get(address(case)).content.decode()

    assert "筹备党员大会" in page
    assert page.count("btn btn-primary") == 1
    assert "《中国共产党基层组织选举工作条例》第14条" in page
    assert "先要办：“党员大会选举”" in page


def test_superior_sees_the_case_and_only_decides() -> None:
    here = electing.world()
    case = electing.started(here)
    top = make.access(role=Role.DEPARTMENT, organisation=here.branch.parent)

    page = signed_in(top.account_id).get(address(case)).content.decode()

    assert "登记批复（备案）" in page
    assert "发出换届请示" not in page
    assert "终止换届" not in page


def test_too_few_candidates_are_refused_on_the_page_with_the_article() -> None:
    here = electing.world()
    case = electing.started(here)
    client = signed_in(here.secretary.account_id)
    for name in electing.NAMES[:3]:
        client.post(
            address(case, "candidates/"), {"post": "member", "person": here.named(name).id}
        )
    client.post(address(case, "step/deliberate/"), {"on": make.TODAY})

    answer = client.post(address(case, "step/candidates_request/"), {"on": make.TODAY})

    assert answer.status_code == 422
    assert "候选人3名，应选名额3名，差额须不少于20%，即至少4名" in answer.content.decode()


def test_every_paper_is_made_of_the_facts_of_a_finished_assembly() -> None:
    here = electing.world()
    case = electing.ready(here)
    tied = {"丁一": 16, "王二": 12, "李三": 10, "赵四": 10}
    meeting = electing.opened(here, case, "assembly")
    electing.carried(here, meeting, [tied, {"李三": 9, "赵四": 7}])
    electing.result(here, case, "assembly")
    electing.carried(here, electing.opened(here, case, "first", present=3), [{"丁一": 3}])
    electing.result(here, case, "first")

    made = {kind: paper_of_case(case, kind, make.TODAY) for kind in kinds_for(case)}

    assert {kind for kind, paper in made.items() if not paper.blocks} == set()
    told = str(made["election_result"].blocks)
    assert "得票相等" in told
    assert "丁一任书记" in told
    assert "按姓氏笔画" in str(made["ballot"].blocks)


def test_paper_is_answered_as_a_file() -> None:
    here = electing.world()
    case = electing.ready(here)
    client = signed_in(here.secretary.account_id)

    answers = [client.get(address(case, f"documents/ballot.{form}")) for form in ("pdf", "docx")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert bytes(answers[0].content)[:5] == b"%PDF-"


def test_candidate_table_names_what_the_register_keeps_as_codes() -> None:
    here = electing.world()
    case = electing.ready(here)
    person = here.named("丁一")
    person.ethnicity, person.education, person.sex = "02", "21", "1"
    person.save(update_fields=["ethnicity", "education", "sex"])

    told = str(paper_of_case(case, "candidate_table", make.TODAY).blocks)

    assert "蒙古族" in told
    assert "大学本科毕业" in told
    assert "'21'" not in told


def test_documents_page_offers_only_what_may_be_issued_now() -> None:
    here = electing.world()
    case = electing.ready(here)

    page = signed_in(here.secretary.account_id).get(address(case, "documents/")).content.decode()

    assert "发出选举结果报告" in page
    assert "发出换届请示" not in page
    assert "发出换届批复" not in page
    assert "已登记：" in page


def test_candidates_are_closed_after_the_assembly() -> None:
    here = electing.world()
    case = electing.ready(here)
    votes = {"丁一": 16, "王二": 12, "李三": 10, "赵四": 8}
    electing.carried(here, electing.opened(here, case, "assembly"), [votes])
    electing.result(here, case, "assembly")

    page = signed_in(here.secretary.account_id).get(address(case, "candidates/")).content.decode()

    assert "选举已经完成" in page
    assert "填写推荐人选</button>" not in page


def test_name_written_in_that_several_have_is_told_apart_on_the_page() -> None:
    here = electing.world()
    first, second = (make.person("钱多多", organisation=here.branch) for _ in range(2))
    case = electing.ready(here)
    votes = {"丁一": 16, "王二": 12, "钱多多": 11, "李三": 5, "赵四": 5}
    electing.carried(here, electing.opened(here, case, "assembly", present=18), [votes])
    client = signed_in(here.secretary.account_id)
    result = address(case, "meeting/assembly/result/")

    refused = client.post(result, follow=True).content.decode()
    foreign = client.post(result, {"who-钱多多": here.named("李三").id}, follow=True)
    assert not Elected.objects.filter(person__name__in=["钱多多", "李三"]).exists()
    client.post(result, {"who-钱多多": second.id})

    assert "不止一人" in refused
    assert all(f'value="{one.id}"' in refused for one in (first, second))
    assert "不止一人" in foreign.content.decode()
    assert set(Elected.objects.values_list("person__name", flat=True)) == {
        "丁一",
        "王二",
        "钱多多",
    }
    assert Elected.objects.get(person__name="钱多多").person_id == second.id


def test_secretary_whose_post_ends_is_told_who_goes_on() -> None:
    here = electing.world()
    case = electing.started(here)
    electing.nominated(here, case, ("王二", "李三", "赵四", "党员01"))
    electing.approved(here, case)
    votes = {"王二": 16, "李三": 12, "赵四": 10, "党员01": 8}
    electing.carried(here, electing.opened(here, case, "assembly"), [votes])
    electing.result(here, case, "assembly")
    electing.carried(here, electing.opened(here, case, "first", present=3), [{"王二": 3}])
    electing.result(here, case, "first")
    results.divide_work(
        actor=here.secretary,
        case=case,
        works={here.named("李三").id: "organisation", here.named("赵四").id: "publicity"},
    )
    filing.file_step(actor=here.secretary, case=case, step="report", on=make.TODAY)
    filing.file_step(
        actor=here.above, case=case, step="approval", on=make.TODAY, number="红发〔2026〕9号"
    )
    client = signed_in(here.secretary.account_id)

    answer = client.post(address(case, "finish/"), follow=True)

    case.refresh_from_db()
    assert case.state == TermChange.State.FINISHED
    assert answer.status_code == 200
    assert answer.redirect_chain[-1][0] == "/"
    assert "任职已经结束" in answer.content.decode()


def test_plenary_of_the_inspectors_waits_for_their_election() -> None:
    shape = Shape("committee", by_congress=True, with_inspectors=True)

    step = next(one for one in steps_of(shape) if one.id == "inspectors_first")

    assert (step.after, step.binding) == (("assembly",), True)


@pytest.mark.parametrize(("inspectors", "standing"), [(False, False), (True, True)])
def test_steps_name_only_what_the_case_elects(inspectors: bool, standing: bool) -> None:
    shape = Shape("committee", with_inspectors=inspectors, with_standing=standing)

    told = str([(step.title, step.materials) for step in steps_of(shape)])

    assert ("两委" in told) is inspectors
    assert ("常委、" in told) is standing
