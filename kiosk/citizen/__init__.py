"""The citizen kiosk: from a touch to a number in the hand. It keeps nothing of a citizen who has left."""
