from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "dangwu.procedures"
    label = "procedures"
    verbose_name = "程序"
