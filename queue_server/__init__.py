"""The hall's memory and its rules. No screen and no serial port lives here, but for ``runtime.field``."""
