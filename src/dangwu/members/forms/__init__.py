"""What is typed about people, parsed and cleaned."""
