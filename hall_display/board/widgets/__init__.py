"""The parts of the board. Each shows a value handed down to it; none knows the server or the others."""
