"""What matters now, for each post: duties of one's organisation, the state of those below."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q
from django.http import Http404

from dangwu.accounts.access import READERS, Access, Reach
from dangwu.accounts.models import Account, Role
from dangwu.accounts.queries import grants_of
from dangwu.activities.models import Activity, ActivityOrganisation
from dangwu.assessment.queries.listing import Running, running_cases
from dangwu.members.models import Person, PostHolding
from dangwu.organisations.models import Organisation, Place
from dangwu.organisations.queries import visible_organisations
from dangwu.procedures.permissions import can_run
from dangwu.procedures.queries.cases import next_of, running_case
from dangwu.rules.queries.duties import judged_duties
from dangwu.workbench.addresses import address
from dangwu.workbench.lines import Line, lines

RECENT = timedelta(days=180)
NOBODY = uuid.UUID(int=0)
OWN_ROLES = (
    Role.SECRETARY,
    Role.COMMITTEE_MEMBER,
    Role.CLERK,
    Role.DEPARTMENT,
    Role.SUPERVISOR,
)


@dataclass(frozen=True, slots=True)
class OwnFacts:
    """What a member sees of themself and of the own organisation."""

    person: Person | None
    organisation: Organisation | None
    secretary: str
    activities: tuple[Activity, ...]
    places: tuple[Place, ...]


def acting_reach(access: Access, wanted: str = "") -> Reach | None:
    """Return the reach a page is about: the one asked for, else the first post in rank."""
    held = [r for role in OWN_ROLES for r in access.reaches_as({role}) if r.organisation_id]
    chosen = [r for r in held if str(r.organisation_id) == wanted]
    return (chosen or held or [None])[0]  # type: ignore[list-item]  # None where nothing is held


def organisation_of(reach: Reach) -> Organisation:
    """Return the organisation a reach is held in. Raises Http404 when it is gone."""
    found = Organisation.objects.filter(
        unit_id=reach.unit_id, id=reach.organisation_id or NOBODY
    ).first()
    if found is None:
        raise Http404
    return found


def places_to_look(access: Access, roles: Iterable[Role]) -> list[Organisation]:
    """Return the organisations of these posts and the tops of the units below.

    Each is a subtree of one unit: what is asked of one unit at a time can be asked of each.
    """
    reaches = access.reaches_as(roles)
    own = {reach.organisation_id for reach in reaches if reach.organisation_id}
    below = frozenset[int]().union(*(reach.units_below for reach in reaches))
    units = below.union(reach.unit_id for reach in reaches)
    rows = Organisation.objects.filter(unit_id__in=sorted(units)).standing()
    meant = Q(id__in=sorted(own)) | Q(unit_id__in=sorted(below), parent__isnull=True)
    return list(rows.filter(meant).order_by("unit__path", "path"))


def own_lines(access: Access, organisation: Organisation, *, on: date, today: date) -> list[Line]:
    """Return the duties of one organisation, the most urgent first.

    What has begun already, a change of term or a case of organisation life, is gone on with.
    """
    duties, rulebook = judged_duties(organisation, on=on, today=today)
    found = lines(duties, rulebook, today=today)
    term = any(line.is_term and line.start for line in found)
    start, url = _term_act(access, organisation) if term else ("", "")
    cases = running_cases(organisation) if any(line.cases for line in found) else {}
    return [
        _case_act(line, cases)
        if line.cases
        else replace(line, start=start, start_url=url)
        if line.is_term and line.start and start
        else line
        for line in found
    ]


def _case_act(line: Line, cases: Mapping[tuple[str, int], Running]) -> Line:
    year = line.duty.period[0].year
    running = next((cases[kind, year] for kind in line.cases if (kind, year) in cases), None)
    if running is None:
        return line
    place = address(f"assessment:{running.page}", running.unit_id, running.id)
    return replace(line, meet="继续办理", meet_url=place)


def _term_act(access: Access, organisation: Organisation) -> tuple[str, str]:
    """Return the act for a term that ends, where it is not to begin the change of term.

    A case that runs is gone on with at its next step; who may not begin one reads the term.
    """
    running = running_case(organisation)
    if running is not None:
        step = next_of(running, access.today)
        told = f"：{step.plan.title}" if step else ""
        return f"继续换届{told}", address("procedures:term_change", running.unit_id, running.id)
    if can_run(access, organisation):
        return "", ""
    place = address("organisations:record", organisation.unit_id, organisation.id)
    return "看班子与任期", f"{place}#term"


def own_facts(access: Access, reach: Reach) -> OwnFacts:
    """Return what a member or resident sees: themself, and their organisation's public facts."""
    organisation = Organisation.objects.filter(
        unit_id=reach.unit_id, id=reach.organisation_id or NOBODY
    ).first()
    person = None
    if access.person_id is not None:
        person = (
            Person.objects.filter(unit_id=access.unit_id or 0, id=access.person_id)
            .select_related("organisation")
            .first()
        )
    if organisation is None:
        return OwnFacts(person, None, "", (), ())
    return OwnFacts(
        person=person,
        organisation=organisation,
        secretary=_secretary(organisation, access.today),
        activities=tuple(recent_activities(organisation, access.today)),
        places=tuple(
            Place.objects.filter(
                unit_id=organisation.unit_id, organisation=organisation, closed_on__isnull=True
            ).order_by("name")
        ),
    )


def recent_activities(organisation: Organisation, today: date) -> list[Activity]:
    """Return the last activities that count for an organisation, newest first."""
    counted = ActivityOrganisation.objects.filter(
        unit_id=organisation.unit_id, organisation=organisation, part="held"
    )
    return list(
        Activity.objects.filter(
            unit_id=organisation.unit_id,
            id__in=counted.values("activity_id"),
            held_on__gte=today - RECENT,
            withdrawn_at__isnull=True,
        ).order_by("-held_on", "-id")[:10]
    )


def _secretary(organisation: Organisation, today: date) -> str:
    holding = (
        PostHolding.objects.filter(
            unit_id=organisation.unit_id,
            organisation=organisation,
            post="secretary",
            period__contains=today,
        )
        .select_related("person")
        .first()
    )
    return holding.person.name if holding else ""


def visible_subtree(access: Access, unit_id: int, organisation_id: uuid.UUID) -> Organisation:
    """Return an organisation inside a post's reach, else raise Http404."""
    found = Organisation.objects.filter(unit_id=unit_id, id=organisation_id).first()
    if found is None or not access.covers(found.unit_id, found.path, roles=READERS):
        raise Http404
    return found


def find_organisations(access: Access, text: str, *, limit: int = 20) -> list[Organisation]:
    """Return organisations in reach whose name holds the text, or whose code or letters begin so."""

    lower = text.lower()
    return list(
        visible_organisations(access)
        .filter(dissolved_on__isnull=True)
        .filter(
            Q(name__contains=text)
            | Q(code__startswith=text)
            | Q(initials__gte=lower, initials__lt=lower + "\uffff")
            | Q(pinyin__gte=lower, pinyin__lt=lower + "\uffff")
        )
        .order_by("unit_id", "path")[:limit]
    )


@dataclass(frozen=True, slots=True)
class NamedGrant:
    """A role with the name of its organisation."""

    id: uuid.UUID
    role: str
    organisation: str
    since: date
    until: date | None


def named_grants(account: Account, *, on: date) -> list[NamedGrant]:
    """Return the roles of an account in force, with the names of their organisations."""
    grants = grants_of(account, on=on)
    units = sorted({grant.unit_id for grant in grants})
    ids = [grant.organisation_id for grant in grants if grant.organisation_id]
    names = {
        o.id: o.name
        for o in Organisation.objects.filter(unit_id__in=units, id__in=ids).only("name")
    }
    return [
        NamedGrant(
            grant.id,
            grant.get_role_display(),
            names.get(grant.organisation_id, "—") if grant.organisation_id else "—",
            grant.since,
            grant.until,
        )
        for grant in grants
    ]
