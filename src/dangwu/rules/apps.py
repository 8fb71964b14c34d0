from django.apps import AppConfig


class RulesConfig(AppConfig):
    name = "dangwu.rules"
    label = "rules"
    verbose_name = "制度"

    def ready(self) -> None:
        """Tell the room of organisations what is in force where."""
        from dangwu.organisations.ruling import answered_by  # noqa: PLC0415 - needs the models
        from dangwu.rules.queries.rulings import rulings  # noqa: PLC0415 - needs the models

        answered_by(rulings)
