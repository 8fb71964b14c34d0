from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "dangwu.procedures"
    label = "procedures"
    verbose_name = "程序"

    def ready(self) -> None:
        """Tell the room of meetings who watches an election, who stands, who belongs at it."""
        from dangwu.meetings import providers  # noqa: PLC0415 - needs the models
        from dangwu.procedures import providing  # noqa: PLC0415 - needs the models

        providers.tellers_told_by(providing.tellers_of)
        providers.roll_told_by(providing.roll_of)
        providers.standing_told_by(providing.stands_at)
