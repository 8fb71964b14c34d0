from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "dangwu.audit"
    label = "audit"
    verbose_name = "审计"
