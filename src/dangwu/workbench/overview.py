"""How an organisation and those below it stand: sums kept by the tallies, read in few queries."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from dangwu.accounts.access import Access
from dangwu.core.rulebook.findings import citation
from dangwu.core.rulebook.records import Rulebook
from dangwu.organisations.models import Organisation
from dangwu.rules.models import DutyTally
from dangwu.rules.queries.tallies import Counts, Subtree, subtree_of
from dangwu.workbench.addresses import address

PAGE = 50
STATES = (
    ("met", "合规", "#4f9a5f"),
    ("late", "补记", "#6b8fd1"),
    ("due", "应办", "#e0a83c"),
    ("overdue", "逾期", "#b01c20"),
    ("unknown", "存疑", "#8f83b8"),
)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule over the subtree: how many organisations have the duty, how many are behind."""

    rule: str
    paraphrase: str
    citation: str
    counts: Counts
    behind_url: str


@dataclass(frozen=True, slots=True)
class ChildRow:
    """An organisation directly below with its own overview."""

    organisation: Organisation
    counts: Counts
    url: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The page of one organisation: own sums, those below, and rule by rule."""

    total: Counts
    children: tuple[ChildRow, ...]
    rules: tuple[RuleRow, ...]
    ancestors: tuple[Organisation, ...]


def overview_of(access: Access, organisation: Organisation, rulebook: Rulebook) -> Overview:
    """Return the overview of an organisation. A few queries, however many stand below."""
    below = subtree_of(access, organisation, by_rule=True)
    return Overview(
        total=below.total,
        children=child_rows(below),
        rules=tuple(_rules(organisation, below.rules, rulebook)),
        ancestors=tuple(_ancestors(organisation)),
    )


def child_rows(below: Subtree) -> tuple[ChildRow, ...]:
    """Return those directly below with the addresses of their overviews."""
    return tuple(
        ChildRow(
            o := child.organisation, child.counts, address("workbench:subtree", o.unit_id, o.id)
        )
        for child in below.children
    )


def _ancestors(organisation: Organisation) -> list[Organisation]:
    labels = organisation.path.split(".")[:-1]
    paths = [".".join(labels[: depth + 1]) for depth in range(len(labels))]
    return list(
        Organisation.objects.filter(unit_id=organisation.unit_id, path__in=paths)
        .only("unit_id", "path", "name", "short_name")
        .order_by("path")
    )


def _rules(
    organisation: Organisation, counts: Mapping[str, Counts], rulebook: Rulebook
) -> list[RuleRow]:
    """In the order of the rulebook, so that the page never ranks."""
    own = (organisation.unit_id, organisation.id)
    opening = reverse("workbench:behind", args=(*own, "-")).removesuffix("-/")
    return [
        RuleRow(
            rule.id,
            rule.paraphrase,
            citation(rule),
            counts[rule.id],
            f"{opening}{rule.id}/",
        )
        for rule in rulebook.rules()
        if rule.id in counts
    ]


def behind_on(
    organisation: Organisation,
    rule_id: str,
    *,
    after: str = "",
    units: frozenset[int] = frozenset(),
) -> list[DutyTally]:
    """Return up to a page and one more of the organisations in the subtree behind on a rule.

    In the order of the tree; `after`: unit and path of the last row of the page before.
    """
    path = organisation.path
    own = Q(unit_id=organisation.unit_id) & (
        Q(organisation__path=path)
        | Q(organisation__path__gt=f"{path}.", organisation__path__lt=f"{path}/")
    )
    inside = own | Q(unit_id__in=sorted(units)) if units else own
    found = (
        DutyTally.objects.filter(unit_id__in=sorted({organisation.unit_id, *units}))
        .filter(inside, rule_id=rule_id, overdue__gt=0)
        .select_related("organisation")
    )
    unit, _, last = after.partition(":")
    if unit.isdigit():
        found = found.filter(
            Q(unit_id__gt=int(unit)) | Q(unit_id=int(unit), organisation__path__gt=last)
        )
    return list(found.order_by("unit_id", "organisation__path")[: PAGE + 1])


def chart_of(rows: tuple[ChildRow, ...]) -> dict[str, object]:
    """Return the ECharts option: one bar per organisation, in the order of the tree."""
    return {
        "color": [colour for _code, _word, colour in STATES],
        "legend": {"top": 0},
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [str(row.organisation) for row in rows],
            "axisLabel": {"width": 150, "overflow": "truncate"},
        },
        "series": [
            {
                "name": word,
                "type": "bar",
                "stack": "all",
                "data": [{"value": getattr(row.counts, code), "url": row.url} for row in rows],
            }
            for code, word, _colour in STATES
        ],
    }
