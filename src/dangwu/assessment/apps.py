from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "dangwu.assessment"
    label = "assessment"
    verbose_name = "评议"

    def ready(self) -> None:
        """Follow merged persons and counted ballots; tell meetings which work they belong to."""
        # Models exist only now.
        from dangwu.assessment.actions.counted import on_ballot_counted  # noqa: PLC0415 - see above
        from dangwu.assessment.merging import join_parts  # noqa: PLC0415 - see above
        from dangwu.assessment.providing import programme_of  # noqa: PLC0415 - see above
        from dangwu.ballots.signals import ballot_counted  # noqa: PLC0415 - see above
        from dangwu.meetings import providers  # noqa: PLC0415 - see above
        from dangwu.members.signals import person_merged  # noqa: PLC0415 - see above

        ballot_counted.connect(on_ballot_counted, dispatch_uid="assessment.ballot_counted")
        person_merged.connect(join_parts, dispatch_uid="assessment.join_parts")
        providers.programme_told_by(programme_of)
