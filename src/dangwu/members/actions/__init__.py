"""What changes people: one verb each."""
