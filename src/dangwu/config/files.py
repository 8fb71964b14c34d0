"""Files that a command reads or writes: what cannot be is refused in words of the screens."""

import errno
from pathlib import Path
from typing import Final

from dangwu.core.errors import InputError

REASONS: Final = {
    errno.ENOENT: "没有这个文件",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EACCES: "没有权限",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘是只读的",
}


def reason(error: OSError) -> str:
    """Return why the system refused, as far as it can be told in one phrase."""
    return REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


def content_of(file: Path, *, field: str) -> bytes:
    """Return what a file holds.

    field: the argument that named the file. Raises InputError when it cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(field, f"不能读取 {file}：{reason(error)}。") from error


def text_of(file: Path, *, field: str) -> str:
    """Return the text that a file holds. Raises InputError when it is no UTF-8 text."""
    try:
        return content_of(file, field=field).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(field, f"{file} 不是 UTF-8 文字。") from error


def write(file: Path, content: bytes, *, field: str) -> None:
    """Write a file. Raises InputError when it cannot be written."""
    try:
        file.write_bytes(content)
    except OSError as error:
        why = "没有这个文件夹" if error.errno == errno.ENOENT else reason(error)
        raise InputError(field, f"不能写入 {file}：{why}。") from error
