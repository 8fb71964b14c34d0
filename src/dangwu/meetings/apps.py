from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "dangwu.meetings"
    label = "meetings"
    verbose_name = "会议"

    def ready(self) -> None:
        # Models exist only now.
        from dangwu.audit.sealed import register  # noqa: PLC0415 - see above
        from dangwu.ballots.signals import ballot_counted  # noqa: PLC0415 - see above
        from dangwu.meetings import days  # noqa: PLC0415 - see above
        from dangwu.meetings.actions.counted import on_ballot_counted  # noqa: PLC0415 - see above
        from dangwu.meetings.queries import sealed  # noqa: PLC0415 - see above
        from dangwu.notices import sources  # noqa: PLC0415 - see above

        sources.register(days.meeting_entries)
        register("meetings.sealedminutes", "meetings.sign_minutes", sealed.minutes_records)
        register("meetings.correction", "meetings.correct_minutes", sealed.correction_records)
        ballot_counted.connect(on_ballot_counted, dispatch_uid="meetings.ballot_counted")
