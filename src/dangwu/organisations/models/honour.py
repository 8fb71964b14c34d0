from django.contrib.postgres.fields import DateRangeField
from django.db import models

from dangwu.organisations.models.organisation import Organisation
from dangwu.sharding.fields import UnitForeignKey
from dangwu.sharding.models import UnitModel


class OrganisationHonour(UnitModel):
    """An honour of, or a measure against, an organisation, with the period of its effect."""

    class Nature(models.TextChoices):
        HONOUR = "honour", "表彰"
        MEASURE = "measure", "问责处理"

    organisation = UnitForeignKey(Organisation, on_delete=models.PROTECT, related_name="honours")
    nature = models.CharField("性质", max_length=10, choices=Nature.choices)
    title = models.CharField("名称", max_length=120)
    given_by = models.CharField("决定机关", max_length=120)
    document = models.CharField("文号", max_length=80, blank=True)
    effect = DateRangeField("影响期")

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["unit", "organisation"], name="honours_of_organisation")]

    def __str__(self) -> str:
        return self.title
