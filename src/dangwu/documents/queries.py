"""Gates and reads of documents."""

import uuid
from typing import Final

from django.db.models import Q
from django.http import Http404

from dangwu.accounts.access import KEEPERS, Access
from dangwu.core.sealing import digest_plain
from dangwu.documents.models import Document, Voiding
from dangwu.documents.paper import Paper, paper_from
from dangwu.documents.permissions import OF_PERSONS, can_see_document
from dangwu.organisations.models import Organisation
from dangwu.organisations.queries import visible_organisations

PAGE: Final = 50
# What a series usually ends in, by kind: other kinds share that of official papers.
SUFFIXES: Final = {"letter": "函", "certificate": "证", "introduction": "介", "receipt": "据"}
# The longer before what they end in.
ENDS: Final = (
    *("总支部委员会", "支部委员会", "委员会", "党总支部", "总支部", "党总支", "党支部", "支部"),
    "党委",
)


def document_for(access: Access, unit_id: int, document_id: uuid.UUID) -> Document:
    """Return a document that `access` may see, else raise Http404."""
    found = (
        Document.objects.filter(unit_id=unit_id, id=document_id)
        .select_related("organisation")
        .first()
    )
    if found is None or not can_see_document(access, found):
        raise Http404
    return found


def voiding_of(document: Document) -> Voiding | None:
    """Return why the document no longer holds, or None while it does."""
    return Voiding.objects.filter(unit_id=document.unit_id, document=document).first()


def issued_as(organisation: Organisation, key: uuid.UUID) -> Document | None:
    """Return the document that a draft of the organisation became, or None."""
    found = Document.objects.filter(
        unit_id=organisation.unit_id, id=key, organisation=organisation
    )
    return found.select_related("organisation").first()


def paper_of(document: Document) -> Paper:
    """Return the paper as it was issued, with the digest to be printed."""
    return paper_from(document.content, digest=document.digest)


def is_as_issued(document: Document) -> bool:
    """Whether the content still gives the digest kept beside it."""
    return digest_plain(document.content) == document.digest


def documents_of_origin(unit_id: int, kind: str, origin_id: uuid.UUID) -> list[Document]:
    """Return the documents that belong to something of a room above, the oldest first."""
    found = Document.objects.filter(unit_id=unit_id, origin_kind=kind, origin_id=origin_id)
    return list(found.select_related("organisation").order_by("issued_at", "id"))


def documents_in(
    access: Access,
    *,
    unit_id: int | None = None,
    organisation_id: uuid.UUID | None = None,
    kind: str = "",
    year: int | None = None,
    after: str = "",
) -> list[Document]:
    """Return up to a page and one more of the documents in reach, newest first.

    after: day and id of the last row of the page before, as "2026-11-21:<id>".
    """
    organisations = visible_organisations(access)
    if unit_id is not None and organisation_id is not None:
        organisations = organisations.filter(unit_id=unit_id, id=organisation_id)
    units = sorted(access.units) if unit_id is None else [unit_id]
    found = Document.objects.filter(
        unit_id__in=units, organisation_id__in=organisations.values("id")
    )
    if not access.reaches_as(OF_PERSONS):
        found = found.filter(personal=False)
    if kind:
        found = found.filter(kind=kind)
    if year:
        found = found.filter(year=year)
    day, _, last = after.partition(":")
    if last:
        found = found.filter(Q(issued_on__lt=day) | Q(issued_on=day, id__lt=last))
    shown = found.defer("content").select_related("organisation").order_by("-issued_on", "-id")
    return list(shown.with_state()[: PAGE + 1])


def issuing_organisations(access: Access) -> list[Organisation]:
    """Return the organisations whose papers `access` keeps itself: the tops of its reaches."""
    tops = access.reaches_as(KEEPERS)
    if not tops:
        return []
    found = Organisation.objects.filter(
        unit_id__in=sorted({reach.unit_id for reach in tops}),
        id__in=[reach.organisation_id for reach in tops if reach.organisation_id],
    )
    return list(found.order_by("unit_id", "path"))


def series_for(organisation: Organisation, kind: str) -> str:
    """Return the 机关代字 last used for a kind, else one made from the short name."""
    last = (
        Document.objects.filter(unit_id=organisation.unit_id, organisation=organisation, kind=kind)
        .exclude(series="")
        .order_by("-issued_on", "-id")
        .values_list("series", flat=True)
        .first()
    )
    if last:
        return last
    name = str(organisation).removeprefix("中共").removeprefix("中国共产党")
    short = next((name.removesuffix(end) for end in ENDS if name.endswith(end)), name)[:8]
    party = "支" if organisation.is_branch else "党"
    return f"{short}{party}{SUFFIXES.get(kind, '发')}"
