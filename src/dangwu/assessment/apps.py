from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "dangwu.assessment"
    label = "assessment"
    verbose_name = "评议"

    def ready(self) -> None:
        """Follow when two records of a person become one, and when a ballot was counted."""
        # Models exist only now.
        from dangwu.assessment.actions.counted import on_ballot_counted  # noqa: PLC0415 - see above
        from dangwu.assessment.merging import join_parts  # noqa: PLC0415 - see above
        from dangwu.ballots.signals import ballot_counted  # noqa: PLC0415 - see above
        from dangwu.members.signals import person_merged  # noqa: PLC0415 - see above

        ballot_counted.connect(on_ballot_counted, dispatch_uid="assessment.ballot_counted")
        person_merged.connect(join_parts, dispatch_uid="assessment.join_parts")
