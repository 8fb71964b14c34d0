"""Issuing, voiding and taking out: numbers without gaps, nothing changed afterwards."""

import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

import make
from dangwu.accounts.models import Role
from dangwu.audit.models import Entry
from dangwu.core.errors import DomainError, InputError
from dangwu.documents import actions, queries
from dangwu.documents.models import Document, DocumentCounter, Voiding
from dangwu.documents.paper import Form, Paper, Paragraph
from dangwu.organisations.models import Organisation

PAPER = Paper(
    kind="notice",
    form=Form.DOCUMENT,
    title="关于召开组织生活会的通知",
    issuer="中共河东村支部委员会",
    addressee="各党小组",
    blocks=(Paragraph("定于本周五召开。"),),
    dated=make.TODAY,
)
SERIES = "河东支发"


@pytest.fixture
def branch(db: None) -> Organisation:
    return make.organisation(unit=make.unit(), name="中共河东村支部委员会")


def test_a_paper_is_issued_with_the_next_number_of_its_series(branch: Organisation) -> None:
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    origin = actions.Origin("meetings.meeting", uuid.uuid4())

    first = actions.issue_document(
        actor=secretary, organisation=branch, paper=PAPER, series=SERIES, origin=origin
    )
    second = actions.issue_document(
        actor=secretary, organisation=branch, paper=PAPER, series=" 河东 支发 "
    )
    other = actions.issue_document(
        actor=secretary, organisation=branch, paper=PAPER, series="河东支函"
    )
    year = replace(PAPER, dated=date(2025, 12, 31))
    before = actions.issue_document(
        actor=secretary, organisation=branch, paper=year, series=SERIES
    )

    numbers = [d.number_text for d in (first, second, other, before)]
    assert numbers == [
        "河东支发〔2026〕1号", "河东支发〔2026〕2号", "河东支函〔2026〕1号", "河东支发〔2025〕1号",
    ]  # fmt: skip
    kept = queries.paper_of(first)
    assert kept == replace(PAPER, number="河东支发〔2026〕1号", digest=first.digest)
    assert queries.is_as_issued(first)
    assert queries.documents_of_origin(branch.unit_id, origin.kind, origin.id) == [first]
    entry = Entry.objects.filter(unit_id=branch.unit_id, target_id=first.id).get()
    assert (entry.verb, entry.facts["digest"]) == ("documents.issue", first.digest)


def test_a_paper_without_series_keeps_what_stands_on_it(branch: Organisation) -> None:
    clerk = make.access(role=Role.CLERK, organisation=branch)
    paper = replace(PAPER, number="第3期")
    issued = actions.issue_document(actor=clerk, organisation=branch, paper=paper)
    assert (issued.number, issued.number_text) == (None, "第3期")
    assert not DocumentCounter.objects.filter(unit_id=branch.unit_id).exists()


def test_a_draft_that_is_sent_twice_is_issued_once(branch: Organisation) -> None:
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    key = uuid.uuid4()
    sent = [
        actions.issue_document(
            actor=secretary, organisation=branch, paper=PAPER, series=SERIES, key=key
        )
        for _ in range(2)
    ]
    assert sent[0].id == sent[1].id == key
    assert DocumentCounter.objects.filter(unit_id=branch.unit_id).get().last == 1
    assert Entry.objects.filter(unit_id=branch.unit_id, verb="documents.issue").count() == 1


@pytest.mark.parametrize(
    ("change", "series", "words"),
    [
        ({"dated": make.TODAY + timedelta(days=1)}, SERIES, "不能晚于今天"),
        ({"dated": date(1950, 1, 1)}, SERIES, "早于党组织成立"),
        ({"title": "", "blocks": ()}, SERIES, "标题"),
        ({}, "河东〔2026〕", "机关代字"),
        ({}, "河" * 31, "机关代字"),
    ],
)
def test_a_wrong_paper_is_refused_and_takes_no_number(
    branch: Organisation, change: dict[str, object], series: str, words: str
) -> None:
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    paper = replace(PAPER, **change)  # type: ignore[arg-type]  # named fields of Paper
    with pytest.raises(InputError, match=words), transaction.atomic():
        actions.issue_document(actor=secretary, organisation=branch, paper=paper, series=series)
    assert not Document.objects.filter(unit_id=branch.unit_id).exists()
    assert not DocumentCounter.objects.filter(unit_id=branch.unit_id, last__gt=0).exists()


@pytest.mark.parametrize(
    "role", [Role.COMMITTEE_MEMBER, Role.DEPARTMENT, Role.SUPERVISOR, Role.MEMBER]
)
def test_only_who_keeps_the_organisation_issues_and_voids(
    branch: Organisation, role: Role
) -> None:
    actor = make.access(role=role, organisation=branch)
    document = make.document(branch)
    for access in (actor, make.stranger(organisation=branch)):
        with pytest.raises(PermissionDenied):
            actions.issue_document(actor=access, organisation=branch, paper=PAPER)
        with pytest.raises(PermissionDenied):
            actions.void_document(actor=access, document=document, reason="有误")
    assert Document.objects.filter(unit_id=branch.unit_id).count() == 1
    assert not Voiding.objects.filter(unit_id=branch.unit_id).exists()


def test_a_voided_document_stays_and_its_number_is_not_given_again(branch: Organisation) -> None:
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    document = actions.issue_document(
        actor=secretary, organisation=branch, paper=PAPER, series=SERIES
    )
    actions.void_document(actor=secretary, document=document, reason=" 日期有误 ")
    again = actions.issue_document(
        actor=secretary, organisation=branch, paper=PAPER, series=SERIES
    )
    voiding = queries.voiding_of(document)
    assert voiding is not None
    assert (voiding.reason, voiding.voided_on) == ("日期有误", make.TODAY)
    assert again.number == 2
    with pytest.raises(DomainError, match="已经作废"):
        actions.void_document(actor=secretary, document=document, reason="再来")
    with pytest.raises(InputError, match="原因"):
        actions.void_document(actor=secretary, document=again, reason=" ")


def test_what_tells_of_persons_is_recorded_when_it_is_taken_out(branch: Organisation) -> None:
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    supervisor = make.access(role=Role.SUPERVISOR, organisation=branch)
    plain = make.document(branch)
    of_person = make.document(branch, paper=replace(PAPER, kind="certificate", personal=True))
    for document in (plain, of_person):
        actions.export_document(actor=secretary, document=document, form="pdf")
    entries = Entry.objects.filter(unit_id=branch.unit_id, verb="documents.export")
    assert [(e.target_id, e.facts["form"]) for e in entries] == [(of_person.id, "pdf")]
    actions.export_document(actor=supervisor, document=plain, form="docx")
    with pytest.raises(PermissionDenied):
        actions.export_document(actor=supervisor, document=of_person, form="docx")


@pytest.mark.parametrize("statement", ["UPDATE {} SET title = 'x'", "DELETE FROM {}"])
def test_the_web_role_cannot_change_what_was_issued(
    branch: Organisation, as_web_role: None, statement: str
) -> None:
    table = Document._meta.db_table
    refused = pytest.raises(DatabaseError, match="permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_content_that_was_changed_is_noticed(branch: Organisation) -> None:
    document = make.document(branch)
    content = {**document.content, "title": "关于取消组织生活会的通知"}
    Document.objects.filter(unit_id=branch.unit_id, id=document.id).update(content=content)
    document.refresh_from_db()
    assert not queries.is_as_issued(document)


@pytest.mark.parametrize(
    ("name", "kind", "series"),
    [
        ("中共河东村支部委员会", "notice", "河东村支发"),
        ("中共河东村支部委员会", "letter", "河东村支函"),
        ("河东村党支部", "report", "河东村支发"),
    ],
)
def test_a_series_is_proposed_from_the_name(db: None, name: str, kind: str, series: str) -> None:
    branch = make.organisation(unit=make.unit(), name=name)
    assert queries.series_for(branch, kind) == series


def test_the_series_last_used_is_proposed(branch: Organisation) -> None:
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    actions.issue_document(actor=secretary, organisation=branch, paper=PAPER, series="东支字")
    assert queries.series_for(branch, "notice") == "东支字"


def _at_once(acts: list[Callable[[], None]]) -> None:
    def run(act: Callable[[], None]) -> None:
        try:
            act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)


@pytest.mark.django_db(transaction=True)
def test_those_who_issue_at_once_get_numbers_without_a_gap() -> None:
    branch = make.organisation(unit=make.unit())
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    together = threading.Barrier(8)

    def issue(*, undone: bool) -> None:
        together.wait()
        with transaction.atomic():
            actions.issue_document(
                actor=secretary, organisation=branch, paper=PAPER, series=SERIES
            )
            transaction.set_rollback(undone)

    _at_once([partial(issue, undone=number % 3 == 0) for number in range(8)])
    found = Document.objects.filter(unit_id=branch.unit_id).values_list("number", flat=True)
    assert sorted(filter(None, found)) == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_is_sent_twice_at_once_is_issued_once() -> None:
    branch = make.organisation(unit=make.unit())
    secretary = make.access(role=Role.SECRETARY, organisation=branch)
    together, key = threading.Barrier(2), uuid.uuid4()
    sent: list[uuid.UUID] = []

    def issue() -> None:
        together.wait()
        document = actions.issue_document(
            actor=secretary, organisation=branch, paper=PAPER, series=SERIES, key=key
        )
        sent.append(document.id)

    _at_once([issue, issue])
    assert sent == [key, key]
    assert DocumentCounter.objects.filter(unit_id=branch.unit_id).get().last == 1
