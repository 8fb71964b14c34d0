"""The keys of one installation: made once, kept in the data folder for its owner alone."""

import base64
import json
import os
import secrets as randomness
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dangwu.core.errors import InputError
from dangwu.embedded.place import make_data_folder

FILE = "secrets.json"
KEY_BYTES = 32


def new_key() -> str:
    return base64.b64encode(randomness.token_bytes(KEY_BYTES)).decode()


VARIABLES: Mapping[str, tuple[str, Callable[[], str]]] = {
    "secret_key": ("DANGWU_SECRET_KEY", lambda: randomness.token_urlsafe(48)),
    "field_key": ("DANGWU_FIELD_KEY", new_key),
    "blind_key": ("DANGWU_BLIND_KEY", new_key),
    "seal_key": ("DANGWU_SEAL_KEY", new_key),
}


@dataclass(frozen=True, slots=True)
class Secrets:
    """The keys in use; the last three are 32 bytes each.

    secret_key: signs sessions and forms. field_key: encrypts ID and telephone numbers.
    blind_key: makes the digests by which encrypted numbers are found.
    seal_key: the private Ed25519 key that signs the heads of the audit chain.
    """

    secret_key: str
    field_key: bytes
    blind_key: bytes
    seal_key: bytes

    def environment(self) -> dict[str, str]:
        """Return the keys as the environment variables that the settings read."""
        keys = (self.field_key, self.blind_key, self.seal_key)
        texts = (self.secret_key, *(base64.b64encode(key).decode() for key in keys))
        names = (variable for variable, _ in VARIABLES.values())
        return dict(zip(names, texts, strict=True))


def load(data: Path) -> Secrets:
    """Return the keys of the installation in `data`, made on first use.

    A variable of the environment (DANGWU_SECRET_KEY, DANGWU_FIELD_KEY, DANGWU_BLIND_KEY,
    DANGWU_SEAL_KEY; the last three base64 of 32 bytes) goes before the file.
    Raises InputError naming the variable or field that does not hold a key.
    """
    given = {name: os.environ.get(variable) for name, (variable, _) in VARIABLES.items()}
    texts = {name: text for name, text in given.items() if text}
    if len(texts) < len(VARIABLES):
        texts = {**stored(data), **texts}
    return Secrets(
        secret_key=texts["secret_key"],
        field_key=decode("field_key", texts["field_key"]),
        blind_key=decode("blind_key", texts["blind_key"]),
        seal_key=decode("seal_key", texts["seal_key"]),
    )


def decode(name: str, text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise InputError(VARIABLES[name][0], f"应为 {KEY_BYTES} 字节密钥的 base64 文本")
    return key


def stored(data: Path) -> dict[str, str]:
    """Return the keys of the file; the first of several starts at once makes it for all."""
    path = data / FILE
    if not path.exists():
        make_data_folder(data)
        write_once(path, {name: make() for name, (_, make) in VARIABLES.items()})
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    missing = VARIABLES.keys() - found.keys()
    if missing:
        raise InputError(FILE, f"缺少 {'、'.join(sorted(missing))}；请从备份恢复该文件")
    return found


def write_once(path: Path, keys: Mapping[str, str]) -> None:
    """Put the file in place whole, with mode 0600, unless another start was first."""
    handle, scratch = tempfile.mkstemp(dir=path.parent, prefix=".secrets-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(keys, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.chown(scratch, owner.st_uid, owner.st_gid)
    try:
        os.link(scratch, path)  # fails, rather than replaces, when the file is there
    except FileExistsError:
        return
    finally:
        Path(scratch).unlink()
