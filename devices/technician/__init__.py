"""What a technician on site needs: a line put into words, and devices played by hand. No printing here."""
