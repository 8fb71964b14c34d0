from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "dangwu.questionnaires"
    label = "questionnaires"
    verbose_name = "问卷"
