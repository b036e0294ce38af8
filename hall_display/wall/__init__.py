"""The managers' wall: what goes on in the hall, what asks for somebody, and what a manager does about it."""
