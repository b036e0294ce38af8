"""Several pictures in one start of an app: compared by name with those that are kept, as one snapshot is."""

from collections.abc import Callable

from pytest_textual_snapshot import SVGImageExtension  # type: ignore[import-untyped]  # it ships no types
from syrupy.assertion import SnapshotAssertion
from textual.app import App

IsAsBefore = Callable[[str, App[None]], bool]


def album(snapshot: SnapshotAssertion) -> IsAsBefore:
    """Return what says whether an app looks now as the picture of this name does."""
    pictures = snapshot.use_extension(SVGImageExtension)
    return lambda name, app: bool(pictures(name=name) == app.export_screenshot())
