"""The ticket printer (ESC/POS): what a ticket looks like, the printer's state, the simulated other side."""
