"""Reads of notices: one's own list, the ways out, the calendar's secret address."""
