"""The dry run: every row read, checked in itself and against the register; nothing is changed."""

from dangwu.exchange.checking.run import Selection, check_roster
from dangwu.exchange.checking.scope import Scope

__all__ = ["Scope", "Selection", "check_roster"]
