"""The screens of the board and of the bar over a window."""
