from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "dangwu.tasks"
    label = "tasks"
    verbose_name = "任务"
