"""A key map out of a file: a hall's configuration, or keys alone."""

from pathlib import Path

import pytest

from devices.counter_bus.keymap import KeyMeaning
from devices.errors import KeymapError
from devices.technician.keymap_file import read_keymap

TWO = """
[hall]
name = "大厅"
[keymaps.first]
"06 0F" = "abandon"
[keymaps.second]
"06 0F" = "call_guard"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "keys.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_keys_alone(tmp_path: Path) -> None:
    assert read_keymap(write(tmp_path, '"0C" = "call_next"')).lookup("", 0x0C) == KeyMeaning("call_next", "")


def test_a_halls_configuration_with_several_maps(tmp_path: Path) -> None:
    assert read_keymap(write(tmp_path, TWO), "second").lookup("6", 0x0F) == KeyMeaning("call_guard", "6")


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        (TWO, "", "first, second: name one of them"),
        (TWO, "third", "first, second: name one of them"),
        ('"0C" = 5', "", "must be text"),
        ('"0Z" = "call_next"', "", "must be like"),
        ("= nonsense", "", "cannot be read"),
    ],
)
def test_a_mistake_is_explained(tmp_path: Path, text: str, name: str, why: str) -> None:
    with pytest.raises(KeymapError, match=why):
        read_keymap(write(tmp_path, text), name)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeymapError, match=r"none\.toml"):
        read_keymap(tmp_path / "none.toml")
