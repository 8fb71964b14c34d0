"""Pages of rosters in and out."""
