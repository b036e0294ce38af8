"""RIM  ``queue-server study``: draws or reads days, lets the room of the study measure, prints tables."""
