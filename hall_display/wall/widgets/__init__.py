"""The parts of which the screens of the managers' wall are made."""
