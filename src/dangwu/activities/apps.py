from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "dangwu.activities"
    label = "activities"
    verbose_name = "工作记录"
