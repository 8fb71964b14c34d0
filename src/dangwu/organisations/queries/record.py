"""What the record page of an organisation shows."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404
from django.utils import timezone

from dangwu.accounts.access import Access
from dangwu.audit.models import Entry
from dangwu.organisations.models import Organisation, OrganisationHonour, OrganisationPeriod
from dangwu.organisations.models.organisation import BRANCH_KINDS, ancestor_paths
from dangwu.organisations.permissions import ARRANGERS
from dangwu.organisations.queries.gates import visible_organisations

LINES = 20
CHOICES = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the time line."""

    on: date
    title: str
    text: str
    by: str = ""


def ancestors_of(organisation: Organisation) -> list[Organisation]:
    """Return the organisations above, from the top; names are public facts."""
    paths = ancestor_paths(organisation.path)[:-1]
    return list(
        Organisation.objects.filter(unit_id=organisation.unit_id, path__in=paths).order_by("path")
    )


def timeline_of(organisation: Organisation) -> list[Line]:
    """Return how the organisation came to be what it is, newest first."""
    lines = [*_periods(organisation), *_entries(organisation)]
    lines.sort(key=lambda line: line.on, reverse=True)
    return lines[: 2 * LINES]


def _periods(organisation: Organisation) -> list[Line]:
    rows = (
        OrganisationPeriod.objects.filter(organisation=organisation)
        .select_related("parent")
        .order_by("period")
    )
    lines = []
    for row in rows:
        above = f"，隶属{row.parent.name}" if row.parent else ""
        basis = f"。依据：{row.basis}" if row.basis else ""
        text = f"{row.name}（{row.get_kind_display()}{above}）{basis}"
        lines.append(Line(row.period.lower, row.reason, text))
    return lines


def _entries(organisation: Organisation) -> list[Line]:
    """Recorded acts that leave no period of their own: terms, places, honours, contact data."""
    told = ("set_up", "rename", "change_kind", "move")
    rows = (
        Entry.objects.filter(
            unit_id=organisation.unit_id,
            organisation_id=organisation.id,
            verb__gt="organisations.",
            verb__lt="organisations/",
        )
        .exclude(verb__in=[f"organisations.{name}" for name in told])
        .order_by("-recorded_at")[:LINES]
    )
    return [_line(row) for row in rows]


def _line(entry: Entry) -> Line:
    facts = entry.facts
    said = [str(facts[name]) for name in ("名称", "阵地", "用途") if facts.get(name)]
    if "届次" in facts:
        said.insert(0, f"第{facts['届次']}届")
    return Line(_day(entry.recorded_at), entry.verb_label, "，".join(said), entry.actor_name)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def honours_of(
    organisation: Organisation, on: date, *, measures: bool
) -> list[OrganisationHonour]:
    """Return honours, and where asked measures, that began by that day, newest first."""
    rows = OrganisationHonour.objects.filter(organisation=organisation, effect__startswith__lte=on)
    if not measures:
        rows = rows.filter(nature=OrganisationHonour.Nature.HONOUR)
    return list(rows.order_by("-effect"))


def honour_for(organisation: Organisation, honour_id: uuid.UUID) -> OrganisationHonour:
    """Return one honour of an organisation held through its gate, else raise Http404."""
    row = (
        OrganisationHonour.objects.filter(organisation=organisation, id=honour_id)
        .select_related("organisation")
        .first()
    )
    if row is None:
        raise Http404
    return row


def targets_for(access: Access, organisation: Organisation) -> list[Organisation]:
    """Return the organisations of the unit under which `access` may put this one."""
    rows = visible_organisations(access, roles=ARRANGERS).filter(unit_id=organisation.unit_id)
    outside = rows.standing().exclude(path=organisation.path)
    outside = outside.exclude(path__gt=f"{organisation.path}.", path__lt=f"{organisation.path}/")
    if organisation.kind == "group":
        outside = outside.exclude(kind__in=("group", "committee", "general_branch"))
    else:
        outside = outside.filter(kind__in=("committee", "general_branch"))
    return list(outside.order_by("path")[:CHOICES])


def merge_targets_for(access: Access, organisation: Organisation) -> list[Organisation]:
    """Return the organisations of the unit into which `access` may merge this one."""
    rows = visible_organisations(access, roles=ARRANGERS).filter(unit_id=organisation.unit_id)
    rows = rows.standing().exclude(path=organisation.path)
    rows = rows.exclude(path__gt=f"{organisation.path}.", path__lt=f"{organisation.path}/")
    if organisation.is_branch:
        rows = rows.filter(kind__in=BRANCH_KINDS)
    elif organisation.kind == "group":
        rows = rows.filter(kind="group", parent=organisation.parent)
    else:
        rows = rows.filter(kind__in=("committee", "general_branch"))
    return list(rows.order_by("path")[:CHOICES])
