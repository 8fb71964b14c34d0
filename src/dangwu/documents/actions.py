"""Issuing and voiding documents, and taking them out as files."""

import uuid
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F

from dangwu.accounts.access import Access
from dangwu.audit.actions import record
from dangwu.core.errors import DomainError, InputError
from dangwu.core.sealing import digest_plain
from dangwu.documents.models import Document, DocumentCounter, Voiding
from dangwu.documents.paper import Paper, paper_content
from dangwu.documents.permissions import can_issue, can_see_document, can_void
from dangwu.documents.queries import issued_as, voiding_of
from dangwu.organisations.models import Organisation

LONGEST_SERIES: Final = 30
VOIDED_BEFORE: Final = "这份公文已经作废，不必再办。"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a document belongs to in a room above: a label such as meetings.meeting, and its id."""

    kind: str
    id: uuid.UUID


@transaction.atomic
def issue_document(
    *,
    actor: Access,
    organisation: Organisation,
    paper: Paper,
    series: str = "",
    origin: Origin | None = None,
    key: uuid.UUID | None = None,
) -> Document:
    """Issue a paper: give it the next number of the series and keep it as it is.

    series: 机关代字; empty for papers without a number. The paper's day gives the year of the
    number, its own number is replaced. key: of the draft; the same key is issued once, and then
    gives back what it was issued as. Raises PermissionDenied, InputError.
    """
    if not can_issue(actor, organisation):
        raise PermissionDenied
    on = _day(actor, organisation, paper)
    prefix = _series(series)
    if key and (before := issued_as(organisation, key)):
        return before
    try:
        with transaction.atomic():  # a second sender takes no number
            number = _next_number(organisation, prefix, on.year) if prefix else None
            text = f"{prefix}〔{on.year}〕{number}号" if number else paper.number
            document = _document(actor, organisation, replace(paper, number=text, digest=""), on)
            document.id = key or document.id
            document.series, document.number = prefix, number
            document.origin_kind = origin.kind if origin else ""
            document.origin_id = origin.id if origin else None
            document.save(force_insert=True)
    except IntegrityError:
        if key and (before := issued_as(organisation, key)):
            return before
        raise
    record(
        actor=actor, verb="documents.issue", target=document, kind=document.kind,
        number=document.number_text, title=document.title, digest=document.digest,
    )  # fmt: skip
    return document


@transaction.atomic
def void_document(*, actor: Access, document: Document, reason: str) -> Voiding:
    """Void a document with the reason; it stays readable, its number is not given again.

    Raises PermissionDenied, DomainError.
    """
    if not can_void(actor, document):
        raise PermissionDenied
    reason = reason.strip()
    if not reason:
        raise InputError("reason", "作废须写明原因，请补填。")
    if voiding_of(document) is not None:
        raise DomainError(VOIDED_BEFORE)
    voiding = Voiding(
        unit_id=document.unit_id,
        document=document,
        reason=reason[:200],
        voided_on=actor.today,
        voided_at=actor.now,
        voided_by=actor.account_id,
        voided_by_name=actor.name,
    )
    try:
        with transaction.atomic():
            voiding.save(force_insert=True)
    except IntegrityError as error:  # another did so at the same moment
        raise DomainError(VOIDED_BEFORE) from error
    record(
        actor=actor, verb="documents.void", target=document,
        number=document.number_text, title=document.title, reason=voiding.reason,
    )  # fmt: skip
    return voiding


@transaction.atomic
def export_document(*, actor: Access, document: Document, form: str) -> Document:
    """Return the document to be taken out as a file; recorded where it tells of persons.

    form: pdf or docx. Raises PermissionDenied.
    """
    if not can_see_document(actor, document):
        raise PermissionDenied
    if document.personal:
        record(
            actor=actor, verb="documents.export", target=document,
            number=document.number_text, title=document.title, form=form,
        )  # fmt: skip
    return document


def _document(actor: Access, organisation: Organisation, paper: Paper, on: date) -> Document:
    content = paper_content(paper)
    return Document(
        unit_id=organisation.unit_id,
        organisation=organisation,
        kind=paper.kind,
        year=on.year,
        number_text=paper.number[:60],
        title=_title(paper)[:300],
        addressee=paper.addressee[:200],
        issued_on=on,
        issued_at=actor.now,
        issued_by=actor.account_id,
        issued_by_name=actor.name,
        content=content,
        digest=digest_plain(content),
        personal=paper.personal,
    )


def _next_number(organisation: Organisation, series: str, year: int) -> int:
    """Draw the next number. The row stays locked to the end of the transaction."""
    unit = organisation.unit_id
    DocumentCounter.objects.get_or_create(
        unit_id=unit, organisation=organisation, series=series, year=year
    )
    counter = DocumentCounter.objects.filter(
        unit_id=unit, organisation=organisation, series=series, year=year
    )
    counter.update(last=F("last") + 1)
    return counter.get().last


def _day(actor: Access, organisation: Organisation, paper: Paper) -> date:
    on = paper.dated or actor.today
    if on > actor.today:
        raise InputError("dated", "成文日期不能晚于今天，请改正。")
    if on < organisation.founded_on:
        raise InputError("dated", "成文日期早于党组织成立的日期，请核对。")
    return on


def _series(series: str) -> str:
    name = "".join(series.split())
    if len(name) > LONGEST_SERIES or any(mark in name for mark in "〔〕[]号"):
        raise InputError(
            "series", f"机关代字只写代字（如“河东支发”），不写年份和序号，最多{LONGEST_SERIES}字。"
        )
    return name


def _title(paper: Paper) -> str:
    title = "".join(paper.title.split("\n")).strip()
    if not title and paper.blocks:
        title = next((text for b in paper.blocks if (text := getattr(b, "text", ""))), "")
    if not title:
        raise InputError("title", "公文须有标题，请补填。")
    return title
