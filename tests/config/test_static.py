"""A new version of the program brings its new static files with it."""

from dangwu.config.commands.prepare import static_sources


def test_what_is_collected_again_when_changed_is_every_rooms_files() -> None:
    found = {"/".join(path.parts[-4:]) for path in static_sources()}

    assert {"web/static/web/theme.css", "web/static/web/app.js"} <= found
