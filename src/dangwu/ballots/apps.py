from django.apps import AppConfig


class BallotsConfig(AppConfig):
    name = "dangwu.ballots"
    label = "ballots"
    verbose_name = "投票"

    def ready(self) -> None:
        # Models exist only now.
        from dangwu.audit.sealed import register  # noqa: PLC0415 - see above
        from dangwu.ballots import days  # noqa: PLC0415 - see above
        from dangwu.ballots.queries import sealed  # noqa: PLC0415 - see above
        from dangwu.notices import sources  # noqa: PLC0415 - see above

        sources.register(days.ballot_entries)
        register("ballots.ballot", "ballots.freeze", sealed.manifest_records)
        register("ballots.ballot", "ballots.close", sealed.box_records)
        register("ballots.ballot", "ballots.announce", sealed.result_records)
