"""The rating screen: the small touchscreen before the citizen at a window; one service at a time."""
