"""The staff terminal at a window: one key and one touch for each act. It decides nothing; the server does."""
