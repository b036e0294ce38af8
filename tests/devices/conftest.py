"""No deadline for a single example: a busy machine is not a wrong splitter."""

from hypothesis import settings

settings.register_profile("devices", deadline=None)
settings.load_profile("devices")
