"""What people type about organisations, parsed and cleaned."""
