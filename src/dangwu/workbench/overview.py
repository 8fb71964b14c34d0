"""How an organisation and those below it stand: sums kept by the tallies, read in few queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dangwu.core.rulebook.explain import explain
from dangwu.core.rulebook.records import Rulebook
from dangwu.organisations.models import Organisation
from dangwu.rules.models import DutyTally, SubtreeTally
from dangwu.sharding.models import Unit

PAGE = 50


@dataclass(frozen=True, slots=True)
class ChildRow:
    """One organisation directly below, with the sums of its subtree."""

    organisation: Organisation
    tally: SubtreeTally | None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule over the subtree: how many organisations have the duty, how many are behind."""

    rule: str
    paraphrase: str
    citation: str
    tally: SubtreeTally


@dataclass(frozen=True, slots=True)
class Overview:
    """The page of one organisation: own sums, those below, and rule by rule."""

    organisation: Organisation
    total: SubtreeTally | None
    children: tuple[ChildRow, ...]
    rules: tuple[RuleRow, ...]
    ancestors: tuple[Organisation, ...]

    @property
    def as_of(self) -> date | None:
        return self.total.as_of if self.total else None


def overview_of(organisation: Organisation, rulebook: Rulebook) -> Overview:
    """Return the overview of an organisation. Four queries, however many stand below."""
    children = _children(organisation)
    units = sorted({organisation.unit_id, *(child.unit_id for child in children)})
    wanted = [organisation.id, *(child.id for child in children)]
    sums = {
        tally.organisation_id: tally
        for tally in SubtreeTally.objects.filter(
            unit_id__in=units, organisation_id__in=wanted, rule_id=""
        )
    }
    by_rule = SubtreeTally.objects.filter(
        unit_id=organisation.unit_id, organisation=organisation
    ).exclude(rule_id="")
    return Overview(
        organisation=organisation,
        total=sums.get(organisation.id),
        children=tuple(ChildRow(child, sums.get(child.id)) for child in children),
        rules=tuple(_rules(by_rule, rulebook)),
        ancestors=tuple(_ancestors(organisation)),
    )


def _children(organisation: Organisation) -> list[Organisation]:
    own = Organisation.objects.filter(
        unit_id=organisation.unit_id, parent=organisation, dissolved_on__isnull=True
    )
    found = list(own.order_by("path"))
    if organisation.parent_id is None:
        below = list(
            Unit.objects.filter(parent_id=organisation.unit_id).values_list("id", flat=True)
        )
        found += Organisation.objects.filter(
            unit_id__in=below, parent__isnull=True, dissolved_on__isnull=True
        ).order_by("unit_id", "path")
    return found


def _ancestors(organisation: Organisation) -> list[Organisation]:
    labels = organisation.path.split(".")[:-1]
    paths = [".".join(labels[: depth + 1]) for depth in range(len(labels))]
    return list(
        Organisation.objects.filter(unit_id=organisation.unit_id, path__in=paths).order_by("path")
    )


def _rules(tallies: object, rulebook: Rulebook) -> list[RuleRow]:
    known = {rule.id: rule for rule in rulebook.rules()}
    rows = [
        RuleRow(
            rule=tally.rule_id,
            paraphrase=known[tally.rule_id].paraphrase,
            citation=explain(known[tally.rule_id]).citation,
            tally=tally,
        )
        for tally in tallies  # type: ignore[attr-defined]  # a queryset of tallies
        if tally.rule_id in known
    ]
    return sorted(rows, key=lambda row: (-row.tally.behind, row.rule))


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


def chart_of(rows: tuple[ChildRow, ...], urls: list[str]) -> dict[str, object]:
    """Return the ECharts option: one bar per organisation, in the order of the tree."""
    states = (("met", "合规", "#4f9a5f"), ("late", "补记", "#6b8fd1"), ("due", "应办", "#e0a83c"))
    states += (("overdue", "逾期", "#b01c20"), ("unknown", "存疑", "#8f83b8"))
    return {
        "color": [colour for _code, _word, colour in states],
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
                "data": [
                    {"value": getattr(row.tally, code) if row.tally else 0, "url": url}
                    for row, url in zip(rows, urls, strict=True)
                ],
            }
            for code, word, _colour in states
        ],
    }
