"""The rating screen's one screen."""
