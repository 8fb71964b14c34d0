from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "dangwu.rules"
    label = "rules"
    verbose_name = "制度"
