"""The national code tables of a member's file, looked up by code or by name."""

import difflib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dangwu.core.errors import InputError
from dangwu.core.identity import code_tables


@dataclass(frozen=True, slots=True)
class Code:
    """One line of a table."""

    code: str
    name: str
    letters: str = ""  # only the ethnic table has letters


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A table of codes in the order of its standard.

    confidence: H when the numbers were read in several sources, M when in one or from memory.
    """

    field: str
    title: str
    standard: str
    confidence: str
    codes: Mapping[str, Code]
    names: Mapping[str, str]  # every accepted spelling, folded -> code

    def by_code(self, code: str) -> Code:
        """Return the line of `code`, else raise InputError."""
        found = self.codes.get(code)
        if found is None:
            known = "、".join(f"{line.code}{line.name}" for line in self.codes.values())
            raise InputError(
                self.field, f"{self.title}代码“{code}”不在{self.standard}中；可用的有：{known}。"
            )
        return found

    def by_name(self, name: str) -> Code:
        """Return the line a name or a customary short form means, else raise InputError."""
        folded = _fold(name)
        code = self.names.get(folded)
        if code is None:
            raise InputError(self.field, self._unknown_name(name, folded))
        return self.codes[code]

    def read(self, text: str) -> Code:
        """Return the line that `text` means, be it a code, its letters or a name.

        Raises InputError with the nearest names.
        """
        folded = _fold(text)
        padded = folded.zfill(len(next(iter(self.codes))))
        if folded.isdecimal():
            return self.by_code(padded)
        return self.by_name(text)

    def _unknown_name(self, name: str, folded: str) -> str:
        if not folded:
            return f"{self.title}没有填写；请填写名称或代码。"
        near = difflib.get_close_matches(folded, self.names, n=5, cutoff=0.4)
        near += [spelling for spelling in self.names if folded in spelling]
        lines = dict.fromkeys(self.codes[self.names[spelling]].name for spelling in near)
        meant = "、".join(list(lines)[:3])
        ask = f"是不是：{meant}？" if meant else f"请按{self.standard}填写名称或代码。"
        return f"不认识的{self.title}“{name.strip()}”；{ask}"


def is_college_or_above(education: str) -> bool:
    """Return whether an education code counts as junior college (大专) or above.

    The heads of groups 10, 20 and 30 count with the lines below them (our reading).
    Source: GB/T 4658
    """
    return education in EDUCATION.codes and education[0] in "123"


def _fold(text: str) -> str:
    narrow = unicodedata.normalize("NFKC", text)
    return "".join(narrow.split()).upper()


def _table(source: code_tables.Source) -> CodeTable:
    lines = [Code(*line.split()) for line in source.lines.split(",")]
    codes = {line.code: line for line in lines}
    names: dict[str, str] = {}
    for line in lines:
        for spelling in _spellings(line, source.endings):
            names.setdefault(_fold(spelling), line.code)
    for alias in source.aliases.split():
        spelling, _, code = alias.partition("=")
        names[_fold(spelling)] = code
    return CodeTable(source.field, source.title, source.standard, source.confidence, codes, names)


def _spellings(line: Code, endings: Iterable[str]) -> list[str]:
    stems = [line.name.removesuffix(ending) for ending in endings]
    return [line.name, *stems, *filter(None, [line.letters])]


SEX = _table(code_tables.SEX)
ETHNIC = _table(code_tables.ETHNIC)
EDUCATION = _table(code_tables.EDUCATION)
DEGREE = _table(code_tables.DEGREE)
MARITAL = _table(code_tables.MARITAL)
POLITICAL_STATUS = _table(code_tables.POLITICAL_STATUS)
