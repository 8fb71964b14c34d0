"""What is in force where, for the pages that keep it."""

import uuid
from datetime import date

from dangwu.accounts.access import Access
from dangwu.core.rulebook.reading import recurring
from dangwu.core.rulebook.records import Rule
from dangwu.organisations.models import Organisation
from dangwu.rules.models import Exemption, Holiday, LocalPack
from dangwu.rules.queries.rulebook import rulebook_for
from dangwu.sharding.models import Unit


def home_unit(access: Access) -> Unit:
    """Return the unit of the person's first post."""
    unit_id = access.reaches[0].unit_id if access.reaches else access.unit_id
    return Unit.objects.get(pk=unit_id or 0)


def packs_of(unit: Unit) -> list[LocalPack]:
    """Return the local packs of a unit and of the units above it, the newest first."""
    labels = unit.path.split(".")
    paths = [".".join(labels[: depth + 1]) for depth in range(len(labels))]
    return list(
        LocalPack.objects.filter(unit__path__in=paths).select_related("unit").order_by("-since")
    )


def pack_for(access: Access, pack_id: uuid.UUID) -> LocalPack | None:
    """Return a local pack of a unit that the person reaches."""
    return LocalPack.objects.filter(id=pack_id, unit_id__in=sorted(access.units)).first()


def exemptions_of(organisation: Organisation) -> list[Exemption]:
    """Return the exemptions of an organisation, the newest first."""
    return list(
        Exemption.objects.filter(unit_id=organisation.unit_id, organisation=organisation).order_by(
            "-period"
        )
    )


def exemption_for(organisation: Organisation, exemption_id: uuid.UUID) -> Exemption | None:
    """Return one exemption of an organisation."""
    return (
        Exemption.objects.filter(
            unit_id=organisation.unit_id, organisation=organisation, id=exemption_id
        )
        .select_related("organisation")
        .first()
    )


def recurring_rules(organisation: Organisation, on: date) -> list[Rule]:
    """Return the rules that make work due and may speak to this kind of organisation."""
    kinds = set(organisation.rule_kinds)
    return [
        rule
        for rule in recurring(rulebook_for(organisation.unit_id, on))
        if rule.in_force(on)
        and organisation.regime in rule.scope.regimes
        and (not rule.scope.kinds or rule.scope.kinds & kinds)
    ]


def holidays_of(year: int) -> list[Holiday]:
    """Return the entered days of a year in order."""
    return list(Holiday.objects.filter(day__year=year).order_by("day"))
