"""ROOM  the monthly assessment (考核): facts of the journal become scores, and scores a selection."""
