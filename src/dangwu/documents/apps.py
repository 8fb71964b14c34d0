from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "dangwu.documents"
    label = "documents"
    verbose_name = "公文"
