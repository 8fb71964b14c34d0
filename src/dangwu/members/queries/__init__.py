"""Reads of people: gates, lists, records, periods."""
