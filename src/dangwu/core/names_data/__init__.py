"""What is known of single characters and of surnames."""
