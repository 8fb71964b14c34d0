"""The typefaces of papers: the site's licensed ones first, then the free ones of the build.

The names in a DOCX are always the official ones; Word finds them on the reader's machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import typst
from django.conf import settings

FOLDER: Final = Path(__file__).resolve().parents[1] / "fonts"


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface of the standard: its official name, and what a PDF may use for it, best first."""

    official: str
    families: tuple[str, ...]


SERIF: Final = "Noto Serif SC"
SANS: Final = "Noto Sans SC"
FACES: Final[Mapping[str, Face]] = {
    "fang": Face(
        "仿宋_GB2312", ("FangSong_GB2312", "FangSong", "STFangsong", "FandolFang", SERIF)
    ),
    "kai": Face("楷体_GB2312", ("KaiTi_GB2312", "KaiTi", "STKaiti", "FandolKai", SERIF)),
    "hei": Face("黑体", ("SimHei", "STHeiti", "FandolHei", SANS)),
    "song": Face(
        "方正小标宋简体",
        ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "FandolSong", SERIF),
    ),
}


@cache
def fonts() -> typst.Fonts:
    """Return the faces of this process, looked up once. Those of the system are left alone."""
    folders = [Path(settings.DOCUMENT_FONTS), FOLDER]
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[folder for folder in folders if folder.is_dir()],
    )


@cache
def families() -> Mapping[str, list[str]]:
    """Return for each typeface the families that are there, the free ones always last.

    Raises RuntimeError where the build left none: a page without letters is worse than none.
    """
    found = set(fonts().families())
    free = [SERIF, SANS]
    if not found.issuperset(free):
        raise RuntimeError(f"no typefaces in {FOLDER}: run `python3 start.py install`")
    return {
        name: list(dict.fromkeys([*(f for f in face.families if f in found), *free]))
        for name, face in FACES.items()
    }
