"""The reader of resident identity cards at the touchscreen: a card put on it becomes one number."""
