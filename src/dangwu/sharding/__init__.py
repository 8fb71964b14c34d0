"""The unit key under every business row, and the database backend that makes it physical.

A unit is a county-sized home of rows. One laptop and a national cluster run the same program
because every table is keyed by the unit from its first migration.
"""
