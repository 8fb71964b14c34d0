from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "dangwu.ballots"
    label = "ballots"
    verbose_name = "投票"
