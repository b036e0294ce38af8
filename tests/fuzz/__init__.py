"""Every decoder against bytes that nobody should send."""
