"""The parts of the desk. Each draws what it is given and posts what was touched."""
