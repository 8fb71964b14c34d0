from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "dangwu.questionnaires"
    label = "questionnaires"
    verbose_name = "问卷"

    def ready(self) -> None:
        """Put their last days into the calendar, and follow when two records become one."""
        # Models exist only now.
        from dangwu.members.signals import person_merged  # noqa: PLC0415 - see above
        from dangwu.notices.sources import register  # noqa: PLC0415 - see above
        from dangwu.questionnaires.days import questionnaire_entries  # noqa: PLC0415 - see above
        from dangwu.questionnaires.merging import join_invitations  # noqa: PLC0415 - see above

        register(questionnaire_entries)
        person_merged.connect(join_invitations, dispatch_uid="questionnaires.join_invitations")
