from django.db import models

from dangwu.organisations.models import Organisation
from dangwu.sharding.fields import UnitForeignKey, UnitKey
from dangwu.sharding.queries import UnitQuerySet


class DutyTally(models.Model):
    """How one organisation stands to one rule over twelve months, as of a day: duties by state.

    Written in the transaction of a filing and every night; a copy of what the duties say.
    """

    pk = models.CompositePrimaryKey("unit_id", "organisation_id", "rule_id")
    unit = UnitKey()
    organisation = UnitForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    rule_id = models.CharField(max_length=60, db_collation="C")
    as_of = models.DateField("截至")
    met = models.SmallIntegerField()
    due = models.SmallIntegerField()
    overdue = models.SmallIntegerField()
    late = models.SmallIntegerField()
    exempt = models.SmallIntegerField()
    unknown = models.SmallIntegerField()

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [
            # 「哪些组织在这一条上逾期」
            models.Index(
                fields=["unit", "rule_id", "organisation"],
                condition=models.Q(overdue__gt=0),
                name="tallies_overdue_by_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.rule_id}"


class SubtreeTally(models.Model):
    """The same summed over an organisation and all below it in its unit.

    rule_id: empty for the sum over all rules. organisations: how many have such a duty.
    behind: how many of them have one that is overdue.
    """

    pk = models.CompositePrimaryKey("unit_id", "organisation_id", "rule_id")
    unit = UnitKey()
    organisation = UnitForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    rule_id = models.CharField(max_length=60, db_collation="C", blank=True)
    as_of = models.DateField("截至")
    organisations = models.IntegerField()
    behind = models.IntegerField()
    met = models.IntegerField()
    due = models.IntegerField()
    overdue = models.IntegerField()
    late = models.IntegerField()
    exempt = models.IntegerField()
    unknown = models.IntegerField()

    objects = UnitQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.rule_id}"
