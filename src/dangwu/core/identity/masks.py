"""What a screen shows of a number: enough to recognise it, not enough to use it."""


def mask_id_number(number: str) -> str:
    """Return the number with its first three and last four characters, the rest as stars.

    A number too short for that is hidden whole.
    """
    if len(number) < 15:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


def mask_phone(number: str) -> str:
    """Return a mobile number as 138****1234; of any other number only the last two digits."""
    if len(number) == 11 and number.isdigit():
        return f"{number[:3]}****{number[-4:]}"
    shown = 2 if len(number) > 6 else 0
    return "*" * (len(number) - shown) + number[len(number) - shown :]
