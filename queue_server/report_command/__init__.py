"""RIM  ``queue-server report``: reads the journal, folds it, and prints tables, CSV or pages."""
