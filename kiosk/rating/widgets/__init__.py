"""The parts of the rating screen."""
