"""A fire detachment under the regulation of 2011: every kind of organisation it names."""
