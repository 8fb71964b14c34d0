from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "dangwu.web"
    label = "web"
    verbose_name = "网页"
