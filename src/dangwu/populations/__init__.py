"""Demo and test populations: invented people, real proportions, three years of work done.

Everything is drawn from a seed, so two machines make the same people with the same ids; days of
recent work are relative to the day given, so that a demonstration is always fresh.
"""
