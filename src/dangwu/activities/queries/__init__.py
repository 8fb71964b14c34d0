"""Gates and reads of work done."""
