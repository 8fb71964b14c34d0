from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "dangwu.notices"
    label = "notices"
    verbose_name = "提醒"

    def ready(self) -> None:
        """Put the days of duties into the calendar; follow when two records become one person."""
        # Models exist only now.
        from dangwu.members.signals import person_merged  # noqa: PLC0415 - see above
        from dangwu.notices.duty_days import duty_entries  # noqa: PLC0415 - see above
        from dangwu.notices.merging import join_notices  # noqa: PLC0415 - see above
        from dangwu.notices.sources import register  # noqa: PLC0415 - see above

        register(duty_entries)
        person_merged.connect(join_notices, dispatch_uid="notices.join_notices")
