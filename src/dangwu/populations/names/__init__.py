"""Names that nobody was given: of people, places, firms."""
