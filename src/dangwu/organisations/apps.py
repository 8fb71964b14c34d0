from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "dangwu.organisations"
    label = "organisations"
    verbose_name = "党组织"
