"""ROOM  the day, week and month as figures: folds over the journal's events, and nothing else."""
