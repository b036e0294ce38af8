"""A TOML file becomes the server's Config, or a list of every mistake in it. Read once, at the start.

``forms`` are the tables as people write them, ``shape`` reads them, the ``check_`` modules know what can be
wrong, ``build`` makes the Config, ``summary`` tells it back. No rule of the hall imports it.
"""

from queue_server.config_file.load import explain, load_config

__all__ = ["explain", "load_config"]
