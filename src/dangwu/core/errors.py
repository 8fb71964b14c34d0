"""The root of every refusal a person sees."""

from dangwu.core.writing import days_written


class DomainError(Exception):
    """A refusal in plain words: what is wrong, where, and what to do now."""

    @property
    def words(self) -> str:
        """The sentence for a person, without the name of a field, days as people write them."""
        return days_written(str(self))


class InputError(DomainError):
    """A value that a person or a script gave cannot be used.

    field: the name of the field as the caller wrote it, a dotted path for nested input. A script
    reads the name before the sentence; a page shows the sentence beside the field.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}：{message}" if field else message)
        self.field = field
        self.message = message

    @property
    def words(self) -> str:
        return days_written(self.message)
