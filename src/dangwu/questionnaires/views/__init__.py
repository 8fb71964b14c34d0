"""Pages of questionnaires: making, sending out, filling in, what came back."""
