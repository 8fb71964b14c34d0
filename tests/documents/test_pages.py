"""The pages of documents, as the web role sees them."""

import uuid
from dataclasses import replace
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import make
from dangwu.accounts.models import Account, Role
from dangwu.audit.models import Entry
from dangwu.documents import queries
from dangwu.documents.models import Document, Voiding
from dangwu.documents.paper import Form, Paper, Paragraph
from dangwu.organisations.models import Organisation
from documents.reading import text_of, words_of
from documents.samples import SHORT, papers

pytestmark = pytest.mark.django_db
PAPER = Paper(
    kind="certificate",
    form=Form.SHEET,
    title="证　明",
    issuer="中共河东村支部委员会",
    blocks=(Paragraph("王喆同志系我支部党员。"),),
    dated=make.TODAY,
    personal=True,
)
TYPED = {
    "title": "关于召开组织生活会的通知",
    "addressee": "各党小组",
    "body": "一、时间\n本周五#import <b>$x$</b>。",
    "attachments": "名单\n\n议程",
    "series": "河东支发",
    "dated": "2026-11-02",
    "sealed": "on",
}


@pytest.fixture
def branch() -> Organisation:
    return make.organisation(unit=make.unit(), name="中共河东村支部委员会")


@pytest.fixture
def secretary(branch: Organisation) -> Account:
    return make.account(role=Role.SECRETARY, organisation=branch)


@pytest.fixture
def page(client: Client, secretary: Account, as_web_role: None) -> Client:
    """The secretary's browser, before the web role's eyes."""
    client.force_login(secretary)
    return client


def write_url(branch: Organisation, kind: str = "notice") -> str:
    return reverse("documents:write", args=[branch.unit_id, branch.id, kind])


def typed(**changes: str) -> dict[str, str]:
    return {**TYPED, "key": str(uuid.uuid4()), **changes}


def test_a_notice_is_looked_at_and_then_issued(branch: Organisation, page: Client) -> None:
    sent = typed(act="look")
    seen = page.post(write_url(branch), sent)
    assert seen.status_code == 200
    assert "本周五#import &lt;b&gt;$x$&lt;/b&gt;。" in seen.content.decode()
    assert "河东支发〔2026〕　号" in seen.content.decode()
    assert not Document.objects.filter(unit_id=branch.unit_id).exists()

    done = page.post(write_url(branch), {**sent, "act": "issue"})
    (document,) = Document.objects.filter(unit_id=branch.unit_id)
    assert done["Location"] == reverse("documents:show", args=[branch.unit_id, document.id])
    assert document.number_text == "河东支发〔2026〕1号"
    assert queries.paper_of(document).attachments == ("名单", "议程")

    again = page.post(write_url(branch), {**sent, "act": "issue"})
    assert again["Location"] == done["Location"]
    assert Document.objects.filter(unit_id=branch.unit_id).count() == 1


def test_a_draft_is_taken_along_and_kept_nowhere(branch: Organisation, page: Client) -> None:
    printed = page.post(write_url(branch), typed(act="pdf"))
    assert printed["Content-Type"] == "application/pdf"
    assert "草稿" in text_of(printed.content)
    written = page.post(write_url(branch), typed(act="docx"))
    assert "本周五#import<b>$x$</b>。" in words_of(written.content)
    assert not Document.objects.filter(unit_id=branch.unit_id).exists()


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("request", {"addressee": "县委", "signatories": "朱镕昇、王喆"}),
        ("reply", {"asked": "关于设立党小组的请示", "asked_number": "", "asked_on": "2026-10-01"}),
        ("report", {"addressee": "县委", "signatories": ""}),
        ("letter", {}),
        ("certificate", {}),
        (
            "introduction",
            {"bearer": "王喆", "companions": "2", "matter": "转接", "valid_days": "7"},
        ),
        (
            "receipt",
            {"payer": "李堃", "item": "党费", "amount": "12.50", "method": "", "receiver": "王喆"},
        ),
    ],
)
def test_each_kind_that_is_written_by_hand_is_issued(
    branch: Organisation, page: Client, kind: str, more: dict[str, str]
) -> None:
    done = page.post(write_url(branch, kind), typed(act="issue", **more))
    assert done.status_code == 302, done.content.decode()
    shown = page.get(done["Location"])
    assert "河东支发〔2026〕1号" in shown.content.decode()


@pytest.mark.parametrize(
    ("kind", "change", "words"),
    [
        ("request", {"addressee": "县委、县政府", "signatories": ""}, "只能主送一个上级机关"),
        ("report", {"body": "拟购设备，请批示。", "signatories": ""}, "另写一份请示"),
        ("notice", {"dated": "2126-01-01"}, "不能晚于今天"),
        ("notice", {"title": ""}, "请填写标题"),
        ("notice", {"series": "河东〔2026〕"}, "机关代字只写代字"),
    ],
)
def test_a_refusal_stands_at_its_field_and_nothing_is_issued(
    branch: Organisation, page: Client, kind: str, change: dict[str, str], words: str
) -> None:
    answer = page.post(write_url(branch, kind), typed(act="issue", **change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert TYPED["attachments"].split()[0] in answer.content.decode()  # what was typed is kept
    assert not Document.objects.filter(unit_id=branch.unit_id).exists()


@pytest.mark.parametrize("kind", ["minutes", "ballot", "nothing"])
def test_what_is_made_elsewhere_is_not_written_by_hand(
    branch: Organisation, page: Client, kind: str
) -> None:
    assert page.get(write_url(branch, kind)).status_code == 404


@pytest.mark.parametrize("kind", papers(SHORT))
def test_every_kind_is_read_on_the_screen(
    client: Client, branch: Organisation, secretary: Account, kind: str
) -> None:
    paper = papers(SHORT)[kind]
    client.force_login(secretary)
    document = make.document(branch, paper=replace(paper, title=paper.title or "标题"))
    shown = client.get(reverse("documents:show", args=[branch.unit_id, document.id]))
    assert shown.status_code == 200
    assert document.digest in shown.content.decode()
    assert "封存的摘要不一致" not in shown.content.decode()


def test_files_carry_their_names(branch: Organisation, secretary: Account, client: Client) -> None:
    document = make.document(branch, paper=replace(PAPER, number="甲/1号", personal=False))
    client.force_login(secretary)
    for form, way in (("pdf", "inline"), ("docx", "attachment")):
        answer = client.get(reverse("documents:file", args=[branch.unit_id, document.id, form]))
        name = f"filename=\"document.{form}\"; filename*=UTF-8''{quote('甲1号 证　明')}.{form}"
        assert answer["Content-Disposition"] == f"{way}; {name}"
    assert "王喆同志系我支部党员。" in words_of(answer.content)
    missing = reverse("documents:file", args=[branch.unit_id, document.id, "exe"])
    assert client.get(missing).status_code == 404


def test_taking_out_what_tells_of_persons_is_recorded(
    branch: Organisation, secretary: Account, client: Client
) -> None:
    document = make.document(branch, paper=PAPER)
    client.force_login(secretary)
    client.get(reverse("documents:show", args=[branch.unit_id, document.id]))
    client.get(reverse("documents:file", args=[branch.unit_id, document.id, "pdf"]))
    (entry,) = Entry.objects.filter(unit_id=branch.unit_id, target_id=document.id)
    assert (entry.verb, entry.account_id) == ("documents.export", secretary.id)


def test_a_supervisor_sees_no_paper_about_persons(branch: Organisation, client: Client) -> None:
    of_person, plain = make.document(branch, paper=PAPER), make.document(branch)
    client.force_login(make.account(role=Role.SUPERVISOR, organisation=branch))
    answers = [
        client.get(reverse("documents:show", args=[branch.unit_id, document.id])).status_code
        for document in (of_person, plain)
    ]
    assert answers == [404, 200]
    listed = client.get(reverse("documents:list")).content.decode()
    assert PAPER.title not in listed
    assert plain.title in listed


def test_a_document_is_voided_with_a_reason(
    branch: Organisation, secretary: Account, client: Client
) -> None:
    document = make.document(branch)
    client.force_login(secretary)
    url = reverse("documents:void", args=[branch.unit_id, document.id])
    refused = client.post(url, {"reason": ""})
    assert refused.status_code == 422
    assert "请填写作废原因" in refused.content.decode()
    assert not Voiding.objects.filter(unit_id=branch.unit_id).exists()
    done = client.post(url, {"reason": "日期有误"}, follow=True).content.decode()
    assert "原因：日期有误" in done
    assert "作废这份公文" not in done
    assert "已作废" in client.get(reverse("documents:list")).content.decode()


def test_the_list_is_filtered_and_paged_by_the_last_row(
    branch: Organisation, secretary: Account, client: Client
) -> None:
    made = [make.document(branch) for _ in range(queries.PAGE + 2)]
    letter = papers(SHORT)["letter"]
    make.document(branch, paper=replace(letter, title="关于协助的函"))
    client.force_login(secretary)
    first = client.get(reverse("documents:list"), {"kind": "notice", "year": "2026"})
    assert len(first.context["rows"]) == queries.PAGE
    assert "关于协助的函" not in [row.title for row in first.context["rows"]]
    rest = client.get(
        reverse("documents:list"), {"kind": "notice", "after": first.context["after"]}
    )
    shown = [row.id for row in (*first.context["rows"], *rest.context["rows"])]
    assert sorted(shown) == sorted(document.id for document in made)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_many_rows_as_for_one(
    branch: Organisation, secretary: Account, client: Client, rows: int
) -> None:
    for _ in range(rows):
        make.document(branch)
    client.force_login(secretary)
    client.get(reverse("documents:list"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(reverse("documents:list"))
    ours = [q["sql"] for q in asked if "documents_" in q["sql"]]
    assert len(ours) == 1
    assert len(asked) == 10
