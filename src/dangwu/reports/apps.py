from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "dangwu.reports"
    label = "reports"
    verbose_name = "统计"
