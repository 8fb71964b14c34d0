"""The PostgreSQL that comes with the program: `server.running(data)` is all a caller needs.

The binaries come from a pip package; how they are started, watched and stopped is ours. Why, and
what was weighed, stands in docs/decisions/0002-embedded-postgresql.md.
"""
