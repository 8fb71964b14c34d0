"""How an organisation and those below it stand: sums kept by the tallies, read in few queries."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import F, Min, Q, Sum
from django.urls import reverse

from dangwu.accounts.access import READERS, Access
from dangwu.core.rulebook.findings import citation
from dangwu.core.rulebook.records import Rulebook
from dangwu.organisations.models import Organisation
from dangwu.rules.models import DutyTally
from dangwu.rules.queries.tallies import ChildTally, Counts, Subtree, subtree_of
from dangwu.workbench.addresses import address

PAGE = 50
STATES = (
    ("met", "合规", "#4f9a5f"),
    ("late", "补记", "#6b8fd1"),
    ("due", "应办", "#e0a83c"),
    ("overdue", "逾期", "#b01c20"),
    ("unknown", "存疑", "#8f83b8"),
)

# In the address, where a rule's id stands: duties of every rule, duties in every state.
EVERY_RULE: Final = "-"
EVERY_STATE: Final = "all"
COUNTED: Final = ("met", "due", "overdue", "late", "exempt", "unknown")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule over the subtree: how many organisations have the duty, how many are behind."""

    rule: str
    paraphrase: str
    citation: str
    counts: Counts
    rows_url: str


@dataclass(frozen=True, slots=True)
class ChildRow:
    """An organisation directly below with its own overview. rows_url: where its figures lead."""

    organisation: Organisation
    counts: Counts
    url: str
    rows_url: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The page of one organisation: own sums, those below, and rule by rule.

    ancestors: each with whether its own overview may be opened.
    """

    total: Counts
    children: tuple[ChildRow, ...]
    rules: tuple[RuleRow, ...]
    ancestors: tuple[tuple[Organisation, bool], ...]


def overview_of(access: Access, organisation: Organisation, rulebook: Rulebook) -> Overview:
    """Return the overview of an organisation. A few queries, however many stand below."""
    below = subtree_of(access, organisation, by_rule=True)
    return Overview(
        total=below.total,
        children=child_rows(below),
        rules=tuple(_rules(organisation, below.rules, rulebook)),
        ancestors=tuple(
            (one, access.covers(one.unit_id, one.path, roles=READERS))
            for one in _ancestors(organisation)
        ),
    )


def child_rows(below: Subtree) -> tuple[ChildRow, ...]:
    """Return those directly below with the addresses of their overviews."""
    return tuple(_child(child) for child in below.children)


def _child(child: ChildTally) -> ChildRow:
    url = address("workbench:subtree", child.organisation.unit_id, child.organisation.id)
    return ChildRow(child.organisation, child.counts, url, f"{url}behind/{EVERY_RULE}/")


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
    opening = reverse("workbench:behind", args=(*own, EVERY_RULE)).removesuffix(f"{EVERY_RULE}/")
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


@dataclass(frozen=True, slots=True)
class Holder:
    """One organisation with how many of its duties a figure counts."""

    unit_id: int
    organisation_id: uuid.UUID
    name: str
    path: str
    count: int
    as_of: date


def holders(
    organisation: Organisation,
    *,
    rule_id: str = EVERY_RULE,
    state: str = "overdue",
    after: str = "",
    units: frozenset[int] = frozenset(),
) -> list[Holder]:
    """Return up to a page and one more of the organisations behind a figure of a subtree.

    In the order of the tree; `after`: unit and path of the last row of the page before. units:
    units below the organisation that belong to its subtree as a whole.
    """
    found = DutyTally.objects.filter(unit_id__in=sorted({organisation.unit_id, *units}))
    found = found.filter(_inside(organisation, units))
    if rule_id != EVERY_RULE:
        found = found.filter(rule_id=rule_id)
    if state != EVERY_STATE:
        found = found.filter((f"{state}__gt", 0))
    unit, _, last = after.partition(":")
    if unit.isdecimal() and last.replace(".", "").isalnum():
        found = found.filter(
            Q(unit_id__gt=int(unit)) | Q(unit_id=int(unit), organisation__path__gt=last)
        )
    counted = F(state) if state in COUNTED else sum((F(one) for one in COUNTED[1:]), F(COUNTED[0]))
    rows = (
        found.order_by("unit_id", "organisation__path")
        .values_list("unit_id", "organisation_id", "organisation__name", "organisation__path")
        .annotate(count=Sum(counted), day=Min("as_of"))
    )
    return [Holder(*row) for row in rows[: PAGE + 1]]


def _inside(organisation: Organisation, units: frozenset[int]) -> Q:
    path = organisation.path
    own = Q(unit_id=organisation.unit_id) & (
        Q(organisation__path=path)
        | Q(organisation__path__gt=f"{path}.", organisation__path__lt=f"{path}/")
    )
    return own | Q(unit_id__in=sorted(units)) if units else own


def chart_of(organisation: Organisation, rows: tuple[ChildRow, ...]) -> dict[str, object]:
    """Return the ECharts option: one bar per organisation, in the order of the tree.

    A name that begins with the one above it is shown without, so that its own part has room.
    """
    return {
        "color": [colour for _code, _word, colour in STATES],
        "legend": {"top": 0},
        "grid": {"left": 8, "right": 16, "top": 36, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {
            "type": "category",
            "inverse": True,
            "data": [_label(organisation, row.organisation) for row in rows],
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


def _label(above: Organisation, below: Organisation) -> str:
    name = str(below)
    return name.removeprefix(above.name).removeprefix(above.short_name) or name
