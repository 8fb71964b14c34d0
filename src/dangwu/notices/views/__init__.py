"""Pages of notices, of the calendar, and of the ways out of the product."""
