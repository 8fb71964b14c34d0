"""Pages load nothing from elsewhere, and carry no script or style of their own."""

import re
from pathlib import Path

import pytest

from architecture.code import own_assets, shown, templates

# The names of two vocabularies, which nothing fetches.
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml")
ADDRESS = re.compile(r"(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}", re.IGNORECASE)
HANDLER = re.compile(r"<[a-z][^>]*\s(on[a-z]+)\s*=", re.IGNORECASE)
STYLE = re.compile(r"<style[\s>]|<[a-z][^>]*\sstyle\s*=", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.DOTALL | re.IGNORECASE)
LOADED = re.compile(
    r"<(?:script|img|link|source|iframe|video|audio|form)\b[^>]*?\s(?:src|href)=\"([^\"]*)"
)
TITLE = re.compile(r"{%\s*block title\s*%}")


@pytest.mark.parametrize("path", [*templates(), *own_assets()], ids=shown)
def test_nothing_names_another_host(path: Path) -> None:
    text = path.read_text("utf-8")
    for namespace in NAMESPACES:
        text = text.replace(namespace, "")
    assert not ADDRESS.findall(text)


@pytest.mark.parametrize("path", templates(), ids=shown)
def test_what_a_page_loads_is_a_static_file(path: Path) -> None:
    loaded = LOADED.findall(path.read_text("utf-8"))
    assert not [one for one in loaded if not one.startswith(("{% static '", "{% url '", "{{"))]


@pytest.mark.parametrize("path", templates(), ids=shown)
def test_no_script_or_style_stands_in_a_page(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not STYLE.findall(text)
    assert not HANDLER.findall(text)
    assert not [body for _, body in SCRIPT.findall(text) if body.strip()]
    assert not [given for given, _ in SCRIPT.findall(text) if " src=" not in given]


@pytest.mark.parametrize("path", [p for p in templates() if not p.name.startswith("_")], ids=shown)
def test_a_page_has_one_title(path: Path) -> None:
    assert len(TITLE.findall(path.read_text("utf-8"))) == 1


def test_style_sheets_fetch_nothing() -> None:
    sheets = [path for path in own_assets() if path.suffix == ".css"]
    assert sheets
    assert not [shown(path) for path in sheets if "@import" in path.read_text("utf-8")]
