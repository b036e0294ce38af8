"""The screens of the window terminal: signing in, the desk, and the questions asked over it."""
