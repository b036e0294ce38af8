"""What every touchscreen and board shares: big letters, buttons, language, theme, the way into a browser."""
