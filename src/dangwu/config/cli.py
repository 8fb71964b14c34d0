"""The `dangwu` command."""


def main() -> int:
    return 0
