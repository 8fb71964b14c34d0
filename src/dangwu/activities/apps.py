from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "dangwu.activities"
    label = "activities"
    verbose_name = "工作记录"

    def ready(self) -> None:
        # Models exist only now.
        from dangwu.activities.merging import join_attendance  # noqa: PLC0415 - see above
        from dangwu.members.signals import person_merged  # noqa: PLC0415 - see above

        person_merged.connect(join_attendance, dispatch_uid="activities.join_attendance")
