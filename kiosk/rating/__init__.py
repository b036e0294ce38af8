"""The rating screen: the small touchscreen before the citizen at a window. It speaks of one service at a time."""
