"""Gates and reads of cases."""
