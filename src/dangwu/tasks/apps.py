from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "dangwu.tasks"
    label = "tasks"
    verbose_name = "任务"

    def ready(self) -> None:
        """Put tasks into the calendar, and follow when two records of a person become one."""
        # Models exist only now.
        from dangwu.members.signals import person_merged  # noqa: PLC0415 - see above
        from dangwu.notices.sources import register  # noqa: PLC0415 - see above
        from dangwu.tasks.days import task_entries  # noqa: PLC0415 - see above
        from dangwu.tasks.merging import join_tasks  # noqa: PLC0415 - see above

        register(task_entries)
        person_merged.connect(join_tasks, dispatch_uid="tasks.join_tasks")
