from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "dangwu.assessment"
    label = "assessment"
    verbose_name = "评议"
