"""Gates and reads of questionnaires."""
