"""The door of the room: ``load_config`` for the server, ``explain`` for ``queue-server check``."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from queue_server.config import Config
from queue_server.config_file.build import build_config
from queue_server.config_file.check_assessment import check_assessment
from queue_server.config_file.check_attendance import check_attendance
from queue_server.config_file.check_away import check_away
from queue_server.config_file.check_forecast import check_forecast
from queue_server.config_file.check_hall import check_hall
from queue_server.config_file.check_readers import check_readers
from queue_server.config_file.check_rim import check_rim
from queue_server.config_file.check_supervision import check_supervision
from queue_server.config_file.forms import FileForm
from queue_server.config_file.mistakes import Mistakes, nearest
from queue_server.config_file.shape import read_form
from queue_server.config_file.summary import summary
from queue_server.errors import ConfigError


def load_config(path: str | Path) -> Config:
    """Return the configuration in the file at ``path``.

    Raises ConfigError with all mistakes of the file, each a sentence that names file, table and key.
    """
    path = Path(path)
    return config_of_text(_text(path), path.name)


def explain(path: str | Path) -> str:
    """Return what a right file says, for people to read. Raises ConfigError like ``load_config``."""
    return summary(load_config(path))


def config_of_text(text: str, name: str = "configuration") -> Config:
    """Return the configuration that ``text`` is; ``name`` stands in the sentences about its mistakes."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        sentence = f"{name}: TOML: {error}; correct this line first, the rest could not be read"
        raise ConfigError((sentence,)) from error
    return config_of_tables(tables, name)


def config_of_tables(tables: Mapping[str, object], name: str = "configuration") -> Config:
    """Return the configuration that the tables of a TOML file are. Raises ConfigError and nothing else."""
    mistakes = Mistakes(name)
    known = FileForm.__struct_fields__
    for key in (key for key in tables if key not in known):
        mistakes.add("file", f'unknown table or key "{key}"{nearest(key, known)}')
    file = read_form(FileForm, {key: table for key, table in tables.items() if key in known}, "", mistakes)
    check_hall(file, mistakes)
    check_rim(file, mistakes)
    check_readers(file, mistakes)
    check_supervision(file, mistakes)
    check_attendance(file, mistakes)
    check_assessment(file.assessment, mistakes)
    check_forecast(file, mistakes)
    check_away(file, mistakes)
    if mistakes.all():
        raise ConfigError(mistakes.all())
    return build_config(file)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(
            (f"{path}: cannot be read: {error.strerror}; give the path of a TOML file",)
        ) from error
    except UnicodeDecodeError as error:
        raise ConfigError((f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8",)) from error
