"""How commands answer: JSON on standard output, words for a person beside it."""

import json
import sys


def answer(value: object) -> None:
    """Write one JSON document to standard output, Chinese unescaped."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def say(text: str) -> None:
    """Write one line for a person to standard output, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def warn(text: str) -> None:
    """Write one line for a person to standard error, at once."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
