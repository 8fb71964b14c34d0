"""Roster workbooks on their way in and out: the file, the import, its rows and its findings."""

from dangwu.exchange.models.export import RosterExport
from dangwu.exchange.models.file import RosterChunk, RosterFile
from dangwu.exchange.models.roster import KEPT_FOR, RememberedMapping, RosterImport
from dangwu.exchange.models.row import RosterFinding, RosterProgress, RosterRow

__all__ = [
    "KEPT_FOR",
    "RememberedMapping",
    "RosterChunk",
    "RosterExport",
    "RosterFile",
    "RosterFinding",
    "RosterImport",
    "RosterProgress",
    "RosterRow",
]
