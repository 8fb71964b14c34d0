from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "dangwu.notices"
    label = "notices"
    verbose_name = "提醒"

    def ready(self) -> None:
        """Put the days of duties into the calendar."""
        from dangwu.notices.duty_days import duty_entries  # noqa: PLC0415 - needs the models
        from dangwu.notices.sources import register  # noqa: PLC0415 - needs the models

        register(duty_entries)
