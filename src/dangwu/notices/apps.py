from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "dangwu.notices"
    label = "notices"
    verbose_name = "提醒"
