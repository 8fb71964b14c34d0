"""What is typed: a setting, a question, a draw, a sheet."""
