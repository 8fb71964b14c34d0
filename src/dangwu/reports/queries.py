"""Figures of the register for the written situation report: one state on one day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, IntegerField, Q, Sum, Value
from django.db.models.functions import Coalesce

from dangwu.accounts.access import Access
from dangwu.core.calendar import add_months
from dangwu.members.models import Membership, PostHolding, StandingPeriod
from dangwu.organisations.models import Organisation, OrganisationPeriod
from dangwu.organisations.models.organisation import BRANCH_KINDS
from dangwu.organisations.queries import visible_organisations
from dangwu.reports.permissions import REPORTERS
from dangwu.sharding.models import Unit

HAN = "01"
YOUNG = 35  # years, inclusive
VETERAN_SINCE = date(1966, 1, 1)
FOUNDING = date(1949, 10, 1)
LONG_YEARS = 10


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the members: how many, and what it is called."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Situation:
    """Organisations and members of a subtree on a day, as the situation report tells them."""

    name: str
    on: date
    towns: int
    villages: int
    communities: int
    committees: int
    general_branches: int
    branches: int
    rural_branches: int
    joint_branches: int
    community_branches: int
    private_firm_branches: int
    members: int
    by_occupation: tuple[Share, ...]
    women: int
    minorities: int
    young: int
    veterans: int
    before_founding: int
    principals: int
    long_serving: int


def situation(organisation: Organisation, *, on: date) -> Situation:
    """Return the figures of an organisation and all below it as they stood on that day.

    Age is full years on the day; "before 1966" and "before the founding" are by joining day.
    """
    units = _units(organisation)
    periods = _periods(organisation, units, on)
    tree = _tree(periods)
    people = _people(organisation, units, on)
    counted = people.aggregate(
        members=Count("person_id"),
        women=Count("person_id", filter=Q(person__sex="2")),
        minorities=Count("person_id", filter=~Q(person__ethnicity__in=["", HAN])),
        # 35 full years or fewer: born after the day 36 years before.
        young=Count("person_id", filter=Q(person__born_on__gt=add_months(on, -12 * (YOUNG + 1)))),
        veterans=Count("person_id", filter=Q(person__joined_on__lt=VETERAN_SINCE)),
        before_founding=Count("person_id", filter=Q(person__joined_on__lt=FOUNDING)),
    )
    by_occupation = (
        people.values_list("person__occupation")
        .annotate(n=Count("person_id"))
        .order_by("-n", "person__occupation")
    )
    shares = tuple(Share(label or "未填", count) for label, count in by_occupation)
    principals, long_serving = _principals(organisation, units, on)
    return Situation(
        name=organisation.name,
        on=on,
        **tree,
        by_occupation=shares,
        principals=principals,
        long_serving=long_serving,
        **counted,
    )


def _units(organisation: Organisation) -> list[int]:
    """Return the organisation's unit and, for the top of a unit, the units below."""
    if organisation.parent_id is not None:
        return [organisation.unit_id]
    unit = Unit.objects.get(pk=organisation.unit_id)
    return list(
        Unit.objects.filter(Q(pk=unit.pk) | Q(path__gt=f"{unit.path}.", path__lt=f"{unit.path}/"))
        .order_by("id")
        .values_list("id", flat=True)
    )


def _inside(organisation: Organisation, prefix: str = "") -> Q:
    """The rows whose organisation stands under this one, or in a whole unit below."""
    path = organisation.path
    own = Q(**{f"{prefix}path": path}) | Q(
        **{f"{prefix}path__gt": f"{path}.", f"{prefix}path__lt": f"{path}/"}
    )
    return ~Q(unit_id=organisation.unit_id) | own


def _periods(organisation: Organisation, units: list[int], on: date):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a queryset of periods
    return OrganisationPeriod.objects.filter(unit_id__in=units, period__contains=on).filter(
        _inside(organisation)
    )


def _tree(periods) -> dict[str, int]:  # type: ignore[no-untyped-def]  # noqa: ANN001 - a queryset of periods
    branch = Q(kind__in=BRANCH_KINDS)
    village = branch & Q(category="village")
    counted = periods.aggregate(
        towns=Count("id", filter=Q(kind="committee", category="township")),
        villages=Sum(
            Coalesce("organisation__joint_units", Value(1), output_field=IntegerField()),
            filter=village,
            default=0,
        ),
        communities=Count(
            "id", filter=Q(category="community") & ~Q(kind="group") & _top_community()
        ),
        committees=Count("id", filter=Q(kind="committee") & ~Q(category__in=["county", "city"])),
        general_branches=Count("id", filter=Q(kind="general_branch")),
        branches=Count("id", filter=branch),
        rural_branches=Count("id", filter=village),
        joint_branches=Count("id", filter=village & Q(kind="joint_branch")),
        community_branches=Count("id", filter=branch & Q(category="community")),
        private_firm_branches=Count("id", filter=branch & Q(category="private_firm")),
    )
    return {name: int(value) for name, value in counted.items()}


def _top_community() -> Q:
    """A community is counted once: by its organisation that stands under no other of its own."""
    return ~Q(parent__category="community")


def _people(organisation: Organisation, units: list[int], on: date):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a queryset of memberships
    """Primary memberships that day of those who were members that day."""
    standing = StandingPeriod.objects.filter(
        unit_id__in=units, period__contains=on, standing__in=["full", "probationary"]
    )
    return Membership.objects.filter(
        unit_id__in=units,
        nature=Membership.Nature.PRIMARY,
        period__contains=on,
        person_id__in=standing.values("person_id"),
    ).filter(_inside(organisation, "organisation__"))


def _principals(organisation: Organisation, units: list[int], on: date) -> tuple[int, int]:
    """Return the principals of villages (secretaries and heads), and those ten years in post."""
    posts = (
        PostHolding.objects.filter(unit_id__in=units, period__contains=on)
        .filter(_inside(organisation, "organisation__"))
        .filter(organisation__category="village", organisation__kind__in=BRANCH_KINDS)
        .filter(Q(post="secretary") | Q(also_head=True))
    )
    long_since = add_months(on, -12 * LONG_YEARS)
    counted = posts.aggregate(
        all=Count("person_id", distinct=True),
        long=Count("person_id", distinct=True, filter=Q(period__startswith__lte=long_since)),
    )
    return counted["all"], counted["long"]


def reportable(access: Access) -> list[Organisation]:
    """Return the organisations at the top of what the person reports on."""
    paths = [(r.unit_id, r.path) for r in access.reaches_as(REPORTERS)]
    found = visible_organisations(access, roles=REPORTERS)
    tops = Q(pk__in=[])
    for unit_id, path in paths:
        tops |= Q(unit_id=unit_id, path=path)
    return list(found.filter(tops).order_by("unit_id", "path"))
