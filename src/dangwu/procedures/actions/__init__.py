"""What is done in a case."""
