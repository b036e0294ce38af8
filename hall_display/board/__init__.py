"""The calling board in the hall and the narrow bar over one window: screens that only listen."""
