"""What is looked at before a file is opened: a broken one gets one clear sentence."""

import io
import zipfile
from pathlib import PurePath
from typing import Final

from dangwu.core.errors import DomainError

LARGEST_FILE: Final = 100 * 1024 * 1024
LARGEST_OLD_FILE: Final = 20 * 1024 * 1024
# What the parts of a workbook may unfold to. 200,000 rows of 25 columns are about 0.25 GB.
LARGEST_CONTENT: Final = 1536 * 1024 * 1024
FREE_OF_SUSPICION: Final = 64 * 1024 * 1024
LARGEST_RATIO: Final = 150
MOST_PARTS: Final = 5_000
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"
KINDS: Final = {".xlsx": "xlsx", ".csv": "csv", ".xls": "xls", ".ods": "ods"}
# Tables of other programs and other kinds, which those programs save as .xlsx.
_SAVED_AS: Final = frozenset(
    {".et", ".ett", ".xlsm", ".xlsb", ".xlt", ".xltx", ".numbers", ".tsv"}
)
LOCKED: Final = "工作簿设有打开密码，读不了；请在电子表格软件中取消密码，另存后再上传。"
BROKEN: Final = "文件已损坏，打不开；请在电子表格软件中打开并另存为 .xlsx 后再上传。"
_PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")


class UnreadableFileError(DomainError):
    """A file cannot be used as a workbook; nothing of it was kept."""


def kind_of(name: str, content: bytes) -> str:
    """Return "xlsx", "csv", "xls" or "ods": what the file both says and is.

    Raises UnreadableFileError.
    """
    kind = KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise UnreadableFileError(_not_read(PurePath(name)))
    if not content:
        raise UnreadableFileError("文件是空的；请重新选择文件。")
    if len(content) > LARGEST_FILE:
        raise UnreadableFileError("文件超过100 MB；请按党支部或乡镇分成几个文件上传。")
    _CHECKS[kind](content)
    return kind


def _not_read(file: PurePath) -> str:
    if file.suffix.lower() in _SAVED_AS:
        return f"“{file.name}”这种格式读不了；请用原来的软件打开，另存为 .xlsx 后再上传。"
    return f"“{file.name}”不是花名册文件；请用 .xlsx 或 .csv 文件（也可用 .xls、.ods）。"


def _check_xlsx(content: bytes) -> None:
    if content.startswith(COMPOUND):
        if _PASSWORD in content:
            raise UnreadableFileError(LOCKED)
        raise UnreadableFileError(
            "文件扩展名是 .xlsx，内容却是旧格式；请在电子表格软件中另存为 .xlsx 后再上传。"
        )
    parts = _parts(content)
    if "xl/workbook.xml" not in parts:
        raise UnreadableFileError("文件里没有工作簿；请确认选对了文件，或另存为 .xlsx 后再上传。")


def _check_ods(content: bytes) -> None:
    parts = _parts(content)
    if "content.xml" not in parts:
        raise UnreadableFileError("文件里没有工作簿；请确认选对了文件，或另存为 .xlsx 后再上传。")
    _refuse_large(content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = "META-INF/manifest.xml"
        if manifest in parts and b"encryption-data" in archive.read(manifest):
            raise UnreadableFileError(LOCKED)


def _check_xls(content: bytes) -> None:
    if content.startswith(ZIP):
        raise UnreadableFileError(
            "文件扩展名是 .xls，内容却是新格式；请把扩展名改为 .xlsx 后再上传。"
        )
    if not content.startswith(COMPOUND):
        raise UnreadableFileError(
            "文件扩展名是 .xls，内容却不是工作簿（可能是网页）；"
            "请用电子表格软件打开，另存为 .xlsx 后再上传。"
        )
    if _PASSWORD in content:
        raise UnreadableFileError(LOCKED)
    _refuse_large(content)


def _check_csv(content: bytes) -> None:
    if content.startswith((ZIP, COMPOUND)):
        raise UnreadableFileError(
            "文件扩展名是 .csv，内容却是工作簿；请把扩展名改为 .xlsx 或 .xls 后再上传。"
        )
    if not content.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" in content[:65_536]:
        raise UnreadableFileError("文件不是文本，不能按 .csv 读取；请确认选对了文件。")


def _refuse_large(content: bytes) -> None:
    if len(content) > LARGEST_OLD_FILE:
        raise UnreadableFileError("这种格式的文件不能超过20 MB；请另存为 .xlsx 后再上传。")


def _parts(content: bytes) -> set[str]:
    """Return the names in an archive that is not made to blow up when unfolded."""
    if not content.startswith(ZIP):
        raise UnreadableFileError(
            "文件内容不是工作簿；请确认选对了文件，或另存为 .xlsx 后再上传。"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    # zipfile raises the last one for archives of a newer version than it can unfold.
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise UnreadableFileError(BROKEN) from error
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFileError(LOCKED)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or packed > len(content):
        raise UnreadableFileError(
            "文件的内部结构不正常，为安全起见不打开；请另存为 .xlsx 再上传。"
        )
    refuse_blown_up(sum(part.file_size for part in parts), packed)
    return {part.filename for part in parts}


def refuse_blown_up(unfolded: int, packed: int) -> None:
    """Refuse content that unfolds to far more than a workbook does. Sizes in bytes."""
    ratio = unfolded / max(packed, 1)
    if unfolded > LARGEST_CONTENT or (unfolded > FREE_OF_SUSPICION and ratio > LARGEST_RATIO):
        raise UnreadableFileError(
            "文件展开后过大，像是损坏或恶意的压缩文件，为安全起见不打开；"
            "请在电子表格软件中删去多余的行列，另存后再上传。"
        )


_CHECKS: Final = {
    "xlsx": _check_xlsx,
    "ods": _check_ods,
    "xls": _check_xls,
    "csv": _check_csv,
}
