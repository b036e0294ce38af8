"""The touchscreens: citizen kiosk and window terminal, and the kit they share."""
