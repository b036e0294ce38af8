"""What the citizen screens are put together from. A widget tells its screen; it knows no other widget."""
