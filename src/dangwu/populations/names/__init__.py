"""Names that nobody was given: of people, places, firms."""


def words(text: str) -> tuple[str, ...]:
    """Return the words of a list that is written with blanks between them."""
    return tuple(text.split())
