"""The county of the published example: its totals hold exactly, its people are invented."""
